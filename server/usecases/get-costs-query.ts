import type { getCosts } from "../contract/costs";
import type { QueryOf } from "../contract/endpoint";
import type { Account } from "../core/account";
import type { CostMetric } from "../core/actual-cost";
import { type FieldError, RefusalError } from "../core/fault";
import type { Span } from "../costs/actual/ports";
import { addDays, type Day, firstOfMonth, lastOfMonth, numberOf } from "../costs/trends/days";
import { accountErrors, findAccount } from "./scope";

export type CostsQuery = QueryOf<typeof getCosts>;

/** Which bill, checked. */
export interface CostsAsked {
  readonly span: Span;
  readonly accounts: readonly Account[];
  readonly by: CostsQuery["by"];
  readonly tag: string | undefined;
  readonly every: CostsQuery["every"];
  readonly metric: CostMetric;
  readonly service: string | undefined;
  readonly currency: string | undefined;
}

/** Cost Explorer tells thirteen months and the running one; 14 months have at most so many days. */
const daysAtMost = 428;

/** @throws RefusalError invalid, naming what is wrong */
export function costsAsked(
  query: CostsQuery,
  known: { readonly accounts: readonly Account[]; readonly tags: readonly string[]; readonly now: Date },
): CostsAsked {
  const { by, tag, every, metric, service, currency, account } = query;
  const span = spanOf(query, known.now.toISOString().slice(0, 10));
  const found = account === undefined ? undefined : findAccount(known.accounts, account);
  const errors: FieldError[] = [
    ...(span.from >= span.until ? [{ pointer: "/until", detail: "must be after from" }] : []),
    ...(numberOf(span.until) - numberOf(span.from) > daysAtMost
      ? [{ pointer: "/from", detail: `must be at most 14 months (${daysAtMost} days) before until` }]
      : []),
    ...accountErrors(known.accounts, account),
    ...(by === "usage" && every !== "month"
      ? [{ pointer: "/every", detail: "must be month where by is usage: usage types are read by the month" }]
      : []),
    ...wrongTag(by, tag, known.tags),
  ];
  if (errors.length > 0) throw new RefusalError("invalid", "These costs cannot be looked up", errors);
  return { span, accounts: found ? [found] : onceEach(known.accounts), by, tag, every, metric, service, currency };
}

/** One that is connected twice has one bill. */
function onceEach(accounts: readonly Account[]): readonly Account[] {
  const firstOf = (digits: string) => accounts.find(({ awsAccountId }) => awsAccountId === digits);
  return accounts.filter((account) => account.awsAccountId === null || firstOf(account.awsAccountId) === account);
}

function spanOf({ by, from, until }: CostsQuery, today: Day): Span {
  const span = { from: from ?? firstOfMonth(addDays(firstOfMonth(today), -1)), until: until ?? addDays(today, 1) };
  if (by !== "usage" || span.from >= span.until) return span;
  return { from: firstOfMonth(span.from), until: addDays(lastOfMonth(addDays(span.until, -1)), 1) };
}

function wrongTag(by: CostsQuery["by"], tag: string | undefined, tags: readonly string[]): readonly FieldError[] {
  if (tag === undefined)
    return by === "tag" ? [{ pointer: "/tag", detail: `must name the tag; ${readOnly(tags)}` }] : [];
  if (by !== "tag" && by !== "group") return [{ pointer: "/tag", detail: "is of use only where by is tag or group" }];
  return tags.includes(tag) ? [] : [{ pointer: "/tag", detail: `is not read from the bill; ${readOnly(tags)}` }];
}

function readOnly(tags: readonly string[]): string {
  return `read are ${tags.join(", ") || "none yet"}. A group that goes by a tag makes it one of them`;
}
