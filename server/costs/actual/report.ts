import type { Micro } from "../../core/actual-cost";
import { addDays, type Day, firstOfMonth, lastOfMonth } from "../trends/days";
import type { Span } from "./ports";

/** From sums of the bill to a table of items and periods. Pure; money is whole, so that parts and wholes are equal. */

/** A day or a month, as far as it is asked for. `day` is its first, of a month the first of the month. */
export interface Period {
  readonly day: Day;
  readonly span: Span;
}

export function periodsOf({ from, until }: Span, every: "day" | "month"): readonly Period[] {
  const periods: Period[] = [];
  for (let start = from; start < until; ) {
    const next = addDays(every === "day" ? start : lastOfMonth(start), 1);
    const end = earlier(next, until);
    periods.push({ day: every === "day" ? start : firstOfMonth(start), span: { from: start, until: end } });
    start = end;
  }
  return periods;
}

/** What both have; null where that is nothing. */
export function common(one: Span | null, other: Span | null): Span | null {
  if (one === null || other === null) return null;
  const from = one.from > other.from ? one.from : other.from;
  const until = earlier(one.until, other.until);
  return from < until ? { from, until } : null;
}

/** The days of `span` that are not in `known`: before it, and after it. */
export function missing(span: Span, known: Span | null): readonly Span[] {
  const inside = common(span, known);
  if (inside === null) return span.from < span.until ? [span] : [];
  const around = [
    { from: span.from, until: inside.from },
    { from: inside.until, until: span.until },
  ];
  return around.filter(({ from, until }) => from < until);
}

/**
 * Whether each period is told: each of its days by somebody, but for today and what is to come. A period of which nothing
 * is told yet is not zero.
 */
export function toldPeriods(
  periods: readonly Period[],
  known: readonly { readonly span: Span }[],
  today: Day,
): readonly boolean[] {
  const isKnown = (day: Day) => known.some(({ span: { from, until } }) => day >= from && day < until);
  return periods.map(({ span }) => {
    const days = daysOf(span);
    return days.some(isKnown) && days.every((day) => day >= today || isKnown(day));
  });
}

/** A sum of one period; null: one of its rows is not known. */
export interface Cell {
  readonly period: Day;
  readonly key: string;
  readonly name: string;
  readonly amount: Micro | null;
}

export interface Item {
  readonly key: string;
  readonly name: string;
  readonly amounts: readonly (Micro | null)[];
  readonly total: Micro | null;
}

export interface Table {
  /** Dearest first. */
  readonly items: readonly Item[];
  readonly total: Pick<Item, "amounts" | "total">;
}

/**
 * What was not charged in a period that is told was zero; what is not told is null, in every sum that it is part of. AWS
 * tells of a day some hours after it began: until then nothing is told of one that begins today.
 */
export function tableOf(
  periods: readonly Period[],
  told: readonly boolean[],
  cells: readonly Cell[],
  today: Day,
): Table {
  const charged = new Set(cells.map(({ period }) => period));
  const isTold = ({ day, span }: Period, index: number) =>
    told[index] === true && (span.from < today || charged.has(day));
  const nothing = () => periods.map((period, index): Micro | null => (isTold(period, index) ? 0 : null));
  const places = new Map(periods.map(({ day }, index) => [day, index]));
  const rows = new Map<string, { readonly name: string; readonly amounts: (Micro | null)[] }>();
  const whole = nothing();
  for (const { period, key, name, amount } of cells) {
    const place = places.get(period);
    if (place === undefined) continue;
    const row = rows.get(key) ?? { name, amounts: nothing() };
    rows.set(key, row);
    row.amounts[place] = plus(row.amounts[place] ?? null, amount);
    whole[place] = plus(whole[place] ?? null, amount);
  }
  const sum = (amounts: readonly (Micro | null)[]) => sumOf(periods, amounts, today);
  const items = [...rows].map(([key, { name, amounts }]) => ({ key, name, amounts, total: sum(amounts) }));
  return { items: items.sort(isDearer), total: { amounts: whole, total: sum(whole) } };
}

/** Of all periods that have begun before today, and of what is told of the others. */
function sumOf(periods: readonly Period[], amounts: readonly (Micro | null)[], today: Day): Micro | null {
  const counted = amounts.filter((amount, index) => {
    const from = periods[index]?.span.from ?? today;
    return amount !== null || from < today;
  });
  return counted.length === 0 ? null : counted.reduce(plus, 0);
}

/** Null: one of the two is not known. */
export function plus(one: Micro | null, other: Micro | null): Micro | null {
  return one === null || other === null ? null : one + other;
}

function isDearer(one: Item, other: Item): number {
  return knownOf(other) - knownOf(one) || (one.name < other.name ? -1 : 1);
}

function knownOf({ amounts }: Item): Micro {
  return amounts.reduce<Micro>((sum, amount) => sum + (amount ?? 0), 0);
}

export function daysOf({ from, until }: Span): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  return days;
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}
