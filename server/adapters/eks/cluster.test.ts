import type { Cluster } from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { eksCluster } from "./cluster";

const until = new Date("2026-12-02T00:00:00Z");
const versions = [
  { clusterVersion: "1.34", versionStatus: "STANDARD_SUPPORT", endOfStandardSupportDate: until },
  { clusterVersion: "1.32", versionStatus: "EXTENDED_SUPPORT", endOfStandardSupportDate: new Date("2026-03-23") },
  { clusterVersion: "1.28", versionStatus: "UNSUPPORTED" },
];

function door(cluster: Partial<Cluster>) {
  return recordingDoor({
    ListClusters: () => ({ clusters: ["main"] }),
    DescribeClusterVersions: () => ({ clusterVersions: versions }),
    DescribeCluster: ({ name }: { name: string }) => {
      if (name !== "main") throw new FaultError({ code: "gone", reason: "No cluster found", remedy: "" });
      return { cluster: { name, status: "ACTIVE", version: "1.34", tags: { Team: "shop" }, ...cluster } };
    },
  });
}

async function seen(cluster: Partial<Cluster> = {}) {
  const [one] = await collect(eksCluster.discover(door(cluster)));
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("eks.cluster", () => {
  it("leaves out what does not exist, and what is on its way out", async () => {
    expect(await collect(eksCluster.discover(door({}), ["gone"]))).toEqual([]);
    expect(await collect(eksCluster.discover(door({ status: "DELETING" })))).toEqual([]);
  });

  it.each<[string, Partial<Cluster>, readonly unknown[]]>([
    ["a version in standard support", {}, [["cluster.hour", 1]]],
    ["one in extended support at its own price", { version: "1.32" }, [["clusterExtendedSupport.hour", 1]]],
    ["one whose support has ended without a price", { version: "1.28" }, [[undefined, 1]]],
    ["one that AWS does not list without a price", { version: "1.99" }, [[undefined, 1]]],
    [
      "Auto Mode by use, and a larger control plane without a price",
      { computeConfig: { enabled: true }, controlPlaneScalingConfig: { tier: "tier-xl" } },
      [
        ["cluster.hour", 1],
        [undefined, 1],
        [undefined, "metered"],
      ],
    ],
    ["the standard control plane once", { controlPlaneScalingConfig: { tier: "standard" } }, [["cluster.hour", 1]]],
  ])("prices %s", async (_what, cluster, lines) => {
    const priced = eksCluster.price(await seen(cluster));
    expect(priced.map(({ price, quantity }) => [price?.key, quantity])).toEqual(lines);
  });

  it.each<[string, Partial<Cluster>, RegExp]>([
    ["it will cost more soon", { upgradePolicy: { supportType: "EXTENDED" } }, /before 2026-12-02/],
    ["AWS upgrades it by itself", { upgradePolicy: { supportType: "STANDARD" } }, /with its environment$/],
    ["it costs six times as much", { version: "1.32" }, /Upgrade it one version/],
  ])("says what to do where %s", async (_what, cluster, remedy) => {
    expect(eksCluster.classify(await seen(cluster))).toMatchObject({
      state: "unsupported",
      saw: "ACTIVE",
      remedy: expect.stringMatching(remedy),
    });
  });
});
