import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** Each null where AWS does not tell. */
  shards: z.number().nullable(),
  vcpusPerShard: z.number().nullable(),
  instancesPerShard: z.number().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "The vCPUs of an elastic cluster bill by the hour while it runs. AWS can stop and start it (StopCluster, StartCluster); Standby does not use that yet",
  remedy: "Stop it: aws docdb-elastic stop-cluster --cluster-arn … ; its storage and backups bill on",
};

const properties = z.object({
  ClusterName: z.string().optional(),
  ClusterArn: z.string().optional(),
  ShardCapacity: z.number().optional(),
  ShardCount: z.number().optional(),
  ShardInstanceCount: z.number().optional(),
  Tags: describedTags,
});

/** Elastic clusters of DocumentDB. CloudFormation describes none with its status, so one that is stopped looks like one that runs. */
export const docdbelasticCluster = defineDescribed({
  kind: "docdbelastic.cluster",
  title: "DocumentDB elastic cluster",
  plural: "DocumentDB elastic clusters",
  billedAs: "Amazon DocumentDB (with MongoDB compatibility)",
  terraform: ["aws_docdbelastic_cluster"],
  about,
  type: "AWS::DocDBElastic::Cluster",
  properties,
  read: ["docdb-elastic:GetCluster", "docdb-elastic:ListClusters", "docdb-elastic:ListTagsForResource"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  observe: ({ ClusterName, ClusterArn, ShardCount: shards = null, ...told }, id) => ({
    arn: ClusterArn ?? id,
    name: ClusterName ?? id,
    type: shards === null ? "elastic" : `${shards} ${shards === 1 ? "shard" : "shards"}`,
    tags: told.Tags,
    detail: {
      shards,
      vcpusPerShard: told.ShardCapacity ?? null,
      instancesPerShard: told.ShardInstanceCount ?? null,
    },
  }),
});

/** By the vCPUs of all instances of all shards (Amazon DocumentDB pricing, "Elastic Clusters"). */
function price({ detail: { shards, vcpusPerShard, instancesPerShard } }: Observed<Detail>): readonly CostLine[] {
  const isTold = shards !== null && vcpusPerShard !== null && instancesPerShard !== null;
  const vcpus = isTold ? shards * vcpusPerShard * instancesPerShard : null;
  const note = "unless it is stopped, which AWS does not tell here; not in the catalogue";
  const hours =
    vcpus === null
      ? unpriced("vCPU hours", note, "hour")
      : { ...unpriced("vCPU hours", `${vcpus} vCPUs, ${note}`, "hour"), quantity: vcpus };
  return [hours, metered("Storage", "by what is stored")];
}
