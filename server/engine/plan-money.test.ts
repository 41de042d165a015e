import { expect, test } from "vitest";
import type { PlanItem, Skipped } from "../core/plan";
import { totalsOf } from "./plan-money";

const item = (hourlyNow: number | null, hourlyAfter: number | null) => ({ hourlyNow, hourlyAfter }) as PlanItem;
const skipped = (hourlyNow: number | null) => ({ hourlyNow }) as Skipped;

test("what an unpriced resource still costs afterwards does not lessen what the others save", () => {
  const items = [item(100_000, 20_000), item(null, 5_000), item(7_000, null), item(null, null)];
  const totals = totalsOf(items, [skipped(1_000), skipped(null)], 30);
  expect(totals).toMatchObject({ resources: 4, skipped: 2, unpriced: 4, expectedSeconds: 30 });
  expect(totals).toMatchObject({ hourlyNow: 101_000, hourlyAfter: 21_000 });
});
