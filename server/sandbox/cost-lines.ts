/**
 * What tidewater's resources cost a day while nothing is paused, as the seed makes them: the sandbox's bill fits what is
 * found in it (server/usecases/sandbox-bill.test.ts). What the catalogue has no price for is on the bill all the same.
 * Of one service, environment and region what is small is told with what is large.
 */

export interface StoryLine {
  readonly service: string;
  /** Without the region in front: "BoxUsage:m6i.large". */
  readonly usage: string;
  /** "none": it belongs to no region, and its usage type names none. */
  readonly region: "eu-central-1" | "us-east-1" | "eu-west-1" | "none";
  /** The value of the tag Environment; null is untagged. */
  readonly environment: "dev" | "staging" | "prod" | "lab" | null;
  /** stops: with its environment's pauses · busy: less on weekends · steady: the same each day */
  readonly moves: "stops" | "busy" | "steady";
  /** Dollars a day. */
  readonly daily: number;
  /** In the second linked account: a cellar for old backups that Standby has no way into. */
  readonly isArchive?: true;
}

const compute = "Amazon Elastic Compute Cloud - Compute";
const otherEc2 = "EC2 - Other";
const sagemaker = "Amazon SageMaker";
const rds = "Amazon Relational Database Service";
const redshift = "Amazon Redshift";
const ecs = "Amazon Elastic Container Service";
const kafka = "Amazon Managed Streaming for Apache Kafka";
const search = "Amazon OpenSearch Service";
const transfer = "AWS Transfer Family";
const neptune = "Amazon Neptune";
const lambda = "AWS Lambda";
const kubernetes = "Amazon Elastic Container Service for Kubernetes";
const firewall = "AWS Network Firewall";
const migration = "AWS Database Migration Service";
const documents = "Amazon DocumentDB (with MongoDB compatibility)";
const files = "Amazon Elastic File System";
const airflow = "Amazon Managed Workflows for Apache Airflow";
const streams = "Amazon Kinesis";
const fsx = "Amazon FSx";
const cache = "Amazon ElastiCache";
const vpc = "Amazon Virtual Private Cloud";
const balancing = "Amazon Elastic Load Balancing";
const mapreduce = "Amazon Elastic MapReduce";
const workspaces = "Amazon WorkSpaces";
const memory = "Amazon MemoryDB";
const watch = "AmazonCloudWatch";
const tables = "Amazon DynamoDB";
const s3 = "Amazon Simple Storage Service";
const lightsail = "Amazon Lightsail";
const apprunner = "AWS App Runner";
const gateway = "Amazon API Gateway";
const keys = "AWS Key Management Service";
const secrets = "AWS Secrets Manager";
const brokers = "Amazon MQ";
const directories = "AWS Directory Service";
const kendra = "Amazon Kendra";
const certificates = "AWS Certificate Manager";
const images = "Amazon EC2 Container Registry (ECR)";
const builds = "CodeBuild";
const lattice = "Amazon VPC Lattice";
const games = "Amazon GameLift";
const hpc = "AWS Parallel Computing Service";
const glue = "AWS Glue";
const series = "Amazon Timestream";
const webFirewall = "AWS WAF";
const dns = "Amazon Route 53";
const flink = "Amazon Kinesis Analytics";
const dax = "Amazon DynamoDB Accelerator (DAX)";
const accelerator = "AWS Global Accelerator";
const directConnect = "AWS Direct Connect";
const bedrock = "Amazon Bedrock";
const live = "AWS Elemental MediaLive";
const transport = "AWS Elemental MediaConnect";
const streamed = "Amazon AppStream";
const backup = "AWS Backup";

const eu = "eu-central-1";
const us = "us-east-1";
const ie = "eu-west-1";

function line(
  service: string,
  usage: string,
  region: StoryLine["region"],
  environment: StoryLine["environment"],
  moves: StoryLine["moves"],
  daily: number,
): StoryLine {
  return { service, usage, region, environment, moves, daily };
}

export const storyLines: readonly StoryLine[] = [
  line(compute, "BoxUsage:m6i.2xlarge", eu, "dev", "stops", 29.329),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "dev", "stops", 18.624),
  line(compute, "BoxUsage:r6i.2xlarge", us, "dev", "stops", 13.996),
  line(compute, "BoxUsage:m6i.xlarge", eu, "dev", "stops", 11.04),
  line(compute, "BoxUsage:r6i.xlarge", eu, "dev", "stops", 7.296),
  line(compute, "BoxUsage:m7g.large", eu, "dev", "stops", 7.042),
  line(compute, "BoxUsage:m6i.large", eu, "dev", "stops", 5.52),
  line(compute, "BoxUsage:m5.large", eu, "dev", "stops", 5),
  line(compute, "BoxUsage:c6i.xlarge", eu, "dev", "stops", 4.656),
  line(compute, "BoxUsage:m6i.xlarge", eu, "staging", "stops", 13.8),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "staging", "stops", 9.312),
  line(compute, "BoxUsage:c6i.2xlarge", ie, "staging", "stops", 8.755),
  line(compute, "BoxUsage:r6i.xlarge", eu, "staging", "stops", 7.296),
  line(compute, "BoxUsage:m7g.large", eu, "staging", "stops", 4.694),
  line(compute, "BoxUsage:c6i.xlarge", ie, "staging", "stops", 4.378),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "prod", "steady", 28.858),
  line(compute, "BoxUsage:m6i.xlarge", eu, "prod", "steady", 16.56),
  line(compute, "BoxUsage:r6i.xlarge", eu, "prod", "steady", 14.592),
  line(compute, "BoxUsage:m7g.large", eu, "prod", "steady", 14.083),
  line(compute, "BoxUsage:c6i.2xlarge", ie, "prod", "steady", 8.755),
  line(compute, "BoxUsage:m6i.large", eu, "prod", "steady", 5.52),
  line(compute, "BoxUsage:m6i.xlarge", ie, "prod", "steady", 5.136),
  line(compute, "BoxUsage:m6i.large", eu, "lab", "steady", 11.04),
  line(compute, "BoxUsage:m6i.2xlarge", eu, "lab", "steady", 11.04),
  line(compute, "BoxUsage:m6i.large", us, "lab", "steady", 2.304),
  line(compute, "BoxUsage:c5.xlarge", us, null, "steady", 4.08),
  line(compute, "BoxUsage:t3.large", eu, null, "steady", 2.304),
  line(compute, "BoxUsage:t3.medium", ie, null, "steady", 1.094),
  line(sagemaker, "Host:ml.g5.xlarge", eu, "lab", "steady", 84.48),
  line(sagemaker, "Cluster:ml.g5.xlarge", eu, "lab", "steady", 42.24),
  line(sagemaker, "Studio:ml.g4dn.xlarge", eu, "lab", "steady", 22.104),
  line(sagemaker, "Notebk:ml.g4dn.xlarge", eu, "lab", "steady", 22.104),
  line(sagemaker, "MlFlow:Small", us, "lab", "steady", 14.4),
  line(sagemaker, "Host:ml.m5.large", eu, "lab", "steady", 19.872),
  line(sagemaker, "Host:ml.m5.large", us, "lab", "steady", 18.302),
  line(sagemaker, "MlFlow:Small", eu, "lab", "steady", 17.3),
  line(sagemaker, "Host:ml.m5.xlarge", eu, "lab", "steady", 9.1),
  line(sagemaker, "Cluster:ml.m5.large", eu, "lab", "steady", 9.5),
  line(sagemaker, "Notebk:ml.t3.large", eu, "lab", "steady", 7.3),
  line(sagemaker, "Notebk:ml.m5.xlarge", us, "lab", "steady", 5.52),
  line(rds, "InstanceUsage:db.m6g.large", eu, "dev", "stops", 13.176),
  line(rds, "InstanceUsage:db.t4g.medium", eu, "dev", "stops", 5.328),
  line(rds, "RDS:GP3-Storage", eu, "dev", "steady", 3.597),
  line(rds, "InstanceUsage:db.m6g.large", eu, "staging", "stops", 8.856),
  line(rds, "RDS:GP3-Storage", eu, "staging", "steady", 2.219),
  line(rds, "InstanceUsage:db.t4g.medium", ie, "staging", "stops", 1.656),
  line(rds, "InstanceUsage:db.m5.xlarge", eu, "prod", "steady", 20.352),
  line(rds, "InstanceUsage:db.r6g.large", eu, "prod", "steady", 12.48),
  line(rds, "RDS:GP3-Storage", eu, "prod", "steady", 7.647),
  line(rds, "InstanceUsage:db.m6g.large", eu, "prod", "steady", 4.536),
  line(rds, "Multi-AZClusterUsage:db.m6gd.large", eu, "lab", "steady", 28.695),
  line(rds, "InstanceUsage:db.r6g.large", eu, "lab", "steady", 22.536),
  line(rds, "InstanceUsage:db.r5.large", us, "lab", "steady", 8.928),
  line(rds, "InstanceUsage:db.r6g.large", us, "lab", "steady", 6.24),
  line(rds, "RDS:ChargedBackupUsage", eu, "lab", "steady", 0.79),
  line(rds, "InstanceUsage:db.t3.small", us, null, "steady", 0.892),
  line(rds, "RDS:Proxy-ASv2-Usage", eu, "lab", "steady", 3.456),
  line(rds, "RDS:ProxyUsage", us, "lab", "steady", 0.72),
  line(redshift, "Node:ra3.large", us, "lab", "steady", 78.192),
  line(redshift, "Node:ra3.large", eu, "lab", "steady", 31.152),
  line(redshift, "Node:dc2.large", eu, "lab", "steady", 31.104),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "dev", "stops", 14.309),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "staging", "stops", 13.627),
  line(ecs, "Fargate-vCPU-Hours:perCPU", ie, "staging", "stops", 0.592),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "prod", "busy", 24.584),
  line(ecs, "Fargate-GB-Hours", eu, "prod", "busy", 5.396),
  line(ecs, "Fargate-vCPU-Hours:perCPU", ie, "prod", "busy", 2.37),
  line(ecs, "Fargate-vCPU-Hours:perCPU", us, "prod", "busy", 1.185),
  line(ecs, "Fargate-vCPU-Hours:perCPU", us, "lab", "steady", 6.185),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "lab", "steady", 4.503),
  line(kafka, "Kafka.m5.large", eu, "lab", "steady", 21.078),
  line(kafka, "Kafka.mcu.general", eu, "lab", "steady", 5.28),
  line(kafka, "Serverless-ClusterHours", us, "lab", "steady", 18),
  line(search, "ESInstance:m6g.large", eu, "lab", "steady", 22.032),
  line(search, "ESInstance:r6g.large", eu, "lab", "steady", 9.696),
  line(search, "Ingestion-OCU-Hours", eu, "lab", "steady", 6.9),
  line(search, "ES:gp3-Storage", eu, "lab", "steady", 3.342),
  line(search, "ESInstance:t3.small", us, "lab", "steady", 0.944),
  line(transfer, "ProtocolHours", eu, "lab", "steady", 28.8),
  line(transfer, "ProtocolHours", us, "lab", "steady", 7.2),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "dev", "steady", 4.976),
  line(otherEc2, "EBS:VolumeUsage.gp3", us, "dev", "steady", 1.736),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "staging", "steady", 2.413),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "prod", "steady", 8.364),
  line(otherEc2, "EBS:VolumeUsage.gp3", ie, "prod", "steady", 0.579),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "lab", "steady", 4.454),
  line(otherEc2, "NatGateway-Hours", eu, "lab", "steady", 3.744),
  line(otherEc2, "NatGateway-Hours", us, "lab", "steady", 3.365),
  line(otherEc2, "NatGateway-Bytes", eu, "lab", "busy", 1.14),
  line(otherEc2, "EBS:VolumeUsage.gp3", ie, null, "steady", 0.477),
  line(neptune, "InstanceUsage:db.r5.large", eu, "lab", "steady", 19.9),
  line(neptune, "Analytics-m-NCU-Hours", us, "lab", "steady", 13.824),
  line(neptune, "InstanceUsage:db.t3.medium", us, "lab", "steady", 2.35),
  line(lambda, "Lambda-Provisioned-Concurrency", eu, "dev", "stops", 3.6),
  line(lambda, "Lambda-Provisioned-Concurrency", eu, "staging", "stops", 3.6),
  line(lambda, "Lambda-Provisioned-Concurrency", us, "prod", "steady", 7.2),
  line(lambda, "Lambda-GB-Second", eu, "prod", "busy", 4.128),
  line(lambda, "Lambda-Provisioned-Concurrency", eu, "prod", "steady", 3.6),
  line(kubernetes, "AmazonEKS-Hours:perCluster", eu, "lab", "steady", 16.8),
  line(kubernetes, "AmazonEKS-Hours:perCluster", us, "lab", "steady", 2.4),
  line(dns, "ResolverNetworkInterface", eu, "lab", "steady", 6),
  line(dns, "Health-Check-Option-Non-AWS", "none", "prod", "steady", 0.288),
  line(dns, "Health-Check-Non-AWS", "none", "lab", "steady", 0.025),
  line(webFirewall, "WebACLV2", eu, "lab", "steady", 0.296),
  line(firewall, "Endpoint-Hour", us, "lab", "steady", 18.96),
  line(migration, "InstanceUsg:dms.r6i.large", eu, "lab", "steady", 15.9),
  line(migration, "InstanceUsg:dms.t3.medium", us, "lab", "steady", 1.94),
  line(documents, "InstanceUsage:db.r5.large", eu, "lab", "steady", 15.6),
  line(documents, "Elastic-vCPU-Hours", eu, "lab", "steady", 9.6),
  line(documents, "InstanceUsage:db.t3.medium", us, "lab", "steady", 1.872),
  line(files, "TimedStorage-ByteHrs", eu, "lab", "steady", 14.793),
  line(airflow, "Small-EnvironmentUsage", eu, "lab", "steady", 14.4),
  line(streams, "Storage-ShardHour", eu, "lab", "steady", 8.444),
  line(streams, "Extended-ShardHour", eu, "lab", "steady", 4.2),
  line(streams, "Storage-ShardHour", us, "lab", "steady", 1.44),
  line(fsx, "Lustre-StorageUsage", eu, "lab", "steady", 6.8),
  line(fsx, "Windows-StorageUsage", us, "lab", "steady", 3.65),
  line(cache, "NodeUsage:cache.t4g.small", eu, "lab", "steady", 7.43),
  line(cache, "NodeUsage:cache.t4g.small", us, "lab", "steady", 2.304),
  line(vpc, "PublicIPv4:InUseAddress", eu, "dev", "steady", 0.24),
  line(vpc, "PublicIPv4:InUseAddress", eu, "dev", "stops", 0.24),
  line(vpc, "PublicIPv4:InUseAddress", eu, "staging", "steady", 0.12),
  line(vpc, "PublicIPv4:InUseAddress", eu, "staging", "stops", 0.12),
  line(vpc, "PublicIPv4:InUseAddress", eu, "prod", "steady", 0.36),
  line(vpc, "TransitGateway-Hours", eu, "lab", "steady", 5.4),
  line(vpc, "TransitGateway-Hours", us, "lab", "steady", 1.56),
  line(vpc, "PublicIPv4:InUseAddress", ie, null, "steady", 0.24),
  line(balancing, "LoadBalancerUsage", eu, "lab", "steady", 3.384),
  line(balancing, "LCUUsage", eu, "lab", "busy", 1.632),
  line(balancing, "LoadBalancerUsage", us, "lab", "steady", 1.44),
  line(mapreduce, "BoxUsage:m5.xlarge", eu, "lab", "steady", 3.46),
  line(mapreduce, "BoxUsage:m5.xlarge", us, "lab", "steady", 2.3),
  line(mapreduce, "EMR-SERVERLESS-vCPUHours", eu, "lab", "steady", 33.9),
  line(mapreduce, "EMR-SERVERLESS-vCPUHours", us, "lab", "steady", 1.51),
  line(workspaces, "AutoStop-User", eu, "lab", "steady", 4.1),
  line(workspaces, "AutoStop-User", us, "lab", "steady", 0.9),
  line(workspaces, "Pools-User", eu, "lab", "steady", 9.4),
  line(workspaces, "Pools-User", us, "lab", "steady", 6),
  line(memory, "NodeUsage:db.t4g.small", eu, "lab", "steady", 4.9),
  line(watch, "CW:AlarmMonitorUsage", eu, "dev", "steady", 0.02),
  line(watch, "CW:AlarmMonitorUsage", eu, "staging", "steady", 0.026),
  line(watch, "DataProcessing-Bytes", eu, "prod", "busy", 3.096),
  line(watch, "CW:AlarmMonitorUsage", us, "prod", "steady", 0.033),
  line(watch, "TimedStorage-ByteHrs", eu, "lab", "steady", 0.575),
  line(tables, "WriteCapacityUnit-Hrs", eu, "lab", "steady", 3.498),
  line(s3, "TimedStorage-ByteHrs", eu, "lab", "steady", 2.92),
  line(lightsail, "BundleUsage", us, "lab", "steady", 1.4),
  line(lightsail, "BundleUsage", eu, "lab", "steady", 0.79),
  line(apprunner, "AppRunner-Provisioned-GB-hrs", eu, "lab", "steady", 1.7),
  line(gateway, "ApiGatewayCacheUsage:1.6GB", eu, "lab", "steady", 0.94),
  line(gateway, "ApiGatewayCacheUsage:0.5GB", eu, "lab", "steady", 0.5),
  line(gateway, "ApiGatewayCacheUsage:6.1GB", us, "lab", "steady", 4.8),
  line(keys, "KMS-Keys", eu, "lab", "steady", 0.099),
  line(secrets, "AWSSecretsManager-Secrets", eu, "lab", "steady", 0.039),
  line(flink, "KPU-Hour-Java", eu, "lab", "steady", 28.08),
  line(flink, "KPU-Hour-Java", us, "lab", "steady", 5.28),
  line(series, "InfluxDB:db.influx.medium", eu, "lab", "steady", 2.88),
  line(hpc, "Controller-Small", us, "lab", "steady", 14.35),
  line(kendra, "GenAI-Index", ie, "lab", "steady", 7.68),
  line(glue, "GlueInteractiveSession-DPU-Hour", eu, "lab", "steady", 5.28),
  line(glue, "DEVED-DPU-Hour", eu, "lab", "steady", 52.8),
  line(glue, "ETL-DPU-Hour", eu, "lab", "steady", 9.68),
  line(builds, "Reserved-Linux:g1.small", us, "lab", "steady", 4.8),
  line(directories, "MicrosoftAD-DC-Usage", eu, "lab", "steady", 4.5),
  line(directories, "SmallDirectory-Usage", us, "lab", "steady", 1.2),
  line(games, "BoxUsage:c5.large", us, "lab", "steady", 2.6),
  line(certificates, "ShortLivedCertificatePrivateCA", us, "lab", "steady", 1.64),
  line(brokers, "SingleAZ-mq.t3.micro", eu, "lab", "steady", 0.76),
  line(brokers, "MultiAZ-mq.t3.micro", us, "lab", "steady", 1.31),
  line(lattice, "Service-Hours", eu, "lab", "steady", 0.66),
  line(watch, "CW:Canary-runs", eu, "lab", "steady", 0.35),
  line(images, "TimedStorage-ByteHrs", eu, "lab", "steady", 0.12),
  line(bedrock, "TitanTextLite-ProvisionedThroughput-NoCommit", us, "lab", "steady", 170.4),
  line(bedrock, "TitanTextLite-ProvisionedThroughput-6Months", us, "prod", "steady", 122.4),
  line(live, "RunningOutput-UHD", us, "lab", "steady", 86.4),
  line(live, "RunningOutput-HD", eu, "lab", "steady", 25.2),
  line(streamed, "Fleet:stream.standard.medium", eu, "lab", "steady", 19.2),
  line(streamed, "ImageBuilder:stream.standard.large", eu, "lab", "steady", 6.2),
  line(streamed, "Fleet:stream.standard.xlarge", us, "lab", "steady", 4.8),
  line(directConnect, "PortUsage:1G", eu, "prod", "steady", 9.12),
  line(transport, "RunningFlow-Hours", ie, "lab", "steady", 3.84),
  line(dax, "NodeUsage:dax.t3.small", eu, "lab", "steady", 3.384),
  line(backup, "WarmStorage-ByteHrs-EBS", us, "prod", "steady", 1),
  line(backup, "WarmStorage-ByteHrs-S3", ie, "prod", "steady", 0.6),
  line(backup, "WarmStorage-ByteHrs-EFS", eu, "lab", "steady", 0.5),
  line(accelerator, "Global-Accelerator-fixed-fee", "none", "lab", "steady", 0.6),
  { ...line(s3, "TimedStorage-GlacierByteHrs", ie, null, "steady", 1.416), isArchive: true },
];
