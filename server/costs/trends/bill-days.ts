import type { BillSum, Span } from "../actual/ports";
import { addDays, type Day, dayOf, numberOf } from "./days";
import { type DayCost, withKnownZeros } from "./series";

/** The rows of the bill as the series that the trends are made of: one currency, every day that was read, none else. */

/** The days that all of the spans have. Without a span there is none. */
export function daysInAll(spans: readonly Span[]): readonly Day[] {
  if (spans.length === 0) return [];
  const from = Math.max(...spans.map((span) => numberOf(span.from)));
  const until = Math.min(...spans.map((span) => numberOf(span.until)));
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => dayOf(from + index));
}

/** The currency in which most was charged, first; amounts of different ones are never added. */
export function currenciesOf(sums: readonly Pick<BillSum, "currency" | "unblended">[]): readonly string[] {
  const charged = new Map<string, number>();
  for (const { currency, unblended } of sums) {
    charged.set(currency, (charged.get(currency) ?? 0) + Math.abs(unblended));
  }
  return [...charged].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([currency]) => currency);
}

/** Rows of one currency, added up by day. On a day that was read what has no row cost nothing. */
export function seriesOfRead(
  sums: readonly Pick<BillSum, "day" | "unblended">[],
  read: readonly Day[],
): readonly DayCost[] {
  const known = new Set(read);
  const byDay = new Map<Day, number>();
  for (const { day, unblended } of sums) if (known.has(day)) byDay.set(day, (byDay.get(day) ?? 0) + unblended);
  return withKnownZeros(
    [...byDay].map(([day, cost]) => ({ day, cost })),
    read,
  );
}

/** From a first day to today, both included. */
export function through(from: Day, today: Day): Span {
  return { from, until: addDays(today, 1) };
}
