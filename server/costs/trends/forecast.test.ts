import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, numberOf, weekdayOf } from "./days";
import { forecastMonth } from "./forecast";
import type { DayCost } from "./series";

const usd = (amount: number) => Math.round(amount * 1_000_000);

/** Days up to yesterday; nothing random. */
function daysUntil(today: Day, count: number, cost: (day: Day, index: number) => number): readonly DayCost[] {
  const first = addDays(today, -count);
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(first, index);
    return { day, cost: usd(cost(day, index)) };
  });
}

function known(days: readonly DayCost[], today: Day) {
  const { forecast, reason } = forecastMonth({ days, today });
  if (forecast === null) throw new Error(reason.text);
  return forecast;
}

const isWeekend = (day: Day) => [0, 6].includes(weekdayOf(numberOf(day)));

describe("the forecast of a month", () => {
  test("of a bill that never changes is that bill, and the days add up to it", () => {
    const found = known(
      daysUntil("2026-11-21", 100, () => 100),
      "2026-11-21",
    );
    expect(found).toMatchObject({ month: "2026-11", finalThrough: "2026-11-18", actual: usd(1800), total: usd(3000) });
    expect(found.days.map(({ day }) => day)).toEqual(Array.from({ length: 12 }, (_, i) => addDays("2026-11-19", i)));
    expect(found.band.low).toBeGreaterThan(usd(2990));
    expect(found.basis).toMatchObject({
      knownDays: 56,
      hasPattern: true,
      hasTrend: true,
      missing: [],
      band: "backtest",
    });
  });

  test("knows working days and weekends", () => {
    const cost = (day: Day) => (isWeekend(day) ? 30 : 100);
    const found = known(daysUntil("2026-11-21", 60, cost), "2026-11-21");
    for (const { day, cost: expected } of found.days) expect(expected, day).toBeCloseTo(usd(cost(day)), -4);
  });

  test("goes on with a growth of weeks, but ever slower", () => {
    const found = known(
      daysUntil("2026-11-04", 90, (_, index) => 100 + index),
      "2026-11-04",
    );
    const costs = found.days.map(({ cost }) => cost);
    expect(costs[0]).toBeGreaterThan(usd(185));
    expect(costs.at(-1)).toBeGreaterThan((costs[0] ?? 0) + usd(12));
    expect(costs.at(-1)).toBeLessThan((costs[0] ?? 0) + usd(29));
  });

  test("is not moved by an outage or a spike of a day", () => {
    const wild = (day: Day) => ({ "2026-11-12": 3, "2026-11-16": 900 })[day] ?? 100;
    const found = known(daysUntil("2026-11-21", 90, wild), "2026-11-21");
    for (const { cost } of found.days) expect(cost).toBeCloseTo(usd(100), -6);
  });

  test("believes a new level after three final days", () => {
    const found = known(
      daysUntil("2026-11-21", 90, (day) => (day < "2026-11-16" ? 100 : 200)),
      "2026-11-21",
    );
    expect(found.days.at(-1)?.cost).toBeGreaterThan(usd(190));
  });

  test("has a charge on the first once it was seen twice, and not before", () => {
    const charged = (since: Day) => (day: Day) => (day.endsWith("-01") && day >= since ? 600 : 100);
    const first = (since: Day) => known(daysUntil("2026-11-01", 90, charged(since)), "2026-11-01").days[0]?.cost;
    expect(first("2026-09-01")).toBeCloseTo(usd(600), -4);
    expect(first("2026-10-01")).toBeLessThan(usd(110));
  });

  test("never has a day below what AWS reports for it already", () => {
    const days = daysUntil("2026-11-21", 60, (day) => (day === "2026-11-20" ? 400 : 100));
    const found = known(days, "2026-11-21");
    expect(found.days.find(({ day }) => day === "2026-11-20")?.cost).toBe(usd(400));
    expect(found.days.find(({ day }) => day === "2026-11-19")?.cost).toBe(usd(100));
    expect(found.actual).toBe(usd(1800));
  });

  test("a day that was not read is the model's and is said, not zero", () => {
    const days = daysUntil("2026-11-21", 60, () => 100).filter(({ day }) => day !== "2026-11-05");
    expect(known(days, "2026-11-21")).toMatchObject({
      actual: usd(1700),
      total: usd(3000),
      basis: { missing: ["2026-11-05"] },
    });
  });

  test("days of zero that were read are a bill of zero", () => {
    expect(
      known(
        daysUntil("2026-11-21", 60, () => 0),
        "2026-11-21",
      ),
    ).toMatchObject({
      total: 0,
      band: { low: 0, high: 0 },
    });
  });

  test("a short history makes a wider band, and says what is missing", () => {
    const short = known(
      daysUntil("2026-11-21", 19, () => 100),
      "2026-11-21",
    );
    expect(short.basis).toMatchObject({ knownDays: 17, hasTrend: false, band: "noise" });
    const long = known(
      daysUntil("2026-11-21", 200, () => 100),
      "2026-11-21",
    );
    expect(short.band.high - short.band.low).toBeGreaterThan(long.band.high - long.band.low);
  });

  test("with under 14 final days there is none, and the reason says how many are known", () => {
    expect(forecastMonth({ days: daysUntil("2026-11-21", 15, () => 100), today: "2026-11-21" })).toEqual({
      forecast: null,
      reason: {
        code: "tooShort",
        text: "A forecast needs 14 final days of the last eight weeks; 13 are known.",
      },
    });
    expect(forecastMonth({ days: [], today: "2026-11-21" }).reason?.code).toBe("tooShort");
  });

  test("from costs that nobody read for long there is none", () => {
    const days = daysUntil("2026-11-05", 60, () => 100);
    expect(forecastMonth({ days, today: "2026-11-21" }).reason).toEqual({
      code: "tooOld",
      text: "The last final day that was read is 14 days old. Read the costs again.",
    });
  });
});

describe("for any history", () => {
  const history = fc.record({
    costs: fc.array(fc.integer({ min: 0, max: 10 ** 10 }), { minLength: 20, maxLength: 90 }),
    ahead: fc.integer({ min: 0, max: 30 }),
    gaps: fc.array(fc.nat(89), { maxLength: 5 }),
  });
  const drawn = ({ costs, ahead, gaps }: { costs: number[]; ahead: number; gaps: number[] }) => {
    const today = addDays("2026-11-01", ahead);
    const days = costs.map((cost, index) => ({ day: addDays(today, index - costs.length), cost }));
    return { today, days: days.filter((_, index) => !gaps.includes(index)) };
  };

  test("actual and days add up to the total, all whole micro-dollars, inside the band", () => {
    fc.assert(
      fc.property(history, (input) => {
        const { forecast } = forecastMonth(drawn(input));
        if (forecast === null) return;
        const sum = forecast.days.reduce((total, { cost }) => total + cost, forecast.actual);
        expect(forecast.total).toBe(sum);
        for (const { cost } of forecast.days) expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
        expect(forecast.band.low).toBeLessThanOrEqual(forecast.total);
        expect(forecast.band.low).toBeGreaterThanOrEqual(forecast.actual);
        expect(forecast.band.high).toBeGreaterThanOrEqual(forecast.total);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  test("the order in which the days come does not matter", () => {
    fc.assert(
      fc.property(history, (input) => {
        const { today, days } = drawn(input);
        expect(forecastMonth({ today, days: days.toReversed() })).toEqual(forecastMonth({ today, days }));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
