import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { elasticacheCluster } from "./cluster";

const cluster = (CacheClusterId: string, over: object = {}) => ({
  CacheClusterId,
  ARN: `arn:aws:elasticache:eu-central-1:111122223333:cluster:${CacheClusterId}`,
  CacheClusterStatus: "available",
  Engine: "memcached",
  EngineVersion: "1.6.22",
  CacheNodeType: "cache.t4g.small",
  NumCacheNodes: 3,
  ...over,
});

function door() {
  return recordingDoor({
    DescribeCacheClusters: () => ({
      CacheClusters: [
        cluster("pages"),
        cluster("single", { Engine: "redis", NumCacheNodes: 1 }),
        cluster("sessions-001", { Engine: "redis", ReplicationGroupId: "sessions" }),
        cluster("odd", { Engine: "dragonfly" }),
      ],
    }),
    GetResources: () => ({ ResourceTagMappingList: [] }),
  });
}

it("lists what is in no replication group, with its cost and why it has no stop", async () => {
  const found = await collect(elasticacheCluster.discover(door()));
  expect(found.map(({ nativeId }) => nativeId)).toEqual(["pages", "single", "odd"]);
  const advice = found.map((seen) => elasticacheCluster.classify(seen));
  expect(advice).toMatchObject([
    { state: "unsupported", reason: expect.stringMatching(/Memcached cluster no backup/) },
    { state: "unsupported", remedy: expect.stringMatching(/replication group/) },
    { state: "unsupported" },
  ]);
  expect(
    found.flatMap((seen) => elasticacheCluster.price(seen)).map(({ price, quantity }) => [price?.table, quantity]),
  ).toEqual([
    ["elasticache.memcached", 3],
    ["elasticache.redis", 1],
    [undefined, 3],
  ]);
});

it("does not price nodes that AWS does not count", async () => {
  const one = cluster("pages", { NumCacheNodes: undefined });
  const answers = {
    DescribeCacheClusters: () => ({ CacheClusters: [one] }),
    GetResources: () => ({ ResourceTagMappingList: [] }),
  };
  const [seen] = await collect(elasticacheCluster.discover(recordingDoor(answers)));
  if (!seen) throw new Error("it is not listed");
  expect(seen.type).toBe("cache.t4g.small");
  expect(elasticacheCluster.price(seen)).toMatchObject([{ price: null, note: "cache.t4g.small memcached" }]);
});

it("finds a few by their names, and never a node of a group", async () => {
  const found = await collect(elasticacheCluster.discover(door(), ["pages", "sessions-001", "gone"]));
  expect(found.map(({ nativeId }) => nativeId)).toEqual(["pages"]);
});
