import { weekdayOf } from "./days";
import { mean, median, shrink, spread, steadySlope, type Weekly } from "./robust";
import { knownValues, type Series, valueAt, weeklyMedians } from "./series";

/**
 * Level × weekday, with a trend that fades. Each part is a median, so a day's outage or spike moves nothing:
 *
 * - weekday: the median, over eight weeks, of a day's share in the mean of its seven days; pulled to 1 where it is noise.
 * - trend: the steady slope (`robust.ts`) through the weekly medians, from four weeks on; pulled to 0 where it is noise,
 *   and damped by 0.97 a day, as trends of costs end (Gardner and McKenzie 1985).
 * - level: the median of the last 14 days, without weekday and trend; of the last 5 where they left it, so that a new
 *   level is believed after three days.
 */
export interface Model {
  readonly through: number;
  readonly level: number;
  readonly slopePerDay: number;
  /** By weekday, 0 is Sunday; their mean is 1. */
  readonly weekday: readonly number[];
  /** Standard deviation of a day as a share of the level. */
  readonly noise: number;
  readonly knownDays: number;
  readonly hasPattern: boolean;
  readonly hasTrend: boolean;
}

/** Two of each weekday: with fewer there is no model, only a guess. */
export const learningDays = 14;
const windowDays = 56;
const damping = 0.97;
const leastWeeksOfTrend = 4;
/** A weekday that costs under a tenth of the mean says nothing about the level. */
const leastFactor = 0.1;
/** No bill is steadier than this. */
const leastNoise = 0.005;

export function modelOf(series: Series, through: number): Model | null {
  const from = Math.max(through - windowDays + 1, series.first);
  const known = knownValues(series, from, through);
  if (known.length < learningDays) return null;
  const { weekday, noise, hasPattern } = patternOf(series, from, through);
  const plain = (number: number) => {
    const value = valueAt(series, number);
    const factor = weekday[weekdayOf(number)] ?? 1;
    return value === null || factor < leastFactor ? null : value / factor;
  };
  const weeks = weeklyMedians(plain, from, through);
  const hasTrend = weeks.length >= leastWeeksOfTrend;
  const typical = Math.abs(median(weeks.length > 0 ? weeks.map(({ value }) => value) : known));
  const slopePerDay = hasTrend ? slopeOf(weeks, noise * typical) : 0;
  const level = levelOf(plain, { through, slopePerDay, noise: noise * typical }) ?? median(known);
  return { through, level, slopePerDay, weekday, noise, knownDays: known.length, hasPattern, hasTrend };
}

/** What a day after `through` costs, as far as the model knows. A level that is not negative never becomes so. */
export function expectedOn(model: Model, number: number): number {
  const ahead = number - model.through;
  const drift = (model.slopePerDay * damping * (1 - damping ** ahead)) / (1 - damping);
  const level = model.level + drift;
  return (model.level >= 0 ? Math.max(0, level) : level) * (model.weekday[weekdayOf(number)] ?? 1);
}

function patternOf(series: Series, from: number, through: number) {
  const shares: { readonly weekday: number; readonly share: number }[] = [];
  for (let number = from; number <= through; number++) {
    const value = valueAt(series, number);
    const around = meanAround(series, number, from, through);
    if (value !== null && around !== null && around > 0) {
      shares.push({ weekday: weekdayOf(number), share: value / around });
    }
  }
  const byWeekday = Array.from({ length: 7 }, (_, weekday) =>
    shares.filter((entry) => entry.weekday === weekday).map(({ share }) => share),
  );
  const hasPattern = byWeekday.every((found) => found.length >= 2);
  if (!hasPattern)
    return { weekday: new Array<number>(7).fill(1), noise: plainNoise(series, from, through), hasPattern };
  const medians = byWeekday.map((found) => median(found));
  const rest = shares.map(({ weekday, share }) => share - (medians[weekday] ?? 1));
  // The mean holds a seventh of the day itself.
  const noise = Math.max(leastNoise, spread(rest, 0) * Math.sqrt(7 / 6));
  const pulled = medians.map((factor, weekday) =>
    Math.max(0, 1 + shrink(factor - 1, noise / Math.sqrt(byWeekday[weekday]?.length ?? 1))),
  );
  const centre = mean(pulled);
  return { weekday: pulled.map((factor) => factor / centre), noise, hasPattern };
}

function plainNoise(series: Series, from: number, through: number): number {
  const known = knownValues(series, from, through);
  const typical = Math.abs(median(known));
  return typical === 0 ? leastNoise : Math.max(leastNoise, spread(known) / typical);
}

/** The mean of the seven days around one, moved inside the window at its ends; null unless all seven are known. */
function meanAround(series: Series, number: number, from: number, through: number): number | null {
  const start = Math.min(Math.max(number - 3, from), through - 6);
  if (start < from) return null;
  let sum = 0;
  for (let day = start; day < start + 7; day++) {
    const value = valueAt(series, day);
    if (value === null) return null;
    sum += value;
  }
  return sum / 7;
}

type Plain = (number: number) => number | null;

/** The median of seven noisy days has 0.47 of their deviation; the slope through w weeks then w^1.5 / √12 less. */
function slopeOf(weeks: readonly Weekly[], noise: number): number {
  const uncertainty = (0.47 * noise * Math.sqrt(12)) / weeks.length ** 1.5;
  return shrink(steadySlope(weeks), uncertainty) / 7;
}

function levelOf(plain: Plain, at: { through: number; slopePerDay: number; noise: number }): number | null {
  const drifted: Plain = (number) => {
    const value = plain(number);
    return value === null ? null : value + at.slopePerDay * (at.through - number);
  };
  const long = valuesOf(drifted, at.through - 13, at.through);
  const short = valuesOf(drifted, at.through - 4, at.through);
  if (long.length === 0) return null;
  const level = median(long);
  const recent = short.length >= 4 ? median(short) : level;
  return Math.abs(recent - level) > 2 * at.noise ? recent : level;
}

function valuesOf(plain: Plain, from: number, through: number): number[] {
  const found: number[] = [];
  for (let number = from; number <= through; number++) {
    const value = plain(number);
    if (value !== null) found.push(value);
  }
  return found;
}
