import type { Fault } from "../../core/fault";
import type { Idleness } from "../../core/idleness";

/** Whole hours, from the one to the other that is not in it any more. */
export interface HourSpan {
  readonly from: Date;
  readonly until: Date;
}

export interface MetricQuestion {
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: "Maximum" | "Minimum" | "Sum";
  readonly dimensions: Readonly<Record<string, string>>;
}

/** By the beginning of the hour, in milliseconds. An hour without a value is not in it. */
type Hours = ReadonlyMap<number, number>;

/** What came whole, or why it did not: half an answer is none. */
export type MetricAnswer = { readonly hours: Hours } | { readonly fault: Fault };

export interface MetricsRead {
  /** One for each question, in their order. */
  readonly answers: readonly MetricAnswer[];
  /** How many metrics AWS was asked for and answered: each is on its bill, once for each page. */
  readonly asked: number;
}

/** CloudWatch. Each metric costs money, so only the daily look asks, never a page or a screen. */
export interface Metrics {
  read(accountId: string, region: string, questions: readonly MetricQuestion[], span: HourSpan): Promise<MetricsRead>;
}

export interface IdlenessStore {
  /** All of the account, in the place of what there was. */
  keep(accountId: string, rows: readonly Idleness[]): Promise<void>;
  /** Of these accounts, all where it is empty; in no order. */
  list(accountIds: readonly string[]): Promise<readonly Idleness[]>;
  get(resourceId: string): Promise<Idleness | null>;
}
