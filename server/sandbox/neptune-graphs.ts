import type {
  GetGraphCommandInput,
  GetGraphCommandOutput,
  GraphSummary,
  ListGraphsCommandInput,
  ListGraphsCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  StartGraphCommandInput,
  StartGraphCommandOutput,
  StopGraphCommandInput,
  StopGraphCommandOutput,
} from "@aws-sdk/client-neptune-graph";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Graphs of Neptune Analytics: stopping takes four minutes, starting six. One that is stopped stays so. */

const stopSeconds = 240;
const startSeconds = 360;

interface GraphState {
  id: string;
  name: string;
  status: "AVAILABLE" | "STOPPED" | "STARTING" | "STOPPING" | "FAILED";
  reason: string | null;
  until: number | null;
  memory: number;
  replicas: number;
  vectorDimension: number | null;
  /** Null: with AWS's own. */
  keyId: string | null;
  createdAt: number;
  tags: TagMap;
}

interface State {
  graphs: GraphState[];
}

const corner: Corner<State> = {
  name: "neptune-graphs",
  empty: () => ({ graphs: [] }),
  services: {
    "neptune-graph": {
      ListGraphs: read(listGraphs),
      GetGraph: read(getGraph),
      ListTagsForResource: read(listTagsForResource),
      StopGraph: change(stopGraph),
      StartGraph: change(startGraph),
    },
  },
  seed,
  dues: ({ graphs }) => graphs.map(({ until }) => until),
  finish({ graphs }, at) {
    for (const graph of graphs.filter(({ until }) => until !== null && until <= at)) {
      graph.until = null;
      graph.status = graph.status === "STOPPING" ? "STOPPED" : "AVAILABLE";
    }
  },
  tagged: ({ graphs }, at) =>
    graphs.map((each) => ({ type: "neptune-graph:graph", arn: arnOf(each, at), tags: each.tags })),
};
export const neptuneGraphs = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).graphs;

function listGraphs(input: ListGraphsCommandInput, at: Moment): Answer<ListGraphsCommandOutput> {
  const size = input.maxResults ?? 100;
  if (size < 1 || size > 100) throw awsError("ValidationException", "maxResults must be between 1 and 100");
  const invalidToken = () => awsError("ValidationException", "The nextToken is not valid");
  const { items, next } = page({ items: of(at.region), size, token: input.nextToken, invalidToken });
  return { graphs: items.map((each) => summaryOf(each, at)), ...(next !== undefined && { nextToken: next }) };
}

function getGraph(input: GetGraphCommandInput, at: Moment): Answer<GetGraphCommandOutput> {
  return describe(find(input.graphIdentifier, at), at);
}

function listTagsForResource(
  input: ListTagsForResourceCommandInput,
  at: Moment,
): Answer<ListTagsForResourceCommandOutput> {
  return { tags: { ...find(input.resourceArn?.split("/").at(-1), at).tags } };
}

function stopGraph(input: StopGraphCommandInput, at: Moment): Answer<StopGraphCommandOutput> {
  const graph = inState("AVAILABLE", find(input.graphIdentifier, at));
  graph.status = "STOPPING";
  graph.until = at.ends(stopSeconds);
  return describe(graph, at);
}

function startGraph(input: StartGraphCommandInput, at: Moment): Answer<StartGraphCommandOutput> {
  const graph = inState("STOPPED", find(input.graphIdentifier, at));
  graph.status = "STARTING";
  graph.until = at.ends(startSeconds);
  return describe(graph, at);
}

function inState(wanted: GraphState["status"], graph: GraphState): GraphState {
  if (graph.status === wanted) return graph;
  throw awsError("ConflictException", `Graph ${graph.id} is ${graph.status}, and has to be ${wanted}`, {
    status: 409,
    fields: { reason: "CONCURRENT_MODIFICATION" },
  });
}

function find(id: string | undefined, at: Moment): GraphState {
  const graph = of(at.region).find((each) => each.id === id);
  if (!graph) throw awsError("ResourceNotFoundException", `Graph ${id} does not exist`, { status: 404 });
  return graph;
}

function arnOf({ id }: GraphState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:neptune-graph:${at.regionName}:${at.world.accountId}:graph/${id}`;
}

function summaryOf(graph: GraphState, at: Moment): GraphSummary {
  const { regionName, world } = at;
  return {
    id: graph.id,
    name: graph.name,
    arn: arnOf(graph, at),
    status: graph.status,
    provisionedMemory: graph.memory,
    publicConnectivity: false,
    endpoint: `${graph.id}.${regionName}.neptune-graph.amazonaws.com`,
    replicaCount: graph.replicas,
    kmsKeyIdentifier: graph.keyId ? `arn:aws:kms:${regionName}:${world.accountId}:key/${graph.keyId}` : "AWS_OWNED_KEY",
    deletionProtection: true,
  };
}

function describe(graph: GraphState, at: Moment): Answer<GetGraphCommandOutput> {
  return {
    ...summaryOf(graph, at),
    createTime: new Date(graph.createdAt),
    buildNumber: "1.4.2.0",
    ...(graph.reason !== null && { statusReason: graph.reason }),
    ...(graph.vectorDimension !== null && { vectorSearchConfiguration: { dimension: graph.vectorDimension } }),
  };
}

/** One that runs, one that somebody stopped, and one that AWS could not make. */
function seed(seed: Seed): void {
  const lab: GraphState = {
    id: "g-1a2b3c4d5e",
    name: "lab-fraud-rings",
    status: "AVAILABLE",
    reason: null,
    until: null,
    memory: 16,
    replicas: 0,
    vectorDimension: 384,
    keyId: null,
    createdAt: daysAgo(seed, 55),
    tags: tagsOf("lab", "data"),
  };
  for (const none of ["eu", "ie"] as const) of(regionOf(seed, none));
  of(regionOf(seed, "us")).push(
    lab,
    { ...lab, id: "g-6f7g8h9j0k", name: "lab-suppliers", status: "STOPPED", replicas: 1, vectorDimension: null },
    { ...lab, id: "g-2m3n4p5q6r", name: "lab-routes", status: "FAILED", reason: "The import ran out of memory" },
  );
}
