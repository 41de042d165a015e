import type { MicroUsd } from "../../core/money";
import { type Day, dayOf, numberOf } from "./days";
import { median, type Weekly } from "./robust";

/** What a day cost. A day without an entry is unknown, never zero: the caller writes the zeros that it knows of. */
export interface DayCost {
  readonly day: Day;
  readonly cost: MicroUsd;
}

/** Costs by day number without gaps in the index; null is unknown. */
export interface Series {
  readonly first: number;
  readonly values: readonly (number | null)[];
}

export function seriesOf(days: readonly DayCost[]): Series {
  if (days.length === 0) return { first: 0, values: [] };
  const numbers = days.map(({ day }) => numberOf(day));
  const first = numbers.reduce((least, number) => Math.min(least, number));
  const last = numbers.reduce((most, number) => Math.max(most, number));
  const values = new Array<number | null>(last - first + 1).fill(null);
  days.forEach(({ day, cost }, index) => {
    const at = (numbers[index] ?? first) - first;
    if (!Number.isSafeInteger(cost)) throw new Error(`Not whole micro-dollars on ${day}: ${cost}`);
    if (values[at] !== null) throw new Error(`Two costs for ${day}: add them up first.`);
    values[at] = cost;
  });
  return { first, values };
}

export function valueAt(series: Series, number: number): number | null {
  return series.values[number - series.first] ?? null;
}

export function lastOf(series: Series): number {
  return series.first + series.values.length - 1;
}

/** The known values from one day number through another. */
export function knownValues(series: Series, from: number, through: number): number[] {
  const found: number[] = [];
  for (let number = from; number <= through; number++) {
    const value = valueAt(series, number);
    if (value !== null) found.push(value);
  }
  return found;
}

/** Puts amounts on top of the days that are known: what pauses took away comes back. */
export function addBack(series: Series, amounts: readonly DayCost[]): Series {
  if (amounts.length === 0) return series;
  const byDay = amountsByDay(amounts);
  const values = series.values.map((value, index) =>
    value === null ? null : value + (byDay.get(series.first + index) ?? 0),
  );
  return { first: series.first, values };
}

/** Several amounts of one day add up: a day can have many savings. */
export function amountsByDay(amounts: readonly DayCost[]): ReadonlyMap<number, MicroUsd> {
  const byDay = new Map<number, MicroUsd>();
  for (const { day, cost } of amounts) byDay.set(numberOf(day), (byDay.get(numberOf(day)) ?? 0) + cost);
  return byDay;
}

/**
 * Cost Explorer leaves out a service on days on which it cost nothing. For the days that were read the gap is a true
 * zero, for all others it is unknown.
 */
export function withKnownZeros(days: readonly DayCost[], read: readonly Day[]): readonly DayCost[] {
  const present = new Set(days.map(({ day }) => day));
  const zeros = read.filter((day) => !present.has(day)).map((day) => ({ day, cost: 0 }));
  return [...days, ...zeros].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export function missingDays(series: Series, from: number, through: number): readonly Day[] {
  const missing: Day[] = [];
  for (let number = from; number <= through; number++) {
    if (valueAt(series, number) === null) missing.push(dayOf(number));
  }
  return missing;
}

/**
 * The median of each whole week, counted back from the last day, oldest first: no weekday weighs more than another. A
 * week with under four known days says nothing.
 */
export function weeklyMedians(
  valueOn: (number: number) => number | null,
  from: number,
  through: number,
): readonly Weekly[] {
  const weeks: Weekly[] = [];
  for (let end = through, at = 0; end - 6 >= from; end -= 7, at--) {
    const known: number[] = [];
    for (let day = end - 6; day <= end; day++) {
      const value = valueOn(day);
      if (value !== null) known.push(value);
    }
    if (known.length >= 4) weeks.unshift({ at, value: median(known) });
  }
  return weeks;
}
