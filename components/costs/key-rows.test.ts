import { expect, test } from "vitest";
import { wireCosts, wireOutlook } from "./builders";
import { keyRowsOf, knownSum, monthHeadsOf, shareOf } from "./key-rows";

const heads = (today: string, finalThrough: string) =>
  monthHeadsOf({ today, soFar: { amount: null, missing: 0, finalThrough } });

test("the heads say which days stand beside which", () => {
  expect(heads("2026-11-21", "2026-11-18")).toMatchObject({ current: "1 to 18 Nov", before: "1 to 18 Oct" });
  expect(heads("2026-03-31", "2026-03-30")).toMatchObject({ current: "1 to 30 Mar", before: "1 to 28 Feb" });
  expect(heads("2026-12-02", "2026-11-29")).toMatchObject({ current: "Dec so far", before: null });
});

test("a service that the outlook does not know has no month, and no other key has one", () => {
  const costs = wireCosts({}, { "Amazon Relational Database Service": 5, "Amazon Glacier": 1 });
  expect(keyRowsOf(costs, wireOutlook()).map(({ month }) => month?.service ?? null)).toEqual([
    "Amazon Relational Database Service",
    null,
  ]);
  const regions = keyRowsOf({ ...costs, by: "region" }, wireOutlook());
  expect(regions.every(({ month }) => month === null)).toBe(true);
});

test("a sum of what is known says whether it is all", () => {
  expect(knownSum(["1.000001", "2.000002"])).toEqual({ sum: "3.000003", isWhole: true });
  expect(knownSum(["1.000000", null])).toEqual({ sum: "1.000000", isWhole: false });
  expect(knownSum([null])).toEqual({ sum: null, isWhole: false });
});

test("there is no share of nothing", () => {
  expect(shareOf("1.000000", "4.000000")).toBe(0.25);
  for (const whole of [null, "0.000000", "-3.000000"]) expect(shareOf("1.000000", whole)).toBeNull();
});
