import { describe, expect, test } from "vitest";
import { addDays } from "./days";
import { monthToDate } from "./month-to-date";
import { trends } from "./trend";

const usd = (amount: number) => amount * 1_000_000;
const year = Array.from({ length: 430 }, (_, index) => ({ day: addDays("2025-09-18", index), cost: usd(100 + index) }));

describe("month to date", () => {
  test("stands beside the same days of last month, the final ones", () => {
    const found = monthToDate(year, "2026-11-21");
    expect(found.soFar).toMatchObject({ from: "2026-11-01", through: "2026-11-21", missing: [] });
    expect(found.final).toMatchObject({ from: "2026-11-01", through: "2026-11-18" });
    expect(found.lastMonth).toMatchObject({ from: "2026-10-01", through: "2026-10-18" });
    // 18 days, each 31 dollars more than a month before.
    expect(found.change).toBe(usd(18 * 31));
    expect(found.changeShare).toBeCloseTo((18 * 31 * 1_000_000) / (found.lastMonth?.total ?? 1));
  });

  test("a shorter month before ends with its last day", () => {
    expect(monthToDate(year, "2026-03-31").lastMonth).toMatchObject({ through: "2026-02-28" });
    expect(monthToDate(year, "2026-03-31").final).toMatchObject({ through: "2026-03-28" });
    expect(monthToDate(year, "2026-04-02").soFar).toMatchObject({ from: "2026-04-01" });
  });

  test("in the first three days nothing is final, so nothing is compared", () => {
    expect(monthToDate(year, "2026-11-03")).toMatchObject({ final: null, lastMonth: null, change: null });
    expect(monthToDate(year, "2026-11-04").final).toMatchObject({ through: "2026-11-01" });
  });

  test("with a day that nobody read there is a sum that says so, and no change", () => {
    const days = year.filter(({ day }) => day !== "2026-10-07");
    const found = monthToDate(days, "2026-11-21");
    expect(found).toMatchObject({ change: null, changeShare: null, lastMonth: { missing: ["2026-10-07"] } });
    expect(monthToDate([], "2026-11-21").soFar).toMatchObject({ total: null });
  });
});

describe("trends", () => {
  test("of 30, 90 and 365 days, beside as many days before where they are known", () => {
    const found = trends(year, "2026-11-21");
    expect(found.map(({ length }) => length)).toEqual([30, 90, 365]);
    expect(found[0]).toMatchObject({
      window: { from: "2026-10-20", through: "2026-11-18" },
      before: { from: "2026-09-20", through: "2026-10-19" },
      change: usd(30 * 30),
      perDay: usd(1),
    });
    expect(found[1]?.change).toBe(usd(90 * 90));
    expect(found[2]).toMatchObject({ change: null, changeShare: null, perDay: usd(1) });
    expect(found[2]?.before.missing.length).toBeGreaterThan(0);
  });

  test("an outage does not bend the slope", () => {
    const days = year.map(({ day, cost }) => ({ day, cost: day > "2026-11-14" && day < "2026-11-17" ? 0 : cost }));
    expect(trends(days, "2026-11-21")[0]?.perDay).toBeCloseTo(usd(1), -5);
  });

  test("of days that are unknown there is none", () => {
    expect(trends([], "2026-11-21")[0]).toMatchObject({ window: { total: null }, change: null, perDay: null });
  });
});
