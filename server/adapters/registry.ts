import { acmpcaCertificateAuthority } from "./acmpca/certificate-authority";
import { apigatewayStage } from "./apigateway/stage";
import { applicationautoscalingTarget } from "./applicationautoscaling/target";
import { apprunnerService } from "./apprunner/service";
import { appstreamFleet } from "./appstream/fleet";
import { appstreamImageBuilder } from "./appstream/image-builder";
import { autoscalingGroup } from "./autoscaling/group";
import { backupVault } from "./backup/vault";
import { batchComputeEnvironment } from "./batch/compute-environment";
import { bedrockProvisionedModel } from "./bedrock/provisioned-model";
import { cloudwatchAlarm } from "./cloudwatch/alarm";
import { cloudwatchDashboard } from "./cloudwatch/dashboard";
import { codebuildFleet } from "./codebuild/fleet";
import type { AnyAdapter } from "./contract";
import { daxCluster } from "./dax/cluster";
import { directconnectConnection } from "./directconnect/connection";
import { dmsReplicationInstance } from "./dms/replication-instance";
import { docdbCluster } from "./docdb/cluster";
import { docdbelasticCluster } from "./docdbelastic/cluster";
import { dsDirectory } from "./ds/directory";
import { dynamodbTable } from "./dynamodb/table";
import { ec2Address } from "./ec2/address";
import { ec2CapacityReservation } from "./ec2/capacity-reservation";
import { ec2ClientVpnEndpoint } from "./ec2/client-vpn-endpoint";
import { ec2DedicatedHost } from "./ec2/dedicated-host";
import { ec2Instance } from "./ec2/instance";
import { ec2NatGateway } from "./ec2/nat-gateway";
import { ec2Snapshot } from "./ec2/snapshot";
import { ec2TransitGatewayAttachment } from "./ec2/transit-gateway-attachment";
import { ec2Volume } from "./ec2/volume";
import { ec2VpcEndpoint } from "./ec2/vpc-endpoint";
import { ec2VpnConnection } from "./ec2/vpn-connection";
import { ecrRepository } from "./ecr/repository";
import { ecsService } from "./ecs/service";
import { ecsTask } from "./ecs/task";
import { efsFileSystem } from "./efs/file-system";
import { eksCluster } from "./eks/cluster";
import { eksNodegroup } from "./eks/nodegroup";
import { elasticacheCluster } from "./elasticache/cluster";
import { elasticacheReplicationGroup } from "./elasticache/replication-group";
import { elasticacheServerlessCache } from "./elasticache/serverless-cache";
import { elbClassicLoadBalancer } from "./elb/classic-load-balancer";
import { elbLoadBalancer } from "./elb/load-balancer";
import { emrCluster } from "./emr/cluster";
import { emrserverlessApplication } from "./emrserverless/application";
import { eventsRule } from "./events/rule";
import { fsxFileSystem } from "./fsx/file-system";
import { gameliftFleet } from "./gamelift/fleet";
import { globalacceleratorAccelerator } from "./globalaccelerator/accelerator";
import { glueCrawler } from "./glue/crawler";
import { glueDevEndpoint } from "./glue/dev-endpoint";
import { glueJobRun } from "./glue/job-run";
import { glueSession } from "./glue/session";
import { glueTrigger } from "./glue/trigger";
import { kafkaconnectConnector } from "./kafkaconnect/connector";
import { kendraIndex } from "./kendra/search-index";
import { kinesisStream } from "./kinesis/stream";
import { kinesisanalyticsApplication } from "./kinesisanalytics/application";
import { kmsKey } from "./kms/key";
import { lambdaFunction } from "./lambda/function";
import { lightsailContainerService } from "./lightsail/container-service";
import { lightsailDatabase } from "./lightsail/database";
import { lightsailInstance } from "./lightsail/instance";
import { lightsailLoadBalancer } from "./lightsail/load-balancer";
import { logsLogGroup } from "./logs/log-group";
import { mediaconnectFlow } from "./mediaconnect/flow";
import { medialiveChannel } from "./medialive/channel";
import { memorydbCluster } from "./memorydb/cluster";
import { mqBroker } from "./mq/broker";
import { mskCluster } from "./msk/cluster";
import { mwaaEnvironment } from "./mwaa/environment";
import { neptuneCluster } from "./neptune/cluster";
import { neptunegraphGraph } from "./neptunegraph/graph";
import { networkFirewall } from "./networkfirewall/firewall";
import { opensearchDomain } from "./opensearch/domain";
import { opensearchserverlessCollection } from "./opensearchserverless/collection";
import { osisPipeline } from "./osis/pipeline";
import { pcsCluster } from "./pcs/cluster";
import { rdsCluster } from "./rds/cluster";
import { rdsInstance } from "./rds/instance";
import { rdsProxy } from "./rds/proxy";
import { rdsSnapshot } from "./rds/snapshot";
import { redshiftCluster } from "./redshift/cluster";
import { redshiftserverlessWorkgroup } from "./redshiftserverless/workgroup";
import { route53HealthCheck } from "./route53/health-check";
import { route53HostedZone } from "./route53/hosted-zone";
import { route53resolverEndpoint } from "./route53resolver/endpoint";
import { s3Bucket } from "./s3/bucket";
import { sagemakerApp } from "./sagemaker/app";
import { sagemakerCluster } from "./sagemaker/cluster";
import { sagemakerEndpoint } from "./sagemaker/endpoint";
import { sagemakerMlflowTrackingServer } from "./sagemaker/mlflow-tracking-server";
import { sagemakerNotebook } from "./sagemaker/notebook";
import { sagemakerProcessingJob } from "./sagemaker/processing-job";
import { sagemakerTrainingJob } from "./sagemaker/training-job";
import { sagemakerTransformJob } from "./sagemaker/transform-job";
import { schedulerSchedule } from "./scheduler/schedule";
import { secretsmanagerSecret } from "./secretsmanager/secret";
import { snsTopic } from "./sns/topic";
import { sqsQueue } from "./sqs/queue";
import { syntheticsCanary } from "./synthetics/canary";
import { timestreamInfluxDbInstance } from "./timestream/influx-db-instance";
import { transferServer } from "./transfer/server";
import { vpclatticeService } from "./vpclattice/service";
import { wafv2WebAcl } from "./wafv2/web-acl";
import { workspacesPool } from "./workspaces/pool";
import { workspacesWorkspace } from "./workspaces/workspace";

/** Every kind that Standby knows, in alphabetical order. Adding a line is the registration. */
export const adapters: readonly AnyAdapter[] = [
  acmpcaCertificateAuthority,
  apigatewayStage,
  applicationautoscalingTarget,
  apprunnerService,
  appstreamFleet,
  appstreamImageBuilder,
  autoscalingGroup,
  backupVault,
  batchComputeEnvironment,
  bedrockProvisionedModel,
  cloudwatchAlarm,
  cloudwatchDashboard,
  codebuildFleet,
  daxCluster,
  directconnectConnection,
  dmsReplicationInstance,
  docdbCluster,
  docdbelasticCluster,
  dsDirectory,
  dynamodbTable,
  ec2Address,
  ec2CapacityReservation,
  ec2ClientVpnEndpoint,
  ec2DedicatedHost,
  ec2Instance,
  ec2NatGateway,
  ec2Snapshot,
  ec2TransitGatewayAttachment,
  ec2Volume,
  ec2VpcEndpoint,
  ec2VpnConnection,
  ecrRepository,
  ecsService,
  ecsTask,
  efsFileSystem,
  eksCluster,
  eksNodegroup,
  elasticacheCluster,
  elasticacheReplicationGroup,
  elasticacheServerlessCache,
  elbClassicLoadBalancer,
  elbLoadBalancer,
  emrCluster,
  emrserverlessApplication,
  eventsRule,
  fsxFileSystem,
  gameliftFleet,
  globalacceleratorAccelerator,
  glueCrawler,
  glueDevEndpoint,
  glueJobRun,
  glueSession,
  glueTrigger,
  kafkaconnectConnector,
  kendraIndex,
  kinesisStream,
  kinesisanalyticsApplication,
  kmsKey,
  lambdaFunction,
  lightsailContainerService,
  lightsailDatabase,
  lightsailInstance,
  lightsailLoadBalancer,
  logsLogGroup,
  mediaconnectFlow,
  medialiveChannel,
  memorydbCluster,
  mqBroker,
  mskCluster,
  mwaaEnvironment,
  neptuneCluster,
  neptunegraphGraph,
  networkFirewall,
  opensearchDomain,
  opensearchserverlessCollection,
  osisPipeline,
  pcsCluster,
  rdsCluster,
  rdsInstance,
  rdsProxy,
  rdsSnapshot,
  redshiftCluster,
  redshiftserverlessWorkgroup,
  route53HealthCheck,
  route53HostedZone,
  route53resolverEndpoint,
  s3Bucket,
  sagemakerApp,
  sagemakerCluster,
  sagemakerEndpoint,
  sagemakerMlflowTrackingServer,
  sagemakerNotebook,
  sagemakerProcessingJob,
  sagemakerTrainingJob,
  sagemakerTransformJob,
  schedulerSchedule,
  secretsmanagerSecret,
  snsTopic,
  sqsQueue,
  syntheticsCanary,
  timestreamInfluxDbInstance,
  transferServer,
  vpclatticeService,
  wafv2WebAcl,
  workspacesPool,
  workspacesWorkspace,
];

const byKind = new Map(adapters.map((adapter) => [adapter.kind, adapter]));

/** @throws Error for a kind that is not registered: a stored kind always is. */
export function adapterFor(kind: string): AnyAdapter {
  const adapter = byKind.get(kind);
  if (!adapter) throw new Error(`No adapter is registered for ${kind}`);
  return adapter;
}
