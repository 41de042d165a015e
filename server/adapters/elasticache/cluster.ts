import type { CacheCluster } from "@aws-sdk/client-elasticache";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { cacheNodes } from "./cache-nodes";
import { cacheSignals } from "./idle";

const detail = z.strictObject({
  status: z.string(),
  engine: z.string(),
  engineVersion: z.string().nullable(),
  nodeType: z.string(),
  /** Null: AWS does not tell. */
  nodes: z.int().min(0).nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "ElastiCache has no stop, and only replication groups are deleted and made again exactly",
  remedy: "Make it a replication group of one node, or delete it with a final backup while nothing needs it",
};

/** ElastiCache clusters that are in no replication group: Memcached, and single nodes of Valkey or Redis OSS. */
export const elasticacheCluster = defineReport<Detail>({
  kind: "elasticache.cluster",
  title: "ElastiCache cluster",
  plural: "ElastiCache clusters",
  billedAs: "Amazon ElastiCache",
  terraform: ["aws_elasticache_cluster"],
  about,
  read: ["elasticache:DescribeCacheClusters", "tag:GetResources"],
  detail,
  advise,
  price: linesOf,
  idle: {
    signals: cacheSignals(
      ({ engine }) => (engine === "memcached" ? "memcached" : "redis"),
      (id) => [id],
    ),
  },
  discover,
});

/** Node-based Memcached has no backup (ElastiCache User Guide, "Snapshot and restore"), so nothing could be made again. */
function advise({ detail: { status, engine } }: Observed<Detail>): Advice {
  if (engine === "memcached") {
    return {
      saw: status,
      reason: "ElastiCache has no stop, and a Memcached cluster no backup: deleted, its data is gone",
      remedy: "Delete it while nothing needs it, if what uses it fills it again by itself",
    };
  }
  return { saw: status, ...about };
}

function linesOf({ detail: { engine, nodeType, nodes } }: Observed<Detail>): readonly CostLine[] {
  const isListed = ["memcached", "redis", "valkey"].includes(engine);
  return [
    {
      label: "Cache nodes",
      note: `${typeOf(nodes, nodeType)} ${engine}`,
      price: isListed && nodes !== null ? { table: `elasticache.${engine}`, key: nodeType } : null,
      quantity: nodes ?? 1,
      unit: "hour",
      stopsWhenPaused: false,
    },
  ];
}

function typeOf(nodes: number | null, nodeType: string): string {
  return nodes === null ? nodeType : `${nodes} × ${nodeType}`;
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  if (only?.length === 0) return;
  const clusters = await cacheNodes(aws);
  const found = clusters.filter((one) => !one.ReplicationGroupId && isWanted(one.CacheClusterId, only)).map(observed);
  for (const one of await withTags(aws, "elasticache:cluster", found, only)) yield one;
}

function observed(cluster: CacheCluster): Omit<Observed<Detail>, "tags"> {
  const id = cluster.CacheClusterId ?? "";
  const nodes = cluster.NumCacheNodes ?? null;
  const nodeType = cluster.CacheNodeType ?? "unknown";
  return {
    nativeId: id,
    arn: cluster.ARN ?? "",
    name: id,
    type: typeOf(nodes, nodeType),
    detail: {
      status: cluster.CacheClusterStatus ?? "unknown",
      engine: cluster.Engine ?? "unknown",
      engineVersion: cluster.EngineVersion ?? null,
      nodeType,
      nodes,
    },
  };
}
