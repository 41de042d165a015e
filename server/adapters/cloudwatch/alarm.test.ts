import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/cloudwatch.alarm/v1-on.json";
import { cloudwatchAlarm } from "./alarm";
import type { Detail } from "./alarm-plan";

const topic = "arn:aws:sns:eu-central-1:111122223333:oncall";
const policy = "arn:aws:autoscaling:eu-central-1:111122223333:scalingPolicy:1:autoScalingGroupName/web";

function seen(over: Partial<Detail> = {}, name = "api-5xx"): Observed<Detail> {
  return {
    nativeId: name,
    arn: `arn:aws:cloudwatch:eu-central-1:111122223333:alarm:${name}`,
    name,
    type: "metric",
    tags: {},
    detail: {
      form: "metric",
      actionsEnabled: true,
      value: "OK",
      description: "",
      actions: [topic],
      namespaces: ["AWS/ApplicationELB"],
      metricNames: ["HTTPCode_Target_5XX_Count"],
      metrics: 1,
      highResolution: false,
      anomaly: false,
      rule: null,
      ...over,
    },
  };
}

const off = seen({ actionsEnabled: false });
const saved = { actionsEnabled: true } as const;
const check = (op: string, now: Observed<Detail> | null) =>
  cloudwatchAlarm.check({ op, params: {}, before: "", after: "", settle: false }, now);

describe("cloudwatch.alarm classify", () => {
  it.each([
    ["running", seen()],
    ["paused", off],
    ["unsupported", seen({}, "TargetTracking-service/web/api-AlarmHigh-0a1b")],
    ["unsupported", seen({ description: "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy arn:aws:…" })],
    // Whoever owns it, it is not Standby's to call paused.
    ["unsupported", seen({ actionsEnabled: false }, "TargetTracking-table/orders-AlarmLow")],
  ])("%s", (state, now) => {
    expect(cloudwatchAlarm.classify(now).state).toBe(state);
  });
});

describe("cloudwatch.alarm pause", () => {
  it("turns its actions off, and says that this saves nothing", () => {
    expect(cloudwatchAlarm.planPause(seen(), {})).toEqual({
      result: "planned",
      saved,
      steps: [{ op: "disableActions", params: {}, before: "actions on", after: "actions off", settle: false }],
      hazards: [
        expect.objectContaining({ code: "alarm-saves-nothing", level: "note" }),
        expect.objectContaining({ code: "alarm-silent", level: "note" }),
      ],
      restore: "exact",
    });
  });

  it.each<[string, Partial<Detail>, string]>([
    ["the bill", { namespaces: ["AWS/Billing"] }, "spend"],
    ["the bill", { metricNames: ["EstimatedCharges"] }, "spend"],
    ["the bill", { form: "composite", rule: 'ALARM("billing-alarm-100")' }, "any-cost"],
    ["security", { metricNames: ["RootAccountUsage"] }, "alarm-1"],
    ["security", { namespaces: ["AWS/GuardDuty"] }, "findings"],
    ["security", {}, "cis-4.3-root-login"],
    ["security", {}, "UnauthorizedAPICalls"],
    ["security", {}, "ConsoleSigninFailures"],
    ["security", { metricNames: ["ConsoleSignInWithoutMFA"] }, "a"],
    ["security", { metricNames: ["IAMPolicyChanges"] }, "a"],
    ["security", { metricNames: ["SecurityGroupChanges"] }, "a"],
    ["security", { metricNames: ["CloudTrailChanges"] }, "a"],
    ["security", { metricNames: ["DisabledCMK"] }, "a"],
    ["security", { form: "composite", rule: 'ALARM("guardduty-high") OR ALARM("x")' }, "any"],
  ])("refuses an alarm that watches over %s: %o %s", (what, over, name) => {
    expect(cloudwatchAlarm.planPause(seen(over, name), {})).toMatchObject({
      result: "refused",
      reason: expect.stringContaining(`over ${what}`),
    });
  });

  it.each([
    "billing-service-latency",
    "root-disk-full",
    "web-cpu-high",
    "orders-queue-age",
    "mfa-app-errors",
    "decision-time",
  ])("takes %s for an ordinary alarm", (name) => {
    expect(cloudwatchAlarm.planPause(seen({}, name), {}).result).toBe("planned");
  });

  it("changes nothing that it was given, and its data survives JSON", () => {
    const now = seen();
    const before = structuredClone(now);
    const plan = cloudwatchAlarm.planPause(now, {});
    expect(now).toEqual(before);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(cloudwatchAlarm.detail.parse(JSON.parse(JSON.stringify(now.detail)))).toEqual(now.detail);
  });
});

describe("cloudwatch.alarm resume", () => {
  it("turns on what was on, and nothing that is on already", () => {
    expect(cloudwatchAlarm.planResume(saved, off)).toEqual({
      result: "planned",
      steps: [{ op: "enableActions", params: {}, before: "actions off", after: "actions on", settle: false }],
      hazards: [],
    });
    expect(cloudwatchAlarm.planResume(saved, seen())).toMatchObject({ steps: [] });
    expect(cloudwatchAlarm.planResume(saved, null)).toMatchObject({ result: "refused" });
  });

  it.each([
    [[topic], "alarm-already-raised"],
    [[topic, policy], "alarm-scales-at-once"],
  ])("tells what happens to one that is in alarm: %o", (actions, code) => {
    const now = seen({ actionsEnabled: false, value: "ALARM", actions });
    expect(cloudwatchAlarm.planResume(saved, now)).toMatchObject({ hazards: [{ code }] });
  });

  it("trusts only what it reads back", () => {
    expect(check("disableActions", seen()).status).toBe("todo");
    expect(check("disableActions", off).status).toBe("done");
    expect(check("enableActions", off).status).toBe("todo");
    expect(check("enableActions", seen()).status).toBe("done");
    expect(check("enableActions", null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
    expect(cloudwatchAlarm.verify("pause", saved, off).verdict).toBe("reached");
    expect(cloudwatchAlarm.verify("resume", saved, seen()).verdict).toBe("reached");
    expect(cloudwatchAlarm.verify("resume", saved, off)).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "actionsEnabled", saved: "true", now: "false" }],
    });
    expect(cloudwatchAlarm.verify("pause", saved, seen()).verdict).toBe("wrong");
    expect(cloudwatchAlarm.verify("resume", saved, null).verdict).toBe("gone");
  });

  it("still resumes a configuration saved by version 1", () => {
    const old = cloudwatchAlarm.saved.schema.parse(fixture);
    expect(cloudwatchAlarm.planResume(old, off)).toMatchObject({ steps: [{ op: "enableActions" }] });
    expect(cloudwatchAlarm.verify("resume", old, seen()).verdict).toBe("reached");
  });
});

describe("cloudwatch.alarm price", () => {
  it.each<[Partial<Detail>, string | null, number | string]>([
    [{}, "alarm.standard", 1],
    [{ metrics: 3 }, "alarm.standard", 3],
    [{ highResolution: true }, "alarm.highResolution", 1],
    [{ anomaly: true, metrics: 1 }, "alarm.anomaly.standard", 1],
    [{ form: "composite" }, "alarm.composite", 1],
    [{ metrics: null }, null, "metered"],
  ])("%o", (over, key, quantity) => {
    const [line] = cloudwatchAlarm.price(seen(over));
    expect(line?.price?.key ?? null).toBe(key);
    expect(line).toMatchObject({ quantity, unit: "month", stopsWhenPaused: false });
  });
});

describe("cloudwatch.alarm and AWS", () => {
  const metric = (over: object = {}) => ({
    AlarmName: "api-5xx",
    AlarmArn: seen().arn,
    ActionsEnabled: true,
    StateValue: "OK",
    AlarmActions: [topic],
    OKActions: [topic],
    Namespace: "AWS/ApplicationELB",
    MetricName: "HTTPCode_Target_5XX_Count",
    Period: 60,
    ...over,
  });
  const tags = () => ({
    ResourceTagMappingList: [{ ResourceARN: seen().arn, Tags: [{ Key: "Project", Value: "shop" }] }],
  });

  it("asks for both forms by hundreds, and reads tags for all", async () => {
    const door = recordingDoor({
      GetResources: tags,
      DescribeAlarms: ({ NextToken }: { NextToken?: string }) =>
        NextToken
          ? { CompositeAlarms: [{ AlarmName: "any", ActionsEnabled: false, AlarmRule: 'ALARM("api-5xx")' }] }
          : { MetricAlarms: [metric()], NextToken: "2" },
    });
    const found = await collect(cloudwatchAlarm.discover(door));
    expect(found[0]).toEqual({ ...seen(), tags: { Project: "shop" } });
    expect(found[1]).toMatchObject({ type: "composite", detail: { actionsEnabled: false, rule: 'ALARM("api-5xx")' } });
    expect(door.calls.map(({ operation }) => operation)).toEqual(["DescribeAlarms", "DescribeAlarms", "GetResources"]);
    expect(door.calls[0]).toEqual({
      via: "read",
      operation: "DescribeAlarms",
      input: { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 },
    });
  });

  it("asks for a few by name, at most a hundred a call, and for the tags of these only", async () => {
    const arn = (name: string) => `arn:aws:cloudwatch:eu-central-1:111122223333:alarm:${name}`;
    const door = recordingDoor({
      GetResources: tags,
      DescribeAlarms: ({ AlarmNames }: { AlarmNames: string[] }) => ({
        MetricAlarms: AlarmNames.slice(1).map((name) => metric({ AlarmName: name, AlarmArn: arn(name) })),
      }),
    });
    const names = Array.from({ length: 150 }, (_, index) => `alarm-${index}`);
    expect(await collect(cloudwatchAlarm.discover(door, names))).toHaveLength(148);
    const inputs = door.calls.map(({ input }) => input as { AlarmNames?: string[]; ResourceARNList?: string[] });
    expect(inputs.flatMap(({ AlarmNames }) => AlarmNames?.length ?? [])).toEqual([100, 50]);
    expect(inputs.flatMap(({ ResourceARNList }) => ResourceARNList?.length ?? [])).toEqual([100, 48]);
    expect(inputs[2]?.ResourceARNList?.[0]).toBe(arn("alarm-1"));
  });

  it("asks nothing more where there is nothing", async () => {
    const none = () => recordingDoor({ DescribeAlarms: () => ({}) });
    expect(await collect(cloudwatchAlarm.discover(none()))).toEqual([]);
    expect(await collect(cloudwatchAlarm.discover(none(), ["gone"]))).toEqual([]);
    expect(await collect(cloudwatchAlarm.discover(recordingDoor({}), []))).toEqual([]);
  });

  it.each<[string, object, Partial<Detail>]>([
    [
      "metric math",
      {
        MetricName: undefined,
        Namespace: undefined,
        Metrics: [
          { Id: "m1", MetricStat: { Metric: { Namespace: "AWS/SQS", MetricName: "Age" }, Period: 10, Stat: "Max" } },
          { Id: "m2", MetricStat: { Metric: { Namespace: "AWS/SQS", MetricName: "Size" }, Period: 60, Stat: "Max" } },
          { Id: "e1", Expression: "m1/m2" },
        ],
      },
      { metrics: 2, highResolution: true, namespaces: ["AWS/SQS"], metricNames: ["Age", "Size"] },
    ],
    ["a query", { Metrics: [{ Id: "q", Expression: "SELECT MAX(CPU) FROM Schema" }] }, { metrics: null }],
    ["an anomaly band", { ThresholdMetricId: "ad1" }, { anomaly: true }],
  ])("understands %s", async (_, over, detail) => {
    const door = recordingDoor({ GetResources: tags, DescribeAlarms: () => ({ MetricAlarms: [metric(over)] }) });
    expect(await collect(cloudwatchAlarm.discover(door))).toMatchObject([{ detail }]);
  });

  it("sends a batch as one call, one outcome each", async () => {
    const door = recordingDoor({ DisableAlarmActions: () => ({}), EnableAlarmActions: () => ({}) });
    const items = ["a", "b"].map((nativeId) => ({ nativeId, params: {}, token: nativeId }));
    expect(await cloudwatchAlarm.apply(door, "disableActions", items)).toEqual([
      { nativeId: "a", fault: null },
      { nativeId: "b", fault: null },
    ]);
    await cloudwatchAlarm.apply(door, "enableActions", items.slice(0, 1));
    expect(door.calls).toEqual([
      { via: "act", operation: "DisableAlarmActions", input: { AlarmNames: ["a", "b"] } },
      { via: "act", operation: "EnableAlarmActions", input: { AlarmNames: ["a"] } },
    ]);
  });

  it("hands on what AWS refuses", async () => {
    const door = recordingDoor({
      DescribeAlarms: () => {
        throw new FaultError({ code: "denied", reason: "Not allowed.", remedy: "" });
      },
      GetResources: tags,
    });
    await expect(collect(cloudwatchAlarm.discover(door))).rejects.toThrow("Not allowed.");
  });
});
