import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/workspaces.pool/v1-scaled.json";
import type { Scaling } from "../scaling-hold";
import { workspacesPool } from "./pool";
import type { PoolConfiguration, PoolDetail, SeenPool } from "./pool-detail";

const saved = workspacesPool.saved.schema.parse(fixture);
const unscaled = { ...saved, scaling: null };
const scaling = saved.scaling as Scaling;
const suspended: Scaling = { ...scaling, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };
const id = "wspool-4k7m2q9x1";
const arn = `arn:aws:workspaces:eu-central-1:111122223333:workspacespool/${id}`;

function pool(state = "RUNNING", over: Partial<PoolDetail> = {}, own: Partial<PoolConfiguration> = {}): SeenPool {
  const detail: PoolDetail = {
    state,
    desired: saved.desired,
    actual: saved.desired,
    sessions: 0,
    errors: [],
    configuration: { ...saved.configuration, ...own },
    scaling: null,
    ...over,
  };
  return { nativeId: id, arn, name: "interns", type: "pool", tags: {}, detail };
}

const step = (op: string, params: object = {}): Step => ({ op, params, before: "x", after: "y", settle: true });
const pause = (seen: SeenPool, endSessions = false) => workspacesPool.planPause(seen, { endSessions });
const hazardsOf = (seen: SeenPool, endSessions = false) => {
  const plan = pause(seen, endSessions);
  return plan.result === "planned" ? plan.hazards : [];
};

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["CREATING", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(workspacesPool.classify(pool(state)).state).toBe(classified);
    expect(workspacesPool.check(step("stop"), pool(state)).status).toBe(ofStop);
    expect(workspacesPool.check(step("start"), pool(state)).status).toBe(ofStart);
  });

  it.each([
    ["ALWAYS_ON", "RUNNING", "unsupported"],
    [null, "RUNNING", "unsupported"],
    ["ALWAYS_ON", "STOPPED", "paused"],
  ])("one whose mode is %s and which is %s is %s", (runningMode, state, classified) => {
    expect(workspacesPool.classify(pool(state, {}, { runningMode })).state).toBe(classified);
  });

  it("says what AWS reports of it", () => {
    const errors = ["BUNDLE_NOT_FOUND: The bundle is gone"];
    expect(workspacesPool.classify(pool("STOPPED", { errors })).saw).toBe(
      "STOPPED, BUNDLE_NOT_FOUND: The bundle is gone",
    );
    expect(hazardsOf(pool("RUNNING", { errors })).map(({ code }) => code)).toContain("pool-errors");
  });

  it("is blocked where it is gone, or stopped again before its scaling is back", () => {
    expect(workspacesPool.check(step("start"), null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
    const restore = step("restoreScaling", { min: 2, max: 12, suspended: scaling.suspended });
    const check = (state: string, now: Scaling) => workspacesPool.check(restore, pool(state, { scaling: now })).status;
    expect(check("STARTING", suspended)).toBe("pending");
    expect(check("STOPPED", suspended)).toBe("blocked");
    expect(check("RUNNING", suspended)).toBe("todo");
    expect(check("RUNNING", scaling)).toBe("done");
  });
});

describe("a pause", () => {
  it("suspends scaling before the stop, and leaves what is suspended already", () => {
    const ops = (now: Scaling | null) => {
      const plan = pause(pool("RUNNING", { scaling: now }));
      return plan.result === "planned" && plan.steps.map(({ op }) => op);
    };
    expect(ops(null)).toEqual(["stop"]);
    expect(ops(scaling)).toEqual(["suspendScaling", "stop"]);
    expect(ops(suspended)).toEqual(["stop"]);
    const check = (now: Scaling | null) =>
      workspacesPool.check(step("suspendScaling"), pool("RUNNING", { scaling: now })).status;
    expect([check(null), check(scaling), check(suspended)]).toEqual(["done", "todo", "done"]);
  });

  it.each([
    [0, "note"],
    [null, "warning"],
  ])("of one with %s sessions goes ahead with a %s", (sessions, level) => {
    expect(hazardsOf(pool("RUNNING", { sessions }))[0]?.level).toBe(level);
  });

  it("is refused while people work in it, unless somebody accepts that", () => {
    const seen = pool("RUNNING", { sessions: 3 });
    expect(pause(seen)).toMatchObject({ result: "refused", accepts: "endSessions", reason: /^3 people work in it/ });
    expect(hazardsOf(seen, true)[0]).toMatchObject({ level: "dataLoss", code: "sessions-end" });
    expect(pause(pool("RUNNING", { sessions: 1 }))).toMatchObject({ reason: /^Somebody works in it/ });
    expect(pause(pool("STOPPING"))).toMatchObject({ result: "refused" });
  });

  it("tells of schedules that are missed, and of a capacity that AWS will move", () => {
    const codes = (over: Partial<PoolDetail>) => hazardsOf(pool("RUNNING", over)).map(({ code }) => code);
    expect(codes({ scaling })).toContain("scheduled-scaling-missed");
    expect(codes({ scaling: suspended })).not.toContain("scheduled-scaling-missed");
    expect(codes({ scaling, desired: 1 })).toContain("capacity-outside-range");
    expect(codes({ scaling })).not.toContain("capacity-outside-range");
  });

  it("is reached only with its scaling suspended", () => {
    const verdict = (state: string, now: Scaling | null) =>
      workspacesPool.verify("pause", saved, pool(state, { scaling: now })).verdict;
    expect(verdict("STOPPED", suspended)).toBe("reached");
    expect(verdict("STOPPED", scaling)).toBe("wrong");
    expect(verdict("STOPPED", null)).toBe("reached");
    expect(verdict("STOPPING", suspended)).toBe("pending");
    expect(verdict("RUNNING", suspended)).toBe("wrong");
  });
});

describe("a resume", () => {
  const ops = (over: Partial<PoolDetail>, state = "STOPPED", of = saved) => {
    const plan = workspacesPool.planResume(of, pool(state, over));
    return plan.result === "planned" && plan.steps.map(({ op }) => op);
  };

  it("starts, sets back the size where it is another, and restores scaling last", () => {
    expect(ops({}, "STOPPED", unscaled)).toEqual(["start"]);
    expect(ops({ scaling: suspended })).toEqual(["start", "restoreScaling"]);
    expect(ops({ scaling: suspended, desired: 0 })).toEqual(["start", "setCapacity", "restoreScaling"]);
    expect(ops({ scaling }, "RUNNING")).toEqual([]);
    expect(workspacesPool.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("registers a target again that was removed, and says what is lost with it", () => {
    expect(workspacesPool.planResume(saved, pool("STOPPED"))).toMatchObject({
      steps: [{ op: "start" }, { op: "restoreScaling", params: { min: 2, max: 12 } }],
      hazards: [{ code: "scaling-target-lost" }],
    });
  });

  it("sets the size only once it runs", () => {
    const check = (state: string, desired: number | null) =>
      workspacesPool.check(step("setCapacity", { desired: 4 }), pool(state, { desired })).status;
    expect(check("STARTING", 0)).toBe("pending");
    expect(check("STOPPED", 0)).toBe("blocked");
    expect(check("RUNNING", 3)).toBe("todo");
    expect(check("RUNNING", null)).toBe("todo");
    expect(check("RUNNING", 4)).toBe("done");
  });

  it("compares all of it, and lets a live policy have its size", () => {
    const verdict = (over: Partial<PoolDetail>, own: Partial<PoolConfiguration> = {}) =>
      workspacesPool.verify("resume", saved, pool("RUNNING", { scaling, ...over }, own));
    expect(verdict({}).verdict).toBe("reached");
    expect(verdict({ desired: 7 }).verdict).toBe("reached");
    expect(verdict({ desired: 40 })).toMatchObject({ differences: [{ path: "desired", saved: "4", now: "40" }] });
    expect(verdict({ scaling: suspended }).verdict).toBe("wrong");
    expect(verdict({}, { bundle: "wsb-other" })).toMatchObject({ differences: [{ path: "bundle" }] });
    const fixed = workspacesPool.verify("resume", unscaled, pool("RUNNING", { desired: 7 }));
    expect(fixed).toMatchObject({ verdict: "wrong", differences: [{ path: "desired", saved: "4", now: "7" }] });
    expect(workspacesPool.verify("resume", saved, null).verdict).toBe("gone");
  });

  it("names what somebody changed meanwhile, and no size that only a stop explains", () => {
    const changed = (over: Partial<PoolDetail>, own: Partial<PoolConfiguration> = {}) =>
      workspacesPool.meanwhile?.(saved, pool("STOPPED", { scaling: suspended, ...over }, own)) ?? null;
    expect(changed({})).toBeNull();
    expect(changed({ desired: 0 })).toBeNull();
    expect(changed({ desired: 9 })).toMatchObject({ theirs: { desired: 9 }, canSetBack: true });
    expect(changed({ scaling: { ...suspended, max: 30 } })).toMatchObject({
      differences: [{ path: "scaling.max", saved: "12", now: "30" }],
      theirs: { scaling: { max: 30, suspended: scaling.suspended } },
      canSetBack: true,
    });
    expect(changed({}, { runningMode: "ALWAYS_ON" })).toMatchObject({
      theirs: { configuration: { runningMode: "ALWAYS_ON" } },
      canSetBack: false,
    });
    expect(changed({ scaling: null })).toMatchObject({ theirs: { scaling: null } });
  });
});

it("bills its instances while it runs, and claims no price", () => {
  const lines = workspacesPool.price(pool("STOPPED", { actual: 0, desired: 0 }));
  expect(lines.map(({ quantity, stopsWhenPaused, price }) => [quantity, stopsWhenPaused, price])).toEqual([
    [1, true, null],
    ["metered", false, null],
  ]);
  expect(workspacesPool.price(pool())[0]).toMatchObject({ quantity: 4, note: /^4 × wsb-/ });
});

describe("AWS", () => {
  const described = (PoolId: string, over: object = {}) => ({
    PoolId,
    PoolArn: arn,
    PoolName: "interns",
    State: "RUNNING",
    RunningMode: "AUTO_STOP",
    CapacityStatus: { DesiredUserSessions: 4, ActualUserSessions: 3, ActiveUserSessions: 1, AvailableUserSessions: 2 },
    ...over,
  });
  const target = { ResourceId: `workspacespool/${id}`, MinCapacity: 2, MaxCapacity: 12, RoleARN: scaling.roleArn };
  const door = (pools: readonly object[]) =>
    recordingDoor({
      DescribeWorkspacesPools: ({ NextToken }: { NextToken?: string }) =>
        NextToken ? { WorkspacesPools: pools.slice(1) } : { WorkspacesPools: pools.slice(0, 1), NextToken: "more" },
      DescribeScalableTargets: () => ({ ScalableTargets: [target] }),
      DescribeTags: () => ({ TagList: [{ Key: "Project", Value: "data" }] }),
    });

  it("tells pools by pages, with their scaling and tags", async () => {
    const Errors = [{ ErrorCode: "BUNDLE_NOT_FOUND", ErrorMessage: "The bundle is gone" }, {}];
    const found = await collect(workspacesPool.discover(door([described(id, { Errors }), described("wspool-2")])));
    expect(found).toMatchObject([
      {
        nativeId: id,
        arn,
        tags: { Project: "data" },
        detail: {
          desired: 4,
          actual: 3,
          sessions: 1,
          errors: ["BUNDLE_NOT_FOUND: The bundle is gone"],
          scaling: { min: 2, max: 12 },
        },
      },
      { nativeId: "wspool-2", detail: { scaling: null } },
    ]);
  });

  it("asks for nothing more where there is none of those that are wanted", async () => {
    const asked = door([described(id)]);
    expect(await collect(workspacesPool.discover(asked, ["wspool-x"]))).toEqual([]);
    expect(new Set(asked.calls.map(({ operation }) => operation))).toEqual(new Set(["DescribeWorkspacesPools"]));
  });

  it("sends each step as one exact call", async () => {
    const sent = recordingDoor({
      RegisterScalableTarget: () => ({}),
      StopWorkspacesPool: () => ({}),
      StartWorkspacesPool: () => ({}),
      UpdateWorkspacesPool: () => ({}),
    });
    const item = (params: object) => [{ nativeId: id, params, token: "t" }];
    await workspacesPool.apply(sent, "suspendScaling", item({}));
    await workspacesPool.apply(sent, "stop", item({}));
    await workspacesPool.apply(sent, "start", item({}));
    await workspacesPool.apply(sent, "setCapacity", item({ desired: 4 }));
    await workspacesPool.apply(sent, "restoreScaling", item({ min: 2, max: 12, suspended: scaling.suspended }));
    const named = {
      ServiceNamespace: "workspaces",
      ResourceId: `workspacespool/${id}`,
      ScalableDimension: "workspaces:workspacespool:DesiredUserSessions",
    };
    const state = (off: boolean) => ({
      DynamicScalingInSuspended: off,
      DynamicScalingOutSuspended: off,
      ScheduledScalingSuspended: off,
    });
    expect(sent.calls.map(({ input }) => input)).toEqual([
      { ...named, SuspendedState: state(true) },
      { PoolId: id },
      { PoolId: id },
      { PoolId: id, Capacity: { DesiredUserSessions: 4 } },
      { ...named, MinCapacity: 2, MaxCapacity: 12, SuspendedState: state(false) },
    ]);
  });
});
