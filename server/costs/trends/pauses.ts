import type { Stretch } from "../../core/ledger";
import { hoursPerDay, type MicroUsd } from "../../core/money";
import { amountOf } from "../ledger";
import { daysIn } from "../savings";
import { addDays, type Day, lastOfMonth } from "./days";
import type { PlannedPauses } from "./schedule-aware";
import type { DayCost } from "./series";

/** What pauses take away from the bill, by day: what the ledger knows of the past, and what goes on. */

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

/** What is paused stays so, and what is not goes on. By the hour. */
export interface Going {
  readonly away: MicroUsd;
  readonly unpausable: MicroUsd;
}

/** The days from now to the last one that is asked for, the month's unless it is said; of today the hours that are left. */
export function plannedPauses(
  { away, unpausable }: Going,
  now: Date,
  until = lastOfMonth(dayOfNow(now)),
): readonly PlannedPauses[] {
  const today = dayOfNow(now);
  const leftMs = Date.parse(`${addDays(today, 1)}T00:00:00Z`) - now.getTime();
  const days: PlannedPauses[] = [];
  for (let day = today; day <= until; day = addDays(day, 1)) {
    const planned = day === today ? Math.round((away * leftMs) / 3_600_000) : away * hoursPerDay;
    days.push({ day, planned, unpausable: unpausable * hoursPerDay });
  }
  return days;
}

function dayOfNow(now: Date): Day {
  return now.toISOString().slice(0, 10);
}
