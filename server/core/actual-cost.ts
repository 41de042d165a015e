import type { MicroUsd } from "./money";

/**
 * What AWS charged, as Cost Explorer tells it. Amounts are whole micro-units of the bill's own currency, unknown is null.
 *
 * Cost Explorer answers decimal strings with ten and more digits ("12.3400000001", "9.9E-8"). Each is rounded once, half
 * away from zero, to a millionth: a row is off by at most half of that, and a credit stays the negative of its charge.
 * Within one grouping every sum is exactly that of its rows; two groupings of the same money may differ by half a
 * millionth for each of their rows.
 */

/** Millionths of a unit of the currency beside it; of a dollar where that is USD. */
export type Micro = number;

/**
 * What days are told apart by, each time together with the service. `tag:` stands before the key of a cost allocation
 * tag. `usage` is told by the month, all others by the day.
 */
export type CostBy = "account" | "region" | "record" | "usage" | `tag:${string}`;

/** One row of the bill. `by`, `day`, `service` and `value` are its key. */
export interface CostAmount {
  readonly by: CostBy;
  /** "2026-11-21", UTC. For `usage` the first day of the month. */
  readonly day: string;
  /** As AWS writes it: "Amazon Relational Database Service". */
  readonly service: string;
  /** Linked account, region, record type, usage type, or the tag's value; "" is untagged. */
  readonly value: string;
  readonly currency: string;
  /** The cost on the day on which it was charged. */
  readonly unblended: Micro;
  /** The same with reservations and savings plans spread over their time; null where AWS does not tell it. */
  readonly amortized: Micro | null;
  /** Unblended after discounts; null where AWS does not tell it. */
  readonly netUnblended: Micro | null;
  /** False while AWS still corrects the day, or a day of the month. */
  readonly isFinal: boolean;
}

/** Credits, refunds and taxes are shown apart. All else is usage: fees, discounts and support, too. */
export type RecordKind = "usage" | "credit" | "refund" | "tax";

const kinds: Readonly<Record<string, RecordKind>> = { Credit: "credit", Refund: "refund", Tax: "tax" };

/** Only the rows by `record` hold these; all others are of usage alone. */
export const recordTypesApart: readonly string[] = Object.keys(kinds);

/** Of a value of Cost Explorer's RECORD_TYPE. */
export function recordKindOf(recordType: string): RecordKind {
  return kinds[recordType] ?? "usage";
}

/** What AWS's own model expects of `from` to `until`; it lies between `low` and `high` in `level` of 100 cases. */
export interface MonthForecast {
  readonly from: string;
  /** The first day that is not in it. */
  readonly until: string;
  readonly mean: Micro;
  readonly low: Micro;
  readonly high: Micro;
  readonly level: number;
  readonly currency: string;
}

/** What AWS's own anomaly detection found (Cost Explorer API reference, Anomaly). In US dollars, as it tells them. */
export interface AwsAnomaly {
  readonly id: string;
  readonly firstDay: string;
  /** Null: it goes on. */
  readonly lastDay: string | null;
  readonly excess: Micro;
  readonly cost: Micro | null;
  readonly expected: Micro | null;
  /** What it comes from, as far as AWS says so. */
  readonly service: string | null;
  readonly region: string | null;
  readonly usage: string | null;
}

/** One request of Cost Explorer, and each of its pages is one, costs a cent (price list, USE1-APIRequest). */
export const costRequestPrice: MicroUsd = 10_000;
export const costRequestsADay = 10;

export type CostMetric = "unblended" | "amortized" | "netUnblended";

/** Sums by currency: different ones are never added. Null: one of the rows is not known. */
export function totalsOf(
  rows: readonly CostAmount[],
  metric: CostMetric = "unblended",
): ReadonlyMap<string, Micro | null> {
  const totals = new Map<string, Micro | null>();
  for (const row of rows) {
    const total = totals.get(row.currency);
    const amount = row[metric];
    totals.set(row.currency, total === null || amount === null ? null : (total ?? 0) + amount);
  }
  return totals;
}

const decimal = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,2}))?$/;

/** "12.3400005" → 12340001: exact, on integers. @throws Error when it is no amount. */
export function toMicro(amount: string): Micro {
  const { sign, whole = "", fraction = "", exponent = "0" } = decimal.exec(amount)?.groups ?? {};
  if (whole === "") throw new Error(`Not an amount of money: ${amount}`);
  const digits = BigInt(whole + fraction);
  const shift = 6 - fraction.length + Number(exponent);
  const micro = Number(shift >= 0 ? digits * 10n ** BigInt(shift) : halfUp(digits, 10n ** BigInt(-shift)));
  if (!Number.isSafeInteger(micro)) throw new Error(`More money than can be counted: ${amount}`);
  return sign === "-" && micro !== 0 ? -micro : micro;
}

function halfUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor;
}
