import type { DBClusterSnapshot, DBSnapshot } from "@aws-sdk/client-rds";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { rdsSnapshot } from "./snapshot";

const old = new Date("2026-01-10T00:00:00Z");
const orders: DBSnapshot = {
  DBSnapshotIdentifier: "before-upgrade",
  DBSnapshotArn: "arn:aws:rds:eu-central-1:111122223333:snapshot:before-upgrade",
  DBInstanceIdentifier: "orders",
  Engine: "postgres",
  Status: "available",
  AllocatedStorage: 200,
  SnapshotCreateTime: old,
};
const ledger: DBClusterSnapshot = {
  DBClusterSnapshotIdentifier: "before-upgrade",
  DBClusterSnapshotArn: "arn:aws:rds:eu-central-1:111122223333:cluster-snapshot:before-upgrade",
  DBClusterIdentifier: "ledger",
  Engine: "aurora-postgresql",
  Status: "available",
  AllocatedStorage: 1,
  SnapshotCreateTime: old,
};

function found(ofInstances: readonly DBSnapshot[], ofClusters: readonly DBClusterSnapshot[] = []) {
  const aws = recordingDoor({
    DescribeDBSnapshots: () => ({ DBSnapshots: ofInstances }),
    DescribeDBClusterSnapshots: () => ({ DBClusterSnapshots: ofClusters }),
    DescribeDBInstances: () => ({ DBInstances: [{ DBInstanceIdentifier: "orders" }] }),
    DescribeDBClusters: () => ({ DBClusters: [{ DBClusterIdentifier: "orders" }] }),
  });
  return collect(rdsSnapshot.discover(aws));
}

describe("rds.snapshot", () => {
  it("lists what is older than 90 days, by when it was first made", async () => {
    const young = new Date("2026-10-01T00:00:00Z");
    expect(await found([{ ...orders, SnapshotCreateTime: young }])).toEqual([]);
    expect(await found([{ ...orders, SnapshotCreateTime: young, OriginalSnapshotCreateTime: old }])).toHaveLength(1);
  });

  it("tells an instance's from a cluster's of the same name", async () => {
    const ids = (await found([orders], [ledger])).map(({ nativeId }) => nativeId);
    expect(ids).toEqual(["snapshot:before-upgrade", "cluster-snapshot:before-upgrade"]);
  });

  it("asks before the last of a database that is gone, a cluster being no instance", async () => {
    const cluster = { ...ledger, DBClusterIdentifier: "orders" };
    const all = await found([orders, { ...orders, DBInstanceIdentifier: "lost" }], [cluster, ledger]);
    expect(all.map(({ detail }) => detail.sourceExists)).toEqual([true, false, true, false]);
    const remedies = all.map((one) => rdsSnapshot.classify(one));
    expect(remedies[0]).toMatchObject({ remedy: expect.stringMatching(/^Delete it/) });
    expect(remedies[1]).toMatchObject({ remedy: expect.stringMatching(/may still need lost/) });
  });

  it.each<[string, Partial<DBSnapshot>, Partial<DBClusterSnapshot> | null, unknown]>([
    ["the disk at most", {}, null, ["backup", 200]],
    ["its full size where AWS tells it", { FullSnapshotSizeInBytes: 50 * 1024 ** 3 }, null, ["backup", 50]],
    ["Aurora without a figure", {}, {}, [undefined, 1]],
    ["DocumentDB without a price", {}, { Engine: "docdb", AllocatedStorage: 40 }, [undefined, 40]],
    ["a Multi-AZ cluster as RDS", {}, { Engine: "mysql", AllocatedStorage: 100 }, ["backup", 100]],
  ])("prices %s", async (_what, ofInstance, ofCluster, line) => {
    const [one] = ofCluster
      ? await found([], [{ ...ledger, ...ofCluster }])
      : await found([{ ...orders, ...ofInstance }]);
    if (!one) throw new Error("it is not listed");
    expect(rdsSnapshot.price(one).map(({ price, quantity }) => [price?.key, quantity])).toEqual([line]);
  });
});
