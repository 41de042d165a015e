import type { MicroUsd } from "../../core/money";
import type { Random } from "../../core/ports";
import { addDays, type Day, dayOf, numberOf, weekdayOf } from "./days";
import type { DayCost } from "./series";

/**
 * Test only: costs whose truth is known. A seed makes the same series for ever, so a figure of the tests is a property
 * of the code. Nothing of the models is used here; the shapes are those of bills: working weeks, growth, charges on the
 * first, noise that is wide at times, days without a service, pauses by Standby, holidays, credits, jumps, leaks.
 */

/** Mulberry32: 32 bits of state, enough for shapes. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const between = (random: Random, low: number, high: number) => low + (high - low) * random();
export const whole = (random: Random, low: number, high: number) => Math.floor(between(random, low, high + 1));

/**
 * Box and Muller; every fiftieth day twice as wide, as bills have fat tails, and none beyond four deviations: that would
 * be an anomaly and had to carry a label.
 */
export function noiseOf(random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(-4, Math.min(4, random() < 0.02 ? 2 * normal : normal));
}

/** `bill`: what is seen. `unpaused`: the same without Standby. `planned`: what a plan foresaw, at list prices. */
export interface Generated {
  readonly days: readonly DayCost[];
  readonly realised: readonly DayCost[];
  readonly planned: readonly DayCost[];
  readonly labels: readonly Label[];
}

export interface Label {
  readonly first: Day;
  readonly last: Day;
  readonly direction: "up" | "down";
  /** Either answer is right: a charge that nobody could know of yet. */
  readonly tolerated: boolean;
}

export interface Shape {
  readonly first: Day;
  readonly length: number;
  /** USD a day. */
  readonly level: number;
  /** Saturday and Sunday as a share of a working day. */
  readonly weekend: number;
  /** Share a day. */
  readonly growth: number;
  /** Share of the level, one deviation. */
  readonly noise: number;
  /** USD on the first of each month. */
  readonly monthStart: number;
  /** By day index: what is multiplied, and what is added in USD. */
  readonly factor: (index: number) => number;
  readonly extra: (index: number) => number;
  /** By day index: which share of the day Standby takes away. */
  readonly paused: (index: number) => number;
  /** List price over the price that is really paid, for what Standby says that it saved. */
  readonly listOverPaid: number;
  readonly labels: readonly Label[];
}

export const plainShape: Shape = {
  first: "2025-09-01",
  length: 420,
  level: 100,
  weekend: 1,
  growth: 0,
  noise: 0.05,
  monthStart: 0,
  factor: () => 1,
  extra: () => 0,
  paused: () => 0,
  listOverPaid: 1,
  labels: [],
};

export function generate(random: Random, shape: Shape): Generated {
  const start = numberOf(shape.first);
  const drawn = Array.from({ length: shape.length }, (_, index) => {
    const day = dayOf(start + index);
    const usual = usualOf(shape, start + index, index) * shape.factor(index);
    const unpaused = Math.max(0, usual * (1 + shape.noise * noiseOf(random)));
    const away = unpaused * shape.paused(index);
    const once = shape.extra(index) + (day.endsWith("-01") ? shape.monthStart : 0);
    return {
      day,
      cost: micro(unpaused - away + once),
      realised: micro(away * shape.listOverPaid),
      planned: micro(usual * shape.paused(index) * shape.listOverPaid),
    };
  });
  return {
    days: drawn.map(({ day, cost }) => ({ day, cost })),
    realised: drawn.map(({ day, realised }) => ({ day, cost: realised })),
    planned: drawn.map(({ day, planned }) => ({ day, cost: planned })),
    labels: shape.labels,
  };
}

function usualOf(shape: Shape, number: number, index: number): number {
  const weekend = weekdayOf(number) === 0 || weekdayOf(number) === 6 ? shape.weekend : 1;
  return shape.level * weekend * (1 + shape.growth) ** index;
}

export function micro(usd: number): MicroUsd {
  return Math.round(usd * 1_000_000);
}

export function labelOf(
  shape: Shape,
  from: number,
  through: number,
  direction: "up" | "down",
  tolerated = false,
): Label {
  return { first: addDays(shape.first, from), last: addDays(shape.first, through), direction, tolerated };
}
