import type { Random } from "../../core/ports";
import { between, type Generated, generate, plainShape, type Shape, whole } from "./benchmark";
import { addDays, firstOfMonth, lastOfMonth, numberOf, weekdayOf } from "./days";
import type { DayCost } from "./series";

/** Test only: accounts for the backtest of the forecast, and the naive models that it has to beat. */

export const accountKinds = ["steady", "weekly", "growing", "monthStart", "noisy", "outages", "jump"] as const;
export type AccountKind = (typeof accountKinds)[number];

export function drawAccount(random: Random, kind: AccountKind): Shape {
  const base: Shape = {
    ...plainShape,
    level: 10 ** between(random, 1, 4),
    weekend: kind === "steady" ? 1 : between(random, 0.35, 0.95),
    growth: kind === "growing" ? between(random, 0.001, 0.006) : between(random, -0.0005, 0.001),
    noise: kind === "noisy" ? between(random, 0.12, 0.25) : between(random, 0.02, 0.08),
  };
  if (kind === "monthStart") return { ...base, monthStart: base.level * between(random, 1, 6) };
  if (kind === "outages") return { ...base, factor: outages(random, base.length) };
  if (kind === "jump") return { ...base, factor: jumps(random, base.length) };
  return base;
}

/** Eight outages of one or two days, in which three quarters of the account stand still. */
function outages(random: Random, length: number) {
  const days = new Set<number>();
  for (let count = 0; count < 8; count++) {
    const at = whole(random, 0, length - 1);
    for (let day = at; day <= at + whole(random, 0, 1); day++) days.add(day);
  }
  return (index: number) => (days.has(index) ? 0.25 : 1);
}

/** A new level every few months: nobody forecasts it, but it has to be believed soon. */
function jumps(random: Random, length: number) {
  const levels: number[] = [];
  let level = 1;
  for (let index = 0; index < length; index++) {
    if (random() < 1 / 75) level = Math.min(3, Math.max(0.4, level * (random() < 0.5 ? 0.75 : 1.35)));
    levels.push(level);
  }
  return (index: number) => levels[index] ?? 1;
}

/** Standby pauses half of the account at weekends and a quarter of it in the nights, from some day on. */
export function drawPaused(random: Random, from: number): Shape {
  const start = numberOf(plainShape.first);
  const [weekend, night] = [between(random, 0.3, 0.7), between(random, 0.1, 0.3)];
  return {
    ...drawAccount(random, "weekly"),
    weekend: between(random, 0.8, 1),
    listOverPaid: between(random, 0.95, 1.1),
    paused: (index) => {
      if (index < from) return 0;
      const weekday = weekdayOf(start + index);
      return weekday === 0 || weekday === 6 ? weekend : night;
    },
  };
}

/** What is known on a day: the running one and the two before it only in part, as Cost Explorer shows them. */
export function seenOn(days: readonly DayCost[], today: string): readonly DayCost[] {
  const parts = new Map([
    [today, 0],
    [addDays(today, -1), 0.6],
    [addDays(today, -2), 0.95],
  ]);
  return days
    .filter(({ day }) => day < today)
    .map(({ day, cost }) => ({ day, cost: Math.round(cost * (parts.get(day) ?? 1)) }));
}

export function monthTotal(days: readonly DayCost[], today: string): number {
  return totalOf(days, firstOfMonth(today), lastOfMonth(today));
}

function totalOf(days: readonly DayCost[], from: string, through: string): number {
  return days.filter(({ day }) => day >= from && day <= through).reduce((sum, { cost }) => sum + cost, 0);
}

/** The two that everybody has in a spreadsheet. Both get the final days only, as the model does. */
export const naiveModels: Readonly<Record<string, (days: readonly DayCost[], today: string) => number>> = {
  "month to date, extrapolated": (days, today) => {
    const [first, last, final] = [firstOfMonth(today), lastOfMonth(today), addDays(today, -3)];
    const length = numberOf(final) - numberOf(first) + 1;
    // Before any day of the month is final there is nothing to extrapolate but the week before.
    if (length < 1) return (totalOf(days, addDays(final, -6), final) / 7) * (numberOf(last) - numberOf(first) + 1);
    return (totalOf(days, first, final) / length) * (numberOf(last) - numberOf(first) + 1);
  },
  "last month": (days, today) => {
    const before = addDays(firstOfMonth(today), -1);
    return totalOf(days, firstOfMonth(before), before);
  },
};

export function drawAll(random: Random, each: number): readonly { kind: AccountKind; generated: Generated }[] {
  return accountKinds.flatMap((kind) =>
    Array.from({ length: each }, () => ({ kind, generated: generate(random, drawAccount(random, kind)) })),
  );
}
