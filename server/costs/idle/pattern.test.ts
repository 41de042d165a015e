import fc from "fast-check";
import { expect, test } from "vitest";
import { onStretches, weekOf } from "../what-if-hours";
import { hourMs, hoursUsed, quietPatternOf } from "./pattern";

/** Two whole weeks from a Monday. */
const monday = Date.parse("2026-11-02T00:00:00Z");
const hours = Array.from({ length: 14 * 24 }, (_, index) => monday + index * hourMs);
const quietOf = (isBusy: (day: number, hour: number) => boolean) =>
  quietPatternOf(hours.filter((ms) => isBusy(new Date(ms).getUTCDay(), new Date(ms).getUTCHours())));
const isWeekend = (day: number) => day === 0 || day === 6;

test("what an office uses is a window of each working day; a shift over midnight is two of them", () => {
  const office = quietOf((day, hour) => !isWeekend(day) && hour >= 7 && hour < 19);
  const days = ["mon", "tue", "wed", "thu", "fri"];
  expect(office && hoursUsed(office)).toEqual({ timezone: "UTC", on: [{ days, from: "07:00", to: "19:00" }] });
  const late = quietOf((day, hour) => !isWeekend(day) && (hour >= 16 || hour < 2));
  expect(late && hoursUsed(late).on).toEqual([
    { days, from: "00:00", to: "02:00" },
    { days, from: "16:00", to: "24:00" },
  ]);
  const always = quietOf((day) => !isWeekend(day));
  expect(always && hoursUsed(always).on).toEqual([{ days, from: "00:00", to: "24:00" }]);
  const shop = quietOf((day, hour) => isWeekend(day) || (hour >= 8 && hour < 20));
  expect(shop && hoursUsed(shop).on).toEqual([
    { days, from: "08:00", to: "20:00" },
    { days: ["sat", "sun"], from: "00:00", to: "24:00" },
  ]);
});

test("its schedule is off for exactly the hours that were quiet, and on in every hour that was used", () => {
  const used = fc.record({ from: fc.nat(23), length: fc.nat(16), weekend: fc.boolean(), gap: fc.nat(23) });
  fc.assert(
    fc.property(used, ({ from, length, weekend, gap }) => {
      const isBusy = (day: number, hour: number) =>
        isWeekend(day) ? weekend && hour !== gap : (hour - from + 24) % 24 < length && hour !== gap;
      const quiet = quietOf(isBusy);
      if (!quiet) return;
      const schedule = hoursUsed(quiet);
      expect(weekOf(schedule).offMs).toBe(quiet.hoursAWeek * hourMs);
      const on = onStretches(schedule, monday, monday + 14 * 24 * hourMs);
      for (const ms of hours) {
        const isOn = on.some((one) => one.from <= ms && ms + hourMs <= one.until);
        if (isBusy(new Date(ms).getUTCDay(), new Date(ms).getUTCHours())) expect(isOn).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
