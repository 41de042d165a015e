import { describe, expect, test } from "vitest";
import { type Budget, type BudgetInput, decideBudget, periodOf } from "./budgets";

const usd = (amount: number) => amount * 1_000_000;
const budget: Budget = {
  id: "bud_1",
  scope: { type: "group", groupId: "grp_1" },
  period: "month",
  limit: usd(1000),
  thresholds: [
    { on: "actual", share: 0.5 },
    { on: "actual", share: 0.8 },
    { on: "actual", share: 1 },
    { on: "forecast", share: 1 },
  ],
  revision: 1,
};

function decide(change: Partial<BudgetInput>) {
  const quiet: BudgetInput = {
    budget,
    today: "2026-11-21",
    fired: new Set(),
    actual: { amount: usd(300), complete: true },
    forecast: usd(700),
  };
  return decideBudget({ ...quiet, ...change });
}
const spent = (amount: number, complete = true) => ({ amount: usd(amount), complete });
const states = (change: Partial<BudgetInput>) => decide(change).thresholds.map(({ state }) => state);

describe("a budget", () => {
  test("below all of them fires nothing", () => {
    expect(decide({})).toMatchObject({ period: "2026-11", messages: [], keys: [] });
    expect(states({})).toEqual(["below", "below", "below", "below"]);
  });

  test("passes a threshold at exactly its amount", () => {
    expect(states({ actual: spent(500) })[0]).toBe("fires");
    expect(states({ actual: { amount: usd(500) - 1, complete: true } })[0]).toBe("below");
  });

  test("says several that are passed at once in one message, and remembers all of them", () => {
    const found = decide({ actual: spent(850) });
    expect(found.messages).toMatchObject([{ on: "actual", share: 0.8, amount: usd(800) }]);
    expect(found.keys).toHaveLength(2);
    expect(decide({ actual: spent(850), fired: new Set(found.keys) }).messages).toEqual([]);
  });

  test("fires once per period however often it is passed", () => {
    const fired = new Set(decide({ actual: spent(600) }).keys);
    expect(states({ actual: spent(400), fired })[0]).toBe("fired");
    expect(decide({ actual: spent(650), fired }).keys).toEqual([]);
    expect(decide({ actual: spent(900), fired }).messages).toMatchObject([{ share: 0.8 }]);
  });

  test("is armed again by the next period and by a change of the budget", () => {
    const fired = new Set(decide({ actual: spent(600) }).keys);
    expect(decide({ actual: spent(600), fired, today: "2026-12-01" }).messages).toHaveLength(1);
    expect(decide({ actual: spent(600), fired, budget: { ...budget, revision: 2 } }).messages).toHaveLength(1);
  });

  test("warns by the forecast as long as there is something to warn of", () => {
    expect(decide({ forecast: usd(1200) }).messages).toMatchObject([{ on: "forecast", share: 1 }]);
    const over = decide({ actual: spent(1100), forecast: usd(1500) });
    expect(over.thresholds.map(({ state }) => state)).toEqual(["fires", "fires", "fires", "overtaken"]);
    expect(over.messages).toMatchObject([{ on: "actual", share: 1 }]);
  });

  test("what is unknown fires nothing and is not below", () => {
    expect(states({ actual: null, forecast: null })).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(states({ actual: spent(600, false) })).toEqual(["fires", "unknown", "unknown", "below"]);
  });

  test("a forecast of an account without costs still warns", () => {
    expect(states({ actual: null, forecast: usd(1200) })).toEqual(["unknown", "unknown", "unknown", "fires"]);
  });

  test("periods are those of the calendar", () => {
    expect([
      periodOf("month", "2026-03-31"),
      periodOf("quarter", "2026-03-31"),
      periodOf("year", "2026-03-31"),
    ]).toEqual(["2026-03", "2026-Q1", "2026"]);
    expect(["2026-04-01", "2026-09-30", "2026-10-01"].map((day) => periodOf("quarter", day))).toEqual([
      "2026-Q2",
      "2026-Q3",
      "2026-Q4",
    ]);
  });
});
