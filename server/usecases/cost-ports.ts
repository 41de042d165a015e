import type { AuditInput } from "../audit/entry";
import type { MicroUsd } from "../core/money";
import type { Anomaly } from "../costs/trends/anomalies";
import type { Budget, BudgetThreshold } from "../costs/trends/budgets";
import type { Day } from "../costs/trends/days";

/** What is kept of unusual days and of budgets: people write here, so these take their audit row along. */

export type AnomalyMark = "expected" | "wrong";

export interface KeptAnomaly extends Anomaly {
  readonly id: string;
  readonly currency: string;
  readonly foundAt: Date;
  readonly mark: AnomalyMark | null;
  readonly markedBy: string | null;
  readonly markedAt: Date | null;
}

export interface AnomalyStore {
  /**
   * What was found of these accounts from that day on, in the place of what there was. One that is found again (account,
   * service and first day) keeps its id, when it was found first, and its mark. @returns those that are new
   */
  keep(
    accountIds: readonly string[],
    from: Day,
    found: readonly (Anomaly & { readonly currency: string })[],
    at: Date,
  ): Promise<readonly KeptAnomaly[]>;
  /** Newest first. */
  list(accountIds: readonly string[], from: Day): Promise<readonly KeptAnomaly[]>;
  /** Null: there is none. */
  mark(id: string, mark: AnomalyMark | null, by: string, at: Date, audit: AuditInput): Promise<KeptAnomaly | null>;
}

export interface KeptBudget extends Budget {
  readonly name: string;
  readonly currency: string;
  readonly createdAt: Date;
}

export interface Firing extends BudgetThreshold {
  /** Of the threshold, as `decideBudget` makes it. */
  readonly key: string;
  readonly budgetId: string;
  readonly at: Date;
  readonly period: string;
  readonly limit: MicroUsd;
  readonly amount: MicroUsd;
}

export interface BudgetStore {
  /** By name. */
  list(): Promise<readonly KeptBudget[]>;
  get(id: string): Promise<KeptBudget | null>;
  /** @throws RefusalError conflict when the name is taken */
  create(budget: KeptBudget, audit: AuditInput): Promise<void>;
  /** Counts the revision up. Null when it is not there. @throws RefusalError conflict when the name is taken */
  update(
    id: string,
    change: Partial<Omit<KeptBudget, "id" | "revision" | "createdAt">>,
    audit: AuditInput,
  ): Promise<KeptBudget | null>;
  remove(id: string, audit: AuditInput): Promise<boolean>;
  /** Newest first. */
  fired(budgetIds: readonly string[]): Promise<readonly Firing[]>;
  /** Those that were not there yet: of two processes only one fires. */
  fire(firings: readonly Firing[]): Promise<readonly Firing[]>;
}
