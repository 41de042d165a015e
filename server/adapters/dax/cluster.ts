import { type Cluster, DAXClient, DescribeClustersCommand } from "@aws-sdk/client-dax";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { FaultError } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced, withTags } from "../listing";
import { defineReport } from "../report";

const detail = z.strictObject({
  /** available, creating, deleting, modifying. */
  status: z.string(),
  nodeType: z.string(),
  /** Null: AWS does not tell. */
  nodes: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "DAX has no stop: its nodes bill by the hour until the cluster is deleted, asked or not",
  remedy:
    "Take nodes away, down to one, or delete the cluster: the tables keep everything, and its clients need another endpoint until it is made again",
};

/**
 * Where DAX is, by AWS's list of endpoints (botocore 1.43, May 2026). Elsewhere its host name does not exist, and asking
 * would fail for ever.
 */
const regions: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
]);

/** Caches in front of DynamoDB. */
export const daxCluster = defineReport<Detail>({
  kind: "dax.cluster",
  title: "DAX cluster",
  plural: "DAX clusters",
  billedAs: "Amazon DynamoDB Accelerator (DAX)",
  terraform: ["aws_dax_cluster"],
  about,
  read: ["dax:DescribeClusters", "tag:GetResources"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  discover,
});

function price({ detail: { nodeType, nodes } }: Observed<Detail>): readonly CostLine[] {
  const label = "Node hours";
  if (nodes === null) return [unpriced(label, `${nodeType}: AWS does not tell how many`, "hour")];
  const key = { table: "dax.node", key: nodeType };
  return [{ label, note: `${nodes} × ${nodeType}`, price: key, quantity: nodes, unit: "hour", stopsWhenPaused: false }];
}

/** All are read, also for a look at a few: a name that is not there is refused for all that are asked with it. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (!regions.has(aws.region)) return;
  const list = pages(
    (NextToken) => aws.read(DAXClient, new DescribeClustersCommand({ ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  try {
    for await (const { Clusters = [] } of list) {
      for (const cluster of Clusters) if (isWanted(cluster.ClusterName, only)) found.push(observed(cluster));
    }
  } catch (error) {
    // The first cluster of an account makes the role, which cannot go while there is one: without it there is none.
    if (!(error instanceof FaultError) || error.fault.awsError !== "ServiceLinkedRoleNotFoundFault") throw error;
  }
  yield* await withTags(aws, null, found);
}

function observed(cluster: Cluster): Omit<Observed<Detail>, "tags"> {
  const { ClusterName: name = "", NodeType: nodeType = "unknown type" } = cluster;
  return {
    nativeId: name,
    arn: cluster.ClusterArn ?? "",
    name,
    type: nodeType,
    detail: { status: cluster.Status ?? "unknown", nodeType, nodes: cluster.TotalNodes ?? null },
  };
}
