import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { unpriced } from "../listing";

const detail = z.strictObject({
  status: z.string(),
  nodeType: z.string(),
  /** Null: AWS does not tell. */
  shards: z.number().nullable(),
  replicasPerShard: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A MemoryDB cluster cannot be stopped: each of its nodes bills by the hour",
  remedy:
    "Take a final snapshot, delete it, and make it again from the snapshot; or take smaller nodes or fewer replicas",
};

const properties = z.object({
  ClusterName: z.string().optional(),
  ARN: z.string().optional(),
  Status: z.string().optional(),
  NodeType: z.string().optional(),
  NumShards: z.number().optional(),
  NumReplicasPerShard: z.number().optional(),
  Tags: describedTags,
});

export const memorydbCluster = defineDescribed({
  kind: "memorydb.cluster",
  title: "MemoryDB cluster",
  plural: "MemoryDB clusters",
  billedAs: "Amazon MemoryDB",
  terraform: ["aws_memorydb_cluster"],
  about,
  type: "AWS::MemoryDB::Cluster",
  properties,
  read: ["memorydb:DescribeClusters", "memorydb:ListTags"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  observe: ({ ClusterName, ARN, NodeType: nodeType = "unknown nodes", ...told }, id) => ({
    arn: ARN ?? "",
    name: ClusterName ?? id,
    type: nodeType,
    tags: told.Tags,
    detail: {
      status: told.Status ?? "unknown",
      nodeType,
      shards: told.NumShards ?? null,
      replicasPerShard: told.NumReplicasPerShard ?? null,
    },
  }),
});

function price({ detail: { nodeType, shards, replicasPerShard } }: Observed<Detail>): readonly CostLine[] {
  const nodes = shards === null || replicasPerShard === null ? null : shards * (1 + replicasPerShard);
  const note = nodes === null ? nodeType : `${nodes} × ${nodeType}`;
  return [unpriced("Nodes", `${note}; not in the catalogue`, "hour")];
}
