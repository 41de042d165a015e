import { expect, test } from "vitest";
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
const seen = (nativeId: string): Observed =>
  ({ nativeId, arn: nativeId, name: nativeId, type: "lamp", tags: {}, detail: lit(7) }) as Observed;

test("only AWS's yes to the last call is a yes; a no, and a yes to a call before it, take an earlier yes back", () => {
  const items = [item("last"), item("first", { stepIndex: 0 }), item("no")];
  const outcomes = [
    { nativeId: "last", fault: null },
    { nativeId: "first", fault: null },
    { nativeId: "no", fault: denied },
  ];
  const { accepted, items: moved } = answerOf({ effect: effect(items), outcomes } as Return, items, moment);
  expect(Object.fromEntries(accepted)).toEqual({ res_last: true, res_first: false, res_no: false });
  expect(moved.map(({ state }) => state)).toEqual(["settling", "waiting", "failed"]);
});

test("only a first look is what a hold keeps, and only where there was something to see", () => {
  const items = [item("new", { state: "waiting", checked: false }), item("gone", { checked: false }), item("known")];
  const look = { effect: effect(items), seen: new Map(["new", "known"].map((id) => [id, seen(id)])) } as Return;
  const { firstSeen, accepted, items: moved } = answerOf(look, items, moment);
  expect([...firstSeen.keys()]).toEqual(["res_new"]);
  expect(accepted.size).toBe(0);
  expect(moved[1]?.state).toBe("skipped");
});

test("a look that failed is no empty answer: nothing was seen, and nothing is gone", () => {
  const throttled: Fault = { code: "throttled", reason: "slow down", remedy: "" };
  const items = [item("new", { state: "waiting", checked: false }), item("known", { state: "settling" })];
  const { firstSeen, items: moved } = answerOf({ effect: effect(items), seen: throttled } as Return, items, moment);
  expect(firstSeen.size).toBe(0);
  expect(moved.map(({ state }) => state)).toEqual(["waiting", "settling"]);
});
