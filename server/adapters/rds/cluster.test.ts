import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import {
  clusterExample,
  databaseCluster,
  heldScaling,
  liveScaling,
  memberExample,
  membersExample,
  savedExample,
} from "../../testing/database-cluster-example";
import { collect, recordingDoor } from "../../testing/recording-door";
import type { ClusterDetail } from "../database-cluster-detail";
import { rdsCluster } from "./cluster";

type Changes = Parameters<typeof databaseCluster>[0];

const hold: Step = { op: "holdScaling", params: {}, before: "scaling 1 to 4", after: "scaling held", settle: true };
const stop: Step = { op: "stop", params: {}, before: "available", after: "stopped", settle: true };
const start: Step = { op: "start", params: {}, before: "stopped", after: "available", settle: true };
const limits = { min: 1, max: 4, suspended: liveScaling.suspended };
const restore: Step = {
  op: "restoreScaling",
  params: limits,
  before: "scaling held",
  after: "scaling 1 to 4",
  settle: true,
};

const stopped = { status: "stopped", scaling: heldScaling };

function planned(changes: Changes = {}) {
  const plan = rdsCluster.planPause(databaseCluster(changes), {});
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumed(changes: Changes, saved = savedExample) {
  const plan = rdsCluster.planResume(saved, databaseCluster(changes));
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("classify", () => {
  it.each([
    ["available", "running"],
    ["stopped", "paused"],
    ["stopping", "changing"],
    ["failing-over", "changing"],
    ["backtracking", "changing"],
    ["a-word-of-next-year", "changing"],
    ["inaccessible-encryption-credentials", "unsupported"],
    ["cloning-failed", "unsupported"],
  ])("%s is %s", (status, expected) => {
    expect(rdsCluster.classify(databaseCluster({ status })).state).toBe(expected);
  });

  it("is what all of its members are", () => {
    const state = (status: string, reader: string) =>
      rdsCluster.classify(databaseCluster({ status, memberStatus: { "main-1": status, "main-2": reader } }));
    expect(state("available", "starting")).toEqual({ state: "changing", saw: "available, main-2 starting" });
    expect(state("stopped", "stopping").state).toBe("changing");
    expect(state("available", "incompatible-network")).toMatchObject({
      state: "unsupported",
      reason: "RDS reports it as incompatible-network",
    });
  });

  it.each<[string, Changes, RegExp]>([
    ["a Multi-AZ DB cluster", { kin: { multiAzClass: "db.m6gd.large" } }, /Multi-AZ DB cluster/],
    ["one that only its engine tells", { configuration: { engine: "mysql" } }, /Multi-AZ DB cluster/],
    ["an unknown engine", { configuration: { engine: "cobol" } }, /cobol/],
    ["Serverless v1", { configuration: { engineMode: "serverless" }, members: [] }, /Serverless v1/],
    ["an old mode", { configuration: { engineMode: "parallelquery" } }, /parallelquery/],
    ["a limitless one", { kin: { scalability: "limitless" } }, /shard groups/],
    ["a part of a global database", { kin: { globalCluster: "world" } }, /global cluster world/],
    ["a replica of another region", { kin: { replicaOf: "arn:source" } }, /replicates from arn:source/],
    ["the source of a replica", { kin: { replicas: ["arn:mirror"] } }, /replicates to arn:mirror/],
    ["one without instances", { members: [] }, /no instances/],
  ])("%s cannot be stopped, with reason and remedy", (_name, changes, reason) => {
    const classified = rdsCluster.classify(databaseCluster(changes));
    if (classified.state !== "unsupported") throw new Error(`is ${classified.state}`);
    expect(classified.reason).toMatch(reason);
    expect(classified.remedy.length).toBeGreaterThan(10);
  });

  it.each(["aurora", "aurora-mysql", "aurora-postgresql"])("%s can be stopped", (engine) => {
    expect(rdsCluster.classify(databaseCluster({ configuration: { engine } })).state).toBe("running");
  });
});

describe("planPause", () => {
  it("saves everything, holds the scaling and then stops", () => {
    expect(planned()).toMatchObject({ saved: savedExample, steps: [hold, stop], restore: "exact" });
    expect(planned({ scaling: null }).steps).toEqual([stop]);
    expect(planned({ scaling: heldScaling }).steps).toEqual([stop]);
  });

  it("refuses to throw pending changes away, of the cluster or of a member", () => {
    const plan = rdsCluster.planPause(databaseCluster({ pending: ["EngineVersion", "main-2 DBInstanceClass"] }), {});
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringContaining("main-2 DBInstanceClass") });
  });

  it.each<[string, Changes, string]>([
    ["the week", {}, "restarts-after-7-days"],
    ["another writer", {}, "writer-may-move"],
    [
      "capacity that goes to 0",
      { configuration: { serverless: { min: 0, max: 8, autoPauseSeconds: 300 } } },
      "scales-to-zero",
    ],
    ["a public address", { members: [memberExample("main-1", { publiclyAccessible: true })] }, "new-public-ip"],
  ])("tells of %s", (_name, changes, code) => {
    expect(planned(changes).hazards.map((hazard) => hazard.code)).toContain(code);
  });

  it("has no other writer to tell of where there is one member", () => {
    const codes = planned({ members: [memberExample("main-1")] }).hazards.map((hazard) => hazard.code);
    expect(codes).toEqual(["restarts-after-7-days", "no-backups-while-stopped"]);
  });

  it("says that addresses are new where a member has a public one", () => {
    expect(planned({ members: [memberExample("main-1", { publiclyAccessible: true })] }).restore).toBe("newAddress");
  });
});

describe("planResume", () => {
  it("starts, and gives the scaling back last", () => {
    expect(resumed(stopped)).toEqual({ result: "planned", steps: [start, restore], hazards: [] });
    expect(resumed({ status: "stopping", scaling: heldScaling }).steps).toEqual([start, restore]);
    expect(resumed({ status: "starting", scaling: heldScaling }).steps).toEqual([restore]);
    expect(resumed({}).steps).toEqual([]);
    expect(resumed({ status: "stopped", scaling: null }, { ...savedExample, scaling: null }).steps).toEqual([start]);
  });

  it("registers a target again that was removed, and tells that its policies are lost", () => {
    const own = { ...liveScaling, roleArn: "arn:aws:iam::111122223333:role/scaler" };
    const plan = resumed({ status: "stopped", scaling: null }, { ...savedExample, scaling: own });
    expect(plan.steps.at(-1)?.params).toEqual({ ...limits, roleArn: "arn:aws:iam::111122223333:role/scaler" });
    expect(plan.hazards.map((hazard) => hazard.code)).toEqual(["scaling-target-lost"]);
  });

  it("refuses what is gone, broken, or another cluster of the same name", () => {
    expect(rdsCluster.planResume(savedExample, null)).toMatchObject({ remedy: expect.stringMatching(/snapshot/) });
    const plan = (changes: Changes) => rdsCluster.planResume(savedExample, databaseCluster(changes));
    expect(plan({ configuration: { resourceId: "cluster-XYZ" } })).toMatchObject({
      reason: expect.stringMatching(/Another/),
    });
    expect(plan({ ...stopped, memberStatus: { "main-1": "incompatible-restore" } })).toMatchObject({
      result: "refused",
    });
  });
});

describe("meanwhile", () => {
  const meanwhile = (changes: Changes) => rdsCluster.meanwhile?.(savedExample, databaseCluster(changes)) ?? null;

  it("does not take what the pause did, or AWS moves, for a change", () => {
    expect(meanwhile(stopped)).toBeNull();
    expect(meanwhile({})).toBeNull();
    const moved = [memberExample("main-1", { writer: false, zone: null }), memberExample("main-2", { writer: true })];
    const endpoint = { writer: null, reader: null, custom: [], port: null };
    expect(meanwhile({ ...stopped, members: moved, configuration: { zones: [], endpoint } })).toBeNull();
    // The resume says that this is another cluster.
    expect(meanwhile({ ...stopped, configuration: { resourceId: "cluster-XYZ", engineVersion: "17" } })).toBeNull();
  });

  it("can set limits of the scaling back, or keep them", () => {
    const found = meanwhile({ ...stopped, scaling: { ...heldScaling, max: 9 } });
    expect(found).toMatchObject({
      differences: [{ path: "scaling.max", saved: "4", now: "9" }],
      theirs: { scaling: { ...liveScaling, max: 9 } },
      canSetBack: true,
    });
    if (!found) throw new Error("nothing was found");
    const seen = { ...stopped, scaling: { ...heldScaling, max: 9 } };
    expect(resumed(seen).steps.at(-1)?.params).toEqual(limits);
    expect(resumed(seen, found.theirs).steps.at(-1)?.params).toEqual({ ...limits, max: 9 });
    expect(rdsCluster.meanwhile?.(found.theirs, databaseCluster(seen))).toBeNull();
  });

  it("knows a target that was removed, and one that is not the hold's", () => {
    expect(meanwhile({ ...stopped, scaling: null })).toMatchObject({
      differences: [{ path: "scaling", saved: "scaling 1 to 4", now: "none" }],
      theirs: { scaling: null },
      canSetBack: true,
    });
    const unscaled = { ...savedExample, scaling: null };
    expect(rdsCluster.meanwhile?.(unscaled, databaseCluster({ status: "stopped", scaling: liveScaling }))).toBeNull();
  });

  it("names what a start cannot set back, of the cluster and of its members", () => {
    const members = [
      memberExample("main-1", { class: "db.r6g.xlarge", zone: "eu-central-1c" }),
      memberExample("main-3"),
    ];
    const configuration = { backup: { ...clusterExample.backup, retentionDays: 1 } };
    const found = meanwhile({ ...stopped, members, configuration });
    expect(found?.differences.map(({ path }) => path)).toEqual([
      "backup.retentionDays",
      "members.main-1.class",
      "members.main-2",
      "members.main-3",
    ]);
    expect(found?.canSetBack).toBe(false);
    if (!found) throw new Error("nothing was found");
    expect(found.theirs.members[0]).toMatchObject({ class: "db.r6g.xlarge", zone: "eu-central-1a", writer: true });
    expect(rdsCluster.verify("resume", found.theirs, databaseCluster({ members, configuration })).verdict).toBe(
      "reached",
    );
  });
});

describe("check and verify", () => {
  const seen = (status: string, reader = status) =>
    databaseCluster({ status, memberStatus: { "main-1": status, "main-2": reader } });

  it.each([
    ["available", "available", "todo", "done"],
    ["available", "starting", "pending", "pending"],
    ["available", "stopped", "pending", "pending"],
    ["stopping", "stopping", "pending", "pending"],
    ["stopped", "stopping", "pending", "pending"],
    ["stopped", "stopped", "done", "todo"],
    ["starting", "starting", "pending", "pending"],
    ["available", "storage-full", "blocked", "blocked"],
  ])("cluster %s, reader %s: a stop is %s, a start is %s", (status, reader, ofStop, ofStart) => {
    expect(rdsCluster.check(stop, seen(status, reader)).status).toBe(ofStop);
    expect(rdsCluster.check(start, seen(status, reader)).status).toBe(ofStart);
  });

  it("tells missing capacity from other trouble, and a cluster that is gone", () => {
    expect(rdsCluster.check(start, seen("starting", "insufficient-capacity"))).toMatchObject({
      fault: { code: "capacity" },
    });
    expect(rdsCluster.check(start, null)).toMatchObject({ fault: { code: "gone" } });
  });

  it.each<[string, Changes, string]>([
    ["all there", { scaling: heldScaling }, "todo"],
    ["given back", {}, "done"],
    ["a reader on its way", { scaling: heldScaling, memberStatus: { "main-2": "starting" } }, "pending"],
    ["stopped again", stopped, "blocked"],
  ])("gives the scaling back only to a cluster with all members: %s", (_name, changes, expected) => {
    expect(rdsCluster.check(restore, databaseCluster(changes)).status).toBe(expected);
  });

  it("holds what is not held", () => {
    expect(rdsCluster.check(hold, databaseCluster()).status).toBe("todo");
    expect(rdsCluster.check(hold, databaseCluster({ scaling: heldScaling })).status).toBe("done");
    expect(rdsCluster.check(hold, databaseCluster({ scaling: null })).status).toBe("done");
  });

  it("is paused when all members are, with the scaling held", () => {
    const verify = (changes: Changes) => rdsCluster.verify("pause", savedExample, databaseCluster(changes));
    expect(verify(stopped).verdict).toBe("reached");
    expect(verify({ ...stopped, memberStatus: { "main-2": "stopping" } }).verdict).toBe("pending");
    expect(verify({ status: "stopped" })).toMatchObject({ verdict: "wrong", differences: [{ path: "scaling" }] });
    expect(rdsCluster.verify("pause", savedExample, null).verdict).toBe("gone");
  });

  it("compares the whole on resume", () => {
    const verify = (changes: Changes) => rdsCluster.verify("resume", savedExample, databaseCluster(changes));
    expect(verify({}).verdict).toBe("reached");
    expect(verify({ memberStatus: { "main-1": "available", "main-2": "backing-up" } }).verdict).toBe("pending");
    expect(verify({ scaling: { ...liveScaling, min: 2 } })).toMatchObject({ differences: [{ path: "scaling.min" }] });
    expect(verify({ members: [memberExample("main-1")] })).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "members.main-2" }],
    });
    expect(verify({ configuration: { endpoint: { ...clusterExample.endpoint, port: 5433 } } })).toMatchObject({
      differences: [{ path: "endpoint.port", saved: "5432", now: "5433" }],
    });
  });

  it("lets readers come and go that live scaling makes, and no others", () => {
    const more = [...membersExample, memberExample("application-autoscaling-1")];
    const verify = (saved: typeof savedExample) =>
      rdsCluster.verify("resume", saved, databaseCluster({ members: more, scaling: saved.scaling })).verdict;
    expect(verify(savedExample)).toBe("reached");
    expect(verify({ ...savedExample, scaling: null })).toBe("wrong");
    expect(verify({ ...savedExample, scaling: heldScaling })).toBe("wrong");
  });
});

describe("price", () => {
  const lines = (changes: Changes) =>
    rdsCluster
      .price(databaseCluster(changes))
      .map(({ price, quantity }) => [price && `${price.table} ${price.key}`, quantity]);
  const storage = (type: string) => ({ storage: { ...clusterExample.storage, type } });
  const serverless = { serverless: { min: 0.5, max: 8, autoPauseSeconds: null } };
  const both = [
    memberExample("main-1", { class: "db.serverless" }),
    memberExample("main-2", { class: "db.r6g.xlarge" }),
  ];

  it.each<[string, Changes, [string | null, number | "metered"][]]>([
    [
      "members of one class",
      {},
      [
        ["rds.instance.aurora-postgresql db.r6g.large", 2],
        ["rds.storage aurora", "metered"],
      ],
    ],
    [
      "serverless members",
      { members: both, configuration: serverless },
      [
        ["rds.instance.aurora-postgresql db.r6g.xlarge", 1],
        ["rds.auroraServerlessV2 acu", 0.5],
        ["rds.auroraServerlessV2 acu", "metered"],
        ["rds.storage aurora", "metered"],
      ],
    ],
    [
      "I/O-Optimized",
      { members: both, configuration: { ...serverless, ...storage("aurora-iopt1") } },
      [
        ["rds.ioOptimized.aurora-postgresql db.r6g.xlarge", 1],
        ["rds.auroraServerlessV2 acuIoOptimized", 0.5],
        ["rds.auroraServerlessV2 acuIoOptimized", "metered"],
        [null, "metered"],
      ],
    ],
    [
      "capacity from 0",
      {
        members: [both[0] ?? memberExample("main-1")],
        configuration: { serverless: { min: 0, max: 8, autoPauseSeconds: 300 } },
      },
      [
        ["rds.auroraServerlessV2 acu", "metered"],
        ["rds.storage aurora", "metered"],
      ],
    ],
    [
      "a Multi-AZ DB cluster",
      { configuration: { engine: "postgres", ...storage("io1") } },
      [
        [null, 2],
        [null, "metered"],
      ],
    ],
    [
      "Serverless v1",
      { members: [], configuration: { engineMode: "serverless" } },
      [
        [null, "metered"],
        ["rds.storage aurora", "metered"],
      ],
    ],
  ])("of %s", (_name, changes, expected) => {
    expect(lines(changes)).toEqual(expected);
  });

  it("ends with a stop, but for the storage", () => {
    const stops = rdsCluster.price(databaseCluster()).map((line) => line.stopsWhenPaused);
    expect(stops).toEqual([true, false]);
  });
});

describe("rds.cluster and AWS", () => {
  const cluster = (id: string, more: object = {}) => ({
    DBClusterIdentifier: id,
    DBClusterArn: `arn:aws:rds:eu-central-1:111122223333:cluster:${id}`,
    Engine: "aurora-mysql",
    Status: "stopped",
    DBClusterMembers: [{ DBInstanceIdentifier: `${id}-1`, IsClusterWriter: true, PromotionTier: 0 }],
    AutomaticRestartTime: new Date("2026-11-27T12:00:00Z"),
    PendingModifiedValues: { PendingCloudwatchLogsExports: {} },
    ...more,
  });
  const instance = (cluster: string) => ({
    DBInstanceIdentifier: `${cluster}-1`,
    DBClusterIdentifier: cluster,
    DBInstanceClass: "db.r6g.large",
    DBInstanceStatus: "stopped",
    PendingModifiedValues: { MasterUserPassword: "secret" },
  });
  const answers = {
    DescribeDBClusters: () => ({
      DBClusters: [cluster("main"), cluster("docs", { Engine: "docdb" }), cluster("lone")],
    }),
    DescribeDBInstances: ({ Marker }: { Marker?: string }) =>
      Marker
        ? { DBInstances: [instance("main"), instance("docs")] }
        : { DBInstances: [{ DBInstanceIdentifier: "plain" }], Marker: "2" },
    DescribeScalableTargets: () => ({
      ScalableTargets: [
        {
          ResourceId: "cluster:main",
          ScalableDimension: "rds:cluster:ReadReplicaCount",
          MinCapacity: 1,
          MaxCapacity: 4,
        },
      ],
    }),
  };

  it("reads whole lists for all, and takes its own", async () => {
    const door = recordingDoor(answers);
    const found = await collect(rdsCluster.discover(door));
    expect(found.map(({ nativeId, type }) => [nativeId, type])).toEqual([
      ["main", "db.r6g.large"],
      ["lone", "unknown"],
    ]);
    expect(found[0]?.detail).toMatchObject({
      memberStatus: { "main-1": "stopped" },
      // Never what waits, as it may be a password.
      pending: ["main-1 MasterUserPassword"],
      automaticRestartAt: "2026-11-27T12:00:00.000Z",
      scaling: { min: 1, max: 4, roleArn: null },
    } satisfies Partial<Record<keyof ClusterDetail, unknown>>);
    // A member that only the cluster names is not taken for none.
    expect(found[1] && rdsCluster.classify(found[1]).state).toBe("changing");
    expect(door.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ["DescribeDBClusters", { MaxRecords: 100 }],
      ["DescribeDBInstances", { MaxRecords: 100 }],
      ["DescribeScalableTargets", { ServiceNamespace: "rds" }],
      ["DescribeDBInstances", { MaxRecords: 100, Marker: "2" }],
    ]);
  });

  it("asks for a few by name, for the members of those that are there", async () => {
    const door = recordingDoor({ ...answers, DescribeDBClusters: () => ({ DBClusters: [cluster("main")] }) });
    expect(await collect(rdsCluster.discover(door, ["main", "gone"]))).toHaveLength(1);
    const filtersOf = (operation: string) =>
      door.calls
        .filter((call) => call.operation === operation)
        .map((call) => (call.input as { Filters?: object }).Filters);
    expect(filtersOf("DescribeDBClusters")).toEqual([[{ Name: "db-cluster-id", Values: ["gone", "main"] }]]);
    expect(filtersOf("DescribeDBInstances")[0]).toEqual([{ Name: "db-cluster-id", Values: ["main"] }]);
    const none = recordingDoor({ DescribeDBClusters: () => ({ DBClusters: [] }) });
    expect(await collect(rdsCluster.discover(none, ["gone"]))).toEqual([]);
    expect(await collect(rdsCluster.discover(none, []))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const answer = () => ({});
    const door = recordingDoor({ RegisterScalableTarget: answer, StopDBCluster: answer, StartDBCluster: answer });
    const item = (params: unknown) => [{ nativeId: "main", params, token: "t" }];
    for (const { op, params } of [hold, stop, start, restore]) {
      await rdsCluster.apply(door, op as "stop", item(params));
    }
    const target = {
      ServiceNamespace: "rds",
      ResourceId: "cluster:main",
      ScalableDimension: "rds:cluster:ReadReplicaCount",
    };
    const all = (value: boolean) => ({
      DynamicScalingInSuspended: value,
      DynamicScalingOutSuspended: value,
      ScheduledScalingSuspended: value,
    });
    expect(door.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ["RegisterScalableTarget", { ...target, MinCapacity: 0, SuspendedState: all(true) }],
      ["StopDBCluster", { DBClusterIdentifier: "main" }],
      ["StartDBCluster", { DBClusterIdentifier: "main" }],
      ["RegisterScalableTarget", { ...target, MinCapacity: 1, MaxCapacity: 4, SuspendedState: all(false) }],
    ]);
  });
});
