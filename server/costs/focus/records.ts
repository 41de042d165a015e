/** AWS's record types in FOCUS's words. */

export const chargeCategories = ["Usage", "Purchase", "Tax", "Credit", "Adjustment"] as const;
export type ChargeCategory = (typeof chargeCategories)[number];

export interface Charge {
  readonly category: ChargeCategory;
  /** A refund is of what an earlier bill charged. */
  readonly isCorrection: boolean;
  /** A fee for what other charges use: FOCUS has its effective cost with these, and nothing here. */
  readonly isCommitment: boolean;
}

const plain = { isCorrection: false, isCommitment: false } as const;
const usage: Charge = { category: "Usage", ...plain };
const purchase: Charge = { category: "Purchase", ...plain };
const commitment: Charge = { ...purchase, isCommitment: true };
const adjustment: Charge = { category: "Adjustment", ...plain };

/**
 * Cost Explorer writes a type as in the Cost and Usage Report ("SavingsPlanRecurringFee") or in words ("Savings Plan
 * Recurring Fee"): what counts are the letters. A negation takes the price on demand off again that the covered usage
 * stands with, so both are usage.
 */
const charges: Readonly<Record<string, Charge>> = {
  usage,
  discountedusage: usage,
  reservationappliedusage: usage,
  savingsplancoveredusage: usage,
  savingsplannegation: usage,
  fee: purchase,
  support: purchase,
  otheroutofcyclecharges: purchase,
  rifee: commitment,
  recurringreservationfee: commitment,
  upfrontreservationfee: commitment,
  savingsplanrecurringfee: commitment,
  savingsplanupfrontfee: commitment,
  tax: { category: "Tax", ...plain },
  credit: { category: "Credit", ...plain },
  refund: { category: "Adjustment", isCorrection: true, isCommitment: false },
};

/** What is not known here, and every kind of discount, is what FOCUS calls an adjustment: it fits no other category. */
export function chargeOf(recordType: string): Charge {
  return charges[recordType.toLowerCase().replace(/[^a-z]/g, "")] ?? adjustment;
}
