import { expect, test } from "vitest";
import type { Stretch } from "../../core/ledger";
import { savingsOf } from "../savings";
import { plannedDays, realisedByDay } from "./pauses";

const at = (text: string) => new Date(`2026-11-${text}:00:00Z`);

function stretch(change: Partial<Stretch> = {}): Stretch {
  const own = { type: "saved", from: at("10T18"), until: null, end: null, restartFrom: null } as const;
  return { ...own, hourly: 1_000_000, seenUntil: null, ...change };
}

const byDay = (...asked: Parameters<typeof realisedByDay>) =>
  Object.fromEntries(realisedByDay(...asked).map(({ day, cost }) => [day.slice(8), cost / 1_000_000]));

test("what is paused takes away its hours of each day, up to now and from the first day asked for", () => {
  expect(byDay([stretch()], at("01T00"), at("12T06"))).toEqual({ 10: 6, 11: 24, 12: 6 });
  expect(byDay([stretch()], at("11T00"), at("12T06"))).toEqual({ 11: 24, 12: 6 });
  expect(byDay([stretch({ until: at("11T03") })], at("01T00"), at("12T06"))).toEqual({ 10: 6, 11: 3 });
  expect(byDay([stretch({ until: at("11T03") })], at("12T00"), at("13T00"))).toEqual({});
});

test("what a restart costs is not taken away, nor what was missed or has no price", () => {
  const resumed = stretch({ until: at("11T03"), restartFrom: at("11T02"), end: "resumed" });
  expect(byDay([resumed], at("01T00"), at("12T06"))).toEqual({ 10: 6, 11: 2 });
  expect(byDay([stretch({ type: "missed" }), stretch({ hourly: null })], at("01T00"), at("12T06"))).toEqual({});
});

test("the days add up to what the ledger says of all of it", () => {
  const all = [
    stretch({ hourly: 333_333 }),
    stretch({ from: at("10T23"), until: at("13T01"), restartFrom: at("12T23"), hourly: 77_777 }),
  ];
  const sum = realisedByDay(all, at("01T00"), at("14T05")).reduce((total, { cost }) => total + cost, 0);
  expect(sum).toBe(savingsOf(all, at("01T00"), at("14T05"), at("14T05")).net);
});

const hour = 3_600_000;
const none = { resourceId: "one", hourly: 0, off: [] };
const off = (from: string, until: string) => ({ from: at(from).getTime(), until: at(until).getTime() });

test("what is paused now stays so until the month's end: the rest of today, and whole days", () => {
  const going = [{ resourceId: "one", hourly: 2_000_000, off: [off("28T18", "30T23")] }];
  expect(plannedDays(going, 500_000, at("28T18"))).toEqual([
    { day: "2026-11-28", planned: 12_000_000, unpausable: 12_000_000 },
    { day: "2026-11-29", planned: 48_000_000, unpausable: 12_000_000 },
    { day: "2026-11-30", planned: 46_000_000, unpausable: 12_000_000 },
  ]);
});

test("a pause counts on each of its days, and not before now nor after the last day that is asked for", () => {
  const nights = [off("26T20", "27T04"), off("29T22", "30T02"), off("30T20", "30T23")];
  const planned = plannedDays([{ resourceId: "one", hourly: 1_000_000, off: nights }], 0, at("27T02"), "2026-11-30");
  expect(planned.map(({ day, planned }) => [day.slice(8), planned / 1_000_000])).toEqual([
    ["27", 2],
    ["28", 0],
    ["29", 2],
    ["30", 5],
  ]);
  expect(plannedDays([none], 7, at("30T23"))).toEqual([{ day: "2026-11-30", planned: 0, unpausable: 168 }]);
});

test("what is off at the same times is rounded once, however many it are, in one array or in many", () => {
  const times = [off("30T00", "30T01")].map(({ from }) => ({ from, until: from + hour / 2 }));
  const many = (share: boolean) =>
    Array.from({ length: 1001 }, (_, index) => {
      return { resourceId: `r${index}`, hourly: 1, off: share ? times : [...times] };
    });
  const planned = [true, false].map((share) => plannedDays(many(share), 0, at("30T00"))[0]?.planned);
  expect(planned).toEqual([501, 501]);
});
