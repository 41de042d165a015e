/**
 * Statistics that a few wild days cannot spoil. They are floats; money is rounded where it leaves the model.
 * Half of the values may be wild for a median and a MAD, 29 % for Theil and Sen's slope.
 */

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** By linear interpolation between the order statistics (type 7 of Hyndman and Fan, 1996). NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = new Float64Array(values).sort();
  const position = (sorted.length - 1) * share;
  const low = Math.floor(position);
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? below;
  return below + (above - below) * (position - low);
}

/** The median absolute deviation, scaled so that it equals the standard deviation of normal noise. */
export function spread(values: readonly number[], centre = median(values)): number {
  return values.length === 0 ? Number.NaN : 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pulls an effect that is no larger than its own uncertainty towards zero; a clear one stays as it is. */
export function shrink(effect: number, uncertainty: number): number {
  const square = effect * effect;
  return square === 0 ? 0 : (effect * square) / (square + uncertainty * uncertainty);
}

/** A value of a week; `at` counts weeks. */
export interface Weekly {
  readonly at: number;
  readonly value: number;
}

/** The median of the slopes between all pairs (Theil 1950, Sen 1968). */
export function theilSen(points: readonly Weekly[]): number {
  const slopes: number[] = [];
  for (const [index, a] of points.entries()) {
    for (let later = index + 1; later < points.length; later++) {
      const b = points[later];
      if (b) slopes.push((b.value - a.value) / (b.at - a.at));
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/**
 * The change per week that goes on, in the order of time. A jump tilts the line through all weeks but is one difference
 * between neighbours, so it is the smaller of both slopes where they agree in sign, and nothing where they do not.
 */
export function steadySlope(points: readonly Weekly[]): number {
  const line = theilSen(points);
  const steps = points.slice(1).map((b, index) => {
    const a = points[index] ?? b;
    return (b.value - a.value) / (b.at - a.at);
  });
  const step = steps.length === 0 ? 0 : median(steps);
  return line * step <= 0 ? 0 : Math.sign(line) * Math.min(Math.abs(line), Math.abs(step));
}
