import { describe, expect, test } from "vitest";
import { adapterFor, adapters } from "../adapters/registry";
import type { Action, PlanItem, Wait } from "../core/plan";
import { expectedSeconds, inOrder, withWaits } from "./plan-order";

const region = "eu-central-1";

function itemOf(kind: string, change: Partial<PlanItem> = {}): PlanItem {
  const { wave } = adapterFor(kind);
  return { resourceId: kind, accountId: "acc", region, kind, name: kind, wave, after: [], ...change } as PlanItem;
}

const all = adapters.filter(({ restore }) => restore !== "reportOnly").map(({ kind }) => kind);

function waitsFor(kind: string, action: Action, kinds: readonly string[] = all): readonly Wait[] {
  const items = withWaits(
    kinds.map((one) => itemOf(one)),
    { action, adapterFor },
  );
  return items.find((item) => item.kind === kind)?.waits ?? [];
}

const settled = (...kinds: readonly string[]) => kinds.map((kind) => ({ kind, until: "settled" }));
const accepted = (...kinds: readonly string[]) => kinds.map((kind) => ({ kind, until: "accepted" }));

const crowd = [
  ...["cloudwatch.alarm", "lambda.function", "ecs.service", "sagemaker.endpoint", "autoscaling.group"],
  ...["ec2.instance", "kinesis.stream", "dynamodb.table", "rds.instance"],
];

describe("waits of a pause", () => {
  test("a database stops when everything that works has been seen off, and what sends work was turned off", () => {
    expect(waitsFor("rds.instance", "pause", crowd)).toEqual([
      ...accepted("cloudwatch.alarm", "lambda.function"),
      ...settled("ecs.service", "autoscaling.group", "ec2.instance"),
    ]);
  });

  test("machines wait for services, and neither for groups nor for endpoints", () => {
    const expected = [...accepted("cloudwatch.alarm", "lambda.function"), ...settled("ecs.service")];
    expect(waitsFor("ec2.instance", "pause", crowd)).toEqual(expected);
    expect(waitsFor("autoscaling.group", "pause", crowd)).toEqual(expected);
  });

  test("alarms wait for nothing, and everything else for them", () => {
    expect(waitsFor("cloudwatch.alarm", "pause")).toEqual([]);
    for (const kind of all) {
      if (kind === "cloudwatch.alarm") continue;
      expect(waitsFor(kind, "pause")[0], kind).toEqual({ kind: "cloudwatch.alarm", until: "accepted" });
    }
  });

  test("the network goes when everything else is off", () => {
    const waits = waitsFor("ec2.natGateway", "pause").map(({ kind }) => kind);
    expect([...waits, "ec2.natGateway"].sort()).toEqual([...all].sort());
  });

  test("only what is named by its kind as off once accepted is waited for so", () => {
    const early = new Set(
      all.flatMap((kind) => waitsFor(kind, "pause")).flatMap((w) => (w.until === "accepted" ? w.kind : [])),
    );
    expect([...early].sort()).toEqual([
      ...["applicationautoscaling.target", "cloudwatch.alarm", "events.rule", "lambda.function", "scheduler.schedule"],
    ]);
  });
});

describe("waits of a resume", () => {
  test("are those of the pause the other way round, and all of them are read back", () => {
    for (const action of ["pause", "resume"] as const) {
      for (const kind of all) {
        const back = all.filter((other) =>
          waitsFor(other, action === "pause" ? "resume" : "pause").some((w) => w.kind === kind),
        );
        expect(
          waitsFor(kind, action)
            .map((wait) => wait.kind)
            .sort(),
          `${kind} ${action}`,
        ).toEqual(back.sort());
      }
    }
    expect(all.flatMap((kind) => waitsFor(kind, "resume")).filter(({ until }) => until !== "settled")).toEqual([]);
  });

  test("databases and endpoints begin at once, functions come after all that they may call, alarms last", () => {
    expect(waitsFor("rds.instance", "resume", crowd)).toEqual([]);
    expect(waitsFor("sagemaker.endpoint", "resume", crowd)).toEqual([]);
    expect(
      waitsFor("lambda.function", "resume", crowd)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(crowd.filter((kind) => kind !== "lambda.function" && kind !== "cloudwatch.alarm").sort());
    expect(waitsFor("cloudwatch.alarm", "resume", crowd)).toHaveLength(crowd.length - 1);
  });
});

test("kinds that are not in the lane's part of the plan are not waited for", () => {
  const items = [itemOf("rds.instance"), itemOf("ec2.instance", { region: "us-east-1" })];
  expect(withWaits(items, { action: "pause", adapterFor }).map(({ waits }) => waits)).toEqual([[], []]);
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
});
