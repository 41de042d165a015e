import type {
  Cluster,
  GetClusterCommandInput,
  GetClusterCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  StartClusterCommandInput,
  StartClusterCommandOutput,
  StopClusterCommandInput,
  StopClusterCommandOutput,
} from "@aws-sdk/client-docdb-elastic";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Elastic clusters of DocumentDB. One that is stopped is started by AWS after seven days. */

const stopSeconds = 300;
const startSeconds = 360;
const wakesAfterMs = 7 * 24 * 3_600_000;

interface ElasticCluster {
  id: string;
  name: string;
  status: "ACTIVE" | "STOPPED" | "STARTING" | "STOPPING";
  until: number | null;
  /** When AWS starts it by itself, and how long that takes. */
  wake: { at: number; lasts: number } | null;
  shards: number;
  vcpus: number;
  instances: number;
  kmsKeyId: string;
  createdAt: number;
  tags: TagMap;
}

interface State {
  clusters: ElasticCluster[];
}

const corner: Corner<State> = {
  name: "docdb-elastic",
  empty: () => ({ clusters: [] }),
  services: {
    "docdb-elastic": {
      ListClusters: read(listClusters),
      GetCluster: read(getCluster),
      ListTagsForResource: read(listTagsForResource),
      StopCluster: change(stopCluster),
      StartCluster: change(startCluster),
    },
  },
  seed,
  dues: ({ clusters }) => clusters.flatMap(({ until, wake }) => [until, wake?.at ?? null]),
  finish({ clusters }, at) {
    for (const cluster of clusters) {
      if (cluster.until !== null && cluster.until <= at) {
        cluster.until = null;
        cluster.status = cluster.status === "STOPPING" ? "STOPPED" : "ACTIVE";
      }
      if (cluster.wake !== null && cluster.wake.at <= at) start(cluster, at + cluster.wake.lasts);
    }
  },
  tagged: ({ clusters }, at) =>
    clusters.map((each) => ({ type: "docdb-elastic:cluster", arn: arnOf(each, at), tags: each.tags })),
};
export const docdbElastic = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).clusters;

function listClusters(input: ListClustersCommandInput, at: Moment): Answer<ListClustersCommandOutput> {
  const size = input.maxResults ?? 100;
  if (size < 1 || size > 100) throw awsError("ValidationException", "maxResults must be between 1 and 100");
  const invalidToken = () => awsError("ValidationException", "The nextToken is not valid");
  const { items, next } = page({ items: of(at.region), size, token: input.nextToken, invalidToken });
  return {
    clusters: items.map((each) => ({ clusterName: each.name, clusterArn: arnOf(each, at), status: each.status })),
    ...(next !== undefined && { nextToken: next }),
  };
}

function getCluster(input: GetClusterCommandInput, at: Moment): Answer<GetClusterCommandOutput> {
  return { cluster: describe(find(input.clusterArn, at), at) };
}

function listTagsForResource(
  input: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  return { tags: { ...find(input.resourceArn, at).tags } };
}

function stopCluster(input: StopClusterCommandInput, at: Moment): Answer<StopClusterCommandOutput> {
  const cluster = inState("ACTIVE", find(input.clusterArn, at));
  cluster.status = "STOPPING";
  cluster.until = at.ends(stopSeconds);
  cluster.wake = { at: at.now + wakesAfterMs, lasts: at.lasts(startSeconds) };
  return { cluster: describe(cluster, at) };
}

function startCluster(input: StartClusterCommandInput, at: Moment): Answer<StartClusterCommandOutput> {
  const cluster = inState("STOPPED", find(input.clusterArn, at));
  start(cluster, at.ends(startSeconds));
  return { cluster: describe(cluster, at) };
}

function start(cluster: ElasticCluster, until: number): void {
  cluster.status = "STARTING";
  cluster.until = until;
  cluster.wake = null;
}

function inState(wanted: ElasticCluster["status"], cluster: ElasticCluster): ElasticCluster {
  if (cluster.status === wanted) return cluster;
  throw awsError("ValidationException", `The cluster is ${cluster.status}, and has to be ${wanted}`);
}

function find(arn: string | undefined, at: Moment): ElasticCluster {
  const cluster = of(at.region).find((each) => arnOf(each, at) === arn);
  if (!cluster) throw awsError("ResourceNotFoundException", `Cluster ${arn} does not exist`, { status: 404 });
  return cluster;
}

function arnOf({ id }: ElasticCluster, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:docdb-elastic:${at.regionName}:${at.world.accountId}:cluster/${id}`;
}

function describe(cluster: ElasticCluster, at: Moment): Cluster {
  return {
    clusterName: cluster.name,
    clusterArn: arnOf(cluster, at),
    clusterEndpoint: `${cluster.name}-${at.world.accountId}.${at.regionName}.docdb-elastic.amazonaws.com`,
    status: cluster.status,
    createTime: new Date(cluster.createdAt).toISOString(),
    authType: "PLAIN_TEXT",
    adminUserName: "tidewater",
    shardCount: cluster.shards,
    shardCapacity: cluster.vcpus,
    shardInstanceCount: cluster.instances,
    shards: [],
    subnetIds: [subnet(1), subnet(0)],
    vpcSecurityGroupIds: ["sg-0a94b7d3e1c2f5860"],
    kmsKeyId: cluster.kmsKeyId,
    preferredMaintenanceWindow: "sun:03:10-sun:03:40",
    backupRetentionPeriod: 1,
    preferredBackupWindow: "01:00-01:30",
  };
}

/** One that runs, and one that somebody stopped and that AWS does not start within the story. */
function seed(seed: Seed): void {
  const lab: ElasticCluster = {
    id: "4f7e2c1a-93b8-4d06-8a5e-1c9d7b3f6e20",
    name: "lab-catalog-elastic",
    status: "ACTIVE",
    until: null,
    wake: null,
    shards: 2,
    vcpus: 2,
    instances: 1,
    kmsKeyId: "AWS_OWNED_KMS_KEY",
    createdAt: daysAgo(seed, 70),
    tags: tagsOf("lab", "data"),
  };
  for (const none of ["us", "ie"] as const) of(regionOf(seed, none));
  of(regionOf(seed, "eu")).push(lab, {
    ...lab,
    id: "b81d5e37-0c64-4f9a-a2d7-6e3f08c5914b",
    name: "lab-events-elastic",
    status: "STOPPED",
    instances: 2,
    createdAt: daysAgo(seed, 40),
  });
}
