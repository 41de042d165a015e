import type { Micro } from "../../core/actual-cost";
import { type MicroUsd, toDecimal } from "../../core/money";
import { addDays, type Day, firstOfMonth, lastOfMonth } from "../trends/days";
import { type Charge, chargeOf } from "./records";
import { isOfAws, serviceCategoryOf } from "./services";

/**
 * The bill in the columns of FOCUS 1.2 (focus.finops.org): by day, service and record type, the one grouping that holds
 * all the money, credits and taxes with it. What a payer has of accounts that are not connected is by day, service and
 * account. All mandatory columns are there, in the order of the alphabet, then those
 * that a provider with accounts and regions has to have, then ours. docs/exports.md says what is empty and why.
 */
export const focusColumns = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ContractedCost",
  "EffectiveCost",
  "InvoiceIssuerName",
  "ListCost",
  "PricingQuantity",
  "PricingUnit",
  "ProviderName",
  "PublisherName",
  "RegionId",
  "RegionName",
  "ServiceCategory",
  "ServiceName",
  "SubAccountId",
  "SubAccountName",
  "x_IsFinal",
  "x_ReadAt",
  "x_RecordType",
  "x_StandbySavedUsd",
] as const;
export type FocusColumn = (typeof focusColumns)[number];
export type FocusRow = Readonly<Record<FocusColumn, string | null>>;

export interface FocusAccount {
  /** Twelve digits. */
  readonly id: string;
  /** Null: of an account that Standby only sees on the bill of another. */
  readonly name: string | null;
}

/** One row of the bill, or a day of a service that cost nothing since it was paused. */
export interface FocusCharge {
  /** Whose bill it is on. */
  readonly account: FocusAccount;
  /** Whose charge it is. */
  readonly subAccount: FocusAccount;
  readonly day: Day;
  readonly service: string;
  /** Null of linked accounts: all but credits, refunds and taxes in one. */
  readonly recordType: string | null;
  readonly currency: string;
  readonly unblended: Micro;
  readonly amortized: Micro | null;
  readonly isFinal: boolean;
  readonly readAt: Date;
  /** By the savings ledger, at list prices; null where this row is not told any. */
  readonly saved: MicroUsd | null;
}

/** One, or two where it is the fee of a commitment that was not all used: see `unusedOf`. */
export function focusRowsOf(charge: FocusCharge): readonly FocusRow[] {
  const { unblended, amortized, recordType } = charge;
  const type = chargeOf(recordType ?? "Usage");
  if (!type.isCommitment) return [rowOf(charge, type, unblended, type.category === "Credit" ? unblended : amortized)];
  const fee = rowOf(charge, type, unblended, 0);
  return amortized === 0 ? [fee] : [fee, unusedOf(charge, type)];
}

/** What Cost Explorer amortises of a fee is what nobody used of it. In FOCUS the fee is 0, and the rest is usage. */
function unusedOf(charge: FocusCharge, type: Charge): FocusRow {
  const unused = rowOf({ ...charge, saved: null }, { ...type, category: "Usage" }, 0, charge.amortized);
  return { ...unused, ChargeDescription: `${unused.ChargeDescription}, not used` };
}

function rowOf(charge: FocusCharge, type: Charge, billed: Micro, effective: Micro | null): FocusRow {
  const { account, subAccount, day, service, recordType, currency, isFinal, readAt, saved } = charge;
  // FOCUS: a charge that is not worked out from others has its billed cost in all four.
  const told = type.category === "Credit" || type.category === "Adjustment" ? toDecimal(billed) : null;
  const periods = periodsOf(day);
  return {
    BilledCost: toDecimal(billed),
    BillingAccountId: account.id,
    BillingAccountName: account.name,
    BillingCurrency: currency,
    BillingPeriodEnd: periods.billingEnd,
    BillingPeriodStart: periods.billingStart,
    ChargeCategory: type.category,
    ChargeClass: type.isCorrection ? "Correction" : null,
    ChargeDescription: `${service}: ${recordType ?? "all but credits, refunds and taxes"}`,
    ChargePeriodEnd: periods.chargeEnd,
    ChargePeriodStart: periods.chargeStart,
    ContractedCost: told,
    EffectiveCost: effective === null ? null : toDecimal(effective),
    InvoiceIssuerName: "Amazon Web Services",
    ListCost: told,
    PricingQuantity: null,
    PricingUnit: null,
    ProviderName: "AWS",
    PublisherName: isOfAws(service) ? "AWS" : null,
    RegionId: null,
    RegionName: null,
    ServiceCategory: serviceCategoryOf(service),
    ServiceName: service,
    SubAccountId: subAccount.id,
    SubAccountName: subAccount.name,
    x_IsFinal: String(isFinal),
    x_ReadAt: `${readAt.toISOString().slice(0, 19)}Z`,
    x_RecordType: recordType,
    x_StandbySavedUsd: saved === null ? null : toDecimal(saved),
  };
}

interface Periods {
  readonly billingStart: string;
  readonly billingEnd: string;
  readonly chargeStart: string;
  readonly chargeEnd: string;
}

/** Of a million rows each day has thousands, and its calendar was half of their time. */
const known = new Map<Day, Periods>();

function periodsOf(day: Day): Periods {
  const before = known.get(day);
  if (before) return before;
  const periods = {
    billingStart: midnight(firstOfMonth(day)),
    billingEnd: midnight(addDays(lastOfMonth(day), 1)),
    chargeStart: midnight(day),
    chargeEnd: midnight(addDays(day, 1)),
  };
  known.set(day, periods);
  return periods;
}

function midnight(day: Day): string {
  return `${day}T00:00:00Z`;
}
