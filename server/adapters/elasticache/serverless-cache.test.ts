import { describe, expect, it, test } from "vitest";
import { described } from "../../testing/described";
import { elasticacheServerlessCache } from "./serverless-cache";

const cache = {
  ServerlessCacheName: "lab-sessions",
  ARN: "arn:aws:elasticache:eu-central-1:1:serverlesscache:lab-sessions",
  Status: "AVAILABLE",
  Engine: "valkey",
};
const seen = (over: object = {}) => described(elasticacheServerlessCache, "lab-sessions", { ...cache, ...over });

async function lines(over: object) {
  const [one] = await seen(over);
  if (!one) throw new Error("it is not listed");
  return elasticacheServerlessCache.price(one);
}

describe("an empty cache bills its least of storage", () => {
  it.each([
    ["valkey", 0.1],
    ["redis", 1],
    ["memcached", 1],
  ])("of %s: %d GB", async (Engine, quantity) => {
    expect(await lines({ Engine })).toMatchObject([
      { label: "Storage", price: null, quantity },
      { label: "ECPUs", quantity: "metered" },
    ]);
  });

  it("of an engine that is not known: an amount that nobody claims", async () => {
    const [storage] = await lines({ Engine: undefined });
    expect(storage).toMatchObject({ price: null, note: expect.stringMatching(/^unknown engine: at least/) });
  });

  it("and what somebody set as the least, commands too", async () => {
    const CacheUsageLimits = { DataStorage: { Minimum: 10, Unit: "GB" }, ECPUPerSecond: { Minimum: 1000 } };
    expect(await lines({ CacheUsageLimits })).toMatchObject([
      { quantity: 10, unit: "hour" },
      { quantity: 1000, unit: "second", price: null },
    ]);
  });

  it("also where the least that was set is below AWS's own", async () => {
    expect((await lines({ Engine: "redis", CacheUsageLimits: { DataStorage: { Minimum: 0 } } }))[0]?.quantity).toBe(1);
  });
});

test.each(["DELETING", "deleting", "CREATE-FAILED"])("%s bills nothing", async (Status) => {
  expect(await seen({ Status })).toEqual([]);
});
