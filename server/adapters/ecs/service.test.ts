import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { held, live, saved, serviceExample as seen, taskArn } from "../../testing/ecs-service-example";
import scaledFixture from "../fixtures/ecs.service/v1-scaled.json";
import unscaledFixture from "../fixtures/ecs.service/v1-unscaled.json";
import type { Scaling } from "../scaling-hold";
import { ecsService } from "./service";
import type { Detail, Saved } from "./service-plan";

const paused = (over: Partial<Detail> = {}) => seen({ desired: 0, running: 0, scaling: held, ...over });

function pausePlan(over: Partial<Detail> = {}) {
  const plan = ecsService.planPause(seen(over), {});
  if (plan.result !== "planned") throw new Error(plan.reason);
  return plan;
}

function resumePlan(now: Observed<Detail> | null, from: Saved = saved) {
  const plan = ecsService.planResume(from, now);
  if (plan.result !== "planned") throw new Error(plan.reason);
  return plan;
}

const step = (op: string, params: unknown = {}): Step => ({ op, params, before: "", after: "", settle: true });
const restore = { min: 2, max: 8, suspended: live.suspended };
const codes = (hazards: readonly { code: string }[]) => hazards.map(({ code }) => code);

describe("ecs.service classify", () => {
  it.each<[string, Partial<Detail>]>([
    ["running", {}],
    ["running", { running: 3 }],
    ["running", { deployments: [{ status: "PRIMARY", rollout: "FAILED" }] }],
    ["paused", { desired: 0, running: 0 }],
    ["changing", { desired: 0, running: 2 }],
    ["running", { pending: 1, running: 3 }],
    ["running", { running: 0, pending: 4, deployments: [{ status: "PRIMARY", rollout: "IN_PROGRESS" }] }],
    [
      "changing",
      {
        deployments: [
          { status: "PRIMARY", rollout: "COMPLETED" },
          { status: "ACTIVE", rollout: "COMPLETED" },
        ],
      },
    ],
    ["changing", { status: "DRAINING" }],
    ["gone", { status: "INACTIVE" }],
    ["unsupported", { scheduling: "DAEMON" }],
    ["unsupported", { management: "ECS" }],
  ])("%s: %o", (state, over) => {
    expect(ecsService.classify(seen(over)).state).toBe(state);
  });
});

describe("ecs.service pause", () => {
  it("holds the scaling target, then sets the count to 0, each seen before the next", () => {
    const plan = pausePlan();
    expect(plan.steps).toEqual([
      { op: "holdScaling", params: {}, before: "scaling 2 to 8", after: "scaling held", settle: true },
      { op: "setDesired", params: { desired: 0 }, before: "desired 4", after: "desired 0", settle: true },
    ]);
    expect(plan.saved).toEqual(saved);
    expect(plan.restore).toBe("exact");
  });

  it("leaves the hold out where there is no target, or it is held already", () => {
    expect(pausePlan({ scaling: null }).steps.map(({ op }) => op)).toEqual(["setDesired"]);
    expect(pausePlan({ scaling: held }).steps.map(({ op }) => op)).toEqual(["setDesired"]);
  });

  it("changes nothing that it was given, and its plan survives JSON", () => {
    const now = seen();
    const before = structuredClone(now);
    const plan = ecsService.planPause(now, {});
    expect(now).toEqual(before);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(ecsService.detail.parse(JSON.parse(JSON.stringify(now.detail)))).toEqual(now.detail);
    expect(ecsService.saved.schema.parse(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });

  it.each<[string, Partial<Detail>, RegExp]>([
    ["managed volumes", { volumes: ["data"] }, /volume data/],
    ["a task definition that is gone", { task: null }, /can no longer be read/],
    ["an outside controller at half strength", { controller: "EXTERNAL", running: 2 }, /2 of 4 tasks/],
  ])("refuses %s", (_, over, reason) => {
    const plan = ecsService.planPause(seen(over), {});
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringMatching(reason) });
    expect(plan).toHaveProperty("remedy", expect.stringMatching(/\w/));
  });

  it.each<[string, Partial<Detail>]>([
    ["mutable-image-tag", { task: { ...taskOf(), images: ["api:latest"] } }],
    ["instances-keep-billing", { launchType: "EC2" }],
    ["capacity-provider-scales-in", { launchType: null, capacityProviders: ["web-instances"] }],
    ["spot-capacity", { launchType: null, capacityProviders: ["FARGATE_SPOT"] }],
    ["outside-deployment-controller", { controller: "CODE_DEPLOY" }],
    ["last-deployment-failed", { deployments: [{ status: "PRIMARY", rollout: "FAILED" }] }],
    ["tasks-missing", { running: 3 }],
    ["tasks-starting", { running: 3, pending: 1 }],
    ["tasks-starting", { running: 0, deployments: [{ status: "PRIMARY", rollout: "IN_PROGRESS" }] }],
    ["load-balancer-stays", { loadBalancers: 1 }],
    ["count-outside-range", { desired: 1, running: 1 }],
  ])("warns of %s where it holds, and only there", (code, over) => {
    expect(codes(pausePlan(over).hazards)).toContain(code);
    expect(codes(pausePlan().hazards)).not.toContain(code);
  });

  it("gives up public addresses of tasks that nothing stands in front of", () => {
    expect(pausePlan({ publicAddress: true }).restore).toBe("newAddress");
    expect(pausePlan({ publicAddress: true, loadBalancers: 1 }).restore).toBe("exact");
  });

  it("knows where each step stands by what AWS says now", () => {
    const hold = step("holdScaling");
    expect(ecsService.check(hold, seen()).status).toBe("todo");
    expect(ecsService.check(hold, paused()).status).toBe("done");
    expect(ecsService.check(hold, seen({ scaling: null })).status).toBe("done");
    expect(ecsService.check(hold, seen({ scaling: { ...held, min: 1 } })).status).toBe("todo");
    const stop = step("setDesired", { desired: 0 });
    expect(ecsService.check(stop, seen()).status).toBe("todo");
    expect(ecsService.check(stop, seen({ desired: 0, running: 2 })).status).toBe("pending");
    expect(ecsService.check(stop, paused()).status).toBe("done");
    expect(ecsService.check(stop, null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
  });

  it("is reached only when no task is left and the target is held", () => {
    expect(ecsService.verify("pause", saved, paused()).verdict).toBe("reached");
    expect(ecsService.verify("pause", saved, paused({ running: 1 })).verdict).toBe("pending");
    expect(ecsService.verify("pause", saved, paused({ desired: 2 }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "desired", saved: "0", now: "2" }],
    });
    expect(ecsService.verify("pause", saved, paused({ scaling: live }))).toMatchObject({ verdict: "wrong" });
    expect(ecsService.verify("pause", saved, null).verdict).toBe("gone");
  });
});

describe("ecs.service resume", () => {
  it("gives the count back, waits for it, and only then the target exactly as saved", () => {
    expect(resumePlan(paused())).toEqual({
      result: "planned",
      hazards: [],
      steps: [
        { op: "setDesired", params: { desired: 4 }, before: "desired 0", after: "desired 4", settle: true },
        { op: "restoreScaling", params: restore, before: "scaling held", after: "scaling 2 to 8", settle: true },
      ],
    });
  });

  it("leaves out what is there already", () => {
    expect(resumePlan(seen({ scaling: held })).steps.map(({ op }) => op)).toEqual(["restoreScaling"]);
    expect(resumePlan(seen()).steps).toEqual([]);
    expect(resumePlan(seen({ running: 1, scaling: held })).steps.map(({ op }) => op)).toEqual([
      "setDesired",
      "restoreScaling",
    ]);
  });

  it("never gives back limits that would start a service which is at 0", () => {
    expect(ecsService.check(step("restoreScaling", restore), paused())).toMatchObject({
      status: "blocked",
      fault: { code: "refused" },
    });
    expect(ecsService.check(step("restoreScaling", restore), seen({ scaling: held })).status).toBe("todo");
    expect(ecsService.check(step("restoreScaling", restore), seen()).status).toBe("done");
  });

  it("tells a count that somebody set meanwhile; ours sets it back, theirs keeps it", () => {
    const now = seen({ desired: 9, running: 9, scaling: held });
    const changed = ecsService.meanwhile?.(saved, now);
    expect(changed).toMatchObject({ differences: [{ path: "desired", saved: "4", now: "9" }], canSetBack: true });
    const [ours] = resumePlan(now).steps;
    expect(ours).toMatchObject({ op: "setDesired", params: { desired: 4, instead: 9 } });
    expect(ours && ecsService.check(ours, now).status).toBe("todo");
    expect(ours && ecsService.check(ours, seen({ desired: 7 })).status).toBe("blocked");
    if (!changed) throw new Error("nothing changed");
    expect(resumePlan(now, changed.theirs).steps.map(({ op }) => op)).toEqual(["restoreScaling"]);
    expect(ecsService.meanwhile?.(changed.theirs, now)).toBeNull();
    expect(ecsService.meanwhile?.(saved, paused())).toBeNull();
    expect(ecsService.check(step("setDesired", { desired: 4 }), seen({ desired: 9 })).status).toBe("blocked");
  });

  it("keeps limits that somebody set meanwhile, and gives back the rest", () => {
    const plan = resumePlan(paused({ scaling: { ...held, max: 12 } }));
    expect(plan.steps.at(-1)?.params).toEqual({ ...restore, max: 12 });
    const changed = ecsService.meanwhile?.(saved, paused({ scaling: { ...held, max: 12 } }));
    expect(changed).toMatchObject({ theirs: { scaling: { ...live, max: 12 } }, canSetBack: false });
    expect(ecsService.verify("resume", saved, seen({ scaling: { ...live, max: 12 } }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "scaling.max", saved: "8", now: "12" }],
    });
  });

  it("registers a target again that was removed, and tells that its policies are lost", () => {
    const own: Saved = { ...saved, scaling: { ...live, roleArn: "arn:aws:iam::111122223333:role/scaler" } };
    const plan = resumePlan(paused({ scaling: null }), own);
    expect(plan.steps.at(-1)?.params).toEqual({ ...restore, roleArn: "arn:aws:iam::111122223333:role/scaler" });
    expect(codes(plan.hazards)).toContain("scaling-target-lost");
    // The service-linked role is never named: that would need iam:PassRole.
    expect(resumePlan(paused({ scaling: null })).steps.at(-1)?.params).toEqual(restore);
  });

  it("tells of a deployment during the pause", () => {
    const plan = resumePlan(paused({ taskDefinition: `${taskArn}1` }));
    expect(plan.hazards).toMatchObject([{ code: "changed-while-paused", detail: expect.stringContaining("api:71") }]);
  });

  it("refuses a service that is gone", () => {
    expect(ecsService.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(ecsService.planResume(saved, paused({ status: "INACTIVE" }))).toMatchObject({ result: "refused" });
  });

  it("compares the whole on resume", () => {
    expect(ecsService.verify("resume", saved, seen()).verdict).toBe("reached");
    expect(ecsService.verify("resume", saved, seen({ running: 3, pending: 1 })).verdict).toBe("pending");
    expect(ecsService.verify("resume", saved, seen({ scaling: held }))).toMatchObject({
      verdict: "wrong",
      differences: [
        { path: "scaling.min", saved: "2", now: "0" },
        { path: "scaling.suspended.scaleIn", saved: "false", now: "true" },
        { path: "scaling.suspended.scheduled", saved: "false", now: "true" },
      ],
    });
  });

  it("accepts that a live policy moves the count within its range, and nothing else", () => {
    expect(ecsService.verify("resume", saved, seen({ desired: 6, running: 6 })).verdict).toBe("reached");
    expect(ecsService.verify("resume", saved, seen({ desired: 9, running: 9 })).verdict).toBe("wrong");
    const frozen: Scaling = { ...held, min: 2 };
    const stopped: Saved = { ...saved, scaling: frozen };
    expect(ecsService.verify("resume", stopped, seen({ desired: 6, running: 6, scaling: frozen })).verdict).toBe(
      "wrong",
    );
  });

  it.each([scaledFixture, unscaledFixture])("still resumes a service saved by version 1", (fixture) => {
    const old = ecsService.saved.schema.parse(fixture);
    const plan = resumePlan(paused({ scaling: old.scaling && held }), old);
    expect(plan.steps.map(({ op }) => op)).toEqual(old.scaling ? ["setDesired", "restoreScaling"] : ["setDesired"]);
    const now = seen({ desired: old.desired, running: old.desired, scaling: old.scaling });
    expect(ecsService.verify("resume", old, now).verdict).toBe("reached");
  });
});

describe("ecs.service price", () => {
  it("bills vCPU and memory of every wanted task, and disk above 20 GB", () => {
    const lines = ecsService.price(seen({ task: { ...taskOf(), arch: "arm", ephemeralGb: 50 } }));
    expect(
      lines.map(({ price, quantity, unit, stopsWhenPaused }) => [price?.key, quantity, unit, stopsWhenPaused]),
    ).toEqual([
      ["arm.vcpu", 2, "hour", true],
      ["arm.gb", 4, "hour", true],
      ["ephemeralGb", 120, "hour", true],
    ]);
    expect(ecsService.price(seen())).toHaveLength(2);
  });

  it("has no line on instances, and an unpriced one where no list has the price", () => {
    expect(ecsService.price(seen({ launchType: "EC2" }))).toEqual([]);
    const unpriced: Partial<Detail>[] = [
      { launchType: null, capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
      { task: null },
      { task: { ...taskOf(), windows: true } },
    ];
    for (const over of unpriced) expect(ecsService.price(seen(over))).toMatchObject([{ price: null, quantity: 4 }]);
  });
});

function taskOf() {
  const { task } = seen().detail;
  if (!task) throw new Error("The example has a task");
  return task;
}
