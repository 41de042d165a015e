import {
  GetGraphCommand,
  type GetGraphCommandOutput,
  ListGraphsCommand,
  ListTagsForResourceCommand,
  NeptuneGraphClient,
} from "@aws-sdk/client-neptune-graph";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { readEach } from "../read-each";

/** What a Neptune Analytics graph is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();

export const graphConfiguration = z.strictObject({
  endpoint: text,
  /** m-NCUs; null here and below: AWS does not tell. */
  memory: number,
  replicas: number,
  isPublic: flag,
  /** Of its vector index; null: it has none. */
  vectorDimension: number,
  /** Null: encrypted with a key of AWS's own. */
  kmsKeyId: text,
  isDeletionProtected: flag,
});
export type GraphConfiguration = z.infer<typeof graphConfiguration>;

export const graphDetail = z.strictObject({
  state: z.string(),
  /** Why it has that state, where AWS says so. */
  reason: text,
  /** The engine's build: a start brings the newest, so it is not compared. */
  build: text,
  configuration: graphConfiguration,
});
export type GraphDetail = z.infer<typeof graphDetail>;

/**
 * Where there is Neptune Analytics (its User Guide, "Limits for Neptune Analytics"). Elsewhere the API has no endpoint, and
 * a question would end as a network failure.
 */
const regions: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-5",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
]);

/** Graphs that are read side by side. AWS publishes no rate; a few leave room for others. */
const readAtOnce = 10;

/** The list tells neither the vector index nor the reason of a state, so each graph is read by itself. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<GraphDetail>> {
  if (!regions.has(aws.region)) return;
  yield* readEach(only ?? idsOf(aws), readAtOnce, (id) => readGraph(aws, id));
}

async function* idsOf(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (token) =>
      aws.read(NeptuneGraphClient, new ListGraphsCommand({ maxResults: 100, ...(token && { nextToken: token }) })),
    (out) => out.nextToken,
  );
  for await (const { graphs = [] } of list) yield* graphs.flatMap(({ id }) => id ?? []);
}

async function readGraph(aws: ReadDoor, id: string): Promise<Observed<GraphDetail>> {
  const graph = await aws.read(NeptuneGraphClient, new GetGraphCommand({ graphIdentifier: id }));
  const { arn = "" } = graph;
  const { tags = {} } = await aws.read(NeptuneGraphClient, new ListTagsForResourceCommand({ resourceArn: arn }));
  return {
    nativeId: id,
    arn,
    name: graph.name || id,
    type: graph.provisionedMemory === undefined ? "graph" : `${graph.provisionedMemory} m-NCUs`,
    tags,
    detail: {
      state: graph.status ?? "unknown",
      reason: graph.statusReason || null,
      build: graph.buildNumber ?? null,
      configuration: configurationOf(graph),
    },
  };
}

function configurationOf(graph: GetGraphCommandOutput): GraphConfiguration {
  const { kmsKeyIdentifier: key } = graph;
  return {
    endpoint: graph.endpoint ?? null,
    memory: graph.provisionedMemory ?? null,
    replicas: graph.replicaCount ?? null,
    isPublic: graph.publicConnectivity ?? null,
    vectorDimension: graph.vectorSearchConfiguration?.dimension ?? null,
    // "AWS_OWNED_KEY" is what it says of one that was made without a key (Terraform's AWS provider, aws_neptunegraph_graph).
    kmsKeyId: key === undefined || key.startsWith("AWS_OWNED") ? null : key,
    isDeletionProtected: graph.deletionProtection ?? null,
  };
}
