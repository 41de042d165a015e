/**
 * What tidewater pays a day, before anything is paused: the table of a bill that nobody has touched, about $515. The days
 * of the story are told from a Friday, the one on which the account was made or the last one before it.
 */

export interface StoryLine {
  readonly service: string;
  /** Without the region in front: "BoxUsage:m6i.large". */
  readonly usage: string;
  /** "none": it belongs to no region, and its usage type names none. */
  readonly region: "eu-central-1" | "us-east-1" | "eu-west-1" | "none";
  /** The value of the tag Environment; null is untagged. */
  readonly environment: "dev" | "staging" | "prod" | null;
  /** stops: with its environment's pauses · busy: less on weekends · steady: the same each day */
  readonly moves: "stops" | "busy" | "steady";
  /** Dollars a day. */
  readonly daily: number;
  /** In the second linked account: a cellar for old backups that Standby has no way into. */
  readonly isArchive?: true;
}

const compute = "Amazon Elastic Compute Cloud - Compute";
const otherEc2 = "EC2 - Other";
const rds = "Amazon Relational Database Service";
const ecs = "Amazon Elastic Container Service";
const cache = "Amazon ElastiCache";
const search = "Amazon OpenSearch Service";
const tables = "Amazon DynamoDB";
const streams = "Amazon Kinesis";
const sagemaker = "Amazon SageMaker";
const lambda = "AWS Lambda";
const watch = "AmazonCloudWatch";
const s3 = "Amazon Simple Storage Service";
const balancing = "Amazon Elastic Load Balancing";
const vpc = "Amazon Virtual Private Cloud";

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
  line(compute, "BoxUsage:m6i.large", eu, "dev", "stops", 30.912),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "dev", "stops", 27.936),
  line(compute, "BoxUsage:m6i.xlarge", us, "dev", "stops", 17.472),
  line(compute, "BoxUsage:m6i.large", eu, "staging", "stops", 24.264),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "staging", "stops", 19.968),
  line(compute, "BoxUsage:m6i.xlarge", eu, "prod", "steady", 63.648),
  line(compute, "BoxUsage:c6i.2xlarge", eu, "prod", "busy", 24.48),
  line(compute, "BoxUsage:m6i.xlarge", ie, "prod", "steady", 15.408),
  line(compute, "BoxUsage:t3.large", us, null, "steady", 9.984),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "dev", "steady", 3.264),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "staging", "steady", 2.712),
  line(otherEc2, "EBS:VolumeUsage.gp3", eu, "prod", "steady", 9.528),
  line(otherEc2, "EBS:VolumeUsage.gp2", us, null, "steady", 1.944),
  line(otherEc2, "EBS:SnapshotUsage", eu, null, "steady", 2.88),
  line(otherEc2, "NatGateway-Hours", eu, null, "steady", 2.496),
  line(rds, "InstanceUsage:db.m6g.large", eu, "dev", "stops", 14.928),
  line(rds, "InstanceUsage:db.r6g.large", us, "dev", "stops", 9.072),
  line(rds, "InstanceUsage:db.m6g.large", eu, "staging", "stops", 19.44),
  line(rds, "Multi-AZUsage:db.r6g.xlarge", eu, "prod", "steady", 32.016),
  line(rds, "InstanceUsage:db.m6g.large", ie, "prod", "steady", 9.648),
  line(rds, "InstanceUsage:db.t3.medium", us, null, "steady", 2.4),
  line(rds, "RDS:GP3-Storage", eu, "dev", "steady", 2.64),
  line(rds, "RDS:GP3-Storage", eu, "staging", "steady", 2.28),
  line(rds, "RDS:Multi-AZ-GP3-Storage", eu, "prod", "steady", 4.752),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "dev", "stops", 13.68),
  line(ecs, "Fargate-GB-Hours", eu, "dev", "stops", 3.312),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "staging", "stops", 9.816),
  line(ecs, "Fargate-GB-Hours", eu, "staging", "stops", 2.376),
  line(ecs, "Fargate-vCPU-Hours:perCPU", eu, "prod", "busy", 23.448),
  line(ecs, "Fargate-GB-Hours", eu, "prod", "busy", 5.712),
  line(cache, "NodeUsage:cache.r6g.large", eu, "prod", "steady", 14.832),
  line(cache, "NodeUsage:cache.t4g.medium", eu, "dev", "steady", 5.16),
  line(search, "ESInstance:m6g.large", eu, "prod", "steady", 9.936),
  line(search, "ES:gp3-Storage", eu, "prod", "steady", 1.464),
  line(tables, "WriteCapacityUnit-Hrs", eu, "dev", "stops", 5.28),
  line(tables, "WriteCapacityUnit-Hrs", eu, "staging", "stops", 4.2),
  line(tables, "WriteCapacityUnit-Hrs", eu, "prod", "busy", 8.64),
  line(tables, "TimedStorage-ByteHrs", eu, "prod", "steady", 2.112),
  line(streams, "Storage-ShardHour", eu, "dev", "stops", 6.72),
  line(streams, "Storage-ShardHour", eu, "staging", "stops", 4.8),
  line(streams, "Storage-ShardHour", eu, "prod", "steady", 5.76),
  line(sagemaker, "Host:ml.m5.large", eu, "dev", "stops", 2.76),
  line(sagemaker, "Host:ml.m5.xlarge", eu, "prod", "steady", 6.624),
  line(lambda, "Lambda-GB-Second", eu, "prod", "busy", 4.128),
  line(lambda, "Lambda-Provisioned-Concurrency", eu, "dev", "stops", 4.464),
  line(lambda, "Lambda-Provisioned-Concurrency", eu, "staging", "stops", 2.976),
  line(watch, "CW:AlarmMonitorUsage", eu, null, "steady", 0.768),
  line(watch, "DataProcessing-Bytes", eu, "prod", "busy", 3.096),
  line(s3, "TimedStorage-ByteHrs", eu, "prod", "steady", 2.184),
  { ...line(s3, "TimedStorage-GlacierByteHrs", ie, null, "steady", 1.416), isArchive: true },
  line("AWS Key Management Service", "KMS-Keys", eu, null, "steady", 0.264),
  line("AWS Secrets Manager", "AWSSecretsManager-Secrets", eu, null, "steady", 0.6),
  line(balancing, "LoadBalancerUsage", eu, "dev", "steady", 1.944),
  line(balancing, "LoadBalancerUsage", eu, "staging", "steady", 1.296),
  line(balancing, "LoadBalancerUsage", eu, "prod", "steady", 3.888),
  line(balancing, "LCUUsage", eu, "prod", "busy", 1.632),
  line(vpc, "PublicIPv4:InUseAddress", eu, null, "steady", 2.64),
  line(vpc, "VpcEndpoint-Hours", eu, null, "steady", 0.936),
];

/** Services outside the region's prefix: what is charged once and not by the hour. */
export interface StoryCharge {
  /** Days after the story's Friday. */
  readonly on: number;
  readonly record: "Usage" | "Credit" | "Refund";
  readonly line: Omit<StoryLine, "moves" | "daily">;
  /** To the cent. */
  readonly dollars: number;
}

const batch = { service: sagemaker, usage: "Tsform:ml.m5.4xlarge", region: eu, environment: "dev" } as const;

export const storyCharges: readonly StoryCharge[] = [
  // batch-transform-eval, left on for two days.
  { on: -9, record: "Usage", line: batch, dollars: 61.4 },
  { on: -8, record: "Usage", line: batch, dollars: 84.2 },
  // Every node pulled its images anew.
  {
    on: -31,
    record: "Usage",
    line: { service: vpc, usage: "VpcEndpoint-Bytes", region: eu, environment: null },
    dollars: 57.3,
  },
  {
    on: -24,
    record: "Credit",
    line: { service: compute, usage: "BoxUsage:m6i.large", region: eu, environment: null },
    dollars: -120,
  },
  {
    on: -70,
    record: "Refund",
    line: { service: rds, usage: "InstanceUsage:db.m6g.large", region: eu, environment: null },
    dollars: -3.2,
  },
];

/** What AWS's own detection made of it: two days of a transform, and an hour's quiet about all else. */
export const storyAnomaly = { from: -9, through: -8, line: batch, excess: 145.6, expected: 5.52 } as const;

/** On the first of each month, for all of it: eight zones at $0.50 (Route 53 pricing). */
export const monthStart = {
  line: { service: "Amazon Route 53", usage: "HostedZone", region: "none", environment: null } as const,
  dollars: 4,
};

/** From the first schedule on Standby asks Cost Explorer six times a day, and that is on the bill as well. */
export const ownRequests = {
  line: { service: "AWS Cost Explorer", usage: "APIRequest", region: "us-east-1", environment: null } as const,
  dollars: 0.06,
};

/** Value-added tax on the month before, on the first of each month. */
export const taxPercent = 19;

/** The first schedule: from here on dev and staging sleep at night and on weekends. */
export const firstPauseOn = -45;
/** Half of a working day. */
export const awakeShare = 0.5;
/** Staging is brought up only when something is released: on these days, and since then on Mondays and Tuesdays. */
export const stagingAwakeOn: ReadonlySet<number> = new Set([
  -45, -44, -43, -32, -31, -30, -18, -17, -11, -10, -9, -8, -4, -3,
]);

/** As usage types name their regions. */
export const usagePrefixes: Readonly<Record<StoryLine["region"], string>> = {
  "eu-central-1": "EUC1-",
  "us-east-1": "USE1-",
  "eu-west-1": "EUW1-",
  none: "",
};

export const archiveAccount = { id: "444455556666", name: "tidewater-archive" };
