import { expect, test } from "vitest";
import type { Stretch } from "../../core/ledger";
import { savingsOf } from "../savings";
import { savedIn, sharesOf } from "./pauses";
import { periodsOf } from "./report";

const at = (text: string) => new Date(`2026-11-${text}:00Z`);
const now = at("20T12:00");
const days = periodsOf({ from: "2026-11-17", until: "2026-11-22" }, "day");

function stretch(from: Date, until: Date | null, change: Partial<Stretch> = {}): Stretch {
  return { type: "saved", from, until, end: null, restartFrom: null, hourly: 96_001, seenUntil: null, ...change };
}

test("what was saved is cut at the days, until now, and adds up to what the ledger says", () => {
  const stretches = [
    stretch(at("16T20:00"), at("18T06:00"), { restartFrom: at("18T05:30") }),
    stretch(at("18T20:00"), null),
    stretch(at("18T20:00"), at("19T20:00"), { type: "missed" }),
  ];
  const saved = savedIn(days, stretches, now);
  expect(saved).toEqual(
    days.map(({ span }) => {
      const [from, until] = [new Date(span.from), new Date(span.until)];
      return from >= now ? null : savingsOf(stretches, from, until, now).net;
    }),
  );
  expect(saved[0]).toBe(24 * 96_001);
  expect(saved.at(-1)).toBeNull();
  const [month] = savedIn(periodsOf({ from: "2026-11-17", until: "2026-11-22" }, "month"), stretches, now);
  expect(month).toBe(saved.reduce<number>((sum, one) => sum + (one ?? 0), 0));
});

test("where nothing has a price it is not known; where something has, that much is", () => {
  const unpriced = stretch(at("18T00:00"), at("19T00:00"), { hourly: null });
  expect(savedIn(days, [unpriced], now)).toEqual([0, null, 0, 0, null]);
  expect(savedIn(days, [unpriced, stretch(at("18T00:00"), at("18T01:00"))], now)[1]).toBe(96_001);
});

test("shares are of all resources and of each day's hours, of today those until now", () => {
  const stretches = [
    stretch(at("17T12:00"), at("18T12:00")),
    stretch(at("20T06:00"), null),
    stretch(at("18T00:00"), null, { type: "missed" }),
  ];
  expect(sharesOf(days, stretches, 2, now)).toEqual([0.25, 0.25, 0, 0.25, 0]);
  expect(sharesOf(days, stretches, 0, now)).toEqual([0, 0, 0, 0, 0]);
});
