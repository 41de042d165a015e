import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OnHours, type WeeklyHours, weekdays } from "../core/weekly-hours";
import { scheduledPauses, type ToSchedule } from "./scheduled-pauses";
import { addDays, type Day } from "./trends/days";
import { endOf, type PlannedPause, plannedDays } from "./trends/pauses";
import { forecastCompared, type ScheduleAwareInput } from "./trends/schedule-aware";

const hour = 3_600_000;
const today: Day = "2026-11-20";
const now = new Date("2026-11-20T19:00:00Z");
const end = new Date(endOf("2026-11-30"));
const span = { from: now, until: end };
const office: WeeklyHours = { timezone: "UTC", on: [{ days: weekdays.slice(0, 5), from: "08:00", to: "19:00" }] };
const never: WeeklyHours = { timezone: "UTC", on: [] };
const always: WeeklyHours = { timezone: "UTC", on: [{ days: weekdays, from: "00:00", to: "24:00" }] };

const server = (change: Partial<ToSchedule> = {}): ToSchedule => ({
  id: "one",
  hourly: 1_000_000,
  seconds: { pause: 0, resume: 0 },
  isOff: false,
  ...change,
});
const hoursOff = (pauses: readonly PlannedPause[]) =>
  pauses.flatMap(({ off }) => off).reduce((sum, one) => sum + one.until - one.from, 0) / hour;

describe("what a schedule plans", () => {
  test("is off at its hours from now to the month's end", () => {
    // Friday 20th at 19:00 to Monday at 8:00, four nights, the next weekend, and five hours of the 30th.
    expect(hoursOff(scheduledPauses([server()], office, span))).toBe(61 + 4 * 13 + 61 + 5);
  });

  test("bills while it stops and starts; what is off already needs no stop, what is off at the end no start", () => {
    const seconds = { pause: 1800, resume: 3600 };
    const [running] = scheduledPauses([server({ seconds })], never, span);
    const [paused] = scheduledPauses([server({ seconds, isOff: true })], never, span);
    expect(running?.off).toEqual([{ from: now.getTime() + hour / 2, until: end.getTime() }]);
    expect(paused?.off).toEqual([{ from: now.getTime(), until: end.getTime() }]);
    const before = hoursOff(scheduledPauses([server()], office, span));
    const stretches = scheduledPauses([server()], office, span)[0]?.off.length ?? 0;
    const less = stretches * 0.5 + (stretches - 1) * 1;
    expect(hoursOff(scheduledPauses([server({ seconds })], office, span))).toBe(before - less);
  });

  test("a gap that is shorter than a stop and a start saves nothing, and never less", () => {
    const lunch: WeeklyHours = { timezone: "UTC", on: [{ days: weekdays, from: "12:05", to: "12:00" }] };
    expect(scheduledPauses([server({ seconds: { pause: 120, resume: 240 } })], lunch, span)[0]?.off).toEqual([]);
  });

  test("what has no price plans nothing, and thousands of a kind share their times", () => {
    expect(scheduledPauses([server({ hourly: null })], office, span)).toEqual([]);
    const [one, other] = scheduledPauses([server(), server({ id: "two" })], office, span);
    expect(one?.off).toBe(other?.off);
  });
});

/** A hundred days of bill at $100, and a schedule of some resources. */
const past = Array.from({ length: 100 }, (_, index) => addDays(today, index - 100));
const bill = (going: readonly PlannedPause[], unpausable: number): ScheduleAwareInput => ({
  ...{ today, days: past.map((day) => ({ day, cost: 100_000_000 })), realised: [] },
  planned: plannedDays(going, unpausable, now),
});
function compared(going: readonly PlannedPause[], instead: readonly PlannedPause[], unpausable = 0) {
  const { forecast, reason } = forecastCompared(bill(going, unpausable), plannedDays(instead, unpausable, now));
  if (forecast === null) throw new Error(reason.text);
  return forecast;
}

const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  return `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;
});
const onHours: fc.Arbitrary<OnHours> = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  from: time,
  to: time,
});
const timezone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");
const hours: fc.Arbitrary<WeeklyHours> = fc.record({ timezone, on: fc.array(onHours, { maxLength: 4 }) });
const seconds = fc.record({ pause: fc.nat(1800), resume: fc.nat(3600) });
const resources = fc.array(
  fc.record({
    id: fc.uuid(),
    hourly: fc.option(fc.integer({ min: 0, max: 300_000 }), { nil: null }),
    seconds,
    isOff: fc.boolean(),
  }),
  { maxLength: 6 },
);
const goingOf = (all: readonly ToSchedule[]): readonly PlannedPause[] =>
  all.flatMap(({ id, hourly, isOff }) => {
    const off = [{ from: now.getTime(), until: end.getTime() }];
    return isOff && hourly !== null ? [{ resourceId: id, hourly, off }] : [];
  });

describe("the month's end with a schedule and without it", () => {
  test("all of it off all the time takes away exactly what stops of the days ahead, and no schedule more", () => {
    fc.assert(
      fc.property(resources, hours, (all, schedule) => {
        const running = all.map((one) => ({ ...one, isOff: false, seconds: { pause: 0, resume: 0 } }));
        const stops = running.reduce((sum, { hourly }) => sum + (hourly ?? 0), 0);
        const left = (end.getTime() - now.getTime()) / hour;
        const most = compared([], scheduledPauses(running, never, span)).takenAway;
        expect(Math.abs(most - stops * left)).toBeLessThanOrEqual(11);
        const some = compared(
          [],
          scheduledPauses(
            all.map((one) => ({ ...one, isOff: false })),
            schedule,
            span,
          ),
        );
        expect(some.takenAway).toBeGreaterThanOrEqual(0);
        expect(some.takenAway).toBeLessThanOrEqual(most);
      }),
      { numRuns: 150 },
    );
  });

  test("a schedule of nothing changes nothing, and one that is always on changes nothing of what runs", () => {
    fc.assert(
      fc.property(resources, hours, (all, schedule) => {
        const going = goingOf(all);
        const same = compared(going, [...going, ...scheduledPauses([], schedule, span)]);
        expect(same.scheduled).toEqual(same.unscheduled);
        expect(same.takenAway).toBe(0);
        const running = all.filter(({ isOff }) => !isOff);
        expect(compared(going, [...going, ...scheduledPauses(running, always, span)]).takenAway).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("more hours on never cost less", () => {
    fc.assert(
      fc.property(resources, hours, onHours, (all, { timezone, on }, more) => {
        const few = compared([], scheduledPauses(all, { timezone, on }, span)).scheduled.total;
        const many = compared([], scheduledPauses(all, { timezone, on: [...on, more] }, span)).scheduled.total;
        expect(many).toBeGreaterThanOrEqual(few);
      }),
      { numRuns: 200 },
    );
  });

  test("what is paused already is counted once: off for good changes nothing, and what would run again costs", () => {
    fc.assert(
      fc.property(resources, hours, (all, schedule) => {
        const paused = all.map((one) => ({ ...one, isOff: true }));
        const going = goingOf(paused);
        expect(compared(going, scheduledPauses(paused, never, span)).takenAway).toBe(0);
        expect(compared(going, scheduledPauses(paused, schedule, span)).takenAway).toBeLessThanOrEqual(0);
        // Always on, it costs what the month would cost if nothing was paused.
        const awake = compared(going, scheduledPauses(paused, always, span));
        expect(awake.scheduled.total).toBe(awake.unscheduled.totalUnpaused);
      }),
      { numRuns: 100 },
    );
  });

  test("no day falls below what cannot be paused, and what was not taken is told", () => {
    const dear = [server({ hourly: 5_000_000 })];
    const { takenAway, scheduled, unscheduled } = compared([], scheduledPauses(dear, never, span), 3_000_000);
    // $120 a day would stop of $100, of which $72 go on.
    expect(scheduled.days.at(-1)?.cost).toBe(72_000_000);
    // 5 hours of today fit, 10 days do not.
    expect(takenAway).toBeCloseTo(25_000_000 + 10 * 28_000_000, -2);
    expect(scheduled.notTaken - unscheduled.notTaken).toBeCloseTo(10 * 92_000_000, -2);
  });

  test("has the same band around both, and nothing without a history", () => {
    const { scheduled, unscheduled } = compared([], scheduledPauses([server()], office, span));
    expect(scheduled.band.high - scheduled.total).toBe(unscheduled.band.high - unscheduled.total);
    expect(forecastCompared({ ...bill([], 0), days: [] }, []).reason?.code).toBe("tooShort");
  });
});
