import type {
  DescribeDBClustersCommandInput,
  DescribeDBClustersCommandOutput,
  StartDBClusterCommandInput,
  StartDBClusterCommandOutput,
  StopDBClusterCommandInput,
  StopDBClusterCommandOutput,
} from "@aws-sdk/client-rds";
import { defineCorner, type Scaled } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import {
  type ClusterMember,
  type ClusterState,
  clusterArn,
  clusterPlace,
  clustersOf,
  type DbCluster,
  describeCluster,
  memberArn,
} from "./rds-cluster-state";
import { seedDbClusters } from "./seed-db-clusters";
import { newHex, newUuid } from "./world";

/** Clusters of Aurora, DocumentDB and Neptune: one control plane, and all of its calls are RDS's. */
export const rdsClusters = defineCorner<ClusterState>({
  ...clusterPlace,
  services: {
    rds: {
      DescribeDBClusters: read(describeDBClusters),
      StopDBCluster: change(stopDBCluster),
      StartDBCluster: change(startDBCluster),
    },
  },
  seed: seedDbClusters,
  *dues({ clusters }) {
    for (const cluster of clusters) {
      yield cluster.until;
      yield cluster.wake?.at ?? null;
      for (const member of cluster.members) yield member.until;
    }
  },
  finish: ({ clusters }, at) => {
    for (const cluster of clusters) finish(cluster, at);
  },
  tagged: ({ clusters }, at) => [
    ...clusters.map((each) => ({ type: "rds:cluster", arn: clusterArn(each, at), tags: each.tags })),
    ...clusters.flatMap(({ members, tags }) =>
      members.map((member) => ({ type: "rds:db", arn: memberArn(member, at), tags })),
    ),
  ],
  scaled: scaledReaders("rds", "rds:cluster:ReadReplicaCount"),
});

/** Neptune's readers are scaled under a namespace of their own. */
export const neptuneReaders = defineCorner<object>({
  name: "neptuneReaders",
  empty: () => ({}),
  services: {},
  seed: () => undefined,
  dues: () => [],
  finish: () => undefined,
  scaled: scaledReaders("neptune", "neptune:cluster:ReadReplicaCount"),
});

const wakesAfterMs = 7 * 24 * 3_600_000;
/** Members need about so much longer than their cluster says, in seconds. */
const membersLag = 30;

function describeDBClusters(
  input: DescribeDBClustersCommandInput,
  at: Moment,
): Answer<DescribeDBClustersCommandOutput> {
  const size = input.MaxRecords ?? 100;
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValue", `Invalid value ${size} for MaxRecords. Must be between 20 and 100`);
  }
  if (input.DBClusterIdentifier !== undefined) {
    return { DBClusters: [describeCluster(find(input.DBClusterIdentifier, at), at)] };
  }
  const found = clustersOf(at.region).filter((each) =>
    (input.Filters ?? []).every((filter) => filter.Values?.includes(filterValue(each, filter.Name)) ?? false),
  );
  const invalidToken = () => awsError("InvalidParameterValue", `Unrecognized marker value: ${input.Marker}`);
  const { items, next } = page({ items: found, size, token: input.Marker, invalidToken });
  return { DBClusters: items.map((each) => describeCluster(each, at)), ...(next !== undefined && { Marker: next }) };
}

function filterValue(cluster: DbCluster, name: string | undefined): string {
  switch (name) {
    case "db-cluster-id":
      return cluster.id;
    case "db-cluster-resource-id":
      return cluster.resourceId;
    case "engine":
      return cluster.engine;
    default:
      throw awsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
  }
}

function find(id: string | undefined, at: Moment): DbCluster {
  const wanted = (id ?? "").toLowerCase();
  const cluster = clustersOf(at.region).find((each) => each.id === wanted);
  if (!cluster) throw awsError("DBClusterNotFoundFault", `DBCluster ${wanted} not found.`, { status: 404 });
  return cluster;
}

const wrongState = (message: string) => awsError("InvalidDBClusterStateFault", message);

/** Readers stop first, then the writer; the cluster says so last. */
function stopDBCluster(input: StopDBClusterCommandInput, at: Moment): Answer<StopDBClusterCommandOutput> {
  const cluster = find(input.DBClusterIdentifier, at);
  refuseFeatures(cluster);
  expectState(cluster, "available");
  for (const member of cluster.members) {
    member.status = "stopping";
    member.until = at.ends("rds.stop");
  }
  cluster.status = "stopping";
  cluster.until = at.ends("rds.stop") + at.lasts(membersLag);
  cluster.wake = { at: at.now + wakesAfterMs, lasts: at.lasts("rds.start") };
  return { DBCluster: describeCluster(cluster, at) };
}

function startDBCluster(input: StartDBClusterCommandInput, at: Moment): Answer<StartDBClusterCommandOutput> {
  const cluster = find(input.DBClusterIdentifier, at);
  expectState(cluster, "stopped");
  start(cluster, at.ends("rds.start"), at.lasts(membersLag));
  return { DBCluster: describeCluster(cluster, at) };
}

function start(cluster: DbCluster, until: number, lag: number): void {
  cluster.status = "starting";
  cluster.until = until;
  cluster.wake = null;
  for (const member of cluster.members) {
    member.status = "starting";
    member.until = until + lag;
  }
}

/** What AWS does not stop (Aurora User Guide, "Limitations for stopping and starting Aurora DB clusters"). */
function refuseFeatures(cluster: DbCluster): void {
  const { id, globalCluster, mode, multiAzClass, replicaOf, members } = cluster;
  if (globalCluster !== null) throw wrongState(`DbCluster ${id} is a member of global cluster ${globalCluster}.`);
  if (multiAzClass !== null) throw wrongState(`Stopping Multi-AZ DB cluster ${id} is not supported.`);
  if (mode === "serverless") throw wrongState(`Stopping DbCluster ${id} of engine mode serverless is not supported.`);
  if (replicaOf !== null) throw wrongState(`DbCluster ${id} is a replica of ${replicaOf} and cannot be stopped.`);
  if (members.length === 0) throw wrongState(`DbCluster ${id} has no instances.`);
}

function expectState({ id, status, members }: DbCluster, wanted: string): void {
  if (status !== wanted) throw wrongState(`DbCluster ${id} is in ${status} state but expected it to be ${wanted}.`);
  const other = members.find((member) => member.status !== wanted);
  if (other) throw awsError("InvalidDBInstanceStateFault", `Instance ${other.id} is not in ${wanted} state.`);
}

function finish(cluster: DbCluster, at: number): void {
  const isDue = (until: number | null) => until !== null && until <= at;
  for (const member of cluster.members.filter(({ until }) => isDue(until))) {
    member.until = null;
    member.status = member.status === "stopping" ? "stopped" : "available";
  }
  if (isDue(cluster.until)) {
    cluster.until = null;
    cluster.status = cluster.status === "stopping" ? "stopped" : "available";
  }
  const { wake } = cluster;
  if (cluster.status === "stopped" && wake && wake.at <= at) start(cluster, at + wake.lasts, 0);
}

/** A register call makes readers up to the minimum, in a cluster that runs; it takes back only what it made itself. */
function scaledReaders(namespace: "rds" | "neptune", dimension: string): Scaled {
  const clusterOf = (resourceId: string, at: Moment) =>
    clustersOf(at.region).find(
      (each) => `cluster:${each.id}` === resourceId && (each.engine === "neptune") === (namespace === "neptune"),
    );
  return {
    namespace,
    exists: (resourceId, wanted, at) => wanted === dimension && clusterOf(resourceId, at) !== undefined,
    push({ resourceId, min, max }, at) {
      const cluster = clusterOf(resourceId, at);
      if (cluster?.status !== "available") return;
      const readers = () => cluster.members.filter((member) => !member.writer);
      while (readers().length < min) cluster.members.push(newReader(cluster, at));
      for (const reader of readers().slice(max).filter(isScaled)) {
        cluster.members = cluster.members.filter(({ id }) => id !== reader.id);
      }
    },
  };
}

function isScaled({ id }: ClusterMember): boolean {
  return id.startsWith("application-autoscaling-");
}

function newReader(cluster: DbCluster, at: Moment): ClusterMember {
  return {
    id: `application-autoscaling-${newUuid(at.world)}`,
    resourceId: `db-${newHex(at.world, 26).toUpperCase()}`,
    class: cluster.members[0]?.class ?? "db.r6g.large",
    status: "creating",
    until: at.ends("rds.start"),
    writer: false,
    tier: 15,
    zone: cluster.zones[0] ?? "",
    createdAt: at.now,
  };
}
