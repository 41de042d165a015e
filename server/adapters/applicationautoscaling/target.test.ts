import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import type { Scaling } from "../scaling-hold";
import { applicationautoscalingTarget as adapter } from "./target";
import type { TargetDetail } from "./target-discover";

const scaling: Scaling = {
  min: 1,
  max: 12,
  roleArn: "arn:aws:iam::111122223333:role/scaler",
  suspended: { scaleIn: false, scaleOut: false, scheduled: true },
};
const allOff = { scaleIn: true, scaleOut: true, scheduled: true };
const saved = { scaling };
const resourceId = "https://api.example.com/prod/scalableTargetDimensions/farm";
const dimension = "custom-resource:ResourceType:Property";
const nativeId = `custom-resource/${dimension}/${resourceId}`;

function target(over: Partial<Scaling> = {}, detail: Partial<TargetDetail> = {}): Observed<TargetDetail> {
  return {
    nativeId,
    arn: "arn:aws:application-autoscaling:x",
    name: resourceId,
    type: "custom-resource",
    tags: {},
    detail: { namespace: "custom-resource", resourceId, dimension, scaling: { ...scaling, ...over }, ...detail },
  };
}

function planned(seen: Observed<TargetDetail>) {
  const plan = adapter.planResume(saved, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan.steps.map(({ op, params }) => [op, params]);
}

it("runs while anything of it is active, and never touches what keeps disks from running full", () => {
  expect(adapter.classify(target())).toEqual({ state: "running", saw: "scheduled suspended" });
  expect(adapter.classify(target({ suspended: allOff }))).toEqual({ state: "paused", saw: "suspended" });
  expect(adapter.classify(target({}, { namespace: "kafka" }))).toMatchObject({ state: "unsupported" });
});

it("suspends all three and leaves the limits alone", () => {
  const plan = adapter.planPause(target(), {});
  expect(plan).toMatchObject({ result: "planned", saved, restore: "exact" });
  if (plan.result === "refused") throw new Error(plan.reason);
  expect(plan.steps.map(({ op, params }) => [op, params])).toEqual([["set", { suspended: allOff, limits: null }]]);
  expect(plan.hazards).toMatchObject([{ code: "capacity-stays", detail: expect.stringContaining("outside 1 to 12") }]);
  expect(adapter.planPause(target({}, { namespace: "cassandra" }), {})).toMatchObject({
    hazards: [{ code: "capacity-stays" }, { code: "throughput-does-not-grow", level: "warning" }],
  });
});

describe("resume", () => {
  it("gives back exactly what was suspended before, and nothing where it is so", () => {
    expect(planned(target({ suspended: allOff }))).toEqual([["set", { suspended: scaling.suspended, limits: null }]]);
    expect(planned(target())).toEqual([]);
  });

  it("gives back what still stands where somebody lifted one", () => {
    expect(planned(target({ suspended: { ...allOff, scaleOut: false } }))).toEqual([
      ["set", { suspended: scaling.suspended, limits: null }],
    ]);
  });

  it("sets limits back where they are not as saved", () => {
    expect(planned(target({ suspended: allOff, max: 40 }))).toEqual([
      ["set", { suspended: scaling.suspended, limits: { min: 1, max: 12 } }],
    ]);
  });

  it("refuses a target that is gone", () => {
    expect(adapter.planResume(saved, null)).toMatchObject({
      result: "refused",
      reason: expect.stringMatching(/removed/),
    });
  });
});

describe("check, verify and meanwhile", () => {
  const off = { op: "set", params: { suspended: allOff, limits: null }, before: "", after: "", settle: true };
  const on = { ...off, params: { suspended: scaling.suspended, limits: { min: 1, max: 12 } } };

  it.each<[string, Partial<Scaling>, string, string]>([
    ["as it was", {}, "todo", "done"],
    ["suspended", { suspended: allOff }, "done", "todo"],
    ["other limits", { max: 40 }, "todo", "todo"],
    ["half suspended", { suspended: { ...allOff, scheduled: false } }, "todo", "todo"],
  ])("%s", (_name, over, ofPause, ofResume) => {
    expect([adapter.check(off, target(over)).status, adapter.check(on, target(over)).status]).toEqual([
      ofPause,
      ofResume,
    ]);
  });

  it("is blocked by what is gone", () => {
    expect(adapter.check(on, null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
    expect(adapter.verify("resume", saved, null).verdict).toBe("gone");
  });

  it("compares flags, limits and role", () => {
    expect(adapter.verify("pause", saved, target({ suspended: allOff, max: 40 })).verdict).toBe("reached");
    expect(adapter.verify("pause", saved, target())).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "suspended.scaleIn" }, { path: "suspended.scaleOut" }],
    });
    expect(adapter.verify("resume", saved, target()).verdict).toBe("reached");
    expect(adapter.verify("resume", saved, target({ min: 0 }))).toMatchObject({
      differences: [{ path: "min", saved: "1", now: "0" }],
    });
  });

  it.each<[string, Partial<Scaling>, string[], boolean]>([
    ["nothing", { suspended: allOff }, [], true],
    ["nothing, back already", {}, [], true],
    ["other limits", { suspended: allOff, max: 40 }, ["max"], true],
    ["somebody lifted one of the pause's", { suspended: { ...allOff, scaleOut: false } }, [], true],
    [
      "somebody lifted what was off before",
      { suspended: { ...allOff, scheduled: false } },
      ["suspended.scheduled"],
      true,
    ],
    ["another role", { suspended: allOff, roleArn: "arn:aws:iam::1:role/x" }, ["roleArn"], false],
  ])("%s", (_name, over, paths, canSetBack) => {
    const found = adapter.meanwhile?.(saved, target(over)) ?? null;
    expect(found?.differences.map(({ path }) => path) ?? []).toEqual(paths);
    // What the pause suspended is not theirs.
    const suspended = { ...scaling.suspended, scheduled: over.suspended?.scheduled ?? true };
    if (found) expect(found).toMatchObject({ canSetBack, theirs: { scaling: { ...scaling, ...over, suspended } } });
    else expect(paths).toEqual([]);
  });
});

describe("AWS", () => {
  const answers = {
    DescribeScalableTargets: ({ ServiceNamespace }: { ServiceNamespace: string }) => ({
      ScalableTargets:
        ServiceNamespace === "custom-resource"
          ? [
              {
                ServiceNamespace,
                ResourceId: resourceId,
                ScalableDimension: dimension,
                MinCapacity: 1,
                MaxCapacity: 12,
                ScalableTargetARN: "arn:aws:application-autoscaling:eu-central-1:1:scalable-target/1",
              },
            ]
          : [],
    }),
    ListTagsForResource: () => ({ Tags: { Project: "farm" } }),
    RegisterScalableTarget: () => ({}),
  };

  it("is asked for every namespace that no other kind owns, and for none that one does", async () => {
    const door = recordingDoor(answers);
    const found = await collect(adapter.discover(door));
    expect(found).toMatchObject([{ nativeId, tags: { Project: "farm" }, detail: { resourceId, dimension } }]);
    const asked = door.calls.flatMap(({ operation, input }) =>
      operation === "DescribeScalableTargets" ? [(input as { ServiceNamespace: string }).ServiceNamespace] : [],
    );
    expect(asked).toHaveLength(7);
    for (const owned of ["appstream", "ecs", "lambda", "dynamodb", "sagemaker", "rds", "neptune", "workspaces"])
      expect(asked).not.toContain(owned);
  });

  it.each([
    ["appstream", "appstream:fleet:DesiredCapacity/fleet/a"],
    ["workspaces", "workspaces:workspacespool:DesiredUserSessions/workspacespool/a"],
  ])("still finds what was held of %s before its things were kinds", async (namespace, rest) => {
    const door = recordingDoor({ DescribeScalableTargets: () => ({}) });
    expect(await collect(adapter.discover(door, [`${namespace}/${rest}`]))).toEqual([]);
    expect(door.calls).toMatchObject([{ input: { ServiceNamespace: namespace } }]);
  });

  it("may deregister a target between its list and its tags, which hides no other", async () => {
    const gone = () => {
      throw new FaultError({ code: "gone", reason: "The resource does not exist", remedy: "" });
    };
    const door = recordingDoor({ ...answers, ListTagsForResource: gone });
    expect(await collect(adapter.discover(door))).toMatchObject([{ nativeId, tags: {} }]);
    const denied = () => {
      throw new FaultError({ code: "denied", reason: "no", remedy: "" });
    };
    const closed = recordingDoor({ ...answers, ListTagsForResource: denied });
    await expect(collect(adapter.discover(closed))).rejects.toMatchObject({ fault: { code: "denied" } });
  });

  it("is asked for a few by their ids", async () => {
    const door = recordingDoor(answers);
    expect(await collect(adapter.discover(door, [nativeId, `${nativeId}x`, "ecs/x/y", "nonsense"]))).toHaveLength(1);
    expect(door.calls[0]?.input).toEqual({
      ServiceNamespace: "custom-resource",
      ResourceIds: [resourceId, `${resourceId}x`],
    });
  });

  it("gets the flags, and limits only where they are set back", async () => {
    const door = recordingDoor(answers);
    for (const limits of [null, { min: 1, max: 12 }]) {
      await adapter.apply(door, "set", [{ nativeId, params: { suspended: scaling.suspended, limits }, token: "t" }]);
    }
    const base = {
      ServiceNamespace: "custom-resource",
      ResourceId: resourceId,
      ScalableDimension: dimension,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: true,
      },
    };
    expect(door.calls.map(({ input }) => input)).toEqual([base, { ...base, MinCapacity: 1, MaxCapacity: 12 }]);
  });
});
