import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  /** m-NCUs; null: AWS does not tell. */
  memory: z.number().nullable(),
  replicas: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A graph bills its memory by the hour, queried or not. AWS can stop and start it (StopGraph, StartGraph); Standby does not use that yet",
  remedy:
    "Stop it: aws neptune-graph stop-graph --graph-identifier … ; a stopped graph bills a tenth. Or take a snapshot and delete it",
};

const properties = z.object({
  GraphName: z.string().optional(),
  GraphArn: z.string().optional(),
  ProvisionedMemory: z.number().optional(),
  ReplicaCount: z.number().optional(),
  Tags: describedTags,
});

/** Graphs of Neptune Analytics. CloudFormation describes none with its status, so one that is stopped looks like one that runs. */
export const neptunegraphGraph = defineDescribed({
  kind: "neptunegraph.graph",
  title: "Neptune Analytics graph",
  plural: "Neptune Analytics graphs",
  billedAs: "Amazon Neptune",
  terraform: ["aws_neptunegraph_graph"],
  about,
  type: "AWS::NeptuneGraph::Graph",
  properties,
  // Its handler also names grants of KMS, which nobody needs for a list.
  read: ["neptune-graph:GetGraph", "neptune-graph:ListGraphs", "neptune-graph:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ GraphName, GraphArn, ProvisionedMemory: memory = null, ...told }, id) => ({
    arn: GraphArn ?? "",
    name: GraphName ?? id,
    type: memory === null ? "graph" : `${memory} m-NCUs`,
    tags: told.Tags,
    detail: { memory, replicas: told.ReplicaCount ?? null },
  }),
});

/** A replica has the memory of the graph, and bills like it. */
function price({ detail: { memory, replicas } }: Observed<Detail>): readonly CostLine[] {
  const label = "m-NCU hours";
  const note = "a tenth while it is stopped, which AWS does not tell here; not in the catalogue";
  if (memory === null || replicas === null) return [unpriced(label, note, "hour")];
  const units = memory * (1 + replicas);
  return [{ ...unpriced(label, `${units} m-NCUs, ${note}`, "hour"), quantity: units }];
}
