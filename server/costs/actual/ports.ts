import type { AwsAnomaly, CostAmount, CostBy, Micro, MonthForecast } from "../../core/actual-cost";
import type { Fault } from "../../core/fault";
import type { Day } from "../trends/days";

/** From a day up to another that is not in it any more, as Cost Explorer takes it. */
export interface Span {
  readonly from: Day;
  readonly until: Day;
}

export type CostSubject = CostBy | "forecast" | "anomalies";

export interface CostQuestion extends Span {
  readonly by: CostSubject;
}

/** Rows of all but `forecast` and `anomalies`. A service without a row on a day of the question cost nothing on it. */
export interface CostAnswer {
  readonly amounts: readonly CostAmount[];
  readonly forecast: MonthForecast | null;
  /** Of `anomalies`. */
  readonly anomalies: readonly AwsAnomaly[] | null;
}

/** `requests` were answered and are on AWS's bill, also where the question as a whole came to nothing. */
export type Asked = { readonly requests: number } & (
  | { readonly outcome: "answered"; readonly answer: CostAnswer }
  /** The answer has more pages than were allowed; half of one would be a wrong figure. */
  | { readonly outcome: "cut" }
  | { readonly outcome: "failed"; readonly fault: Fault }
);

/** Whose bill: our id, and the twelve digits under which AWS has it. */
export interface Billed {
  readonly accountId: string;
  readonly awsAccountId: string;
}

/**
 * What may still be asked today. Each request is taken from it before it is sent, so that no crash and no second process
 * pays for more; one that AWS refused costs nothing and is given back.
 */
export interface Allowance {
  take(): Promise<boolean>;
  giveBack(): Promise<void>;
}

/** Cost Explorer. Each page costs money, so only a refresh asks, never a page or a screen. */
export interface CostExplorer {
  ask(billed: Billed, question: CostQuestion, allowance: Allowance): Promise<Asked>;
}

/** What is kept of a subject between two refreshes. */
export interface CostReading {
  readonly by: CostSubject;
  /** When its newest day was read. */
  readonly readAt: Date | null;
  readonly failedAt: Date | null;
  /** The days that were read, without a gap, of `usage` whole months; null for `forecast` and `anomalies`, and before the first answer. */
  readonly known: Span | null;
  /** How many days the last question had, and how many requests it took. */
  readonly last: { readonly days: number; readonly requests: number } | null;
}

/** The same with whose it is, and what it told. */
export interface BillReading extends CostReading {
  readonly accountId: string;
  /** Why the last question failed; null once it was answered. */
  readonly fault: Fault | null;
  /** Of `forecast`. */
  readonly forecast: MonthForecast | null;
  /** Of `anomalies`. */
  readonly anomalies: readonly AwsAnomaly[] | null;
}

export interface BillFilter {
  readonly accountIds: readonly string[];
  readonly by: CostBy;
  /** Days, or first days of months where it is by `usage`. */
  readonly span: Span;
  /** Only this one, as AWS writes it. */
  readonly service?: string;
  /** Of rows by `account`: only what is of the account itself, or of those whose bill it pays. */
  readonly whose?: "own" | "linked";
}

/** What days are told apart by in a sum. */
export const billKeys = ["accountId", "day", "service", "value"] as const;
export type BillKey = (typeof billKeys)[number];

/** Keys that were not asked for are empty. A metric is null where one of its rows is. */
export interface BillSum extends Readonly<Record<BillKey, string>> {
  readonly currency: string;
  readonly unblended: Micro;
  readonly amortized: Micro | null;
  readonly netUnblended: Micro | null;
}

/** What kind of request AWS charges for by itself: pages of Cost Explorer, metrics asked of CloudWatch. */
export type PaidFor = "costExplorer" | "metrics";

/** The bill as it was read, and what reading it cost. Nobody does anything by it, so its writes have no audit row. */
export interface BillStore {
  readings(accountIds: readonly string[]): Promise<readonly BillReading[]>;
  /** One transaction: the answer takes the place of all rows of its subject within the question's span. */
  keep(kept: { readonly reading: BillReading; readonly question: CostQuestion; readonly asked: Asked }): Promise<void>;
  /**
   * Sums by the keys, in no order; by currency in any case. By `account`, what a payer has of a linked account is left out
   * on days on which that one's own bill is known: it would be counted twice.
   */
  sums(filter: BillFilter, keys: readonly BillKey[]): Promise<readonly BillSum[]>;
  /** Of these accounts on that day, by account. An account without any is left out. */
  requests(what: PaidFor, accountIds: readonly string[], day: Day): Promise<ReadonlyMap<string, number>>;
  /** One more; false: there were `atMost` already, and nothing was changed. */
  takeRequest(what: PaidFor, accountId: string, day: Day, atMost: number): Promise<boolean>;
  /** Less than none: so many were not paid after all. */
  addRequests(what: PaidFor, accountId: string, day: Day, count: number): Promise<void>;
}
