import type {
  CreateReplicationGroupCommandInput,
  CreateReplicationGroupCommandOutput,
  DeleteReplicationGroupCommandInput,
  DeleteReplicationGroupCommandOutput,
  DeleteSnapshotCommandInput,
  DeleteSnapshotCommandOutput,
  ModifyReplicationGroupCommandInput,
  ModifyReplicationGroupCommandOutput,
} from "@aws-sdk/client-elasticache";
import { defineCorner } from "./corner";
import { arnOf, cacheReads, describeGroup, findGroup, poolArn, stateAt } from "./elasticache-reads";
import { cacheReferences } from "./elasticache-references";
import { type CacheGroup, type CacheState, empty, name } from "./elasticache-state";
import { awsError } from "./errors";
import { type Answer, change, type Moment } from "./operation";
import { seedElasticache } from "./seed-elasticache";

/** ElastiCache replication groups, their nodes and their backups. */
export const elasticache = defineCorner<CacheState>({
  name,
  empty,
  services: {
    elasticache: {
      ...cacheReads,
      ...cacheReferences,
      DeleteReplicationGroup: change(deleteReplicationGroup),
      CreateReplicationGroup: change(createReplicationGroup),
      ModifyReplicationGroup: change(modifyReplicationGroup),
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

/** Automatic backups go with the group; the final one stays. */
function deleteReplicationGroup(
  input: DeleteReplicationGroupCommandInput,
  at: Moment,
): Answer<DeleteReplicationGroupCommandOutput> {
  const group = findGroup(input.ReplicationGroupId, at);
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
  return { ReplicationGroup: describeGroup(group, at) };
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
  const source = sourceOf(group);
  if (source !== null) group.backupSource = source;
  state.groups = [...state.groups, group].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ReplicationGroup: describeGroup(group, at) };
}

/** AWS's choice: of a group without shards a replica, where there is one. */
function sourceOf({ id, clustered, retentionDays, shards }: CacheGroup): string | null {
  if (clustered || retentionDays === 0) return null;
  return `${id}-00${(shards[0]?.zones.length ?? 1) > 1 ? 2 : 1}`;
}

function modifyReplicationGroup(
  input: ModifyReplicationGroupCommandInput,
  at: Moment,
): Answer<ModifyReplicationGroupCommandOutput> {
  const group = findGroup(input.ReplicationGroupId, at);
  if (group.status !== "available") {
    throw awsError("InvalidReplicationGroupStateFault", `Replication group ${group.id} is not in available state.`);
  }
  const source = input.SnapshottingClusterId;
  if (source !== undefined) {
    const isMember = describeGroup(group, at).MemberClusters?.includes(source);
    if (group.clustered || !isMember)
      throw awsError("InvalidParameterValueException", `${source} cannot be backed up.`);
    group.backupSource = source;
  }
  return { ReplicationGroup: describeGroup(group, at) };
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
