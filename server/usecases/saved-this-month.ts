import type { WireOverview } from "../contract/overview";
import type { LedgerStore } from "../costs/ports";
import { savingsOf } from "../costs/savings";
import type { Deps } from "./deps";
import { wireSavings } from "./get-savings";
import { monthOf } from "./savings-span";

type Saved = WireOverview["savedThisMonth"];

/** The ledger is brought up to date every minute, and 50,000 stretches take half a second to read. */
const goodForMs = 60_000;
const told = new WeakMap<LedgerStore, Map<string, { readonly at: Date; readonly saved: Saved }>>();

/** What the ledger says of this month, at most a minute old. */
export async function savedThisMonth(
  { store: { ledger } }: Pick<Deps, "store">,
  accountIds: readonly string[] | null,
  now: Date,
): Promise<Saved> {
  const mine = told.get(ledger) ?? new Map();
  told.set(ledger, mine);
  const key = accountIds === null ? "" : [...accountIds].sort().join(" ");
  const last = mine.get(key);
  const age = last ? now.getTime() - last.at.getTime() : goodForMs;
  if (last && age >= 0 && age < goodForMs) return last.saved;
  const from = monthOf(now);
  const stretches = await ledger.stretches({ from, to: now, ...(accountIds && { accountIds }) });
  const { net, unpriced } = wireSavings(savingsOf(stretches, from, now, now));
  mine.set(key, { at: now, saved: { net, unpriced } });
  return { net, unpriced };
}
