import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { cloudControlReads, readDescribed } from "../../aws/reads/cloud-control";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { toTags, unpriced } from "../listing";
import { defineReport } from "../report";

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

/** What CloudFormation tells of AWS::MemoryDB::Cluster (its resource reference). */
const described = z.object({
  ClusterName: z.string().optional(),
  ARN: z.string().optional(),
  Status: z.string().optional(),
  NodeType: z.string().optional(),
  NumShards: z.number().optional(),
  NumReplicasPerShard: z.number().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

export const memorydbCluster = defineReport<Detail>({
  kind: "memorydb.cluster",
  title: "MemoryDB cluster",
  plural: "MemoryDB clusters",
  billedAs: "Amazon MemoryDB",
  terraform: ["aws_memorydb_cluster"],
  about,
  read: [...cloudControlReads, "memorydb:DescribeClusters", "memorydb:ListTags"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  discover,
});

function price({ detail: { nodeType, shards, replicasPerShard } }: Observed<Detail>): readonly CostLine[] {
  const nodes = shards === null || replicasPerShard === null ? null : shards * (1 + replicasPerShard);
  const note = nodes === null ? nodeType : `${nodes} × ${nodeType}`;
  return [unpriced("Nodes", `${note}; not in the catalogue`, "hour")];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  for await (const { id, properties } of readDescribed(aws, "AWS::MemoryDB::Cluster", only)) {
    const found = described.parse(properties);
    const nodeType = found.NodeType ?? "unknown nodes";
    yield {
      nativeId: id,
      arn: found.ARN ?? "",
      name: found.ClusterName ?? id,
      type: nodeType,
      tags: toTags(found.Tags),
      detail: {
        status: found.Status ?? "unknown",
        nodeType,
        shards: found.NumShards ?? null,
        replicasPerShard: found.NumReplicasPerShard ?? null,
      },
    };
  }
}
