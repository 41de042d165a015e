import { CreateSecurityGroupCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateCacheParameterGroupCommand,
  CreateCacheSubnetGroupCommand,
  CreateReplicationGroupCommand,
  CreateUserGroupCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ModifyReplicationGroupCommand,
} from "@aws-sdk/client-elasticache";
import { awsConfig, estateTags } from "./estate";

/** Caches of each sort: all that can be set on one, shards, one that AWS was left to choose for, and one that cannot come back. */

const Tags = Object.entries(estateTags).map(([Key, Value]) => ({ Key, Value }));
const node = { CacheNodeType: "cache.t4g.small", Tags };

export async function buildCaches(endpoint: string, regions: readonly string[]): Promise<void> {
  for (const region of regions) await buildRegion(endpoint, region);
}

async function buildRegion(endpoint: string, region: string): Promise<void> {
  const config = awsConfig(endpoint, region);
  const ec2 = new EC2Client(config);
  const caches = new ElastiCacheClient(config);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const VpcId = Subnets[0]?.VpcId;
  const { GroupId = "" } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: "caches", Description: "caches", VpcId }),
  );
  await caches.send(
    new CreateCacheSubnetGroupCommand({
      CacheSubnetGroupName: "caches",
      CacheSubnetGroupDescription: "caches",
      SubnetIds: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []),
    }),
  );
  await buildSessions(caches, region, GroupId);
  await buildCarts(caches, region, GroupId);
  const alone = { ...node, CacheSubnetGroupName: "caches", NumCacheClusters: 1 };
  await caches.send(
    new CreateReplicationGroupCommand({
      ...alone,
      ReplicationGroupId: "scratch",
      ReplicationGroupDescription: "scratch",
    }),
  );
  await caches.send(
    new CreateReplicationGroupCommand({
      ...alone,
      ReplicationGroupId: "vault",
      ReplicationGroupDescription: "vault",
      TransitEncryptionEnabled: true,
      AuthToken: "not-a-secret-but-long-1",
    }),
  );
  for (const name of ["carts", "scratch", "sessions", "vault"]) await untilAvailable(caches, name);
}

/** Cluster mode off, two replicas, all that can be set; its daily backups come from another node than AWS would choose. */
async function buildSessions(caches: ElastiCacheClient, region: string, group: string): Promise<void> {
  const ReplicationGroupId = "sessions";
  await caches.send(
    new CreateCacheParameterGroupCommand({
      CacheParameterGroupName: "sessions-params",
      CacheParameterGroupFamily: "redis7",
      Description: "evicts the oldest",
    }),
  );
  await caches.send(new CreateUserGroupCommand({ UserGroupId: "shop", Engine: "redis", UserIds: ["default"] }));
  await caches.send(
    new CreateReplicationGroupCommand({
      ...node,
      ReplicationGroupId,
      ReplicationGroupDescription: "sessions of the shop",
      Engine: "redis",
      EngineVersion: "7.0",
      NumCacheClusters: 3,
      PreferredCacheClusterAZs: [`${region}b`, `${region}a`, `${region}c`],
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      Port: 6380,
      CacheParameterGroupName: "sessions-params",
      CacheSubnetGroupName: "caches",
      SecurityGroupIds: [group],
      PreferredMaintenanceWindow: "sun:02:15-sun:03:15",
      NotificationTopicArn: `arn:aws:sns:${region}:123456789012:caches`,
      AutoMinorVersionUpgrade: false,
      SnapshotRetentionLimit: 3,
      SnapshotWindow: "04:10-05:10",
      AtRestEncryptionEnabled: true,
      KmsKeyId: `arn:aws:kms:${region}:123456789012:key/1111`,
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: "preferred",
      UserGroupIds: ["shop"],
      LogDeliveryConfigurations: [
        {
          LogType: "slow-log",
          DestinationType: "cloudwatch-logs",
          DestinationDetails: { CloudWatchLogsDetails: { LogGroup: "/caches/slow" } },
          LogFormat: "json",
          Enabled: true,
        },
        {
          LogType: "engine-log",
          DestinationType: "kinesis-firehose",
          DestinationDetails: { KinesisFirehoseDetails: { DeliveryStream: "caches" } },
          LogFormat: "text",
          Enabled: true,
        },
      ],
    }),
  );
  await untilAvailable(caches, ReplicationGroupId);
  await caches.send(
    new ModifyReplicationGroupCommand({
      ReplicationGroupId,
      SnapshottingClusterId: "sessions-003",
      ApplyImmediately: true,
    }),
  );
}

/** Cluster mode on: two shards of unequal size, each with its own replicas. */
async function buildCarts(caches: ElastiCacheClient, region: string, group: string): Promise<void> {
  await caches.send(
    new CreateReplicationGroupCommand({
      ...node,
      ReplicationGroupId: "carts",
      ReplicationGroupDescription: "carts of the shop",
      Engine: "valkey",
      EngineVersion: "8.0",
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      CacheParameterGroupName: "default.valkey8.cluster.on",
      CacheSubnetGroupName: "caches",
      SecurityGroupIds: [group],
      NumNodeGroups: 2,
      NodeGroupConfiguration: [
        {
          NodeGroupId: "0001",
          Slots: "0-9999",
          ReplicaCount: 2,
          PrimaryAvailabilityZone: `${region}c`,
          ReplicaAvailabilityZones: [`${region}a`, `${region}b`],
        },
        {
          NodeGroupId: "0002",
          Slots: "10000-16383",
          ReplicaCount: 1,
          PrimaryAvailabilityZone: `${region}a`,
          ReplicaAvailabilityZones: [`${region}b`],
        },
      ],
    }),
  );
}

/** @throws Error where it does not become so */
export async function untilAvailable(caches: ElastiCacheClient, ReplicationGroupId: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { ReplicationGroups = [] } = await caches.send(new DescribeReplicationGroupsCommand({ ReplicationGroupId }));
    if (ReplicationGroups[0]?.Status === "available") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${ReplicationGroupId} does not become available`);
}
