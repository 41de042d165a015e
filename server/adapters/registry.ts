import { applicationautoscalingTarget } from "./applicationautoscaling/target";
import { apprunnerService } from "./apprunner/service";
import { autoscalingGroup } from "./autoscaling/group";
import { batchComputeEnvironment } from "./batch/compute-environment";
import { cloudwatchAlarm } from "./cloudwatch/alarm";
import type { AnyAdapter } from "./contract";
import { dmsReplicationInstance } from "./dms/replication-instance";
import { docdbCluster } from "./docdb/cluster";
import { dynamodbTable } from "./dynamodb/table";
import { ec2Address } from "./ec2/address";
import { ec2Instance } from "./ec2/instance";
import { ec2NatGateway } from "./ec2/nat-gateway";
import { ec2Snapshot } from "./ec2/snapshot";
import { ec2TransitGatewayAttachment } from "./ec2/transit-gateway-attachment";
import { ec2Volume } from "./ec2/volume";
import { ec2VpcEndpoint } from "./ec2/vpc-endpoint";
import { ecsService } from "./ecs/service";
import { efsFileSystem } from "./efs/file-system";
import { eksCluster } from "./eks/cluster";
import { eksNodegroup } from "./eks/nodegroup";
import { elasticacheCluster } from "./elasticache/cluster";
import { elasticacheReplicationGroup } from "./elasticache/replication-group";
import { elbClassicLoadBalancer } from "./elb/classic-load-balancer";
import { elbLoadBalancer } from "./elb/load-balancer";
import { emrCluster } from "./emr/cluster";
import { eventsRule } from "./events/rule";
import { fsxFileSystem } from "./fsx/file-system";
import { glueCrawler } from "./glue/crawler";
import { glueTrigger } from "./glue/trigger";
import { kinesisStream } from "./kinesis/stream";
import { kmsKey } from "./kms/key";
import { lambdaFunction } from "./lambda/function";
import { lightsailDatabase } from "./lightsail/database";
import { lightsailInstance } from "./lightsail/instance";
import { logsLogGroup } from "./logs/log-group";
import { memorydbCluster } from "./memorydb/cluster";
import { mskCluster } from "./msk/cluster";
import { mwaaEnvironment } from "./mwaa/environment";
import { neptuneCluster } from "./neptune/cluster";
import { networkFirewall } from "./networkfirewall/firewall";
import { opensearchDomain } from "./opensearch/domain";
import { rdsCluster } from "./rds/cluster";
import { rdsInstance } from "./rds/instance";
import { rdsSnapshot } from "./rds/snapshot";
import { redshiftCluster } from "./redshift/cluster";
import { s3Bucket } from "./s3/bucket";
import { sagemakerApp } from "./sagemaker/app";
import { sagemakerEndpoint } from "./sagemaker/endpoint";
import { sagemakerNotebook } from "./sagemaker/notebook";
import { schedulerSchedule } from "./scheduler/schedule";
import { secretsmanagerSecret } from "./secretsmanager/secret";
import { snsTopic } from "./sns/topic";
import { sqsQueue } from "./sqs/queue";
import { transferServer } from "./transfer/server";
import { workspacesWorkspace } from "./workspaces/workspace";

/** Every kind that Standby knows, in alphabetical order. Adding a line is the registration. */
export const adapters: readonly AnyAdapter[] = [
  applicationautoscalingTarget,
  apprunnerService,
  autoscalingGroup,
  batchComputeEnvironment,
  cloudwatchAlarm,
  dmsReplicationInstance,
  docdbCluster,
  dynamodbTable,
  ec2Address,
  ec2Instance,
  ec2NatGateway,
  ec2Snapshot,
  ec2TransitGatewayAttachment,
  ec2Volume,
  ec2VpcEndpoint,
  ecsService,
  efsFileSystem,
  eksCluster,
  eksNodegroup,
  elasticacheCluster,
  elasticacheReplicationGroup,
  elbClassicLoadBalancer,
  elbLoadBalancer,
  emrCluster,
  eventsRule,
  fsxFileSystem,
  glueCrawler,
  glueTrigger,
  kinesisStream,
  kmsKey,
  lambdaFunction,
  lightsailDatabase,
  lightsailInstance,
  logsLogGroup,
  memorydbCluster,
  mskCluster,
  mwaaEnvironment,
  neptuneCluster,
  networkFirewall,
  opensearchDomain,
  rdsCluster,
  rdsInstance,
  rdsSnapshot,
  redshiftCluster,
  s3Bucket,
  sagemakerApp,
  sagemakerEndpoint,
  sagemakerNotebook,
  schedulerSchedule,
  secretsmanagerSecret,
  snsTopic,
  sqsQueue,
  transferServer,
  workspacesWorkspace,
];

const byKind = new Map(adapters.map((adapter) => [adapter.kind, adapter]));

/** @throws Error for a kind that is not registered: a stored kind always is. */
export function adapterFor(kind: string): AnyAdapter {
  const adapter = byKind.get(kind);
  if (!adapter) throw new Error(`No adapter is registered for ${kind}`);
  return adapter;
}
