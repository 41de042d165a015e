import type { Micro } from "../../core/actual-cost";
import type { Stretch } from "../../core/ledger";
import { amountOf } from "../ledger";
import type { Day } from "../trends/days";
import type { Period } from "./report";

/** What the savings ledger says, laid over the periods of a bill. Each stretch is cut at the periods that it touches. */

interface Timed {
  readonly from: Date;
  readonly until: Date;
}

/** Until now; null where the period has not begun, or nothing in it has a price. */
export function savedIn(
  periods: readonly Period[],
  stretches: Iterable<Stretch>,
  now: Date,
): readonly (Micro | null)[] {
  const times = timesOf(periods, now);
  const sums = times.map(() => ({ saved: 0, priced: 0, unpriced: 0 }));
  for (const stretch of stretches) {
    for (const index of touched(times, stretch)) {
      const [time, sum] = [times[index], sums[index]];
      if (!time || !sum) continue;
      const amount = amountOf(stretch, time.from, time.until);
      if (amount === null) {
        sum.unpriced += 1;
      } else {
        sum.priced += 1;
        if (stretch.type === "saved") sum.saved += amount.gross - amount.restart;
      }
    }
  }
  return sums.map(({ saved, priced, unpriced }, index) => {
    const time = times[index];
    const isBegun = time !== undefined && time.from < time.until;
    return isBegun && (priced > 0 || unpriced === 0) ? saved : null;
  });
}

/** Which share of each period so many resources were off, 0 to 1. */
export function sharesOf(
  periods: readonly Period[],
  stretches: Iterable<Pick<Stretch, "type" | "from" | "until">>,
  resources: number,
  now: Date,
): readonly number[] {
  const times = timesOf(periods, now);
  const off = times.map(() => 0);
  for (const stretch of stretches) {
    if (stretch.type !== "saved") continue;
    for (const index of touched(times, stretch)) {
      const time = times[index];
      if (time) off[index] = (off[index] ?? 0) + overlap(time, stretch);
    }
  }
  return times.map((time, index) => {
    const whole = resources * (time.until.getTime() - time.from.getTime());
    return whole > 0 ? Math.min(1, (off[index] ?? 0) / whole) : 0;
  });
}

function timesOf(periods: readonly Period[], now: Date): readonly Timed[] {
  return periods.map(({ span }) => {
    const [from, until] = [midnight(span.from), midnight(span.until)];
    if (now <= from) return { from, until: from };
    return { from, until: until < now ? until : now };
  });
}

function midnight(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Periods are in their order, so those that a stretch touches follow each other. */
function* touched(times: readonly Timed[], { from, until }: Pick<Stretch, "from" | "until">): Generator<number> {
  for (let index = firstAfter(times, from); index < times.length; index += 1) {
    const time = times[index];
    if (!time || (until !== null && time.from >= until)) return;
    if (time.from < time.until) yield index;
  }
}

/** The first that ends after the instant. */
function firstAfter(times: readonly Timed[], instant: Date): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const time = times[middle];
    if (time && time.until <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function overlap(time: Timed, { from, until }: Pick<Stretch, "from" | "until">): number {
  const begun = Math.max(time.from.getTime(), from.getTime());
  const end = Math.min(time.until.getTime(), until?.getTime() ?? Number.POSITIVE_INFINITY);
  return Math.max(0, end - begun);
}
