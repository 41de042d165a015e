import { describe, expect, test } from "vitest";
import { addDays, type Day, numberOf, weekdayOf } from "./days";
import { forecastMonth } from "./forecast";
import { forecastWithPauses, type ScheduleAwareInput } from "./schedule-aware";

const usd = (amount: number) => Math.round(amount * 1_000_000);
const today = "2026-11-21";
const isWeekend = (day: Day) => [0, 6].includes(weekdayOf(numberOf(day)));
const past = Array.from({ length: 100 }, (_, index) => addDays(today, index - 100));
const ahead = Array.from({ length: 15 }, (_, index) => addDays(today, index));

/** 100 USD a day, of which 60 are paused at weekends from `since` on. */
function paused(since: Day, change: Partial<ScheduleAwareInput> = {}): ScheduleAwareInput {
  const away = (day: Day) => (isWeekend(day) && day >= since ? 60 : 0);
  return {
    today,
    days: past.map((day) => ({ day, cost: usd(100 - away(day)) })),
    realised: past.map((day) => ({ day, cost: usd(away(day)) })),
    planned: ahead.map((day) => ({ day, planned: usd(away(day)), unpausable: usd(40) })),
    ...change,
  };
}

function known(input: ScheduleAwareInput) {
  const { forecast, reason } = forecastWithPauses(input);
  if (forecast === null) throw new Error(reason.text);
  return forecast;
}

describe("the forecast with planned pauses", () => {
  // 21 is a Saturday; of the open days 19 to 30 the weekends are 21, 22, 28 and 29.
  test("takes a plan that starts today away once", () => {
    const found = known(paused(today));
    expect(found.totalUnpaused).toBeCloseTo(usd(3000), -3);
    expect(found).toMatchObject({ actual: usd(1800), takenAway: usd(240), notTaken: 0 });
    expect(found.total).toBe(found.totalUnpaused - usd(240));
  });

  test("takes a plan of months away once, too: what was realised is not subtracted from days that hold it already", () => {
    const found = known(paused("2026-01-01"));
    // 1 to 18 November: 13 working days and five days of a weekend.
    expect(found.actual).toBe(usd(13 * 100 + 5 * 40));
    expect(found.total).toBeCloseTo(usd(1500 + 8 * 100 + 4 * 40), -3);
    const plain = forecastMonth({ days: paused("2026-01-01").days, today }).forecast;
    expect(Math.abs((plain?.total ?? 0) - found.total)).toBeLessThan(usd(60));
  });

  test("a pause of a day that is not final yet is realised, not planned", () => {
    const found = known(
      paused("2030-01-01", {
        realised: [{ day: "2026-11-20", cost: usd(60) }],
        days: [
          ...paused("2030-01-01").days.filter(({ day }) => day !== "2026-11-20"),
          { day: "2026-11-20", cost: usd(25) },
        ],
      }),
    );
    expect(found.days.find(({ day }) => day === "2026-11-20")?.cost).toBeCloseTo(usd(40), -3);
    expect(found.takenAway).toBeCloseTo(usd(60), -3);
  });

  test("what is realised of today and what is planned for the rest of it add up", () => {
    const found = known({
      ...paused("2030-01-01"),
      realised: [{ day: today, cost: usd(20) }],
      planned: [{ day: today, planned: usd(30), unpausable: usd(40) }],
    });
    expect(found.days.find(({ day }) => day === today)?.cost).toBeCloseTo(usd(50), -3);
  });

  test("no day falls below what cannot be paused, and what could not be taken is said", () => {
    const planned = [{ day: "2026-11-25", planned: usd(75), unpausable: usd(40) }];
    const found = known({ ...paused("2030-01-01"), planned });
    expect(found.days.find(({ day }) => day === "2026-11-25")?.cost).toBe(usd(40));
    expect(found.takenAway).toBeCloseTo(usd(60), -3);
    expect(found.takenAway + found.notTaken).toBe(usd(75));
  });

  test("an unpausable part above what the day costs at all does not make it dearer", () => {
    const planned = [{ day: "2026-11-25", planned: usd(10), unpausable: usd(500) }];
    expect(known({ ...paused("2030-01-01"), planned }).takenAway).toBe(0);
  });

  test("without pauses it is the plain forecast", () => {
    const days = paused("2030-01-01").days;
    const { totalUnpaused, takenAway, notTaken, ...rest } = known({ today, days, realised: [], planned: [] });
    expect(rest).toEqual(forecastMonth({ days, today }).forecast);
    expect({ takenAway, notTaken, totalUnpaused }).toEqual({ takenAway: 0, notTaken: 0, totalUnpaused: rest.total });
  });

  test("without a history there is none", () => {
    expect(forecastWithPauses({ ...paused(today), days: [] }).reason?.code).toBe("tooShort");
  });
});
