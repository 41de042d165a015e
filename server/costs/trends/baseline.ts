import { weekdayOf } from "./days";
import { learningDays } from "./model";
import { median, shrink, spread, steadySlope, type Weekly } from "./robust";
import { weeklyMedians } from "./series";

/**
 * What a day usually costs: the median of the same weekday in the last eight weeks, carried along the steady trend of
 * these weeks, and around it the MAD of all 56 days from their own weekday's median, as a share. A growth that has been
 * there for weeks is usual; a leak of three weeks is not, because `steadySlope` does not follow it that soon.
 */
export interface Baseline {
  /** By weekday, micro-dollars, floats. */
  readonly weekday: readonly number[];
  /** One deviation of the day asked for, its median's own uncertainty included. */
  readonly deviation: number;
  /** True when every day of the weeks before cost nothing: the service is new. */
  readonly isNew: boolean;
}

/** The usual days by day number; null is unknown or was not usual. */
export type UsualDays = (number: number) => number | null;

const windowDays = 56;
/** No service is steadier than 2 %: months differ by more in how AWS rounds and books. */
const leastNoise = 0.02;
/** The MAD of n days is uncertain: it is taken for larger by 4 / n, 30 % after two weeks, 7 % after eight. */
const fewDays = 4;
/** A quiet weekday's noise is not smaller than that of a tenth of the usual level. */
const leastScale = 0.1;

/** Null while learning. */
export function baselineOn(usual: UsualDays, number: number): Baseline | null {
  const days = daysBefore(usual, number);
  if (days.length < learningDays) return null;
  const weeks = weeklyMedians(usual, number - windowDays, number - 1);
  const typical = weeks.length > 0 ? median(weeks.map(({ value }) => value)) : median(days.map(({ cost }) => cost));
  const growth = growthOf(weeks, typical);
  const byWeekday = groupByWeekday(days, (day) => 1 + growth * (number - day));
  const medians = mediansOf(byWeekday, typical);
  const scales = medians.map((cost) => Math.max(Math.abs(cost), leastScale * Math.abs(typical)));
  const shares = byWeekday.flatMap((costs, weekday) => sharesOf(costs, medians[weekday] ?? 0, scales[weekday] ?? 0));
  const noise = Math.max(leastNoise, shares.length > 0 ? spread(shares, 0) * (1 + fewDays / shares.length) : 0);
  const pulled = pullTogether(medians, byWeekday, noise);
  const weekday = weekdayOf(number);
  // A median of k normal values is uncertain by 1.25 / √k deviations.
  const uncertainty = Math.sqrt(1 + 1.57 / Math.max(1, byWeekday[weekday]?.length ?? 1));
  return {
    weekday: pulled,
    deviation: noise * uncertainty * (scales[weekday] ?? 0),
    isNew: days.every(({ cost }) => cost === 0),
  };
}

function mediansOf(byWeekday: readonly (readonly number[])[], typical: number): readonly number[] {
  return byWeekday.map((costs) => (costs.length > 0 ? median(costs) : typical));
}

/** A weekday that differs from the others by no more than its own noise is one of them: 56 days say more than eight. */
function pullTogether(medians: readonly number[], byWeekday: readonly (readonly number[])[], noise: number) {
  const centre = median(medians);
  return medians.map((cost, weekday) => {
    const uncertainty = (1.25 * noise * Math.abs(centre)) / Math.sqrt(Math.max(1, byWeekday[weekday]?.length ?? 1));
    return centre + shrink(cost - centre, 2 * uncertainty);
  });
}

interface Known {
  readonly day: number;
  readonly cost: number;
}

function daysBefore(usual: UsualDays, number: number): readonly Known[] {
  const days: Known[] = [];
  for (let day = number - windowDays; day < number; day++) {
    const cost = usual(day);
    if (cost !== null) days.push({ day, cost });
  }
  return days;
}

/** Share of the usual level a day; nothing with under four weeks. */
function growthOf(weeks: readonly Weekly[], typical: number): number {
  if (weeks.length < 4 || typical <= 0) return 0;
  const slope = steadySlope(weeks);
  const rest = weeks.slice(1).map(({ value }, index) => value - (weeks[index]?.value ?? value) - slope);
  const uncertainty = (spread(rest, 0) / Math.SQRT2) * (Math.sqrt(12) / weeks.length ** 1.5);
  return shrink(slope, uncertainty) / 7 / typical;
}

function groupByWeekday(days: readonly Known[], carried: (day: number) => number): readonly (readonly number[])[] {
  const byWeekday = Array.from({ length: 7 }, () => [] as number[]);
  for (const { day, cost } of days) byWeekday[weekdayOf(day)]?.push(cost * carried(day));
  return byWeekday;
}

/** Few values lie close to their own median: √(k / (k − 1)) makes up for it. One value says nothing. */
function sharesOf(costs: readonly number[], centre: number, scale: number): readonly number[] {
  if (costs.length < 2 || scale === 0) return [];
  const factor = Math.sqrt(costs.length / (costs.length - 1)) / scale;
  return costs.map((cost) => (cost - centre) * factor);
}
