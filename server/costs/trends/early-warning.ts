import { type MicroUsd, monthly } from "../../core/money";
import { median, quantile, spread } from "./robust";

/**
 * A warning within the hour, where the bill needs a day: what runs now × price, against what usually ran at this hour of
 * the day. Pauses are put back on both sides, so what Standby stops and starts is no jump; what others start on schedule
 * is usual at its hour after some days, and on its weekday after two weeks.
 */

export interface HourlyEstimate {
  /** "2026-11-21T20", UTC. */
  readonly hour: string;
  /** Σ of the hourly prices of what runs. */
  readonly running: MicroUsd;
  /** Σ hourly (running − paused) of what Standby holds at that hour. */
  readonly pausedAway: MicroUsd;
  /** Resources without a price: the figure is at least `running`. */
  readonly unpriced: number;
}

export interface EarlyWarningOptions {
  /** A jump is at least so much an hour: $0.50 is $365 a month. */
  readonly floor: MicroUsd;
  /** And at least this share of the usual. */
  readonly floorShare: number;
  readonly score: number;
  /** Hours in a row, the running one included; a single one is a deployment. */
  readonly forHours: number;
  /** Known hours that are needed before anything can be said. */
  readonly leastHours: number;
}

export const defaultEarlyWarning: EarlyWarningOptions = {
  floor: 500_000,
  floorShare: 0.25,
  score: 4.5,
  forHours: 2,
  leastHours: 48,
};

/** jump: it holds since `since` · watching: it began, but may be a deployment · usual · unknown: too little is known */
export type EarlyWarningState = "jump" | "watching" | "usual" | "unknown";

export interface EarlyWarning {
  readonly state: EarlyWarningState;
  /** Why it is unknown. */
  readonly reason: string | null;
  readonly hour: string;
  /** Running plus paused, micro-dollars an hour. */
  readonly rate: MicroUsd;
  readonly expected: { readonly mid: MicroUsd; readonly high: MicroUsd } | null;
  readonly excessHourly: MicroUsd | null;
  /** What the excess costs in 730 hours if it stays. */
  readonly excessMonthly: MicroUsd | null;
  /** The first hour of the jump: one jump is one warning. */
  readonly since: string | null;
  /** So many resources without a price more than usual: the rate may be higher. */
  readonly unpricedMore: number;
}

/** `hours`: those before `now`, in any order; an hour that is not there is unknown. Two weeks are plenty. */
export function warnEarly(
  hours: readonly HourlyEstimate[],
  now: HourlyEstimate,
  options: EarlyWarningOptions = defaultEarlyWarning,
): EarlyWarning {
  const before = hours
    .filter(({ hour }) => hour < now.hour)
    .map((estimate) => ({ ...estimate, at: hourNumber(estimate.hour), rate: rateOf(estimate) }))
    .sort((a, b) => a.at - b.at);
  const here = { ...now, at: hourNumber(now.hour), rate: rateOf(now) };
  const said = { hour: now.hour, rate: here.rate, unpricedMore: unpricedMore(before, here) };
  if (before.length < options.leastHours) {
    const reason = `An early warning needs ${options.leastHours} hours of estimates; ${before.length} are known.`;
    return { ...said, ...nothing, state: "unknown", reason };
  }
  const { mid, high } = usualAt(before, here.at, options);
  const expected = { mid: Math.round(mid), high: Math.round(high) };
  if (here.rate <= high) return { ...said, ...nothing, expected, state: "usual" };
  const run = runOf(before, here, options);
  const excessHourly = here.rate - expected.mid;
  return {
    ...said,
    state: run.length >= options.forHours ? "jump" : "watching",
    reason: null,
    expected,
    excessHourly,
    excessMonthly: monthly(excessHourly),
    since: run[0]?.hour ?? now.hour,
  };
}

const nothing = { reason: null, expected: null, excessHourly: null, excessMonthly: null, since: null };

interface Hour extends HourlyEstimate {
  readonly at: number;
  readonly rate: MicroUsd;
}

function rateOf({ running, pausedAway }: HourlyEstimate): MicroUsd {
  return running + pausedAway;
}

/**
 * Usual is the same hour of the day and those beside it, and the same hour of the week where it is known: whichever is
 * higher, as a warning at night for what ran last week, too, is one too many.
 */
function usualAt(before: readonly Hour[], at: number, options: EarlyWarningOptions) {
  const near = before.filter((hour) => Math.abs(aroundClock(hour.at - at, 24)) <= 1).map(({ rate }) => rate);
  const weekly = before.filter((hour) => (at - hour.at) % 168 === 0).map(({ rate }) => rate);
  const known = near.length >= 3 ? near : before.map(({ rate }) => rate);
  const mid = Math.max(median(known), weekly.length > 0 ? median(weekly) : 0);
  // Where the hour has two habits, as on working days and weekends, the upper one is usual, too.
  const upper = Math.max(mid, quantile(known, 0.9));
  return { mid, high: upper + Math.max(options.score * spread(known), options.floorShare * mid, options.floor) };
}

/** −12 to 12 for a clock of 24. */
function aroundClock(difference: number, length: number): number {
  const rest = ((difference % length) + length) % length;
  return rest > length / 2 ? rest - length : rest;
}

/** The hours in a row up to now that stood out, each judged with what was known before it: so `since` stays. */
function runOf(before: readonly Hour[], here: Hour, options: EarlyWarningOptions): readonly Hour[] {
  const run = [here];
  for (const hour of before.toReversed()) {
    const earliest = run[0] ?? here;
    if (hour.at !== earliest.at - 1) break;
    const earlier = before.filter(({ at }) => at < hour.at);
    if (earlier.length < options.leastHours || hour.rate <= usualAt(earlier, hour.at, options).high) break;
    run.unshift(hour);
  }
  return run;
}

function unpricedMore(before: readonly Hour[], here: Hour): number {
  const lately = before.slice(-24).map(({ unpriced }) => unpriced);
  return lately.length === 0 ? 0 : Math.max(0, Math.floor(here.unpriced - median(lately)));
}

/** Hours since 1970. */
function hourNumber(hour: string): number {
  const number = Date.parse(`${hour}:00:00Z`) / 3_600_000;
  if (!/^\d{4}-\d\d-\d\dT\d\d$/.test(hour) || !Number.isInteger(number)) {
    throw new Error(`Not an hour like 2026-11-21T20: ${hour}`);
  }
  return number;
}
