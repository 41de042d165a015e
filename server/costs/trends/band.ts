import { expectedOn, type Model, modelOf } from "./model";
import { quantile } from "./robust";
import { type Series, valueAt } from "./series";

/**
 * How far the sum of the coming days may be off. The model forecasts as many days as are wanted now from each fourth day
 * of the last months, as if it stood there, and the band is the quantile of what it was off by. So the band knows how this
 * account really behaves. Overlapping origins repeat each other, therefore the quantile is taken a little further out:
 * share × (n + 1) / n, as in split conformal prediction (Vovk 2005).
 */
export interface Band {
  /** Half of the band's width, in micro-dollars, a float. */
  readonly half: number;
  /** How many origins it was learnt from; with too few it is computed from the noise alone, and wider. */
  readonly origins: number;
  readonly source: "backtest" | "noise";
}

/** The share of months that should end inside. */
export const bandShare = 0.8;
const leastOrigins = 8;
const mostOrigins = 24;
const step = 4;
/** 80 % of a normal distribution lie within so many deviations. */
const normalHalf = 1.2816;
/** Without a backtest: a level moves by so much of itself in a month, for reasons that no history shows. */
const unseenDrift = 0.06;

export function bandOf(series: Series, model: Model, daysAhead: readonly number[]): Band {
  const horizon = daysAhead.length;
  if (horizon === 0) return { half: 0, origins: 0, source: "noise" };
  const expected = daysAhead.reduce((sum, day) => sum + Math.abs(expectedOn(model, day)), 0);
  const noise = fromNoise(model, horizon) * Math.abs(model.level);
  const errors = relativeErrors(series, model.through, horizon);
  if (errors.length < leastOrigins) return { half: noise, origins: errors.length, source: "noise" };
  const share = Math.min(1, (bandShare * (errors.length + 1)) / errors.length);
  return { half: quantile(errors, share) * expected, origins: errors.length, source: "backtest" };
}

function fromNoise(model: Model, horizon: number): number {
  const ofDays = horizon * model.noise ** 2;
  const ofLevel = (horizon * 0.4 * model.noise) ** 2;
  const ofDrift = (horizon * unseenDrift * Math.sqrt(horizon / 30)) ** 2;
  return normalHalf * Math.sqrt(ofDays + ofLevel + ofDrift);
}

function relativeErrors(series: Series, through: number, horizon: number): readonly number[] {
  const errors: number[] = [];
  for (let origin = through - horizon; errors.length < mostOrigins && origin > series.first; origin -= step) {
    const error = errorAt(series, origin, horizon);
    if (error !== null) errors.push(error);
  }
  return errors;
}

/** Days that are unknown count on neither side; null: no model yet, or under half of the days are known. */
function errorAt(series: Series, origin: number, horizon: number): number | null {
  const model = modelOf(series, origin);
  if (model === null) return null;
  let [actual, expected, known] = [0, 0, 0];
  for (let day = origin + 1; day <= origin + horizon; day++) {
    const value = valueAt(series, day);
    if (value === null) continue;
    actual += value;
    expected += expectedOn(model, day);
    known++;
  }
  if (known * 2 < horizon || expected === 0) return null;
  return Math.abs(actual - expected) / Math.abs(expected);
}
