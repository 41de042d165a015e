import { describe, expect, it } from "vitest";
import { FaultError } from "../core/fault";
import type { Step } from "../core/plan";
import type { Observed } from "../core/resource";
import { collect, recordingDoor } from "../testing/recording-door";
import plainFixture from "./fixtures/lambda.function/v1-plain.json";
import provisionedFixture from "./fixtures/lambda.function/v1-provisioned.json";
import { lambdaFunction } from "./lambda-function";
import type { Detail, EventSource, Options, Provisioned, Saved } from "./lambda-function-plan";
import type { Scaling } from "./scaling-hold";

const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:checkout";
const live: Scaling = {
  min: 5,
  max: 20,
  roleArn: null,
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
};
const held: Scaling = { ...live, min: 0, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };
const ready: Provisioned = {
  qualifier: "live",
  requested: 10,
  status: "READY",
  reason: null,
  memoryMb: 2048,
  arch: "x86",
};
const queue: EventSource = { uuid: "u-1", name: "sqs jobs", source: "queue", state: "Enabled", pollers: 0 };
const stream: EventSource = { uuid: "u-2", name: "kinesis orders", source: "stream", state: "Enabled", pollers: 0 };
const off: EventSource = { ...queue, uuid: "u-3", name: "sqs old", state: "Disabled" };

function seen(over: Partial<Detail> = {}): Observed<Detail> {
  return {
    nativeId: "checkout",
    arn: functionArn,
    name: "checkout",
    type: "512 MB",
    tags: {},
    detail: {
      memoryMb: 512,
      arch: "x86",
      runtime: "nodejs24.x",
      unsettled: null,
      edgeReplica: false,
      managedInstances: false,
      reserved: 50,
      provisioned: [ready],
      scaling: [{ qualifier: "live", scaling: live }],
      eventSources: [queue, off],
      ...over,
    },
  };
}

const plain: Partial<Detail> = { reserved: null, provisioned: [], scaling: [], eventSources: [] };
const saved: Saved = {
  reserved: { units: 50 },
  provisioned: [{ qualifier: "live", requested: 10 }],
  scaling: [{ qualifier: "live", scaling: live }],
  eventSources: [{ uuid: "u-1", name: "sqs jobs" }],
};
const paused = (over: Partial<Detail> = {}) =>
  seen({
    reserved: 0,
    provisioned: [],
    scaling: [{ qualifier: "live", scaling: held }],
    eventSources: [{ ...queue, state: "Disabled" }, off],
    ...over,
  });
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
      seen({ provisioned: [{ ...ready, status: "FAILED" }] }),
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
    const failed = seen({ provisioned: [{ ...ready, status: "FAILED" }] });
    expect(ops(resumePlan(failed).steps)).toEqual(["deleteProvisioned", "putProvisioned"]);
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

  it.each([plainFixture, provisionedFixture])("still resumes a configuration saved by version 1", (fixture) => {
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

describe("lambda.function and AWS", () => {
  const configuration = (name: string, version: string) => ({
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${name}:${version}`,
    Version: version,
    MemorySize: version === "$LATEST" ? 512 : 2048,
    Architectures: ["x86_64"],
    Runtime: "nodejs24.x",
  });
  const answers = {
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: functionArn, Tags: [{ Key: "Project", Value: "shop" }] }],
      PaginationToken: "",
    }),
    DescribeScalableTargets: () => ({
      ScalableTargets: [
        {
          ResourceId: "function:checkout:live",
          ScalableDimension: "lambda:function:ProvisionedConcurrency",
          MinCapacity: 5,
          MaxCapacity: 20,
        },
      ],
    }),
    ListEventSourceMappings: () => ({
      EventSourceMappings: [
        {
          UUID: "u-1",
          FunctionArn: `${functionArn}:live`,
          EventSourceArn: "arn:aws:sqs:eu-central-1:111122223333:jobs",
          State: "Enabled",
        },
        {
          UUID: "u-3",
          FunctionArn: functionArn,
          EventSourceArn: "arn:aws:sqs:eu-central-1:111122223333:old",
          State: "Disabled",
        },
        {
          UUID: "u-4",
          FunctionArn: functionArn.replace("checkout", "report"),
          EventSourceArn: "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
          State: "Enabled",
        },
      ],
    }),
    ListFunctions: ({ Marker }: { Marker?: string }) =>
      Marker
        ? { Functions: [configuration("checkout", "1"), configuration("report", "$LATEST")] }
        : { Functions: [configuration("checkout", "$LATEST")], NextMarker: "2" },
    GetFunctionConfiguration: ({ FunctionName, Qualifier }: { FunctionName: string; Qualifier?: string }) =>
      configuration(FunctionName, Qualifier ? "1" : "$LATEST"),
    GetFunctionConcurrency: ({ FunctionName }: { FunctionName: string }) =>
      FunctionName === "checkout" ? { ReservedConcurrentExecutions: 50 } : {},
    ListProvisionedConcurrencyConfigs: () => ({
      ProvisionedConcurrencyConfigs: [
        { FunctionArn: `${functionArn}:live`, RequestedProvisionedConcurrentExecutions: 10, Status: "READY" },
      ],
    }),
  };
  const gone = () => {
    throw new FaultError({ code: "gone", reason: "Function not found.", remedy: "" });
  };

  it("reads the region's lists once and asks for provisioned concurrency only where there are versions", async () => {
    const door = recordingDoor(answers);
    const found = await collect(lambdaFunction.discover(door));
    expect(found[0]).toEqual({ ...seen(), tags: { Project: "shop" } });
    expect(found[1]).toMatchObject({
      nativeId: "report",
      detail: { reserved: null, provisioned: [], eventSources: [{ name: "dynamodb orders", source: "stream" }] },
    });
    const count = (operation: string) => door.calls.filter((call) => call.operation === operation).length;
    expect([count("ListEventSourceMappings"), count("DescribeScalableTargets"), count("GetResources")]).toEqual([
      1, 1, 1,
    ]);
    expect([count("ListFunctions"), count("GetFunctionConcurrency")]).toEqual([2, 2]);
    expect([count("ListProvisionedConcurrencyConfigs"), count("GetFunctionConfiguration")]).toEqual([1, 1]);
    expect(door.calls.every(({ via }) => via === "read")).toBe(true);
  });

  it("looks at one as the list does", async () => {
    const door = recordingDoor(answers);
    const [one] = await collect(lambdaFunction.discover(door, ["checkout"]));
    const [listed] = await collect(lambdaFunction.discover(door));
    expect(one).toEqual(listed);
    expect(await collect(lambdaFunction.discover(recordingDoor({}), []))).toEqual([]);
  });

  it("uses the whole list for many names, and yields only those", async () => {
    const door = recordingDoor(answers);
    const many = ["report", ...Array.from({ length: 30 }, (_, index) => `gone-${index}`)];
    expect((await collect(lambdaFunction.discover(door, many))).map(({ nativeId }) => nativeId)).toEqual(["report"]);
  });

  it("leaves out what is gone, or goes while it looks, and nothing else", async () => {
    const missing = recordingDoor({ ...answers, GetFunctionConfiguration: gone });
    expect(await collect(lambdaFunction.discover(missing, ["checkout"]))).toEqual([]);
    const vanishing = recordingDoor({ ...answers, GetFunctionConcurrency: gone });
    expect(await collect(lambdaFunction.discover(vanishing, ["checkout"]))).toEqual([]);
    const denied = recordingDoor({
      ...answers,
      GetFunctionConcurrency: () => {
        throw new FaultError({ code: "denied", reason: "Not allowed.", remedy: "" });
      },
    });
    await expect(collect(lambdaFunction.discover(denied, ["checkout"]))).rejects.toThrow("Not allowed.");
  });

  it("sends each step as one exact call", async () => {
    const operations = [
      "UpdateEventSourceMapping",
      "RegisterScalableTarget",
      "DeleteProvisionedConcurrencyConfig",
      "PutFunctionConcurrency",
      "DeleteFunctionConcurrency",
      "PutProvisionedConcurrencyConfig",
    ];
    const door = recordingDoor(Object.fromEntries(operations.map((operation) => [operation, () => ({})])));
    const steps = [
      ...pausePlan({}, everything).steps,
      ...resumePlan(paused()).steps,
      ...resumePlan(paused({ provisioned: [ready] }), { ...saved, reserved: { units: null } }).steps.slice(0, 1),
    ];
    for (const { op, params } of steps) {
      expect(await lambdaFunction.apply(door, op, [{ nativeId: "checkout", params, token: "t" }])).toEqual([
        { nativeId: "checkout", fault: null },
      ]);
    }
    const target = {
      ServiceNamespace: "lambda",
      ResourceId: "function:checkout:live",
      ScalableDimension: "lambda:function:ProvisionedConcurrency",
    };
    const suspended = (on: boolean) => ({
      DynamicScalingInSuspended: on,
      DynamicScalingOutSuspended: on,
      ScheduledScalingSuspended: on,
    });
    expect(door.calls.map(({ input }) => input)).toEqual([
      { UUID: "u-1", Enabled: false },
      { ...target, MinCapacity: 0, SuspendedState: suspended(true) },
      { FunctionName: "checkout", Qualifier: "live" },
      { FunctionName: "checkout", ReservedConcurrentExecutions: 0 },
      { FunctionName: "checkout", ReservedConcurrentExecutions: 50 },
      { FunctionName: "checkout", Qualifier: "live", ProvisionedConcurrentExecutions: 10 },
      { ...target, MinCapacity: 5, MaxCapacity: 20, SuspendedState: suspended(false) },
      { UUID: "u-1", Enabled: true },
      { FunctionName: "checkout" },
    ]);
  });

  it("takes provisioned concurrency that is deleted already for done, and hands on every other fault", async () => {
    const failing = (awsError: string) =>
      recordingDoor({
        DeleteProvisionedConcurrencyConfig: () => {
          throw new FaultError({ code: "gone", reason: "None.", remedy: "", awsError });
        },
      });
    const items = [{ nativeId: "checkout", params: { qualifier: "live" }, token: "t" }];
    const done = failing("ProvisionedConcurrencyConfigNotFoundException");
    expect(await lambdaFunction.apply(done, "deleteProvisioned", items)).toMatchObject([{ fault: null }]);
    const missing = failing("ResourceNotFoundException");
    await expect(lambdaFunction.apply(missing, "deleteProvisioned", items)).rejects.toThrow(FaultError);
  });
});
