import { heightOf } from "@/components/costs/amounts";
import { type Bar, type BarState, barsOf, ticksBetween } from "@/components/costs/chart-model";
import type { WireCosts } from "@/server/contract/costs";

/** The days of the overview's chart: what AWS charged, and on top of it what pausing saved. Pure. */

export interface CostDay {
  readonly day: string;
  readonly state: BarState;
  readonly spent: string | null;
  /** Of the ledger, at the prices of the day; null where there is nothing to lay on a bill of this currency. */
  readonly saved: string | null;
}

export interface CostDays {
  readonly bars: readonly Bar[];
  readonly days: readonly CostDay[];
  readonly ticks: readonly number[];
  readonly hasSaved: boolean;
}

export const daysShown = 30;

/** Null where no day is known: then there is nothing to draw, and nothing that is zero. */
export function costDaysOf(costs: WireCosts, today: string): CostDays | null {
  const bars = barsOf(costs, [], today, null);
  if (bars.every(({ total }) => total === null)) return null;
  const saved = new Map(costs.periods.map((day, at) => [day, costs.currency === "USD" ? costs.saved[at] : null]));
  const days = bars.map(({ day, state, total }) => {
    const own = saved.get(day) ?? null;
    return { day, state, spent: total, saved: own !== null && Number(own) > 0 ? own : null };
  });
  const highest = Math.max(...days.map((day) => heightOf(day.spent) + heightOf(day.saved)));
  return {
    bars,
    days,
    ticks: ticksBetween(0, highest),
    hasSaved: days.some(({ state, saved }) => saved !== null && state !== "unknown"),
  };
}
