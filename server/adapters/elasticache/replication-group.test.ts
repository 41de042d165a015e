import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { backup, configuration, group, saved, snapshot } from "../../testing/cache-group-example";
import { elasticacheReplicationGroup as adapter } from "./replication-group";
import type { GroupDetail } from "./replication-group-detail";

function stepOf(op: string, params: unknown): Step {
  return { op, params, before: "", after: "", settle: true };
}
const remove = stepOf("delete", { snapshot });
const create = stepOf("create", saved);
const setSource = stepOf("setBackupSource", { node: "sessions-002", snapshot });
const tidy = stepOf("deleteSnapshot", { snapshot, configuration });
const backedUpFrom = (source: string) => ({ backup: { ...configuration.backup, source } });

function pausePlan(seen: Observed<GroupDetail>) {
  const plan = adapter.planPause(seen, { recreate: true });
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

describe("pause", () => {
  it("is refused until somebody accepts that it is made again, and says which option", () => {
    expect(adapter.planPause(group(), { recreate: false })).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining("recreate"),
    });
  });

  it.each<[string, Observed<GroupDetail>, RegExp]>([
    ["an AUTH token", group({ authToken: true }), /AUTH token/],
    ["pending changes", group({ pending: ["CacheNodeType"] }), /CacheNodeType/],
    ["nodes on an Outpost", group({ outposts: true }), /Outpost/],
    ["a scaling target", group({ scaled: true }), /scales it/],
    ["replaced nodes", group({ plainNames: false }), /other names/],
    ["a half-way cluster mode", group({}, { clusterMode: "compatible" }), /compatible/],
    ["an unknown parameter group", group({}, { parameterGroup: null }), /parameter group/],
    ["nodes that AWS makes no more of", group({}, { nodeType: "cache.r3.large" }), /no new groups.*r3/],
    ["shards in pieces", group({}, { shards: [{ id: "0001", slots: "0-9,20-29", zones: ["a"] }] }), /several pieces/],
    ["notifications off", group({ notificationsOff: true }), /switched off/],
    ["logs that do not arrive", group({ logsOff: ["slow-log (error)"] }), /slow-log \(error\)/],
    ["nodes that are not alike", group({ unlike: ["maintenanceWindow"] }), /maintenanceWindow/],
    ["nodes with tags of their own", group({ ownTags: ["sessions-002"] }), /sessions-002/],
    ["a stack", group({}, {}, { "aws:cloudformation:stack-id": "x" }), /AWS service made it/],
  ])("is refused for one with %s", (_name, seen, reason) => {
    expect(adapter.planPause(seen, { recreate: true })).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(reason),
    });
  });

  it.each<[string, Partial<GroupDetail>, string]>([
    ["available", {}, "running"],
    ["snapshotting", { status: "snapshotting" }, "changing"],
    ["a word of next year", { status: "pondering" }, "changing"],
    ["never made", { status: "create-failed" }, "unsupported"],
    ["of a global datastore", { globalDatastore: "ldgnf-x" }, "unsupported"],
  ])("%s", (_name, over, state) => {
    expect(adapter.classify(group(over)).state).toBe(state);
  });

  it("names a backup that is not there yet", () => {
    expect(pausePlan(group()).saved).toEqual(saved);
    const taken = [snapshot, `${snapshot}-2`].map((name) => ({ name, status: "available" }));
    expect(pausePlan(group({ snapshots: taken })).saved.snapshot).toBe(`${snapshot}-3`);
  });

  it("says that automatic backups go with it, where there are any", () => {
    const levels = (over: Partial<GroupDetail>) =>
      pausePlan(group(over)).hazards.map(({ level, code }) => [level, code]);
    expect(levels({ automaticBackups: 3 })[0]).toEqual(["dataLoss", "automatic-backups-deleted"]);
    expect(levels({}).map(([, code]) => code)).toEqual([
      "deleted-and-made-again",
      "endpoint-may-change",
      "must-stay",
      "final-backup-bills",
      "patch-version",
    ]);
  });
});

describe("price", () => {
  const nodesOf = (over: Partial<GroupDetail>) => adapter.price(group(over))[0];

  it("counts each node by its engine and type, and none as unknown", () => {
    const price = { table: "elasticache.redis", key: "cache.t4g.small" };
    expect(nodesOf({})).toMatchObject({ price, quantity: 2, stopsWhenPaused: true });
    expect(nodesOf({ nodes: 0 })).toMatchObject({ price: null });
  });
});

describe("what is told before a pause", () => {
  const hazard = (seen: Observed<GroupDetail>, code: string) =>
    pausePlan(seen).hazards.find((one) => one.code === code)?.detail;

  it("names all that AWS makes no group without", () => {
    expect(hazard(group({}, { userGroups: ["shop"] }), "must-stay")).toMatch(
      /: default\.redis7, cache, shop, sg-1, arn:aws:kms:x:key\/1\.$/,
    );
  });

  it("says that AWS may encrypt what is not encrypted", () => {
    expect(hazard(group(), "may-be-encrypted")).toBeUndefined();
    expect(hazard(group({ storageEncryption: "none" }), "may-be-encrypted")).toMatch(/not encrypted/);
  });

  it("says that the first node comes back as the primary where it is not", () => {
    expect(hazard(group(), "first-is-primary")).toBeUndefined();
    expect(hazard(group({ primary: "sessions-002" }), "first-is-primary")).toMatch(
      /Now it is sessions-002.*sessions-001/,
    );
  });
});

describe("resume", () => {
  const plan = (seen: Observed<GroupDetail> | null) => {
    const made = adapter.planResume(saved, seen);
    if (made.result === "refused") throw new Error(made.reason);
    return made;
  };

  it("makes it again and then deletes the backup", () => {
    for (const seen of [null, group({ status: "deleting" })]) {
      expect(plan(seen).steps.map(({ op, params }) => [op, params])).toEqual([
        ["create", saved],
        ["deleteSnapshot", { snapshot, configuration }],
      ]);
    }
  });

  it("takes the daily backups from the node that they were taken from", () => {
    const source = "sessions-002";
    const kept = { ...saved, configuration: { ...configuration, backup: { ...configuration.backup, source } } };
    const made = adapter.planResume(kept, null);
    if (made.result === "refused") throw new Error(made.reason);
    expect(made.steps.map(({ op, params }) => [op, params])).toEqual([
      ["create", kept],
      ["setBackupSource", { node: source, snapshot }],
      ["deleteSnapshot", { snapshot, configuration: kept.configuration }],
    ]);
  });

  it("goes on with a group that is made of the backup, and leaves one that somebody else is making", () => {
    expect(plan(group({ status: "creating", ...backup("restoring") })).steps).toHaveLength(2);
    expect(adapter.planResume(saved, group({ status: "creating", ...backup() }))).toMatchObject({
      result: "refused",
      reason: expect.stringContaining(`not from the backup ${snapshot}`),
    });
  });

  it("never deletes the backup of a group that it did not make itself", () => {
    expect(plan(group())).toMatchObject({ steps: [], hazards: [] });
    expect(plan(group(backup()))).toMatchObject({ steps: [], hazards: [{ code: "final-backup-kept" }] });
  });

  it("refuses over what could not be made", () => {
    expect(adapter.planResume(saved, group({ status: "create-failed" }))).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining(snapshot),
    });
  });
});

describe("check", () => {
  it.each<[string, Step, Observed<GroupDetail> | null, string]>([
    ["delete: there", remove, group(), "todo"],
    ["delete: being backed up", remove, group({ status: "snapshotting" }), "pending"],
    ["delete: gone", remove, null, "done"],
    ["create: gone", create, null, "todo"],
    ["create: the old one still goes", create, group({ status: "deleting" }), "pending"],
    ["create: on its way", create, group({ status: "creating" }), "pending"],
    ["create: there", create, group(), "done"],
    ["create: failed", create, group({ status: "create-failed" }), "blocked"],
    ["backup source: another", setSource, group({}, backedUpFrom("sessions-001")), "todo"],
    ["backup source: being set", setSource, group({ status: "modifying" }), "pending"],
    ["backup source: that one", setSource, group({}, backedUpFrom("sessions-002")), "done"],
    ["backup source: group gone", setSource, null, "blocked"],
    ["backup: AWS still at it", tidy, group({ ...backup(), pending: ["x"] }, { automaticFailover: false }), "pending"],
    ["backup: equal", tidy, group(backup()), "todo"],
    ["backup: equal but for the patch", tidy, group(backup(), { engineVersion: "7.1.2" }), "todo"],
    ["backup: still restoring", tidy, group(backup("restoring")), "pending"],
    ["backup: group at work", tidy, group({ ...backup(), status: "modifying" }), "pending"],
    ["backup: on its way out", tidy, group(backup("deleting")), "pending"],
    ["backup: gone", tidy, group(), "done"],
    ["backup: group gone", tidy, null, "blocked"],
    ["backup: another endpoint", tidy, group(backup(), { endpoints: ["other"] }), "blocked"],
    ["backup: another minor version", tidy, group(backup(), { engineVersion: "7.0.7" }), "blocked"],
  ])("%s", (_name, step, seen, status) => {
    expect(adapter.check(step, seen).status).toBe(status);
  });

  it("says what is not equal, and that the backup stays", () => {
    expect(adapter.check(tidy, group(backup(), { parameterGroup: "default.redis7.cluster.on" }))).toMatchObject({
      fault: {
        reason: expect.stringContaining("configuration.parameterGroup"),
        remedy: expect.stringContaining(snapshot),
      },
    });
  });
});

describe("verify and meanwhile", () => {
  it("is paused when it is gone, restored when it is equal, and waits for tags", () => {
    expect(adapter.verify("pause", saved, null).verdict).toBe("reached");
    expect(adapter.verify("pause", saved, group({ status: "deleting" })).verdict).toBe("pending");
    expect(adapter.verify("pause", saved, group()).verdict).toBe("wrong");
    expect(adapter.verify("resume", saved, group()).verdict).toBe("reached");
    expect(adapter.verify("resume", saved, group({}, {}, {})).verdict).toBe("pending");
    expect(adapter.verify("resume", saved, null).verdict).toBe("gone");
    expect(adapter.verify("resume", saved, group({}, { endpoints: ["other"] }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "configuration.endpoints.0" }],
    });
  });

  it("waits while AWS says itself that it is not done, and not longer", () => {
    const off = { automaticFailover: false };
    expect(adapter.verify("resume", saved, group({}, off)).verdict).toBe("wrong");
    const pending = ["automatic failover (enabling)"];
    expect(adapter.verify("resume", saved, group({ pending }, off))).toMatchObject({
      verdict: "pending",
      saw: "available, still at work: automatic failover (enabling)",
    });
  });

  it("compares a hold of before users and that node were kept by what it knows", () => {
    const { userGroups: _, ...older } = configuration;
    const { source: __, ...backups } = configuration.backup;
    const hold = { ...saved, configuration: { ...older, backup: backups } } as unknown as typeof saved;
    expect(adapter.saved.schema.parse(hold)).toEqual(saved);
    expect(adapter.verify("resume", hold, group({}, backedUpFrom("sessions-002"))).verdict).toBe("reached");
    expect(adapter.verify("resume", hold, group({}, { userGroups: ["shop"] })).verdict).toBe("wrong");
  });

  it("compares the node of the daily backups, where the hold knows it", () => {
    const kept = { ...saved, configuration: { ...configuration, ...backedUpFrom("sessions-002") } };
    expect(adapter.verify("resume", saved, group({}, backedUpFrom("sessions-002"))).verdict).toBe("reached");
    expect(adapter.verify("resume", kept, group({}, backedUpFrom("sessions-002"))).verdict).toBe("reached");
    expect(adapter.verify("resume", kept, group({}, backedUpFrom("sessions-001")))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "configuration.backup.source" }],
    });
  });

  it("keeps old versions to the letter: their patch is not AWS's to choose", () => {
    const old = { ...saved, configuration: { ...configuration, engineVersion: "5.0.6" } };
    expect(adapter.verify("resume", old, group({}, { engineVersion: "5.0.5" })).verdict).toBe("wrong");
  });

  it("takes a group beside the backup for somebody else's, however alike: its data is its own", () => {
    expect(adapter.meanwhile?.(saved, group(backup()))).toMatchObject({
      differences: [{ path: "data", saved: `in the backup ${snapshot}` }],
      canSetBack: false,
    });
  });

  it("names what somebody made otherwise, and cannot set it back", () => {
    expect(adapter.meanwhile?.(saved, group())).toBeNull();
    expect(adapter.meanwhile?.(saved, group({ status: "creating" }, { nodeType: "cache.r7g.large" }))).toBeNull();
    expect(adapter.meanwhile?.(saved, group({}, { nodeType: "cache.r7g.large" }, {}))).toMatchObject({
      differences: [{ path: "configuration.nodeType" }, { path: "tags.Project" }],
      theirs: { snapshot, tags: {}, configuration: { nodeType: "cache.r7g.large" } },
      canSetBack: false,
    });
  });
});
