/**
 * What the bill tells of reservations and savings plans. What one of them covers is paid whether it runs or not: a pause
 * of it saves nothing in cash, unless something else takes its place. Pure.
 */

/** A row of the bill by record type. */
export interface RecordRow {
  readonly service: string;
  /** Cost Explorer's RECORD_TYPE: "DiscountedUsage". */
  readonly value: string;
}

/** The services that the bill shows them for, in alphabetical order. */
export interface Commitments {
  readonly reservations: readonly string[];
  readonly savingsPlans: readonly string[];
}

export const noCommitments: Commitments = { reservations: [], savingsPlans: [] };

/** Usage that a reservation covers, and its fees; Cost Explorer's own names for the fees are Upfront and Recurring. */
const ofReservations = new Set(["discountedusage", "rifee", "recurring", "upfront"]);
/** Covered usage, its counterpart, and the fees, which stand under a service of their own. */
const ofSavingsPlans = /^savingsplan/;

export function commitmentsOf(rows: readonly RecordRow[]): Commitments {
  const named = (isOne: (recordType: string) => boolean) => {
    const found = rows.filter(({ value }) => isOne(value.replaceAll(/\s/g, "").toLowerCase()));
    return [...new Set(found.map(({ service }) => service))].sort();
  };
  return {
    reservations: named((recordType) => ofReservations.has(recordType)),
    savingsPlans: named((recordType) => ofSavingsPlans.test(recordType)),
  };
}

export function coversService({ reservations, savingsPlans }: Commitments, service: string): boolean {
  return reservations.includes(service) || savingsPlans.includes(service);
}

/** Null: the bill by record type is not known. `isWhole`: it is known for all of the accounts and days. */
export function commitmentWords(known: { readonly found: Commitments; readonly isWhole: boolean } | null): string {
  if (known === null) return "Reservations and savings plans are not known yet, so it may be less.";
  const { reservations, savingsPlans } = known.found;
  const shown = [
    ...(reservations.length > 0 ? [`reservations (${reservations.join(", ")})`] : []),
    ...(savingsPlans.length > 0 ? [`savings plans (${savingsPlans.join(", ")})`] : []),
  ];
  if (shown.length > 0) {
    return (
      `The bill shows ${shown.join(" and ")}: what they cover is paid whether it runs or not, so a pause of it saves ` +
      "nothing in cash unless something else takes its place."
    );
  }
  if (known.isWhole) return "The bill of these days shows no reservation and no savings plan.";
  return "Where the bill is known it shows no reservation and no savings plan; it is not known for all of this yet.";
}
