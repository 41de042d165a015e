import type {
  CacheCluster,
  CreateReplicationGroupCommandInput,
  CreateReplicationGroupCommandOutput,
  DeleteReplicationGroupCommandInput,
  DeleteReplicationGroupCommandOutput,
  DeleteSnapshotCommandInput,
  DeleteSnapshotCommandOutput,
  DescribeCacheClustersCommandInput,
  DescribeCacheClustersCommandOutput,
  DescribeReplicationGroupsCommandInput,
  DescribeReplicationGroupsCommandOutput,
  DescribeSnapshotsCommandInput,
  DescribeSnapshotsCommandOutput,
  NodeGroup,
  ReplicationGroup,
} from "@aws-sdk/client-elasticache";
import { defineCorner, stateOf } from "./corner";
import { type CacheGroup, type CachePool, type CacheShard, type CacheState, empty, name } from "./elasticache-state";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedElasticache } from "./seed-elasticache";

/** ElastiCache replication groups, their nodes and their backups. */
export const elasticache = defineCorner<CacheState>({
  name,
  empty,
  services: {
    elasticache: {
      DescribeReplicationGroups: read(describeReplicationGroups),
      DescribeCacheClusters: read(describeCacheClusters),
      DescribeSnapshots: read(describeSnapshots),
      DeleteReplicationGroup: change(deleteReplicationGroup),
      CreateReplicationGroup: change(createReplicationGroup),
      DeleteSnapshot: change(deleteSnapshot),
    },
  },
  seed: seedElasticache,
  dues: (state) => [...state.groups, ...state.snapshots].map((one) => one.until),
  finish(state, at) {
    for (const snapshot of state.snapshots.filter((one) => one.until !== null && one.until <= at)) {
      if (snapshot.status === "deleting") state.snapshots = state.snapshots.filter((one) => one !== snapshot);
      snapshot.status = "available";
      snapshot.until = null;
    }
    for (const group of state.groups.filter((one) => one.until !== null && one.until <= at)) {
      if (group.status === "deleting") state.groups = state.groups.filter((one) => one !== group);
      group.status = "available";
      group.until = null;
    }
  },
  tagged: (state, at) => [
    ...state.groups.map((group) => ({ type: "elasticache:replicationgroup", arn: arnOf(group, at), tags: group.tags })),
    ...state.pools.map((pool) => ({ type: "elasticache:cluster", arn: poolArn(pool, at), tags: pool.tags })),
  ],
});

function stateAt(at: Moment): CacheState {
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

function find(id: string | undefined, at: Moment): CacheGroup {
  const found = stateAt(at).groups.find((group) => group.id === id);
  if (!found) throw awsError("ReplicationGroupNotFoundFault", `ReplicationGroup ${id} not found.`, { status: 404 });
  return found;
}

function describeReplicationGroups(
  input: DescribeReplicationGroupsCommandInput,
  at: Moment,
): Answer<DescribeReplicationGroupsCommandOutput> {
  const all = input.ReplicationGroupId === undefined ? stateAt(at).groups : [find(input.ReplicationGroupId, at)];
  const { items, next } = paged(all, input, 100);
  return { ReplicationGroups: items.map((one) => describe(one, at)), ...(next !== undefined && { Marker: next }) };
}

function arnOf({ id }: CacheGroup, { regionName, world }: Moment): string {
  return `arn:aws:elasticache:${regionName}:${world.accountId}:replicationgroup:${id}`;
}

function membersOf({ id, clustered }: CacheGroup, shard: CacheShard) {
  const stem = clustered ? `${id}-${shard.id}` : id;
  return shard.zones.map((zone, index) => ({ id: `${stem}-${String(index + 1).padStart(3, "0")}`, zone }));
}

function describe(group: CacheGroup, at: Moment): ReplicationGroup {
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

function poolArn({ id }: CachePool, { regionName, world }: Moment): string {
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
      CacheSubnetGroupName: "tidewater-cache",
      SecurityGroups: [{ SecurityGroupId: "sg-0a94b7d3e1c2f5860", Status: "active" }],
    })),
  );
}

function describeSnapshots(input: DescribeSnapshotsCommandInput, at: Moment): Answer<DescribeSnapshotsCommandOutput> {
  const { items, next } = paged(stateAt(at).snapshots, input, 50);
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

/** Automatic backups go with the group; the final one stays. */
function deleteReplicationGroup(
  input: DeleteReplicationGroupCommandInput,
  at: Moment,
): Answer<DeleteReplicationGroupCommandOutput> {
  const group = find(input.ReplicationGroupId, at);
  const state = stateAt(at);
  if (group.status !== "available") {
    throw awsError("InvalidReplicationGroupStateFault", `Replication group ${group.id} is not in available state.`);
  }
  if (group.global !== null) {
    throw awsError("InvalidReplicationGroupStateFault", `${group.id} is part of a global replication group.`);
  }
  const snapshot = input.FinalSnapshotIdentifier;
  if (snapshot === undefined) throw new Error("The sandbox deletes no replication group without a final backup.");
  if (state.snapshots.some((one) => one.name === snapshot)) {
    throw awsError("SnapshotAlreadyExistsFault", `Snapshot with name ${snapshot} already exists.`);
  }
  group.status = "deleting";
  group.until = at.ends(300);
  state.snapshots = state.snapshots.filter((one) => one.groupId !== group.id || one.source !== "automated");
  const { id, engineVersion } = group;
  state.snapshots.push({
    name: snapshot,
    groupId: id,
    source: "manual",
    status: "creating",
    until: at.ends(150),
    engineVersion,
  });
  return { ReplicationGroup: describe(group, at) };
}

/** The engine's patch is AWS's own choice: the one that the backup was taken with. */
function createReplicationGroup(
  input: CreateReplicationGroupCommandInput,
  at: Moment,
): Answer<CreateReplicationGroupCommandOutput> {
  const state = stateAt(at);
  const id = input.ReplicationGroupId ?? "";
  if (state.groups.some((one) => one.id === id)) {
    throw awsError("ReplicationGroupAlreadyExistsFault", `Replication group ${id} already exists.`);
  }
  const snapshot = state.snapshots.find((one) => one.name === input.SnapshotName);
  if (!snapshot) throw awsError("SnapshotNotFoundFault", `Snapshot ${input.SnapshotName} not found.`, { status: 404 });
  if (snapshot.status !== "available") {
    throw awsError("InvalidSnapshotStateFault", `Snapshot ${snapshot.name} is not in available state.`);
  }
  const shards = input.NodeGroupConfiguration;
  snapshot.status = "restoring";
  snapshot.until = at.ends(240);
  const group: CacheGroup = {
    id,
    description: input.ReplicationGroupDescription ?? "",
    status: "creating",
    until: at.ends(300),
    engine: input.Engine === "valkey" ? "valkey" : "redis",
    engineVersion: snapshot.engineVersion.startsWith(input.EngineVersion ?? "") ? snapshot.engineVersion : "0",
    nodeType: input.CacheNodeType ?? "",
    clustered: shards !== undefined,
    failover: input.AutomaticFailoverEnabled ?? false,
    multiAz: input.MultiAZEnabled ?? false,
    shards: shards
      ? shards.map((one) => ({
          id: one.NodeGroupId ?? "",
          slots: one.Slots ?? null,
          zones: [one.PrimaryAvailabilityZone ?? "", ...(one.ReplicaAvailabilityZones ?? [])],
        }))
      : [{ id: "0001", slots: null, zones: [...(input.PreferredCacheClusterAZs ?? [])] }],
    parameterGroup: input.CacheParameterGroupName ?? "",
    retentionDays: input.SnapshotRetentionLimit ?? 0,
    inTransit: input.TransitEncryptionEnabled ?? false,
    authToken: input.AuthToken !== undefined,
    global: null,
    launchedAt: at.now,
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  state.groups = [...state.groups, group].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ReplicationGroup: describe(group, at) };
}

function deleteSnapshot(input: DeleteSnapshotCommandInput, at: Moment): Answer<DeleteSnapshotCommandOutput> {
  const snapshot = stateAt(at).snapshots.find((one) => one.name === input.SnapshotName);
  if (!snapshot) throw awsError("SnapshotNotFoundFault", `Snapshot ${input.SnapshotName} not found.`, { status: 404 });
  if (snapshot.status !== "available") {
    throw awsError("InvalidSnapshotStateFault", `Snapshot ${snapshot.name} is not in available state.`);
  }
  snapshot.status = "deleting";
  snapshot.until = at.ends(20);
  return { Snapshot: { SnapshotName: snapshot.name, SnapshotStatus: "deleting" } };
}
