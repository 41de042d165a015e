import type { MicroUsd } from "../../core/money";
import { bandOf, bandShare } from "./band";
import { withoutCharges } from "./calendar";
import { type Day, dayOf, finalThrough, firstOfMonth, lastOfMonth, monthOf, numberOf } from "./days";
import { expectedOn, learningDays, type Model, modelOf } from "./model";
import { addBack, type DayCost, knownValues, lastOf, type Series, seriesOf, valueAt } from "./series";

/** What the month will have cost at its end, from its days so far and the days before it. */

export interface ForecastInput {
  /** Each day once, as far back as is known; eight weeks make the model, months more its band. */
  readonly days: readonly DayCost[];
  /** The running day, UTC. */
  readonly today: Day;
  /** The last day that is forecast; the month's last unless it is said. */
  readonly until?: Day;
}

/** A day of the month that is not final yet, or that is unknown. */
export interface ForecastDay {
  readonly day: Day;
  readonly cost: MicroUsd;
}

export interface MonthForecast {
  /** "2026-11" */
  readonly month: string;
  /** The last day that AWS will not change; earlier than the first of the month in its first days. */
  readonly finalThrough: Day;
  /** The month's final days that are known. */
  readonly actual: MicroUsd;
  /** All others. `actual` plus their costs is exactly `total`. */
  readonly days: readonly ForecastDay[];
  readonly total: MicroUsd;
  /** `share` of the months end between `low` and `high`. */
  readonly band: { readonly low: MicroUsd; readonly high: MicroUsd; readonly share: number };
  readonly basis: ForecastBasis;
}

/** With how little it was made. */
export interface ForecastBasis {
  /** Known final days in the model's eight weeks. */
  readonly knownDays: number;
  readonly hasPattern: boolean;
  readonly hasTrend: boolean;
  /** Final days of this month that nobody read: the model stands in for them. */
  readonly missing: readonly Day[];
  /** `noise`: the history is too short to test the model on it, the band is computed and wider. */
  readonly band: "backtest" | "noise";
  readonly origins: number;
}

export type NoForecastCode = "tooShort" | "tooOld";

export type Forecast<T> =
  | { readonly forecast: T; readonly reason: null }
  | { readonly forecast: null; readonly reason: { readonly code: NoForecastCode; readonly text: string } };

export function forecastMonth(input: ForecastInput): Forecast<MonthForecast> {
  const outlook = outlookOf(input, []);
  return "code" in outlook ? { forecast: null, reason: outlook } : { forecast: settle(outlook, keep), reason: null };
}

/** What is known of the month and what the model says about the rest: unrounded, before pauses are taken away. */
export interface Outlook {
  readonly month: string;
  readonly through: number;
  readonly reported: Series;
  /** The first day of the month, and the last one that is forecast. */
  readonly first: number;
  readonly last: number;
  readonly expected: ReadonlyMap<number, number>;
  readonly half: number;
  readonly basis: ForecastBasis;
}

/** After so many days without one that is known the level is not of today. */
const oldestDays = 10;

/** `realised` is what pauses took away on past days: it is put back, so that the model never sees a pause. */
export function outlookOf(
  input: ForecastInput,
  realised: readonly DayCost[],
): Outlook | { readonly code: NoForecastCode; readonly text: string } {
  const reported = seriesOf(input.days);
  const through = numberOf(finalThrough(input.today));
  const unpaused = upTo(addBack(reported, realised), through);
  const { series, charge } = withoutCharges(unpaused, through);
  const model = modelOf(series, through);
  if (model === null) return tooShort(series, through);
  const age = through - lastKnown(series, through);
  if (age > oldestDays) {
    return { code: "tooOld", text: `The last final day that was read is ${age} days old. Read the costs again.` };
  }
  const [first, last] = [numberOf(firstOfMonth(input.today)), numberOf(input.until ?? lastOfMonth(input.today))];
  const open = openDays(reported, { first, last, through });
  const band = bandOf(series, model, open);
  return {
    month: monthOf(input.today),
    through,
    reported,
    first,
    last,
    expected: new Map(open.map((day) => [day, expectedOn(model, day) + charge(day)])),
    half: band.half,
    basis: { ...basisOf(model), missing: open.filter((day) => day <= through).map(dayOf), ...bandBasis(band) },
  };
}

/** Given a day and its expected cost as if nothing was paused: what the bill will have. */
export type DayRule = (day: number, expected: number) => number;
const keep: DayRule = (_, expected) => expected;

/**
 * Rounds each day once; all sums are of whole micro-dollars. What is already reported for a day that is not final only
 * grows, so the day costs at least that. Costs that were never negative stay so.
 */
export function settle(outlook: Outlook, rule: DayRule): MonthForecast {
  const { first, last, through, reported, expected, half } = outlook;
  const everNegative = reported.values.some((value) => value !== null && value < 0);
  const least = everNegative ? Number.NEGATIVE_INFINITY : 0;
  const days = [...expected].map(([number, cost]) => {
    const soFar = number > through ? (valueAt(reported, number) ?? least) : least;
    return { day: dayOf(number), cost: Math.round(Math.max(rule(number, cost), soFar)) };
  });
  const actual = sum(knownValues(reported, first, Math.min(through, last)));
  const total = actual + sum(days.map(({ cost }) => cost));
  const billed = actual + sum(knownValues(reported, Math.max(first, through + 1), last));
  const floor = everNegative ? Number.NEGATIVE_INFINITY : billed;
  return {
    month: outlook.month,
    finalThrough: dayOf(through),
    actual,
    days,
    total,
    band: { low: Math.max(floor, total - Math.round(half)), high: total + Math.round(half), share: bandShare },
    basis: outlook.basis,
  };
}

function sum(amounts: readonly MicroUsd[]): MicroUsd {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** The days of the month that the model has to give: those to come, those not final, those that nobody read. */
function openDays(reported: Series, { first, last, through }: { first: number; last: number; through: number }) {
  const open: number[] = [];
  for (let day = first; day <= last; day++) if (day > through || valueAt(reported, day) === null) open.push(day);
  return open;
}

function upTo(series: Series, through: number): Series {
  return { first: series.first, values: series.values.slice(0, Math.max(0, through - series.first + 1)) };
}

function lastKnown(series: Series, through: number): number {
  let day = Math.min(through, lastOf(series));
  while (day >= series.first && valueAt(series, day) === null) day--;
  return day;
}

function tooShort(series: Series, through: number) {
  const known = knownValues(series, through - 55, through).length;
  return {
    code: "tooShort" as const,
    text: `A forecast needs ${learningDays} final days of the last eight weeks; ${known} are known.`,
  };
}

function basisOf({ knownDays, hasPattern, hasTrend }: Model) {
  return { knownDays, hasPattern, hasTrend };
}

function bandBasis({ source, origins }: { source: "backtest" | "noise"; origins: number }) {
  return { band: source, origins };
}
