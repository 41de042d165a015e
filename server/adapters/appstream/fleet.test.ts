import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/appstream.fleet/v1-scaled.json";
import type { Scaling } from "../scaling-hold";
import { appstreamFleet } from "./fleet";
import type { FleetConfiguration, FleetDetail, SeenFleet } from "./fleet-detail";

const saved = appstreamFleet.saved.schema.parse(fixture);
const limits: Scaling = {
  min: 2,
  max: 10,
  roleArn: saved.scaling?.roleArn ?? null,
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
};
const held: Scaling = { ...limits, min: 0, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };

function fleet(over: Partial<FleetDetail> = {}, own: Partial<FleetConfiguration> = {}): SeenFleet {
  const detail = { state: "RUNNING", desired: 3, running: 3, sessions: 0, errors: [], scaling: limits, ...over };
  return {
    nativeId: "lab-desktops",
    arn: "arn:aws:appstream:eu-central-1:111122223333:fleet/lab-desktops",
    name: "lab-desktops",
    type: "ALWAYS_ON, stream.standard.medium",
    tags: {},
    detail: { ...detail, configuration: { ...saved.configuration, ...own } },
  };
}

const off = (over: Partial<FleetDetail> = {}, own: Partial<FleetConfiguration> = {}) =>
  fleet({ state: "STOPPED", running: 0, scaling: held, ...over }, own);

function pause(seen: SeenFleet, endSessions = false) {
  const plan = appstreamFleet.planPause(seen, { endSessions });
  if (plan.result === "refused") throw new Error(plan.reason);
  return { ops: plan.steps.map(({ op }) => op), codes: plan.hazards.map(({ code }) => code), saved: plan.saved };
}

function resume(seen: SeenFleet, kept = saved) {
  const plan = appstreamFleet.planResume(kept, seen);
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan.steps.map(({ op }) => op);
}

const step = (op: string, params: object = {}): Step => ({ op, params, before: "x", after: "y", settle: true });
const statusOf = (one: Step, seen: SeenFleet | null) => appstreamFleet.check(one, seen).status;

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(appstreamFleet.classify(fleet({ state })).state).toBe(classified);
    expect(statusOf(step("stop"), fleet({ state }))).toBe(ofStop);
    expect(statusOf(step("start"), fleet({ state }))).toBe(ofStart);
  });

  it("leaves an elastic fleet alone, whatever its state", () => {
    for (const state of ["RUNNING", "STOPPED"]) {
      const classified = appstreamFleet.classify(fleet({ state }, { fleetType: "ELASTIC" }));
      expect(classified).toMatchObject({
        state: "unsupported",
        reason: expect.stringMatching(/while somebody streams/),
      });
    }
  });

  it("says why AWS stopped it again", () => {
    const seen = off({ errors: ["IMAGE_NOT_FOUND: The image does not exist"] });
    expect(appstreamFleet.check(step("start"), seen)).toEqual({
      status: "todo",
      saw: "STOPPED, IMAGE_NOT_FOUND: The image does not exist",
    });
  });

  it("is gone where somebody deleted it", () => {
    expect(appstreamFleet.check(step("start"), null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
    expect(appstreamFleet.verify("resume", saved, null).verdict).toBe("gone");
    expect(appstreamFleet.planResume(saved, null)).toMatchObject({ result: "refused" });
  });
});

describe("a pause", () => {
  it("holds the scaling before the stop, and only where there is any", () => {
    expect(pause(fleet())).toMatchObject({ ops: ["holdScaling", "stop"], saved });
    expect(pause(fleet({ scaling: null })).ops).toEqual(["stop"]);
    expect(pause(fleet({ scaling: held })).ops).toEqual(["stop"]);
  });

  it.each([
    [1, "Somebody streams"],
    [7, "7 people stream"],
  ])("is refused while %i stream, unless that is accepted", (sessions, said) => {
    const refusal = appstreamFleet.planPause(fleet({ sessions }), { endSessions: false });
    expect(refusal).toMatchObject({ result: "refused", accepts: "endSessions", reason: expect.stringContaining(said) });
    expect(pause(fleet({ sessions }), true).codes).toContain("sessions-end");
  });

  it("does not take a number that AWS leaves out for nobody", () => {
    expect(pause(fleet({ sessions: null })).codes).toContain("sessions-unknown");
    expect(pause(fleet({ sessions: 0 })).codes).toContain("nobody-can-stream");
  });

  it.each<[string, SeenFleet]>([
    ["fleet-errors", fleet({ errors: ["INVALID_SUBNET_CONFIGURATION"] })],
    ["joins-domain", fleet({}, { domain: { directory: "lab.example", unit: null } })],
    ["scheduled-scaling-missed", fleet()],
    ["capacity-outside-range", fleet({ desired: 1 })],
  ])("warns of %s", (code, seen) => {
    expect(pause(seen).codes).toContain(code);
    expect(pause(fleet({ scaling: null })).codes).toEqual(["nobody-can-stream", "capacity-not-promised"]);
  });

  it("is over when it is stopped and its scaling is held", () => {
    const verdict = (seen: SeenFleet) => appstreamFleet.verify("pause", saved, seen);
    expect(verdict(off())).toMatchObject({ verdict: "reached" });
    expect(verdict(fleet({ state: "STOPPING", scaling: held }))).toMatchObject({ verdict: "pending" });
    expect(verdict(off({ scaling: limits }))).toMatchObject({ verdict: "wrong", differences: [{ path: "scaling" }] });
    expect(verdict(fleet({ scaling: held }))).toMatchObject({ verdict: "wrong", differences: [{ path: "state" }] });
  });
});

describe("a resume", () => {
  it("starts it first and gives the limits back last", () => {
    expect(resume(off())).toEqual(["start", "restoreScaling"]);
    expect(resume(off({ scaling: null }), { ...saved, scaling: null })).toEqual(["start"]);
    expect(resume(fleet())).toEqual([]);
    expect(resume(fleet({ state: "STARTING" }))).toEqual(["start"]);
  });

  it("sets its size back once it runs", () => {
    expect(resume(off({ desired: 1 }))).toEqual(["start", "setCapacity", "restoreScaling"]);
    const set = step("setCapacity", { unit: "instances", desired: 3 });
    expect(statusOf(set, fleet({ state: "STARTING", desired: 1, scaling: held }))).toBe("pending");
    expect(statusOf(set, fleet({ desired: 1, scaling: held }))).toBe("todo");
    expect(statusOf(set, fleet({ scaling: held }))).toBe("done");
    expect(statusOf(set, off({ desired: 1 }))).toBe("blocked");
  });

  it("counts a fleet of several people on one instance in sessions", () => {
    const shared = { sessionsPerInstance: 4 };
    const plan = appstreamFleet.planResume({ ...saved, desired: 8 }, off({ desired: 0 }, shared));
    expect(plan).toMatchObject({ steps: [{}, { params: { unit: "sessions", desired: 8 } }, {}] });
    // What a stopped one says of sessions is what it has: nobody changed anything.
    const kept = { ...saved, desired: 8, configuration: { ...saved.configuration, ...shared } };
    expect(appstreamFleet.meanwhile?.(kept, off({ desired: 0 }, shared))).toBeNull();
  });

  it("does not compare or set a size that AWS never told", () => {
    expect(resume(off(), { ...saved, desired: null })).toEqual(["start", "restoreScaling"]);
    expect(appstreamFleet.verify("resume", saved, fleet({ desired: null })).verdict).toBe("reached");
  });

  it("takes what a live policy made of its size, and nothing else", () => {
    const verdict = (seen: SeenFleet) => appstreamFleet.verify("resume", saved, seen);
    expect(verdict(fleet({ desired: 5 }))).toMatchObject({ verdict: "reached" });
    expect(verdict(fleet({ desired: 12 }))).toMatchObject({
      differences: [{ path: "desired", saved: "3", now: "12" }],
    });
    expect(verdict(fleet({ scaling: held }))).toMatchObject({ verdict: "wrong" });
    expect(verdict(fleet({}, { stacks: ["lab"] }))).toMatchObject({ differences: [{ path: "stacks.1" }] });
    expect(verdict(fleet({ state: "STARTING" }))).toMatchObject({ verdict: "pending" });
    expect(verdict(off())).toMatchObject({ verdict: "wrong" });
  });

  it("does not give limits back to a fleet that somebody stopped again", () => {
    const { min, max, suspended } = limits;
    const restore = step("restoreScaling", { min, max, suspended });
    expect(statusOf(restore, off())).toBe("blocked");
    expect(statusOf(restore, fleet({ scaling: held }))).toBe("todo");
    expect(statusOf(restore, fleet())).toBe("done");
  });

  it("registers a target that was removed, and says what is lost with it", () => {
    const plan = appstreamFleet.planResume(saved, off({ scaling: null }));
    expect(plan).toMatchObject({ hazards: [{ code: "scaling-target-lost" }], steps: [{}, { op: "restoreScaling" }] });
  });
});

describe("what somebody changed meanwhile", () => {
  it("is named, and set back where a resume can", () => {
    expect(appstreamFleet.meanwhile?.(saved, off())).toBeNull();
    expect(appstreamFleet.meanwhile?.(saved, off({ desired: 1 }))).toMatchObject({
      differences: [{ path: "desired", saved: "3", now: "1" }],
      theirs: { desired: 1 },
      canSetBack: true,
    });
    expect(appstreamFleet.meanwhile?.(saved, off({ scaling: { ...held, max: 20 } }))).toMatchObject({
      differences: [{ path: "scaling.max" }],
      canSetBack: true,
    });
    expect(appstreamFleet.meanwhile?.(saved, off({}, { instanceType: "stream.standard.large" }))).toMatchObject({
      differences: [{ path: "instanceType" }],
      canSetBack: false,
    });
  });

  it("is kept where somebody chose theirs", () => {
    const seen = off({ desired: 1, scaling: { ...held, max: 20 } }, { instanceType: "stream.standard.large" });
    const theirs = appstreamFleet.meanwhile?.(saved, seen)?.theirs;
    if (!theirs) throw new Error("nothing changed");
    expect(resume(seen, theirs)).toEqual(["start", "restoreScaling"]);
    const restored = fleet({ desired: 1, scaling: { ...limits, max: 20 } }, { instanceType: "stream.standard.large" });
    expect(appstreamFleet.verify("resume", theirs, restored).verdict).toBe("reached");
  });
});

describe("price", () => {
  it("never takes an unknown price for nothing", () => {
    expect(appstreamFleet.price(fleet())).toMatchObject([
      { price: null, quantity: 3, unit: "hour", stopsWhenPaused: true },
      { price: null, quantity: "metered", stopsWhenPaused: false },
    ]);
    expect(appstreamFleet.price(fleet({ running: null }))).toMatchObject([{ quantity: 1, note: /^\? ×/ }, {}]);
  });

  it("is by the session alone for an elastic fleet", () => {
    expect(appstreamFleet.price(fleet({}, { fleetType: "ELASTIC" }))).toMatchObject([{ quantity: "metered" }]);
  });

  it("asks for the metric that a fleet of its form has", () => {
    const asked = (seen: SeenFleet) =>
      appstreamFleet.idle?.signals?.flatMap((signal) => (signal.dimensions(seen).length > 0 ? [signal.metric] : []));
    expect(asked(fleet())).toEqual(["InUseCapacity"]);
    expect(asked(fleet({}, { sessionsPerInstance: 4 }))).toEqual(["ActiveUserSessionCapacity"]);
  });
});

describe("and AWS", () => {
  const described = (Name: string) => ({
    Name,
    Arn: `arn:aws:appstream:eu-central-1:111122223333:fleet/${Name}`,
    InstanceType: "stream.standard.medium",
    FleetType: "ALWAYS_ON",
    State: "RUNNING",
    ComputeCapacityStatus: { Desired: 3, Running: 3, InUse: 1 },
    FleetErrors: [{ ErrorCode: "IMAGE_NOT_FOUND" }],
  });
  const reads = {
    DescribeFleets: ({ NextToken }: { NextToken?: string }) =>
      NextToken ? { Fleets: [described("b")] } : { Fleets: [described("a")], NextToken: "more" },
    ListAssociatedStacks: ({ FleetName }: { FleetName: string }) => ({ Names: [`${FleetName}-2`, `${FleetName}-1`] }),
    DescribeScalableTargets: () => ({
      ScalableTargets: [{ ResourceId: "fleet/a", MinCapacity: 2, MaxCapacity: 10 }],
    }),
    GetResources: () => ({ ResourceTagMappingList: [] }),
  };

  it("is asked for all pages, and for stacks and scaling of those alone that are meant", async () => {
    const door = recordingDoor(reads);
    const found = await collect(appstreamFleet.discover(door, ["a", "gone"]));
    expect(found).toMatchObject([
      {
        nativeId: "a",
        detail: { desired: 3, sessions: 1, errors: ["IMAGE_NOT_FOUND"], scaling: { min: 2, max: 10 } },
      },
    ]);
    expect(found[0]?.detail.configuration.stacks).toEqual(["a-1", "a-2"]);
    const asked = (operation: string) =>
      door.calls.filter((call) => call.operation === operation).map(({ input }) => input);
    expect(asked("ListAssociatedStacks")).toEqual([{ FleetName: "a" }]);
    expect(asked("DescribeScalableTargets")).toMatchObject([{ ResourceIds: ["fleet/a"] }]);
    expect(await collect(appstreamFleet.discover(recordingDoor(reads)))).toHaveLength(2);
  });

  it("is not asked in a region without AppStream", async () => {
    expect(await collect(appstreamFleet.discover({ ...recordingDoor({}), region: "eu-north-1" }))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const answer = () => ({});
    const door = recordingDoor({
      RegisterScalableTarget: answer,
      StopFleet: answer,
      StartFleet: answer,
      UpdateFleet: answer,
    });
    const send = (op: Parameters<typeof appstreamFleet.apply>[1], params: object = {}) =>
      appstreamFleet.apply(door, op, [{ nativeId: "a", params, token: "t" }]);
    await send("holdScaling");
    await send("stop");
    await send("start");
    await send("setCapacity", { unit: "instances", desired: 3 });
    await send("setCapacity", { unit: "sessions", desired: 8 });
    const { min, max, suspended } = limits;
    await send("restoreScaling", { min, max, suspended });
    const target = {
      ServiceNamespace: "appstream",
      ResourceId: "fleet/a",
      ScalableDimension: "appstream:fleet:DesiredCapacity",
    };
    expect(door.calls.map(({ operation, input }) => [operation, input])).toMatchObject([
      ["RegisterScalableTarget", { ...target, MinCapacity: 0 }],
      ["StopFleet", { Name: "a" }],
      ["StartFleet", { Name: "a" }],
      ["UpdateFleet", { Name: "a", ComputeCapacity: { DesiredInstances: 3 } }],
      ["UpdateFleet", { Name: "a", ComputeCapacity: { DesiredSessions: 8 } }],
      ["RegisterScalableTarget", { ...target, MinCapacity: 2, MaxCapacity: 10 }],
    ]);
  });
});
