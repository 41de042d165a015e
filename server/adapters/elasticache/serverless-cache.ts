import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  status: z.string(),
  /** valkey, redis, memcached. */
  engine: z.string(),
  version: z.string(),
  /** What is billed at least, in use or not, where somebody set it; null: nobody did. */
  least: z.strictObject({ gb: z.number().nullable(), ecpuPerSecond: z.number().nullable() }),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A serverless cache has no stop: AWS bills a least of storage for as long as it exists, also where it is empty",
  remedy:
    "Take a snapshot, delete it, and make it again from the snapshot; or lower the least usage that is set for it",
};

const limit = z.object({ Minimum: z.number().optional() }).optional();
const properties = z.object({
  ServerlessCacheName: z.string().optional(),
  ARN: z.string().optional(),
  Status: z.string().optional(),
  Engine: z.string().optional(),
  FullEngineVersion: z.string().optional(),
  CacheUsageLimits: z.object({ DataStorage: limit, ECPUPerSecond: limit }).optional(),
  Tags: describedTags,
});

/**
 * Serverless caches. By which dimension CloudWatch has their metrics is not in AWS's guide, so nothing here tells that one
 * is idle.
 */
export const elasticacheServerlessCache = defineDescribed({
  kind: "elasticache.serverlessCache",
  title: "ElastiCache serverless cache",
  plural: "ElastiCache serverless caches",
  billedAs: "Amazon ElastiCache",
  terraform: ["aws_elasticache_serverless_cache"],
  about,
  type: "AWS::ElastiCache::ServerlessCache",
  properties,
  read: ["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"],
  detail,
  advise: ({ detail: { status } }) => ({ saw: status, ...about }),
  price,
  // In small or in capital letters, as the case may be.
  bills: ({ Status = "" }) => !["deleting", "create-failed"].includes(Status.toLowerCase()),
  observe: (
    { ServerlessCacheName, ARN, Engine: engine = "unknown engine", CacheUsageLimits: limits, ...told },
    id,
  ) => ({
    arn: ARN ?? "",
    name: ServerlessCacheName ?? id,
    type: engine,
    tags: told.Tags,
    detail: {
      status: told.Status ?? "unknown",
      engine,
      version: told.FullEngineVersion ?? "",
      least: {
        gb: limits?.DataStorage?.Minimum ?? null,
        ecpuPerSecond: limits?.ECPUPerSecond?.Minimum ?? null,
      },
    },
  }),
});

/** What each cache is metered for at least, in GB (ElastiCache pricing, "Serverless"): 100 MB of Valkey, 1 GB of the others. */
const leastGb: Readonly<Record<string, number>> = { valkey: 0.1, redis: 1, memcached: 1 };

function price({ detail: { engine, least } }: Observed<Detail>): readonly CostLine[] {
  return [storage(engine, least.gb), commands(least.ecpuPerSecond)];
}

function storage(engine: string, set: number | null): CostLine {
  const label = "Storage";
  const sold = leastGb[engine];
  if (sold === undefined)
    return unpriced(label, `${engine}: at least what AWS meters of it; not in the catalogue`, "hour");
  const gb = Math.max(sold, set ?? 0);
  return {
    ...unpriced(label, `${gb} GB at least (${engine}), empty or not; not in the catalogue`, "hour"),
    quantity: gb,
  };
}

function commands(ecpuPerSecond: number | null): CostLine {
  const label = "ECPUs";
  if (!ecpuPerSecond) return metered(label, "by the commands that it runs");
  const note = `${ecpuPerSecond} a second at least, used or not; not in the catalogue`;
  return { ...unpriced(label, note, "second"), quantity: ecpuPerSecond };
}
