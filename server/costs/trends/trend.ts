import type { MicroUsd } from "../../core/money";
import { addDays, type Day, finalThrough, numberOf } from "./days";
import { changeBetween, type Window, windowOf } from "./month-to-date";
import { theilSen } from "./robust";
import { type DayCost, type Series, seriesOf, valueAt, weeklyMedians } from "./series";

/** Where the costs of the last 30, 90 or 365 final days are going. */

export const trendLengths = [30, 90, 365] as const;
export type TrendLength = (typeof trendLengths)[number];

export interface Trend {
  readonly length: TrendLength;
  readonly window: Window;
  /** As many days before it. For 365 days AWS itself does not keep enough. */
  readonly before: Window;
  /** Null when a day of either is unknown. */
  readonly change: MicroUsd | null;
  readonly changeShare: number | null;
  /**
   * How much more a day costs than the day before, by Theil and Sen's slope through the weekly medians: outages and
   * spikes do not bend it. Null with under four weeks that are known. Rounded to whole micro-dollars.
   */
  readonly perDay: MicroUsd | null;
}

export function trends(days: readonly DayCost[], today: Day): readonly Trend[] {
  const series = seriesOf(days);
  return trendLengths.map((length) => trendOf(series, finalThrough(today), length));
}

function trendOf(series: Series, through: Day, length: TrendLength): Trend {
  const from = addDays(through, 1 - length);
  const window = windowOf(series, from, through);
  const before = windowOf(series, addDays(from, -length), addDays(from, -1));
  const weeks = weeklyMedians((day) => valueAt(series, day), numberOf(from), numberOf(through));
  const perDay = weeks.length < 4 ? null : Math.round(theilSen(weeks) / 7);
  return { length, window, before, ...changeBetween(window, before), perDay };
}
