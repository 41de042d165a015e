import { expect, test } from "vitest";
import type { StepStatus } from "../adapters/contract";
import type { Fault } from "../core/fault";
import type { PlanItem } from "../core/plan";
import type { Observed } from "../core/resource";
import { itemOf, lampWorld, lit } from "../testing/lamp";
import { answerOf } from "./answer";
import type { Return } from "./perform";
import type { ItemRecord } from "./ports";
import type { Moment } from "./progress";

const { adapter } = lampWorld({});
const now = new Date("2026-11-20T19:12:00Z");
const moment: Moment = { action: "pause", adapter, now, since: now, pace: 1 };
const step = (op: string) => ({ op, params: {}, before: "on", after: "off", settle: false });
const denied: Fault = { code: "denied", reason: "no", remedy: "" };

function item(nativeId: string, change: Partial<ItemRecord> = {}): ItemRecord {
  const plan = { resourceId: `res_${nativeId}`, nativeId, steps: [step("dim"), step("off")], options: {} };
  return itemOf({ plan: plan as unknown as PlanItem, state: "applying", stepIndex: 1, ...change });
}

const effect = (items: readonly ItemRecord[]) =>
  ({ accountId: "acc", region: "eu-central-1", kind: "test.lamp", items }) as unknown as Return["effect"];
const looked = (items: readonly ItemRecord[], whole: unknown, glanced: unknown = new Map()) =>
  ({ effect: effect(items), seen: whole, glanced }) as Return;
const seen = (nativeId: string): Observed =>
  ({ nativeId, arn: nativeId, name: nativeId, type: "lamp", tags: {}, detail: lit(7) }) as Observed;

test("only AWS's yes to the last call is a yes; a no, and a yes to a call before it, take an earlier yes back", () => {
  const items = [item("last"), item("first", { stepIndex: 0 }), item("no")];
  const outcomes = [
    { nativeId: "last", fault: null },
    { nativeId: "first", fault: null },
    { nativeId: "no", fault: denied },
  ];
  const { told, items: moved } = answerOf({ effect: effect(items), outcomes } as Return, items, moment);
  expect(Object.fromEntries(told)).toEqual({ res_last: "accepted", res_first: null, res_no: null });
  expect(moved.map(({ state }) => state)).toEqual(["settling", "waiting", "failed"]);
});

test("only a first look is what a hold keeps, and only where there was something to see", () => {
  const items = [item("new", { state: "waiting", checked: false }), item("gone", { checked: false }), item("known")];
  const whole = new Map(["new", "known"].map((id) => [id, seen(id)]));
  const { firstSeen, told, items: moved } = answerOf(looked(items, whole), items, moment);
  expect([...firstSeen.keys()]).toEqual(["res_new"]);
  expect(told.size).toBe(0);
  expect(moved[1]?.state).toBe("skipped");
});

test("a look that failed is no empty answer: nothing was seen, and nothing is gone", () => {
  const throttled: Fault = { code: "throttled", reason: "slow down", remedy: "" };
  const items = [item("new", { state: "waiting", checked: false }), item("known", { state: "settling" })];
  const { firstSeen, items: moved } = answerOf(looked(items, throttled), items, moment);
  expect(firstSeen.size).toBe(0);
  expect(moved.map(({ state }) => state)).toEqual(["waiting", "settling"]);
});

test("a glance moves a step on, and of the last one says that it is in effect; the others of the look are read whole", () => {
  const items = ["first", "last", "slow", "whole"].map((id) =>
    item(id, { state: "settling", sentAt: now, startedAt: now, stepIndex: id === "first" ? 0 : 1 }),
  );
  const done = { status: "done", saw: "dark" } as const;
  const glanced = new Map<string, StepStatus>([
    ["first", done],
    ["last", done],
    ["slow", { status: "pending", saw: "dimming" }],
  ]);
  const whole = new Map([["whole", { ...seen("whole"), detail: { ...lit(7), on: false } }]]);
  const { told, items: moved } = answerOf(looked(items, whole, glanced), items, moment);
  expect(Object.fromEntries(told)).toEqual({ res_last: "inEffect" });
  expect(moved.map(({ plan, state, stepIndex, outcome }) => [plan.nativeId, state, stepIndex, outcome.saw])).toEqual([
    ["first", "waiting", 1, "dark"],
    ["last", "settling", 1, "dark"],
    ["slow", "settling", 1, "dimming"],
    ["whole", "done", 2, "off"],
  ]);
});

test("where the whole shows another thing than the glance, its word is taken back", () => {
  const withGlance = { ...adapter, glance: async () => new Map() };
  const one = item("lamp", { state: "settling", sentAt: now, startedAt: now });
  const { told } = answerOf(looked([one], new Map([["lamp", seen("lamp")]])), [one], {
    ...moment,
    adapter: withGlance,
  });
  expect(Object.fromEntries(told)).toEqual({ res_lamp: null });
});
