import { describe, expect, test } from "vitest";
import { adapterFor, adapters } from "../adapters/registry";
import type { Action, PlanItem, Step, Waits } from "../core/plan";
import { expectedSeconds, inOrder, withWaits } from "./plan-order";

const region = "eu-central-1";

/** Its last step is one that is in effect at once, where its kind has such an op. */
function itemOf(kind: string, change: Partial<PlanItem> = {}): PlanItem {
  const { wave, offOnceAccepted = [] } = adapterFor(kind);
  const steps = [stepOf("other"), ...offOnceAccepted.map(stepOf)];
  return {
    resourceId: kind,
    accountId: "acc",
    region,
    kind,
    name: kind,
    wave,
    steps,
    after: [],
    ...change,
  } as PlanItem;
}

function lastOnResume(kind: string): Step[] {
  return ["other", ...(adapterFor(kind).onOnceAccepted ?? [])].map(stepOf);
}

function stepOf(op: string): Step {
  return { op, params: null, before: "", after: "", settle: true };
}

const all = adapters.filter(({ restore }) => restore !== "reportOnly").map(({ kind }) => kind);

function waitsFor(kind: string, action: Action, kinds: readonly string[] = all): Waits {
  const items = withWaits(
    kinds.map((one) => itemOf(one)),
    { action, adapterFor },
  );
  return items.find((item) => item.kind === kind)?.waits ?? none;
}

const none: Waits = { accepted: [], settled: [] };
const allOf = ({ accepted, settled }: Waits) => [...accepted, ...settled].sort();

const crowd = [
  ...["cloudwatch.alarm", "lambda.function", "ecs.service", "sagemaker.endpoint", "autoscaling.group"],
  ...["ec2.instance", "kinesis.stream", "dynamodb.table", "rds.instance"],
];

describe("waits of a pause", () => {
  test("a database stops when everything that works has been seen off, and what sends work was turned off", () => {
    expect(waitsFor("rds.instance", "pause", crowd)).toEqual({
      accepted: ["cloudwatch.alarm", "lambda.function"],
      settled: ["ecs.service", "autoscaling.group", "ec2.instance"],
    });
  });

  test("machines wait for services, and neither for groups nor for endpoints", () => {
    const expected = { accepted: ["cloudwatch.alarm", "lambda.function"], settled: ["ecs.service"] };
    expect(waitsFor("ec2.instance", "pause", crowd)).toEqual(expected);
    expect(waitsFor("autoscaling.group", "pause", crowd)).toEqual(expected);
  });

  test("alarms wait for nothing, and everything else for them", () => {
    expect(waitsFor("cloudwatch.alarm", "pause")).toEqual(none);
    const rest = all.filter((kind) => kind !== "cloudwatch.alarm");
    for (const kind of rest) expect(waitsFor(kind, "pause").accepted, kind).toContain("cloudwatch.alarm");
  });

  test("the network goes when everything else is off", () => {
    expect([...allOf(waitsFor("ec2.natGateway", "pause")), "ec2.natGateway"].sort()).toEqual([...all].sort());
  });

  test("where one of a kind ends with a step that takes its time, all of them are read back", () => {
    const instance = itemOf("ec2.instance");
    const off = itemOf("lambda.function");
    const slow = itemOf("lambda.function", {
      resourceId: "slow",
      steps: [stepOf("setReserved"), stepOf("disableEventSource")],
    });
    const waits = (...items: readonly PlanItem[]) => withWaits(items, { action: "pause", adapterFor })[0]?.waits;
    expect(waits(instance, off)).toEqual({ accepted: ["lambda.function"], settled: [] });
    expect(waits(instance, off, slow)).toEqual({ accepted: [], settled: ["lambda.function"] });
  });

  test("only switches, and functions that turn every call away, count as off with AWS's answer", () => {
    expect([...new Set(all.flatMap((kind) => waitsFor(kind, "pause").accepted))].sort()).toEqual([
      ...["applicationautoscaling.target", "cloudwatch.alarm", "events.rule", "lambda.function", "scheduler.schedule"],
    ]);
  });
});

describe("waits of a resume", () => {
  test("are those of the pause the other way round", () => {
    for (const kind of all) {
      const back = all.filter((other) => allOf(waitsFor(other, "pause")).includes(kind));
      expect(allOf(waitsFor(kind, "resume")), kind).toEqual(back.sort());
    }
  });

  test("databases and endpoints begin at once, functions come after all that they may call, alarms last", () => {
    expect(waitsFor("rds.instance", "resume", crowd)).toEqual(none);
    expect(waitsFor("sagemaker.endpoint", "resume", crowd)).toEqual(none);
    const called = crowd.filter((kind) => kind !== "lambda.function" && kind !== "cloudwatch.alarm");
    expect(allOf(waitsFor("lambda.function", "resume", crowd))).toEqual(called.sort());
    expect(allOf(waitsFor("cloudwatch.alarm", "resume", crowd))).toHaveLength(crowd.length - 1);
  });

  test("a start is read back; what ends with a switch that AWS's answer turns on counts as on with it", () => {
    const items = all.map((kind) => itemOf(kind, { steps: lastOnResume(kind) }));
    const accepted = withWaits(items, { action: "resume", adapterFor }).flatMap((item) => item.waits?.accepted ?? []);
    expect([...new Set(accepted)].sort()).toEqual(["autoscaling.group", "lambda.function"]);
    expect(waitsFor("ecs.service", "resume", crowd).settled).toContain("autoscaling.group");
    const alarm = itemOf("cloudwatch.alarm");
    const drains = itemOf("lambda.function", { steps: [stepOf("clearReserved"), stepOf("enableEventSource")] });
    const [waits] = withWaits([alarm, drains], { action: "resume", adapterFor }).map((item) => item.waits);
    expect(waits).toEqual({ accepted: [], settled: ["lambda.function"] });
  });
});

test("kinds that are not in the lane's part of the plan are not waited for", () => {
  const items = [itemOf("rds.instance"), itemOf("ec2.instance", { region: "us-east-1" })];
  expect(withWaits(items, { action: "pause", adapterFor }).map(({ waits }) => waits)).toEqual([none, none]);
});

test("a plan takes as long as the longest way through its waits, regions side by side", () => {
  const seconds: Readonly<Record<string, number>> = {
    "cloudwatch.alarm": 2,
    "ecs.service": 120,
    "sagemaker.endpoint": 600,
    "ec2.instance": 60,
    "kinesis.stream": 240,
    "rds.instance": 420,
  };
  const items = Object.entries(seconds).map(([kind, expected]) => itemOf(kind, { expectedSeconds: expected }));
  const lasts = (action: Action, more: readonly PlanItem[] = []) =>
    expectedSeconds(inOrder(withWaits([...items, ...more], { action, adapterFor }), action));
  // Services, machines, the database; alarms are off with AWS's answer, and nobody waits for the endpoint.
  expect(lasts("pause")).toBe(120 + 60 + 420);
  // Database, machines, services, and the alarm at last: longer than the endpoint and then the alarm.
  expect(lasts("resume")).toBe(420 + 60 + 120 + 2);
  const far = itemOf("rds.instance", { resourceId: "far", region: "us-east-1", expectedSeconds: 900 });
  expect(lasts("pause", [far])).toBe(900);
  // Of an older plan: one wave after the other, each as long as its slowest.
  expect(expectedSeconds(inOrder(items, "pause"))).toBe(2 + 600 + 60 + 240 + 420);
});
