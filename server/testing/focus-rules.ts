import { chargeCategories } from "../costs/focus/records";
import type { FocusColumn, FocusRow } from "../costs/focus/rows";
import { serviceCategories } from "../costs/focus/services";

/**
 * What FOCUS 1.2 demands of a row, column by column, written down from the specification and not from the code: types,
 * allowed values, when a column has to be null and when it must not be. `gaps` are the demands that the bill as Cost
 * Explorer tells it cannot meet; docs/exports.md has the same list.
 */

export const mandatoryColumns = [
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
  "ServiceCategory",
  "ServiceName",
] as const satisfies readonly FocusColumn[];

/** Each breaks "must not be null", nothing else: what nobody told is not made up. */
export const gaps: Readonly<Partial<Record<FocusColumn, string>>> = {
  ContractedCost: "of usage, purchases and taxes",
  EffectiveCost: "where AWS tells no amortised cost",
  ListCost: "of usage, purchases and taxes",
  PricingQuantity: "of usage and purchases",
  PricingUnit: "of usage and purchases",
  PublisherName: "of what is sold in the marketplace",
};

/** Numeric Format: digits, a point, a minus; no exponent, plus sign, comma or unit. */
const numeric = /^-?\d+(\.\d+)?$/;
/** Date/Time Format: UTC, with its Z. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const currencyCode = /^[A-Z]{3}$/;
const twelveDigits = /^\d{12}$/;

const forms: Readonly<Partial<Record<FocusColumn, RegExp | readonly string[]>>> = {
  BilledCost: numeric,
  BillingAccountId: twelveDigits,
  BillingCurrency: currencyCode,
  BillingPeriodEnd: dateTime,
  BillingPeriodStart: dateTime,
  ChargeCategory: chargeCategories,
  ChargeClass: ["Correction"],
  ChargePeriodEnd: dateTime,
  ChargePeriodStart: dateTime,
  ContractedCost: numeric,
  EffectiveCost: numeric,
  ListCost: numeric,
  PricingQuantity: numeric,
  ServiceCategory: serviceCategories,
  SubAccountId: twelveDigits,
  x_IsFinal: ["true", "false"],
  x_ReadAt: dateTime,
  x_StandbySavedUsd: numeric,
};

const never: ReadonlySet<FocusColumn> = new Set(
  mandatoryColumns.filter((column) => !["ChargeClass", "PricingQuantity", "PricingUnit"].includes(column)),
);

/** What is wrong with a row, in words; empty where nothing is. */
export function wrongIn(row: FocusRow): readonly string[] {
  const columns = Object.keys(row) as FocusColumn[];
  return [...columns.flatMap((column) => wrongCell(column, row[column])), ...wrongNulls(row), ...wrongTogether(row)];
}

function wrongCell(column: FocusColumn, cell: string | null): readonly string[] {
  if (cell === null) return [];
  if (cell.trim() === "") return [`${column} is an empty string instead of null`];
  const form = forms[column];
  const isRight = form instanceof RegExp ? form.test(cell) : (form?.includes(cell) ?? true);
  return isRight ? [] : [`${column} must not be ${cell}`];
}

function wrongNulls(row: FocusRow): readonly string[] {
  const { ChargeCategory: category } = row;
  const isWorkedOut = category === "Usage" || category === "Purchase" || category === "Tax";
  const allowed: Readonly<Partial<Record<FocusColumn, boolean>>> = {
    ContractedCost: isWorkedOut,
    EffectiveCost: category !== "Credit",
    ListCost: isWorkedOut,
    PublisherName: !/^(Amazon|AWS)/.test(row.ServiceName ?? ""),
  };
  return [...never].flatMap((column) =>
    row[column] === null && !(column in gaps && allowed[column]) ? [`${column} must not be null`] : [],
  );
}

function wrongTogether(row: FocusRow): readonly string[] {
  const { ChargeCategory: category, BilledCost: billed } = row;
  const months = (from: string | null, to: string | null) => (from ?? "").slice(8) === "01T00:00:00Z" && from !== to;
  return [
    ...(category === "Tax" && row.PricingQuantity !== null ? ["PricingQuantity must be null of taxes"] : []),
    ...(category === "Tax" && row.PricingUnit !== null ? ["PricingUnit must be null of taxes"] : []),
    ...(category === "Credit" && row.EffectiveCost !== billed ? ["EffectiveCost of a credit is its billed cost"] : []),
    ...(category === "Credit" && row.ListCost !== billed ? ["ListCost of a credit is its billed cost"] : []),
    ...(category === "Credit" && row.ContractedCost !== billed
      ? ["ContractedCost of a credit is its billed cost"]
      : []),
    ...(months(row.BillingPeriodStart, row.BillingPeriodEnd) ? [] : ["a billing period is a month"]),
    ...(months(row.BillingPeriodEnd, row.BillingPeriodStart) ? [] : ["a billing period ends with a month"]),
    ...(inside(row) ? [] : ["a charge period is inside its billing period, and longer than nothing"]),
  ];
}

function inside(row: FocusRow): boolean {
  const [start, from, to, end] = [
    row.BillingPeriodStart,
    row.ChargePeriodStart,
    row.ChargePeriodEnd,
    row.BillingPeriodEnd,
  ].map((instant) => Date.parse(instant ?? ""));
  if (start === undefined || from === undefined || to === undefined || end === undefined) return false;
  return start <= from && from < to && to <= end;
}
