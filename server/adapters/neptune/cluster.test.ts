import { describe, expect, it } from "vitest";
import { clusterExample, databaseCluster, heldScaling, savedExample } from "../../testing/database-cluster-example";
import { collect, recordingDoor } from "../../testing/recording-door";
import { neptuneCluster } from "./cluster";

const graph = { engine: "neptune", engineMode: null, storage: { ...clusterExample.storage, type: null } };

describe("neptune.cluster", () => {
  it("is stopped and started like Aurora, its readers held under Neptune's own namespace", async () => {
    const plan = neptuneCluster.planPause(databaseCluster({ configuration: graph }), {});
    expect(plan.result === "planned" && plan.steps.map(({ op }) => op)).toEqual(["holdScaling", "stop"]);
    const door = recordingDoor({ RegisterScalableTarget: () => ({}) });
    await neptuneCluster.apply(door, "holdScaling", [{ nativeId: "graph", params: {}, token: "t" }]);
    expect(door.calls[0]?.input).toMatchObject({
      ServiceNamespace: "neptune",
      ResourceId: "cluster:graph",
      ScalableDimension: "neptune:cluster:ReadReplicaCount",
      MinCapacity: 0,
    });
  });

  it("is not stopped as a part of a global database", () => {
    const seen = databaseCluster({ configuration: graph, kin: { globalCluster: "world" } });
    expect(neptuneCluster.classify(seen).state).toBe("unsupported");
  });

  it("resumes with the scaling last", () => {
    const stopped = databaseCluster({ status: "stopped", scaling: heldScaling, configuration: graph });
    const saved = { ...savedExample, configuration: { ...clusterExample, ...graph } };
    const plan = neptuneCluster.planResume(saved, stopped);
    expect(plan.result === "planned" && plan.steps.map(({ op }) => op)).toEqual(["start", "restoreScaling"]);
    expect(neptuneCluster.meanwhile?.(saved, stopped)).toBeNull();
  });

  it("takes only Neptune's clusters, and only its own scaling targets", async () => {
    const door = recordingDoor({
      DescribeDBClusters: () => ({
        DBClusters: [
          { DBClusterIdentifier: "main", Engine: "aurora-mysql" },
          { DBClusterIdentifier: "graph", Engine: "neptune" },
        ],
      }),
      DescribeDBInstances: () => ({ DBInstances: [] }),
      DescribeScalableTargets: () => ({
        ScalableTargets: [
          { ResourceId: "cluster:graph", ScalableDimension: "neptune:graph:Else", MinCapacity: 1, MaxCapacity: 2 },
        ],
      }),
    });
    const found = await collect(neptuneCluster.discover(door));
    expect(found.map(({ nativeId, detail }) => [nativeId, detail.scaling])).toEqual([["graph", null]]);
    expect(door.calls.at(-1)?.input).toEqual({ ServiceNamespace: "neptune" });
  });

  it("prices its instances by the class", () => {
    const [hours, storage] = neptuneCluster.price(databaseCluster({ configuration: graph }));
    expect(hours).toMatchObject({ price: { table: "neptune.instance", key: "db.r6g.large" }, quantity: 2 });
    expect(storage).toMatchObject({ price: null, quantity: "metered", stopsWhenPaused: false });
  });
});
