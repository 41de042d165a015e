import { expect, test } from "vitest";
import type { Stretch } from "../../core/ledger";
import { savingsOf } from "../savings";
import { plannedPauses, realisedByDay } from "./pauses";

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

test("what is paused now stays so until the month's end: the rest of today, and whole days", () => {
  expect(plannedPauses({ away: 2_000_000, unpausable: 500_000 }, at("28T18"))).toEqual([
    { day: "2026-11-28", planned: 12_000_000, unpausable: 12_000_000 },
    { day: "2026-11-29", planned: 48_000_000, unpausable: 12_000_000 },
    { day: "2026-11-30", planned: 48_000_000, unpausable: 12_000_000 },
  ]);
});
