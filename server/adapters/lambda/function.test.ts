import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import {
  held,
  live,
  off,
  paused,
  plain,
  queue,
  ready,
  saved,
  functionExample as seen,
  stream,
} from "../../testing/lambda-function-example";
import plainFixture from "../fixtures/lambda.function/v1-plain.json";
import provisionedFixture from "../fixtures/lambda.function/v1-provisioned.json";
import { lambdaFunction } from "./function";
import type { Detail, Options, Saved } from "./function-plan";

const everything: Options = { eventSourceMappings: true, reserved: true };

function pausePlan(over: Partial<Detail> = {}, options: unknown = {}) {
  const plan = lambdaFunction.planPause(seen(over), lambdaFunction.options.parse(options));
  if (plan.result !== "planned") throw new Error(plan.reason);
  return plan;
}

function resumePlan(now: Observed<Detail> | null, from: Saved = saved) {
  const plan = lambdaFunction.planResume(from, now);
  if (plan.result !== "planned") throw new Error(plan.reason);
  return plan;
}

const ops = (steps: readonly Step[]) => steps.map(({ op }) => op);
const codes = (hazards: readonly { code: string }[]) => hazards.map(({ code }) => code);
const status = (op: string, params: unknown, now: Observed<Detail> | null) =>
  lambdaFunction.check({ op, params, before: "", after: "", settle: true }, now).status;

describe("lambda.function classify", () => {
  it.each<[string, Partial<Detail>]>([
    ["running", {}],
    ["running", plain],
    ["running", { provisioned: [{ ...ready, status: "FAILED" }] }],
    ["paused", { ...plain, reserved: 0 }],
    ["running", { reserved: 0 }],
    ["changing", { provisioned: [{ ...ready, status: "IN_PROGRESS" }] }],
    ["changing", { eventSources: [{ ...queue, state: "Disabling" }] }],
    ["changing", { unsettled: "Pending" }],
    ["changing", { unsettled: "update in progress" }],
    ["unsupported", { unsettled: "Failed" }],
    ["unsupported", { edgeReplica: true }],
    ["unsupported", { managedInstances: true }],
  ])("%s: %o", (state, over) => {
    expect(lambdaFunction.classify(seen(over)).state).toBe(state);
  });
});

describe("lambda.function pause", () => {
  it("holds the scaling, removes provisioned concurrency, then refuses calls", () => {
    const plan = pausePlan();
    expect(plan.steps).toEqual([
      {
        op: "holdScaling",
        params: { qualifier: "live" },
        before: "scaling 5 to 20 on live",
        after: "scaling held on live",
        settle: true,
      },
      {
        op: "deleteProvisioned",
        params: { qualifier: "live" },
        before: "10 provisioned on live",
        after: "0 provisioned",
        settle: true,
      },
      { op: "setReserved", params: { units: 0 }, before: "reserved 50", after: "reserved 0", settle: false },
    ]);
    expect(plan.saved).toEqual({ ...saved, eventSources: [] });
  });

  it("disables enabled mappings first, where asked, and saves only those", () => {
    const plan = pausePlan({ eventSources: [queue, stream, off] }, everything);
    expect(plan.steps.slice(0, 2)).toEqual([
      {
        op: "disableEventSource",
        params: { uuid: "u-1" },
        before: "sqs jobs on",
        after: "sqs jobs off",
        settle: false,
      },
      {
        op: "disableEventSource",
        params: { uuid: "u-2" },
        before: "kinesis orders on",
        after: "kinesis orders off",
        settle: true,
      },
    ]);
    expect(plan.saved.eventSources.map(({ uuid }) => uuid)).toEqual(["u-1", "u-2"]);
  });

  it("tells no reservation from a reservation of 0", () => {
    const plan = pausePlan(plain);
    expect(plan.saved.reserved).toEqual({ units: null });
    expect(plan.steps).toMatchObject([{ op: "setReserved", before: "no reservation" }]);
  });

  it("leaves the reservation alone where asked, and refuses when nothing would change", () => {
    const plan = pausePlan({}, { reserved: false });
    expect(ops(plan.steps)).toEqual(["holdScaling", "deleteProvisioned"]);
    expect(plan.saved.reserved).toBeNull();
    expect(lambdaFunction.planPause(seen(plain), { reserved: false, eventSourceMappings: true })).toMatchObject({
      result: "refused",
    });
    expect(() => lambdaFunction.options.parse({ reservd: true })).toThrow();
  });

  it.each<[string, Partial<Detail>, unknown]>([
    ["function-saves-nothing", plain, {}],
    ["queue-messages-rejected", { eventSources: [queue] }, {}],
    ["queue-messages-expire", { eventSources: [queue] }, everything],
    ["stream-records-expire", { eventSources: [stream] }, everything],
    ["stream-records-expire", { eventSources: [stream] }, {}],
    ["reservation-may-be-taken", { reserved: 50 }, {}],
    ["provisioned-takes-time", {}, {}],
    ["scheduled-scaling-missed", {}, {}],
    ["callers-refused", plain, {}],
    ["async-events-dropped", plain, {}],
  ])("warns of %s", (code, over, options) => {
    expect(codes(pausePlan(over, options).hazards)).toContain(code);
  });

  it("does not warn of what this plan does not touch", () => {
    expect(codes(pausePlan({ eventSources: [stream] }, { reserved: false }).hazards)).toEqual([
      "provisioned-takes-time",
      "scheduled-scaling-missed",
    ]);
    expect(codes(pausePlan(plain).hazards)).not.toContain("reservation-may-be-taken");
    expect(codes(pausePlan({ eventSources: [queue] }, everything).hazards)).not.toContain("queue-messages-rejected");
    expect(codes(pausePlan().hazards)).not.toContain("function-saves-nothing");
  });

  it("changes nothing that it was given, and its plan survives JSON", () => {
    const now = seen();
    const before = structuredClone(now);
    const plan = lambdaFunction.planPause(now, everything);
    expect(now).toEqual(before);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(lambdaFunction.detail.parse(JSON.parse(JSON.stringify(now.detail)))).toEqual(now.detail);
    expect(lambdaFunction.saved.schema.parse(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });

  it("is reached when all that was planned is off", () => {
    expect(lambdaFunction.verify("pause", saved, paused()).verdict).toBe("reached");
    const disabling = paused({ eventSources: [{ ...queue, state: "Disabling" }] });
    expect(lambdaFunction.verify("pause", saved, disabling).verdict).toBe("pending");
    expect(lambdaFunction.verify("pause", saved, seen())).toMatchObject({
      verdict: "wrong",
      differences: [
        { path: "reserved", saved: "reserved 0", now: "reserved 50" },
        { path: "provisioned.live", saved: "0", now: "10" },
        { path: "scaling.live", saved: "scaling held", now: "scaling 5 to 20" },
        { path: "eventSources.sqs jobs", saved: "Disabled", now: "Enabled" },
      ],
    });
    expect(lambdaFunction.verify("pause", { ...saved, reserved: null }, paused({ reserved: 50 })).verdict).toBe(
      "reached",
    );
    expect(lambdaFunction.verify("pause", saved, null).verdict).toBe("gone");
  });
});

describe("lambda.function steps", () => {
  it.each<[string, unknown, Observed<Detail> | null, string]>([
    ["disableEventSource", { uuid: "u-1" }, seen(), "todo"],
    ["disableEventSource", { uuid: "u-1" }, seen({ eventSources: [{ ...queue, state: "Disabling" }] }), "pending"],
    ["disableEventSource", { uuid: "u-1" }, paused(), "done"],
    ["disableEventSource", { uuid: "u-9" }, paused(), "done"],
    ["enableEventSource", { uuid: "u-1" }, paused(), "todo"],
    ["enableEventSource", { uuid: "u-1" }, seen({ eventSources: [{ ...queue, state: "Enabling" }] }), "pending"],
    ["enableEventSource", { uuid: "u-1" }, seen(), "done"],
    ["enableEventSource", { uuid: "u-9" }, seen(), "blocked"],
    ["holdScaling", { qualifier: "live" }, seen(), "todo"],
    ["holdScaling", { qualifier: "live" }, paused(), "done"],
    ["holdScaling", { qualifier: "old" }, seen(), "done"],
    ["deleteProvisioned", { qualifier: "live" }, seen(), "todo"],
    ["deleteProvisioned", { qualifier: "live" }, paused(), "done"],
    ["putProvisioned", { qualifier: "live", requested: 10 }, paused(), "todo"],
    ["putProvisioned", { qualifier: "live", requested: 10 }, seen(), "done"],
    ["putProvisioned", { qualifier: "live", requested: 9 }, seen(), "blocked"],
    [
      "putProvisioned",
      { qualifier: "live", requested: 10 },
      seen({ provisioned: [{ ...ready, status: "IN_PROGRESS" }] }),
      "pending",
    ],
    [
      "putProvisioned",
      { qualifier: "live", requested: 10 },
      seen({ provisioned: [{ ...ready, status: "FAILED", failure: { reason: "no capacity", at: "12:00" } }] }),
      "blocked",
    ],
    ["setReserved", { units: 0 }, seen(), "todo"],
    ["setReserved", { units: 0 }, paused(), "done"],
    ["setReserved", { units: 50 }, paused(), "todo"],
    ["setReserved", { units: 50 }, seen({ reserved: 7 }), "blocked"],
    ["clearReserved", {}, paused(), "todo"],
    ["clearReserved", {}, seen(plain), "done"],
    ["clearReserved", {}, seen({ reserved: 7 }), "blocked"],
    ["setReserved", { units: 0 }, null, "blocked"],
  ])("%s %o", (op, params, now, expected) => {
    expect(status(op, params, now)).toBe(expected);
  });

  it("never gives back limits that would allocate where nothing is provisioned", () => {
    const params = { qualifier: "live", min: 5, max: 20, suspended: live.suspended };
    expect(status("restoreScaling", params, paused())).toBe("blocked");
    expect(status("restoreScaling", params, paused({ provisioned: [ready] }))).toBe("todo");
    expect(status("restoreScaling", params, seen())).toBe("done");
  });
});

describe("lambda.function resume", () => {
  it("goes the exact way back", () => {
    const plan = resumePlan(paused());
    expect(plan.steps.map(({ op, params }) => [op, params])).toEqual([
      ["setReserved", { units: 50 }],
      ["putProvisioned", { qualifier: "live", requested: 10 }],
      ["restoreScaling", { qualifier: "live", min: 5, max: 20, suspended: live.suspended }],
      ["enableEventSource", { uuid: "u-1" }],
    ]);
    expect(plan.steps.every(({ settle }) => settle)).toBe(true);
    expect(plan.hazards).toEqual([]);
  });

  it("removes the reservation where there was none", () => {
    const none: Saved = { ...saved, reserved: { units: null } };
    expect(resumePlan(paused(), none).steps[0]).toMatchObject({ op: "clearReserved", after: "no reservation" });
    expect(lambdaFunction.verify("resume", none, seen({ reserved: null })).verdict).toBe("reached");
    expect(lambdaFunction.verify("resume", none, seen({ reserved: 0 }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "reserved", saved: "no reservation", now: "reserved 0" }],
    });
  });

  it("leaves out what is there already", () => {
    expect(resumePlan(seen()).steps).toEqual([]);
    expect(ops(resumePlan(seen({ scaling: [{ qualifier: "live", scaling: held }] })).steps)).toEqual([
      "restoreScaling",
    ]);
  });

  it("asks anew for an allocation that failed", () => {
    const failed = (at: string) =>
      seen({ provisioned: [{ ...ready, status: "FAILED", failure: { reason: "no capacity", at } }] });
    const [step] = resumePlan(failed("12:00")).steps;
    if (!step) throw new Error("nothing planned");
    expect(step).toMatchObject({ op: "putProvisioned", before: "failed on live" });
    expect(lambdaFunction.check(step, failed("12:00")).status).toBe("todo");
    expect(lambdaFunction.check(step, failed("12:05"))).toMatchObject({
      status: "blocked",
      fault: { code: "capacity", reason: expect.stringContaining("no capacity") },
    });
    expect(lambdaFunction.verify("resume", saved, failed("12:05"))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "provisioned.live", saved: "10", now: "failed: no capacity" }],
    });
  });

  it("keeps what somebody set meanwhile, and says so", () => {
    const now = paused({ reserved: 7, provisioned: [{ ...ready, requested: 3 }], eventSources: [] });
    const plan = resumePlan(now);
    expect(ops(plan.steps)).toEqual(["restoreScaling"]);
    expect(plan.hazards).toMatchObject([
      {
        code: "changed-while-paused",
        detail: expect.stringMatching(/reserved 7, 3 provisioned on live, sqs jobs deleted/),
      },
    ]);
  });

  it("refuses a function that is gone", () => {
    expect(lambdaFunction.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it("compares every part", () => {
    expect(lambdaFunction.verify("resume", saved, seen()).verdict).toBe("reached");
    const allocating = seen({ provisioned: [{ ...ready, status: "IN_PROGRESS" }] });
    expect(lambdaFunction.verify("resume", saved, allocating).verdict).toBe("pending");
    expect(lambdaFunction.verify("resume", saved, seen({ provisioned: [{ ...ready, requested: 12 }] })).verdict).toBe(
      "reached",
    );
    expect(lambdaFunction.verify("resume", saved, paused())).toMatchObject({
      verdict: "wrong",
      differences: [
        { path: "reserved" },
        { path: "provisioned.live", saved: "10", now: "0" },
        { path: "scaling.live.min" },
        { path: "scaling.live.suspended.scaleIn" },
        { path: "scaling.live.suspended.scaleOut" },
        { path: "scaling.live.suspended.scheduled" },
        { path: "eventSources.sqs jobs", saved: "Enabled", now: "Disabled" },
      ],
    });
  });

  it.each([plainFixture, provisionedFixture])("still resumes a function saved by version 1", (fixture) => {
    const old = lambdaFunction.saved.schema.parse(fixture);
    const sources = old.eventSources.map((one) => ({ ...queue, ...one }));
    const before = seen({
      reserved: old.reserved?.units ?? null,
      provisioned: old.provisioned.map((one) => ({ ...ready, ...one })),
      scaling: old.scaling,
      eventSources: sources,
    });
    const now = paused({
      scaling: old.scaling.map(({ qualifier, scaling }) => ({
        qualifier,
        scaling: { ...held, roleArn: scaling.roleArn },
      })),
      eventSources: sources.map((one) => ({ ...one, state: "Disabled" })),
    });
    const parts = old.provisioned.length + old.scaling.length + old.eventSources.length;
    expect(resumePlan(now, old).steps).toHaveLength(1 + parts);
    expect(lambdaFunction.verify("resume", old, before).verdict).toBe("reached");
  });
});

describe("lambda.function price", () => {
  it("bills provisioned concurrency by the size of its version, until paused", () => {
    const [provisioned, calls] = lambdaFunction.price(seen({ provisioned: [{ ...ready, arch: "arm" }] }));
    expect(provisioned).toMatchObject({
      price: { table: "lambda", key: "provisionedConcurrencyGbSecond.arm" },
      quantity: 20,
      unit: "second",
      stopsWhenPaused: true,
    });
    expect(calls).toMatchObject({ quantity: "metered" });
    expect(lambdaFunction.price(seen(plain))).toHaveLength(1);
    expect(lambdaFunction.price(seen({ eventSources: [{ ...queue, pollers: 2 }] }))).toHaveLength(3);
  });
});
