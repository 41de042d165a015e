import type { QueryOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Account } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import type { LedgerFilter } from "../costs/ports";
import { accountErrors, findAccount } from "./scope";

type Query = Omit<QueryOf<typeof endpoints.listSavingsEntries>, "limit" | "cursor">;

/** More days than that are more than the trend of a year needs. */
const daysAtMost = 400;
const dayMs = 86_400_000;

/** Which part of the ledger is asked for. @throws RefusalError invalid, naming what is wrong */
export function savingsSpan(
  { from, until, account, kind, resource }: Query,
  {
    accounts,
    kinds,
    now,
  }: { readonly accounts: readonly Account[]; readonly kinds: readonly string[]; readonly now: Date },
): LedgerFilter {
  const span = {
    from: from === undefined ? monthOf(now) : new Date(from),
    to: until === undefined ? now : new Date(until),
  };
  const found = account === undefined ? undefined : findAccount(accounts, account);
  const days = (span.to.getTime() - span.from.getTime()) / dayMs;
  const errors: FieldError[] = [
    ...(days < 0 || (days === 0 && until !== undefined) ? [{ pointer: "/until", detail: "must be after from" }] : []),
    ...(days > daysAtMost ? [{ pointer: "/from", detail: `must be at most ${daysAtMost} days before until` }] : []),
    ...accountErrors(accounts, account),
    ...(kind !== undefined && !kinds.includes(kind)
      ? [{ pointer: "/kind", detail: `is not a kind; there are ${kinds.join(", ")}` }]
      : []),
  ];
  if (errors.length > 0) throw new RefusalError("invalid", "These savings cannot be looked up", errors);
  return {
    ...span,
    ...(found && { accountIds: [found.id] }),
    ...(kind !== undefined && { kinds: [kind] }),
    ...(resource !== undefined && { resourceIds: [resource] }),
  };
}

/** Its first moment, UTC: AWS bills months of UTC. */
export function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
