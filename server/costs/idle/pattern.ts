import type { QuietPattern } from "../../core/idleness";
import { type WeeklyHours, weekdays } from "../../core/weekly-hours";

/** When a week is quiet, and what it is worth to be off then. Pure. */

export const hourMs = 3_600_000;
const hoursAWeek = 168;

/** A start and a stop each day are worth it for a night, not for a lunch break. */
const nightAtLeast = 8;
/** Less than a weekend a week is not worth a schedule. */
const worthAtLeast = 40;

/**
 * Of all busy hours of two weeks: the longest time of day at which no working day had one, and whether no weekend had
 * one. Null where that is too little for a schedule.
 */
export function quietPatternOf(busy: readonly number[]): QuietPattern | null {
  const isWeekend = (ms: number) => [0, 6].includes(new Date(ms).getUTCDay());
  const workingHours = new Set(busy.filter((ms) => !isWeekend(ms)).map((ms) => new Date(ms).getUTCHours()));
  const weekends = !busy.some(isWeekend);
  const run = longestQuiet(workingHours);
  const nights = run.length >= nightAtLeast && run.length < 24 ? run : null;
  const total = 5 * (nights?.length ?? 0) + (weekends ? 48 : 0);
  if (total < worthAtLeast) return null;
  return {
    nights: nights && { from: nights.from, until: (nights.from + nights.length) % 24 },
    weekends,
    hoursAWeek: total,
  };
}

/** Around the clock, so that a night is one. */
function longestQuiet(busy: ReadonlySet<number>): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < 24; from += 1) {
    let length = 0;
    while (length < 24 && !busy.has((from + length) % 24)) length += 1;
    if (length > best.length) best = { from, length };
  }
  return best;
}

/**
 * The hours of a schedule that is off when the week is quiet. UTC, as the pattern is; a working day on which it is used over
 * midnight has two of them.
 */
export function hoursUsed({ nights, weekends }: QuietPattern): WeeklyHours {
  const used = nights ? outsideOf(nights) : [{ from: 0, to: 24 }];
  const time = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  return {
    timezone: "UTC",
    on: [
      ...used.map(({ from, to }) => ({ days: weekdays.slice(0, 5), from: time(from), to: time(to) })),
      ...(weekends ? [] : [{ days: weekdays.slice(5), from: time(0), to: time(24) }]),
    ],
  };
}

function outsideOf({ from, until }: NonNullable<QuietPattern["nights"]>) {
  if (from > until) return [{ from: until, to: from }];
  return [
    { from: 0, to: from },
    { from: until, to: 24 },
  ].filter((one) => one.from < one.to);
}

/** The share of a month's worth that falls into the quiet hours, rounded once. */
export function quietShare(monthly: number, { hoursAWeek: quiet }: Pick<QuietPattern, "hoursAWeek">): number {
  return Math.round((monthly * quiet) / hoursAWeek);
}
