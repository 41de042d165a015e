import type { BillSum } from "../actual/ports";
import type { Day } from "../trends/days";
import type { FocusAccount, FocusCharge } from "./rows";
import type { SavedByDay } from "./saved";

/** One account's bill of some days, as it is kept: by day, service and one more. */
export interface BillOfDays {
  readonly account: FocusAccount;
  readonly sums: readonly BillSum[];
  readonly readAt: Date;
  /** The last day that AWS does not correct any more. */
  readonly finalThrough: Day;
}

const usage = "Usage";

/** The account's own charges, from its bill by record type. What Standby saved stands with the usage of its service; where a pause
 * left nothing to bill, there is a charge of nothing for it, or the saving would be lost.
 */
export function ownCharges(bill: BillOfDays, saved: SavedByDay): readonly FocusCharge[] {
  const { account, sums, finalThrough, readAt } = bill;
  const told = new Set<string>();
  const sorted = [...sums].sort(inOrder);
  const charges = sorted.map((sum): FocusCharge => {
    const { day, service, value: recordType } = sum;
    const key = `${day} ${service}`;
    const isFirst = recordType === usage && !told.has(key);
    if (isFirst) told.add(key);
    const mine = isFirst ? (saved.get(day)?.get(service) ?? null) : null;
    return { ...chargeOfSum(bill, sum), subAccount: account, recordType, saved: mine };
  });
  // A bill without a single row has no currency; the savings of it are in dollars.
  const currency = sorted[0]?.currency ?? "USD";
  for (const [day, services] of saved) {
    for (const [service, amount] of services) {
      if (amount === 0 || told.has(`${day} ${service}`)) continue;
      const nothing = { recordType: usage, currency, unblended: 0, amortized: 0, isFinal: day <= finalThrough };
      charges.push({ account, subAccount: account, day, service, ...nothing, readAt, saved: amount });
    }
  }
  return charges;
}

/** Those of accounts whose bill it pays and that are not connected themselves, from its bill by account. */
export function linkedCharges(bill: BillOfDays): readonly FocusCharge[] {
  const linked = bill.sums.filter(({ value }) => value !== bill.account.id);
  return linked.sort(inOrder).map((sum) => {
    return { ...chargeOfSum(bill, sum), subAccount: { id: sum.value, name: null }, recordType: null, saved: null };
  });
}

function chargeOfSum(
  { account, readAt, finalThrough }: BillOfDays,
  { day, service, currency, unblended, amortized }: BillSum,
): Omit<FocusCharge, "subAccount" | "recordType" | "saved"> {
  return { account, day, service, currency, unblended, amortized, isFinal: day <= finalThrough, readAt };
}

function inOrder(one: BillSum, other: BillSum): number {
  return (
    compare(one.day, other.day) ||
    compare(one.service, other.service) ||
    compare(one.value, other.value) ||
    compare(one.currency, other.currency)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
