import { describe, expect, it } from "vitest";
import { clusterExample, databaseCluster, memberExample } from "../../testing/database-cluster-example";
import { collect, recordingDoor } from "../../testing/recording-door";
import { docdbCluster } from "./cluster";

const docs = { engine: "docdb", engineMode: null, storage: { ...clusterExample.storage, type: null } };

describe("docdb.cluster", () => {
  it("is stopped and started like Aurora, without a scaling target", async () => {
    const plan = docdbCluster.planPause(databaseCluster({ configuration: docs, scaling: null }), {});
    expect(plan.result === "planned" && plan.steps.map(({ op }) => op)).toEqual(["stop"]);
    const { read, pause, resume } = docdbCluster.iam;
    expect([...read, ...pause, ...resume].filter((action) => !action.startsWith("rds:"))).toEqual([]);
    const item = { nativeId: "docs", params: {}, token: "t" };
    await expect(docdbCluster.apply(recordingDoor({}), "holdScaling", [item])).rejects.toThrow(/no scaling/);
  });

  it("is not stopped as a part of a global cluster", () => {
    const seen = databaseCluster({ configuration: docs, kin: { globalCluster: "world" } });
    expect(docdbCluster.classify(seen)).toMatchObject({ state: "unsupported", reason: expect.stringMatching(/world/) });
  });

  it("takes only DocumentDB of a list that has all engines", async () => {
    const named = (id: string, Engine: string) => ({ DBClusterIdentifier: id, Engine });
    const door = recordingDoor({
      DescribeDBClusters: () => ({
        DBClusters: [named("main", "aurora-mysql"), named("docs", "docdb"), named("graph", "neptune")],
      }),
      DescribeDBInstances: () => ({ DBInstances: [] }),
    });
    expect((await collect(docdbCluster.discover(door))).map(({ nativeId }) => nativeId)).toEqual(["docs"]);
  });

  it("prices its instances, and says what is in no list here", () => {
    const lines = (type: string | null, name: string) =>
      docdbCluster
        .price(
          databaseCluster({
            configuration: {
              ...docs,
              storage: { ...docs.storage, type },
              serverless: { min: 0.5, max: 4, autoPauseSeconds: null },
            },
            members: [memberExample("main-1", { class: name })],
          }),
        )
        .map(({ price, quantity, note }) => [price?.table ?? null, quantity, /not in the catalogue/.test(note)]);
    expect(lines(null, "db.r5.large")).toEqual([
      ["docdb.instance", 1, false],
      [null, "metered", true],
    ]);
    expect(lines("iopt1", "db.r5.large")[0]).toEqual([null, 1, true]);
    expect(lines(null, "db.serverless").slice(0, 2)).toEqual([
      [null, 0.5, true],
      [null, "metered", true],
    ]);
  });
});
