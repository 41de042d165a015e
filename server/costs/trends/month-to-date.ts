import type { MicroUsd } from "../../core/money";
import { addDays, type Day, finalThrough, firstOfMonth, lastOfMonth, numberOf } from "./days";
import { type DayCost, knownValues, missingDays, type Series, seriesOf } from "./series";

/** A sum of days that says which of them nobody read. Null: none is known. */
export interface Window {
  readonly from: Day;
  readonly through: Day;
  readonly total: MicroUsd | null;
  readonly missing: readonly Day[];
}

export function windowOf(series: Series, from: Day, through: Day): Window {
  const known = knownValues(series, numberOf(from), numberOf(through));
  const total = known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
  return { from, through, total, missing: missingDays(series, numberOf(from), numberOf(through)) };
}

export interface MonthToDate {
  /** Everything reported since the first, the days that are not final included. */
  readonly soFar: Window;
  /** The final days, and as many of last month. Null in the first three days of a month: none is final. */
  readonly final: Window | null;
  readonly lastMonth: Window | null;
  /** `final` − `lastMonth`; null when a day of either is unknown. */
  readonly change: MicroUsd | null;
  /** The change as a share of last month: 0.1 is 10 % more. Null when there is no change or nothing to divide by. */
  readonly changeShare: number | null;
}

/** Last month may be shorter: on 31 March all of February stands beside 31 days, as on an invoice. */
export function monthToDate(days: readonly DayCost[], today: Day): MonthToDate {
  const series = seriesOf(days);
  const first = firstOfMonth(today);
  const soFar = windowOf(series, first, today);
  const through = finalThrough(today);
  if (through < first) return { soFar, final: null, lastMonth: null, change: null, changeShare: null };
  const before = firstOfMonth(addDays(first, -1));
  const sameDay = addDays(before, numberOf(through) - numberOf(first));
  const final = windowOf(series, first, through);
  const lastMonth = windowOf(series, before, sameDay < first ? sameDay : lastOfMonth(before));
  return { soFar, final, lastMonth, ...changeBetween(final, lastMonth) };
}

export function changeBetween(now: Window, before: Window) {
  const complete = now.missing.length === 0 && before.missing.length === 0;
  if (!complete || now.total === null || before.total === null) return { change: null, changeShare: null };
  const change = now.total - before.total;
  return { change, changeShare: before.total > 0 ? change / before.total : null };
}
