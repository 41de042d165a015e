import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupBy } from "../core/group-by";
import { type OnHours, type WeeklyHours, weekdays } from "../core/weekly-hours";
import { type Scheduled, sumOf, worthOfSchedule } from "./what-if";
import { offStretches, onStretches, weekOf } from "./what-if-hours";

const hour = 3_600_000;
const workdays = weekdays.slice(0, 5);
const office: WeeklyHours = { timezone: "Europe/Berlin", on: [{ days: workdays, from: "08:00", to: "19:00" }] };
const never: WeeklyHours = { timezone: "Europe/Berlin", on: [] };
const always: WeeklyHours = { timezone: "Europe/Berlin", on: [{ days: weekdays, from: "00:00", to: "24:00" }] };
const until = new Date("2026-11-20T19:12:00Z");
const days = { from: new Date(until.getTime() - 30 * 24 * hour), until };
const old = new Date("2026-01-01T00:00:00Z");

const server = (change: Partial<Scheduled> = {}): Scheduled => ({
  id: "one",
  hourly: 100_000,
  firstSeenAt: old,
  seconds: { pause: 60, resume: 180 },
  pauses: [],
  ...change,
});
const worth = (one: Scheduled, hours = office, within = days) => sumOf(worthOfSchedule([one], hours, within));
const offHours = (hours: WeeklyHours, from: string, to: string) =>
  offStretches(hours, Date.parse(from), Date.parse(to)).reduce((sum, one) => sum + one.until - one.from, 0) / hour;

describe("the hours of a schedule", () => {
  test("office hours are 113 of 168 off, 61 of them over the weekend", () => {
    expect(weekOf(office)).toEqual({ offMs: 113 * hour, stretchesMs: [13, 13, 13, 13, 61].map((one) => one * hour) });
  });

  test.each([
    ["Europe/Berlin, clocks go forward", "Europe/Berlin", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z", 167],
    ["Europe/Berlin, clocks go back", "Europe/Berlin", "2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z", 169],
    ["America/New_York, clocks go forward", "America/New_York", "2026-03-02T05:00:00Z", "2026-03-09T04:00:00Z", 167],
    ["America/New_York, clocks go back", "America/New_York", "2026-10-26T04:00:00Z", "2026-11-02T05:00:00Z", 169],
  ])("a week of %s has its own number of hours", (_, timezone, from, to, length) => {
    expect(offHours({ timezone, on: [] }, from, to)).toBe(length);
    expect(offHours({ ...always, timezone }, from, to)).toBe(0);
    // Both weeks change on their Sunday night, in which the office is off.
    expect(offHours({ ...office, timezone }, from, to)).toBe(length - 55);
  });

  test("08:00 is 08:00 on the wall on both sides of a change", () => {
    const [first, second] = [Date.parse("2026-03-27T00:00:00Z"), Date.parse("2026-03-31T00:00:00Z")];
    expect(onStretches(office, first, second).map(({ from }) => new Date(from).toISOString())).toEqual([
      "2026-03-27T07:00:00.000Z",
      "2026-03-30T06:00:00.000Z",
    ]);
  });

  test("a night shift goes on after midnight, also over the end of the week", () => {
    const night: WeeklyHours = { timezone: "UTC", on: [{ days: ["sun"], from: "22:00", to: "06:00" }] };
    expect(weekOf(night)).toEqual({ offMs: 160 * hour, stretchesMs: [160 * hour] });
    expect(onStretches(night, Date.parse("2026-11-16"), Date.parse("2026-11-17"))).toEqual([
      { from: Date.parse("2026-11-16T00:00:00Z"), until: Date.parse("2026-11-16T06:00:00Z") },
    ]);
  });
});

describe("what a schedule is worth", () => {
  test("a month is the off share of 730 hours, less what stops and starts bill", () => {
    const { month } = worth(server());
    // 113 / 168 × 730 h × $0.10; five changes a week of 240 s.
    expect(month.gross).toBe(Math.round((100_000 * 113 * 730) / 168));
    expect(month.changeover).toBe(Math.round((100_000 * 5 * 240 * 730) / (168 * 3600)));
    expect(month.net).toBe(month.gross - month.changeover);
  });

  test("what AWS bills longer than it is off saves nothing, and never less", () => {
    const gap: WeeklyHours = { timezone: "UTC", on: [{ days: weekdays, from: "00:00", to: "23:58" }] };
    expect(worth(server(), gap).month.net).toBe(0);
    expect(worth(server(), gap).past.net).toBe(0);
  });

  test("what was not known yet, or paused anyway, counts for nothing", () => {
    const seen = server({ firstSeenAt: new Date(until.getTime() - 10 * hour) });
    expect(worth(seen, never).past.gross).toBe(1_000_000);
    const paused = server({
      pauses: [
        { type: "saved", from: new Date(until.getTime() - 20 * hour), until: null, restartFrom: null },
        { type: "missed", from: days.from, until: null, restartFrom: null },
      ],
    });
    expect(worth(paused, never).past.gross).toBe((30 * 24 - 20) * 100_000);
    const restarted = { type: "saved", from: days.from, until, restartFrom: new Date(until.getTime() - hour) } as const;
    expect(worth(server({ pauses: [restarted] }), never).past.gross).toBe(100_000);
  });

  test("without a price it is counted, and in no sum", () => {
    const all = worthOfSchedule([server(), server({ id: "two", hourly: null })], office, days);
    expect(sumOf(all)).toEqual({ ...worth(server()), unpriced: 1 });
  });

  const time = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minutes) => {
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  });
  const on: fc.Arbitrary<OnHours> = fc.record({
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    from: time,
    to: time,
  });
  const hours: fc.Arbitrary<WeeklyHours> = fc.record({
    timezone: fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"),
    on: fc.array(on, { maxLength: 4 }),
  });
  const pause = fc.tuple(fc.nat(800), fc.nat(400), fc.boolean()).map(([ago, length, goesOn]) => {
    const from = new Date(until.getTime() - ago * hour);
    return {
      type: "saved" as const,
      from,
      until: goesOn ? null : new Date(from.getTime() + length * hour),
      restartFrom: null,
    };
  });
  const resource = fc.record({
    id: fc.string(),
    kind: fc.constantFrom("a", "b", "c"),
    hourly: fc.option(fc.nat(50_000_000)),
    firstSeenAt: fc.nat(900).map((ago) => new Date(until.getTime() - ago * hour)),
    seconds: fc.record({ pause: fc.nat(900), resume: fc.nat(1200) }),
    pauses: fc.array(pause, { maxLength: 3 }),
  });

  test("sums over kinds are the total, and no part is below zero or above a week off", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 12 }), hours, (resources, schedule) => {
        const all = worthOfSchedule(resources, schedule, days);
        const total = sumOf(all);
        const kindOf = (index: number) => resources[index]?.kind ?? "";
        const parts = groupBy(
          all.map((one, index) => ({ one, kind: kindOf(index) })),
          ({ kind }) => kind,
        ).map((mine) => sumOf(mine.map(({ one }) => one)));
        const off = sumOf(worthOfSchedule(resources, never, days));
        for (const span of ["past", "month"] as const) {
          for (const figure of ["gross", "changeover", "net"] as const) {
            expect(parts.reduce((sum, part) => sum + part[span][figure], 0)).toBe(total[span][figure]);
            expect(total[span][figure]).toBeGreaterThanOrEqual(0);
          }
          expect(total[span].net).toBe(total[span].gross - total[span].changeover);
          expect(total[span].gross).toBeLessThanOrEqual(off[span].gross);
        }
        expect(parts.reduce((sum, { unpriced }) => sum + unpriced, 0)).toBe(total.unpriced);
      }),
      { numRuns: 200 },
    );
  });

  test("a week off is everything, always on is nothing, whatever the zone", () => {
    fc.assert(
      fc.property(resource, hours, (one, { timezone }) => {
        const alone = { ...one, pauses: [], firstSeenAt: old };
        const priced = alone.hourly ?? 0;
        const off = worth(alone, { timezone, on: [] });
        expect(off.past).toEqual({ gross: priced * 720, changeover: 0, net: priced * 720 });
        expect(off.month).toEqual({ gross: priced * 730, changeover: 0, net: priced * 730 });
        const running = worth(alone, { ...always, timezone });
        expect([running.past.gross, running.month.gross]).toEqual([0, 0]);
      }),
      { numRuns: 100 },
    );
  });

  test("on and off make up each span, and hours of one do not overlap", () => {
    fc.assert(
      fc.property(hours, fc.nat(365 * 24), fc.integer({ min: 1, max: 1000 }), (schedule, at, length) => {
        const from = Date.parse("2026-01-01") + at * hour;
        const end = from + length * hour;
        const both = [...onStretches(schedule, from, end), ...offStretches(schedule, from, end)];
        both.sort((one, other) => one.from - other.from);
        expect(both.reduce((sum, one) => sum + one.until - one.from, 0)).toBe(end - from);
        for (const [index, one] of both.entries()) expect(one.from).toBe(both[index - 1]?.until ?? from);
      }),
      { numRuns: 200 },
    );
  });
});
