import type {
  Cluster,
  DescribeClustersCommandInput,
  DescribeClustersCommandOutput,
  PauseClusterCommandInput,
  PauseClusterCommandOutput,
  ResumeClusterCommandInput,
  ResumeClusterCommandOutput,
} from "@aws-sdk/client-redshift";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, tagsOf, zone } from "./seed-story";
import { tagList } from "./tags";
import type { RegionWorld, TagMap } from "./world";

interface Warehouse {
  id: string;
  /** The last part of its namespace's ARN. */
  namespace: string;
  nodeType: string;
  nodes: number;
  status: "available" | "pausing" | "paused" | "resuming";
  until: number | null;
  zone: string;
  automatedDays: number;
  hsm: string | null;
  multiAz: boolean;
  createdAt: number;
  tags: TagMap;
}

interface State {
  clusters: Warehouse[];
}

const place = { name: "redshift", empty: (): State => ({ clusters: [] }) };

/** None where nobody has made any: a look leaves no trace. */
function clustersOf({ corners }: RegionWorld): Warehouse[] {
  const state = corners[place.name] as State | undefined;
  return state?.clusters ?? [];
}

export const redshift = defineCorner<State>({
  ...place,
  services: {
    redshift: {
      DescribeClusters: read(describeClusters),
      PauseCluster: change(pauseCluster),
      ResumeCluster: change(resumeCluster),
    },
  },
  seed,
  dues: ({ clusters }) => clusters.map((cluster) => cluster.until),
  finish({ clusters }, at) {
    for (const cluster of clusters.filter(({ until }) => until !== null && until <= at)) {
      cluster.until = null;
      cluster.status = cluster.status === "pausing" ? "paused" : "available";
    }
  },
  tagged: ({ clusters }, at) =>
    clusters.map(({ id, tags }) => ({
      type: "redshift:cluster",
      arn: `arn:aws:redshift:${at.regionName}:${at.world.accountId}:cluster:${id}`,
      tags,
    })),
});

/** Seconds at pace 1. */
const pauseSeconds = 420;
const resumeSeconds = 480;

function describeClusters(input: DescribeClustersCommandInput, at: Moment): Answer<DescribeClustersCommandOutput> {
  if (input.ClusterIdentifier !== undefined) return { Clusters: [describe(find(input.ClusterIdentifier, at), at)] };
  const size = input.MaxRecords ?? 100;
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValue", `Invalid value ${size} for MaxRecords. Must be between 20 and 100`);
  }
  const clusters = clustersOf(at.region);
  const invalidToken = () => awsError("InvalidParameterValue", `Unrecognized marker value: ${input.Marker}`);
  const { items, next } = page({ items: clusters, size, token: input.Marker, invalidToken });
  return { Clusters: items.map((each) => describe(each, at)), ...(next !== undefined && { Marker: next }) };
}

function find(id: string | undefined, at: Moment): Warehouse {
  const cluster = clustersOf(at.region).find((each) => each.id === id);
  if (!cluster) throw awsError("ClusterNotFoundFault", `Cluster ${id} not found.`, { status: 404 });
  return cluster;
}

function expectState({ id, status }: Warehouse, wanted: Warehouse["status"]): void {
  if (status === wanted) return;
  throw awsError("InvalidClusterStateFault", `Cluster ${id} is in ${status} state and should be ${wanted}.`);
}

/** What cannot be paused: Redshift Management Guide, "Pausing and resuming a cluster" and "Multi-AZ deployment". */
function pauseCluster(input: PauseClusterCommandInput, at: Moment): Answer<PauseClusterCommandOutput> {
  const cluster = find(input.ClusterIdentifier, at);
  const unsupported = (what: string) => awsError("UnsupportedOperationFault", `You can't pause a cluster ${what}.`);
  if (cluster.hsm !== null) throw unsupported("with a hardware security module");
  if (cluster.multiAz) throw unsupported("with Multi-AZ");
  if (cluster.automatedDays === 0) throw unsupported("whose automated snapshots are turned off");
  expectState(cluster, "available");
  cluster.status = "pausing";
  cluster.until = at.ends(pauseSeconds);
  return { Cluster: describe(cluster, at) };
}

function resumeCluster(input: ResumeClusterCommandInput, at: Moment): Answer<ResumeClusterCommandOutput> {
  const cluster = find(input.ClusterIdentifier, at);
  expectState(cluster, "paused");
  cluster.status = "resuming";
  cluster.until = at.ends(resumeSeconds);
  return { Cluster: describe(cluster, at) };
}

function describe(cluster: Warehouse, at: Moment): Cluster {
  const isUp = cluster.status === "available";
  return {
    ClusterIdentifier: cluster.id,
    ClusterNamespaceArn: `arn:aws:redshift:${at.regionName}:${at.world.accountId}:namespace:${cluster.namespace}`,
    NodeType: cluster.nodeType,
    NumberOfNodes: cluster.nodes,
    ClusterStatus: cluster.status,
    ClusterAvailabilityStatus: isUp ? "Available" : "Unavailable",
    ClusterCreateTime: new Date(cluster.createdAt),
    MasterUsername: "tidewater",
    DBName: "dev",
    ClusterVersion: "1.0",
    ClusterRevisionNumber: "118520",
    AllowVersionUpgrade: true,
    Endpoint: { Address: `${cluster.id}.c1x7qk2mzp4d.${at.regionName}.redshift.amazonaws.com`, Port: 5439 },
    AvailabilityZone: cluster.zone,
    AvailabilityZoneRelocationStatus: "disabled",
    MultiAZ: cluster.multiAz ? "Enabled" : "Disabled",
    VpcId: vpcId,
    ClusterSubnetGroupName: "tidewater-data",
    VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-0a94b7d3e1c2f5860", Status: "active" }],
    ClusterParameterGroups: [{ ParameterGroupName: "default.redshift-1.0", ParameterApplyStatus: "in-sync" }],
    PubliclyAccessible: false,
    EnhancedVpcRouting: false,
    Encrypted: true,
    KmsKeyId: `arn:aws:kms:${at.regionName}:${at.world.accountId}:key/6f1e2d3c-4b5a-4978-8a6b-0c1d2e3f4a5b`,
    ...(cluster.hsm !== null && { HsmStatus: { HsmConfigurationIdentifier: cluster.hsm, Status: "active" } }),
    IamRoles: [],
    AutomatedSnapshotRetentionPeriod: cluster.automatedDays,
    ManualSnapshotRetentionPeriod: -1,
    PreferredMaintenanceWindow: "sun:03:00-sun:03:30",
    MaintenanceTrackName: "current",
    PendingModifiedValues: {},
    Tags: tagList(cluster.tags),
  };
}

interface Row {
  readonly name: string;
  readonly project: Project;
  readonly region?: RegionKey;
  readonly nodeType: string;
  readonly nodes: number;
  readonly automatedDays?: number;
  readonly hsm?: string;
  readonly multiAz?: true;
}

const rows: readonly Row[] = [
  { name: "trial-warehouse", project: "data", nodeType: "ra3.large", nodes: 2 },
  { name: "old-warehouse", project: "data", nodeType: "dc2.large", nodes: 1 },
  { name: "trial-warehouse-us", project: "data", region: "us", nodeType: "ra3.large", nodes: 2 },
  { name: "vault-warehouse", project: "platform", nodeType: "dc2.large", nodes: 2, hsm: "vault" },
  { name: "scratch-warehouse", project: "data", nodeType: "dc2.large", nodes: 1, automatedDays: 0 },
  { name: "twin-warehouse", project: "shop", region: "us", nodeType: "ra3.large", nodes: 2, multiAz: true },
];

function seed(story: Seed): void {
  rows.forEach((row, index) => {
    const key = row.region ?? "eu";
    stateOf(place, regionOf(story, key)).clusters.push({
      id: row.name,
      // Depends on nothing else in the seed, so that what was saved of it stays right.
      namespace: `5d0f3c5e-7a41-4c1b-9a57-00000000000${index + 1}`,
      nodeType: row.nodeType,
      nodes: row.nodes,
      status: "available",
      until: null,
      zone: zone(key, index),
      automatedDays: row.automatedDays ?? 1,
      hsm: row.hsm ?? null,
      multiAz: row.multiAz ?? false,
      createdAt: daysAgo(story, 200 + index * 5),
      tags: tagsOf("lab", row.project),
    });
  });
}
