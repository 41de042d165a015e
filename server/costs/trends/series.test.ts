import { describe, expect, test } from "vitest";
import { addDays, dayOf, finalThrough, lastOfMonth, numberOf, sameDayOfMonth, weekdayOf } from "./days";
import { quantile, spread, steadySlope } from "./robust";
import { addBack, missingDays, seriesOf, valueAt, withKnownZeros } from "./series";

describe("days", () => {
  test("are numbers and back, over leap days and new years", () => {
    for (const day of ["1970-01-01", "2024-02-29", "2025-12-31", "2026-11-21"]) expect(dayOf(numberOf(day))).toBe(day);
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(lastOfMonth("2028-02-11")).toBe("2028-02-29");
    expect(lastOfMonth("2026-12-31")).toBe("2026-12-31");
    expect(weekdayOf(numberOf("2026-11-21"))).toBe(6);
    expect(weekdayOf(numberOf("1969-12-31"))).toBe(3);
  });

  test("what is no day is refused", () => {
    for (const day of ["2026-02-30", "2026-1-1", "today", ""]) expect(() => numberOf(day)).toThrow(/Not a day/);
  });

  test("the two last whole days and the running one are not final", () => {
    expect(finalThrough("2026-11-21")).toBe("2026-11-18");
  });

  test("the 31st has no like in a short month", () => {
    expect(sameDayOfMonth(numberOf("2026-03-31"), 1)).toBeNull();
    expect(sameDayOfMonth(numberOf("2026-03-31"), 2)).toBe(numberOf("2026-01-31"));
    expect(sameDayOfMonth(numberOf("2026-01-15"), 2)).toBe(numberOf("2025-11-15"));
  });
});

describe("a series", () => {
  test("keeps what is unknown apart from zero", () => {
    const series = seriesOf([
      { day: "2026-11-03", cost: 0 },
      { day: "2026-11-01", cost: 5 },
    ]);
    expect([1, 2, 3, 4].map((day) => valueAt(series, numberOf(`2026-11-0${day}`)))).toEqual([5, null, 0, null]);
    expect(missingDays(series, numberOf("2026-11-01"), numberOf("2026-11-03"))).toEqual(["2026-11-02"]);
  });

  test("refuses parts of a micro-dollar and two costs for a day", () => {
    expect(() => seriesOf([{ day: "2026-11-01", cost: 0.5 }])).toThrow(/whole micro-dollars/);
    const twice = { day: "2026-11-01", cost: 1 };
    expect(() => seriesOf([twice, twice])).toThrow(/Two costs for 2026-11-01/);
  });

  test("a service without a charge on a day that was read cost nothing that day", () => {
    expect(withKnownZeros([{ day: "2026-11-02", cost: 7 }], ["2026-11-01", "2026-11-02"])).toEqual([
      { day: "2026-11-01", cost: 0 },
      { day: "2026-11-02", cost: 7 },
    ]);
  });

  test("savings come back on known days only, several of one day added up", () => {
    const series = seriesOf([{ day: "2026-11-01", cost: 5 }]);
    const realised = ["2026-11-01", "2026-11-01", "2026-11-02"].map((day) => ({ day, cost: 10 }));
    expect(addBack(series, realised)).toEqual({ first: numberOf("2026-11-01"), values: [25] });
  });
});

describe("robust statistics", () => {
  test("quantiles interpolate, the spread of normal noise is its deviation", () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([], 0.5)).toBeNaN();
    expect(spread([1, 2, 3, 4, 100])).toBeCloseTo(1.4826);
  });

  test("a steady slope goes through outliers and ignores a jump", () => {
    const weeks = (values: number[]) => values.map((value, at) => ({ at, value }));
    expect(steadySlope(weeks([1, 2, 3, 40, 5, 6, 7, 8]))).toBe(1);
    expect(steadySlope(weeks([10, 10, 10, 10, 20, 20, 20, 20]))).toBe(0);
  });
});
