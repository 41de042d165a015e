import type { Stretch } from "../../core/ledger";
import { hoursPerDay, type MicroUsd } from "../../core/money";
import { amountOf, perHour } from "../ledger";
import { daysIn } from "../savings";
import type { Stretch as Span } from "../what-if-hours";
import { addDays, type Day, lastOfMonth } from "./days";
import type { PlannedDay } from "./schedule-aware";
import type { DayCost } from "./series";

/** What pauses take away from the bill, by day: what the ledger knows of the past, and what is planned. */

/** Net of restarts, up to now. A stretch without a price takes away nobody knows what, and is left out. */
export function realisedByDay(stretches: readonly Stretch[], from: Date, now: Date): readonly DayCost[] {
  const byDay = new Map<Day, MicroUsd>();
  for (const stretch of stretches) {
    if (stretch.type !== "saved" || stretch.hourly === null) continue;
    const begun = stretch.from > from ? stretch.from : from;
    const until = stretch.until !== null && stretch.until < now ? stretch.until : now;
    for (const part of daysIn(begun, until)) {
      const amount = amountOf(stretch, part.from, part.to);
      if (amount) byDay.set(part.day, (byDay.get(part.day) ?? 0) + amount.gross - amount.restart);
    }
  }
  return [...byDay].map(([day, cost]) => ({ day, cost }));
}

/** One resource that is off for some of the time to come. */
export interface PlannedPause {
  readonly resourceId: string;
  /** What of it stops, an hour. */
  readonly hourly: MicroUsd;
  /** In their order, none in another. What is off at the same times shares one array. */
  readonly off: readonly Span[];
}

/**
 * What planned pauses take away of each day from now to the last one that is asked for, the month's unless it is said; of
 * today the hours that are left. `unpausable` is what goes on, an hour. Each day is rounded once, after all are added up.
 */
export function plannedDays(
  pauses: readonly PlannedPause[],
  unpausable: MicroUsd,
  now: Date,
  until = lastOfMonth(dayOfNow(now)),
): readonly PlannedDay[] {
  const whole = { from: now.getTime(), until: endOf(until) };
  const byDay = new Map<Day, bigint>();
  for (const [off, hourly] of hourlyByTimes(pauses)) {
    for (const { day, milliseconds } of daysOf(off, whole)) {
      byDay.set(day, (byDay.get(day) ?? 0n) + hourly * BigInt(milliseconds));
    }
  }
  const days: PlannedDay[] = [];
  for (let day = dayOfNow(now); day <= until; day = addDays(day, 1)) {
    days.push({ day, planned: perHour(byDay.get(day) ?? 0n), unpausable: unpausable * hoursPerDay });
  }
  return days;
}

/** Midnight after the day, UTC. */
export function endOf(day: Day): number {
  return Date.parse(`${addDays(day, 1)}T00:00:00Z`);
}

/** A group of thousands is off at the same times: it is one figure. */
function hourlyByTimes(pauses: readonly PlannedPause[]): ReadonlyMap<readonly Span[], bigint> {
  const sums = new Map<readonly Span[], bigint>();
  for (const { off, hourly } of pauses) sums.set(off, (sums.get(off) ?? 0n) + BigInt(hourly));
  return sums;
}

function daysOf(off: readonly Span[], whole: Span) {
  return off.flatMap((one) => {
    const begun = new Date(Math.max(one.from, whole.from));
    return daysIn(begun, new Date(Math.min(one.until, whole.until))).map(({ day, from, to }) => {
      return { day, milliseconds: to.getTime() - from.getTime() };
    });
  });
}

function dayOfNow(now: Date): Day {
  return now.toISOString().slice(0, 10);
}
