import type {
  CacheCluster,
  DescribeCacheClustersCommandInput,
  DescribeCacheClustersCommandOutput,
  DescribeReplicationGroupsCommandInput,
  DescribeReplicationGroupsCommandOutput,
  DescribeSnapshotsCommandInput,
  DescribeSnapshotsCommandOutput,
  NodeGroup,
  ReplicationGroup,
} from "@aws-sdk/client-elasticache";
import { stateOf } from "./corner";
import { subnetGroup } from "./elasticache-references";
import { type CacheGroup, type CachePool, type CacheShard, type CacheState, empty, name } from "./elasticache-state";
import { awsError } from "./errors";
import { type Answer, type Moment, read, type Service } from "./operation";
import { page } from "./paging";

/** What ElastiCache tells of groups, their nodes and their backups. */
export const cacheReads: Service = {
  DescribeReplicationGroups: read(describeReplicationGroups),
  DescribeCacheClusters: read(describeCacheClusters),
  DescribeSnapshots: read(describeSnapshots),
};

export function stateAt(at: Moment): CacheState {
  return stateOf({ name, empty }, at.region);
}

const invalid = (message: string) => awsError("InvalidParameterValueException", message);

function paged<Item>(
  items: readonly Item[],
  input: { readonly MaxRecords?: number | undefined; readonly Marker?: string | undefined },
  atMost: number,
) {
  const size = input.MaxRecords ?? atMost;
  if (size < 20 || size > atMost) throw invalid(`MaxRecords must be between 20 and ${atMost}.`);
  return page({ items, size, token: input.Marker, invalidToken: () => invalid("The marker is not valid.") });
}

export function findGroup(id: string | undefined, at: Moment): CacheGroup {
  const found = stateAt(at).groups.find((group) => group.id === id);
  if (!found) throw awsError("ReplicationGroupNotFoundFault", `ReplicationGroup ${id} not found.`, { status: 404 });
  return found;
}

function describeReplicationGroups(
  input: DescribeReplicationGroupsCommandInput,
  at: Moment,
): Answer<DescribeReplicationGroupsCommandOutput> {
  const all = input.ReplicationGroupId === undefined ? stateAt(at).groups : [findGroup(input.ReplicationGroupId, at)];
  const { items, next } = paged(all, input, 100);
  return { ReplicationGroups: items.map((one) => describeGroup(one, at)), ...(next !== undefined && { Marker: next }) };
}

export function arnOf({ id }: CacheGroup, { regionName, world }: Moment): string {
  return `arn:aws:elasticache:${regionName}:${world.accountId}:replicationgroup:${id}`;
}

function membersOf({ id, clustered }: CacheGroup, shard: CacheShard) {
  const stem = clustered ? `${id}-${shard.id}` : id;
  return shard.zones.map((zone, index) => ({ id: `${stem}-${String(index + 1).padStart(3, "0")}`, zone }));
}

export function describeGroup(group: CacheGroup, at: Moment): ReplicationGroup {
  const host = (first: string) => ({ Address: `${first}.x7k2mq.${at.regionName}.cache.amazonaws.com`, Port: 6379 });
  return {
    ReplicationGroupId: group.id,
    ARN: arnOf(group, at),
    Description: group.description,
    Status: group.status,
    Engine: group.engine,
    CacheNodeType: group.nodeType,
    ClusterEnabled: group.clustered,
    ClusterMode: group.clustered ? "enabled" : "disabled",
    AutomaticFailover: group.failover ? "enabled" : "disabled",
    MultiAZ: group.multiAz ? "enabled" : "disabled",
    MemberClusters: group.shards.flatMap((shard) => membersOf(group, shard).map((one) => one.id)),
    NodeGroups: group.shards.map((shard): NodeGroup => {
      const own = group.clustered
        ? {}
        : { PrimaryEndpoint: host(`master.${group.id}`), ReaderEndpoint: host(`replica.${group.id}`) };
      return {
        NodeGroupId: shard.id,
        Status: "available",
        ...own,
        ...(shard.slots !== null && { Slots: shard.slots }),
        NodeGroupMembers: membersOf(group, shard).map((one) => ({
          CacheClusterId: one.id,
          CacheNodeId: "0001",
          PreferredAvailabilityZone: one.zone,
        })),
      };
    }),
    ...(group.clustered && { ConfigurationEndpoint: host(`clustercfg.${group.id}`) }),
    PendingModifiedValues: {},
    SnapshotRetentionLimit: group.retentionDays,
    ...(group.backupSource !== undefined && { SnapshottingClusterId: group.backupSource }),
    SnapshotWindow: "03:00-04:00",
    AuthTokenEnabled: group.authToken,
    TransitEncryptionEnabled: group.inTransit,
    AtRestEncryptionEnabled: true,
    AutoMinorVersionUpgrade: true,
    LogDeliveryConfigurations: [],
    UserGroupIds: [],
    DataTiering: "disabled",
    NetworkType: "ipv4",
    IpDiscovery: "ipv4",
    ReplicationGroupCreateTime: new Date(group.launchedAt),
    ...(group.global !== null && {
      GlobalReplicationGroupInfo: {
        GlobalReplicationGroupId: group.global,
        GlobalReplicationGroupMemberRole: "PRIMARY",
      },
    }),
  };
}

function describeCacheClusters(
  input: DescribeCacheClustersCommandInput,
  at: Moment,
): Answer<DescribeCacheClustersCommandOutput> {
  const { groups, pools } = stateAt(at);
  const all = [...groups.flatMap((group) => nodesOf(group)), ...pools.map((pool) => describePool(pool, at))];
  const { items, next } = paged(all, input, 100);
  return { CacheClusters: items, ...(next !== undefined && { Marker: next }) };
}

export function poolArn({ id }: CachePool, { regionName, world }: Moment): string {
  return `arn:aws:elasticache:${regionName}:${world.accountId}:cluster:${id}`;
}

function describePool(pool: CachePool, at: Moment): CacheCluster {
  return {
    CacheClusterId: pool.id,
    ARN: poolArn(pool, at),
    CacheNodeType: pool.nodeType,
    Engine: "memcached",
    EngineVersion: "1.6.22",
    CacheClusterStatus: "available",
    NumCacheNodes: pool.nodes,
    PreferredAvailabilityZone: pool.zone,
  };
}

function nodesOf(group: CacheGroup): CacheCluster[] {
  return group.shards.flatMap((shard) =>
    membersOf(group, shard).map((one) => ({
      CacheClusterId: one.id,
      ReplicationGroupId: group.id,
      CacheNodeType: group.nodeType,
      Engine: group.engine,
      EngineVersion: group.engineVersion,
      CacheClusterStatus: group.status,
      NumCacheNodes: 1,
      PreferredAvailabilityZone: one.zone,
      PreferredMaintenanceWindow: "sun:04:00-sun:05:00",
      PendingModifiedValues: {},
      CacheParameterGroup: { CacheParameterGroupName: group.parameterGroup, ParameterApplyStatus: "in-sync" },
      CacheSubnetGroupName: subnetGroup,
      SecurityGroups: [{ SecurityGroupId: "sg-0a94b7d3e1c2f5860", Status: "active" }],
    })),
  );
}

function describeSnapshots(input: DescribeSnapshotsCommandInput, at: Moment): Answer<DescribeSnapshotsCommandOutput> {
  const { SnapshotName: wanted } = input;
  const all = stateAt(at).snapshots.filter((one) => wanted === undefined || one.name === wanted);
  if (wanted !== undefined && all.length === 0) {
    throw awsError("SnapshotNotFoundFault", `Snapshot ${wanted} not found.`, { status: 404 });
  }
  const { items, next } = paged(all, input, 50);
  return {
    Snapshots: items.map((one) => ({
      SnapshotName: one.name,
      SnapshotStatus: one.status,
      SnapshotSource: one.source,
      ReplicationGroupId: one.groupId,
    })),
    ...(next !== undefined && { Marker: next }),
  };
}
