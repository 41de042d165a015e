import type { Account } from "../core/account";
import type { BillReading, BillStore, Span } from "../costs/actual/ports";
import { common } from "../costs/actual/report";
import { type Commitments, commitmentsOf } from "../costs/commitments";
import type { Deps } from "./deps";

/** What is known of reservations and savings plans of these accounts; null: nothing. */
export interface KnownCommitments {
  readonly found: Commitments;
  /** The bill by record type is known for all of them and all of the days. */
  readonly isWhole: boolean;
}

/** Rows change with a reading only, and a year of 300 accounts takes seconds to add up. */
const told = new WeakMap<BillStore, Map<string, Commitments>>();
const toldAtMost = 100;

export async function readCommitments(
  { store: { bill } }: Pick<Deps, "store">,
  accounts: readonly Pick<Account, "id">[],
  span: Span,
  readings: readonly BillReading[],
): Promise<KnownCommitments | null> {
  const known = accounts.flatMap(({ id }) => {
    const record = readings.find(({ accountId, by }) => accountId === id && by === "record");
    const inside = common(span, record?.known ?? null);
    return inside ? [{ id, inside, readAt: record?.readAt?.getTime() ?? 0 }] : [];
  });
  if (known.length === 0) return null;
  const isWhole =
    known.length === accounts.length &&
    known.every(({ inside }) => inside.from === span.from && inside.until === span.until);
  const mine = told.get(bill) ?? new Map<string, Commitments>();
  told.set(bill, mine);
  const key = JSON.stringify([span, known]);
  const before = mine.get(key);
  if (before) return { found: before, isWhole };
  const accountIds = known.map(({ id }) => id);
  const found = commitmentsOf(await bill.sums({ accountIds, by: "record", span }, ["service", "value"]));
  if (mine.size >= toldAtMost) mine.clear();
  mine.set(key, found);
  return { found, isWhole };
}
