import { expect, test } from "vitest";
import { today, wireCosts } from "@/components/costs/builders";
import { costDaysOf } from "./cost-days";

const savedEach = wireCosts().saved.map(() => "100.000000");

test("what was saved lies on what was spent, and the scale has room for both", () => {
  const shown = costDaysOf(wireCosts({ saved: savedEach }), today);
  expect(shown?.days.at(-1)).toEqual({ day: today, state: "open", spent: "300.000000", saved: "100.000000" });
  expect(shown).toMatchObject({ ticks: [0, 100, 200, 300, 400], hasSaved: true });
});

test("dollars of the price list are not laid on a bill of another currency, and nothing saved is no bar", () => {
  expect(costDaysOf(wireCosts({ saved: savedEach, currency: "EUR" }), today)?.hasSaved).toBe(false);
  expect(costDaysOf(wireCosts({ saved: savedEach.map(() => "0.000000") }), today)?.hasSaved).toBe(false);
});

test("a day that nobody told is not known, and without any there is no chart", () => {
  const costs = wireCosts();
  const amounts = costs.total.amounts.map((amount, at) => (at === 3 ? null : amount));
  const onlyThen = savedEach.map((own, at) => (at === 3 ? own : null));
  const gap = costDaysOf({ ...costs, saved: onlyThen, total: { amounts, total: null } }, today);
  expect(gap?.days[3]).toMatchObject({ state: "unknown", spent: null });
  expect(gap?.hasSaved).toBe(false);
  const nothing = { amounts: amounts.map(() => null), total: null };
  expect(costDaysOf({ ...costs, total: nothing }, today)).toBeNull();
});
