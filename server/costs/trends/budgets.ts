import type { MicroUsd } from "../../core/money";
import { type Day, monthOf } from "./days";

/**
 * Which thresholds of a budget are passed now. A threshold fires once per period; it is armed again by the next period
 * and by a change of the budget, because both make a new key. What is unknown fires nothing and arms nothing.
 */

export const budgetPeriods = ["month", "quarter", "year"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

export type BudgetScope =
  | { readonly type: "account"; readonly accountId: string }
  | { readonly type: "group"; readonly groupId: string }
  | { readonly type: "tag"; readonly key: string; readonly value: string };

/** `share` of the limit: 0.8 is 80 %. A forecast passes when its middle does; the band is said beside it. */
export interface BudgetThreshold {
  readonly on: "actual" | "forecast";
  readonly share: number;
}

export interface Budget {
  readonly id: string;
  readonly scope: BudgetScope;
  readonly period: BudgetPeriod;
  /** More than 0. */
  readonly limit: MicroUsd;
  readonly thresholds: readonly BudgetThreshold[];
  /** Counts the changes of the budget. */
  readonly revision: number;
}

/** The period so far. With days that nobody read it is at least `amount`: that is enough to pass, not to be below. */
export interface BudgetActual {
  readonly amount: MicroUsd;
  readonly complete: boolean;
}

export interface BudgetInput {
  readonly budget: Budget;
  readonly today: Day;
  /** Keys of this budget that fired before; older periods and revisions may be among them. */
  readonly fired: ReadonlySet<string>;
  /** Null: the costs are unknown. */
  readonly actual: BudgetActual | null;
  /** Of the end of the period. Null: there is none yet. */
  readonly forecast: MicroUsd | null;
}

/**
 * below · fires: now, for the first time · fired: it has · unknown: cannot be said
 * overtaken: a forecast whose amount is already spent, there is nothing left to warn of
 */
export type ThresholdState = "below" | "fires" | "fired" | "overtaken" | "unknown";

export interface ThresholdVerdict extends BudgetThreshold {
  readonly key: string;
  /** The limit's share in micro-dollars, rounded half up. */
  readonly amount: MicroUsd;
  readonly state: ThresholdState;
}

export interface BudgetDecision {
  /** "2026-11", "2026-Q4", "2026" */
  readonly period: string;
  readonly thresholds: readonly ThresholdVerdict[];
  /** At most one of each sort, the highest: 50, 80 and 100 % passed at once are one message. */
  readonly messages: readonly ThresholdVerdict[];
  /** To be remembered as fired together with the messages: the lower ones, too. */
  readonly keys: readonly string[];
}

export function decideBudget(input: BudgetInput): BudgetDecision {
  const { budget, today } = input;
  const period = periodOf(budget.period, today);
  const thresholds = budget.thresholds.map((threshold) => {
    const key = `${budget.id}/${budget.revision}/${period}/${threshold.on}/${threshold.share}`;
    const amount = Math.round(budget.limit * threshold.share);
    return { ...threshold, key, amount, state: stateOf(input, threshold.on, key, amount) };
  });
  const firing = thresholds.filter(({ state }) => state === "fires");
  const messages = (["actual", "forecast"] as const).flatMap((on) => {
    const highest = firing.filter((verdict) => verdict.on === on).sort((a, b) => b.share - a.share)[0];
    return highest ? [highest] : [];
  });
  return { period, thresholds, messages, keys: firing.map(({ key }) => key) };
}

function stateOf(input: BudgetInput, on: "actual" | "forecast", key: string, amount: MicroUsd): ThresholdState {
  if (input.fired.has(key)) return "fired";
  const spent = spentOf(input.actual, amount);
  if (on === "actual") return spent === "yes" ? "fires" : unlessUnknown(spent);
  if (spent === "yes") return "overtaken";
  if (input.forecast === null) return "unknown";
  return input.forecast >= amount ? "fires" : "below";
}

function spentOf(actual: BudgetActual | null, amount: MicroUsd): "yes" | "no" | "unknown" {
  if (actual === null) return "unknown";
  if (actual.amount >= amount) return "yes";
  return actual.complete ? "no" : "unknown";
}

function unlessUnknown(spent: "no" | "unknown"): ThresholdState {
  return spent === "no" ? "below" : "unknown";
}

/** Calendar periods in UTC, as AWS bills. */
export function periodOf(period: BudgetPeriod, today: Day): string {
  const year = today.slice(0, 4);
  if (period === "year") return year;
  if (period === "month") return monthOf(today);
  return `${year}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`;
}
