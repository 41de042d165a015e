import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireSavings } from "../contract/savings";
import type { Account, Group } from "../core/account";
import { groupBy } from "../core/group-by";
import type { LedgerEntry } from "../core/ledger";
import { commitmentWords } from "../costs/commitments";
import type { LedgerFilter } from "../costs/ports";
import { daysIn, type Savings, savingsOf } from "../costs/savings";
import { addDays } from "../costs/trends/days";
import type { Context } from "./context";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { jointGroups, type Key } from "./joint-groups";
import { wireMaybeMoney } from "./present/money";
import { readCommitments } from "./read-commitments";
import { savingsSpan } from "./savings-span";

type E = typeof endpoints.getSavings;
type Head = Omit<LedgerEntry, "lines">;

const savingsMethod =
  "Each pause is counted from the moment that it was read back from AWS until its resume was read back, at the " +
  "prices of the day of the pause for what stops: what goes on, such as storage, is not in it. What AWS billed while a " +
  "resource started again is taken off. What ran by itself is saved until it was last seen off, and missed from then.";

/** What pausing saved, from the ledger. Reads the database only. @throws RefusalError invalid */
export async function getSavings(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { by, ...wanted } = query;
  const [accounts, groups] = await Promise.all([deps.store.accounts.list(), deps.store.groups.list()]);
  const kinds = deps.adapters.map(({ kind }) => kind);
  const span = savingsSpan(wanted, { accounts, kinds, now: ctx.now });
  const { from, to } = span;
  const entries = from < ctx.now ? await deps.store.ledger.all(span) : [];
  const items =
    by === "day"
      ? daysIn(from, to < ctx.now ? to : ctx.now).map(({ day, ...part }) => {
          return { key: day, name: day, ...savingsOf(entries, part.from, part.to, ctx.now) };
        })
      : keyed(entries, keyOf(by, deps, accounts, groups)).map(({ key, name, mine }) => {
          return { key, name, ...savingsOf(mine, from, to, ctx.now) };
        });
  return {
    from: from.toISOString(),
    until: to.toISOString(),
    by,
    items: (by === "day" ? items : items.sort(isMore)).map(({ key, name, ...sums }) => ({
      key,
      name,
      ...wireSavings(sums),
    })),
    total: wireSavings(savingsOf(entries, from, to, ctx.now)),
    expected: to < ctx.now ? null : expectedOf(entries, ctx.now),
    method: `${savingsMethod} ${await commitmentsIn(deps, accounts, span, ctx.now)}`,
    prices: deps.prices.book().words,
  };
}

/** A figure that nothing with a price went into is not known; it is not zero. */
export function wireSavings({ realised, running, missed, restart, net, priced, unpriced }: Savings): WireSavings {
  const wire = (micro: number) => wireMaybeMoney(priced === 0 && unpriced > 0 ? null : micro);
  return {
    realised: wire(realised),
    running: wire(running),
    missed: wire(missed),
    restart: wire(restart),
    net: wire(net),
    unpriced,
  };
}

/** What goes on until the month's end, UTC, after now; what is being resumed does not. */
function expectedOf(entries: readonly Head[], now: Date): ResponseOf<E>["expected"] {
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const open = entries.filter(({ type, until, restartFrom }) => type === "saved" && until === null && !restartFrom);
  const { priced, unpriced, running } = savingsOf(open, now, until, until);
  const amount = wireMaybeMoney(priced === 0 && unpriced > 0 ? null : running);
  return { until: until.toISOString(), amount, pauses: open.length, unpriced };
}

/** What the bill of these days tells of reservations and savings plans, in words. */
async function commitmentsIn(
  deps: Deps,
  accounts: readonly Account[],
  { accountIds, from, to }: LedgerFilter,
  now: Date,
): Promise<string> {
  const chosen = accountIds ? accounts.filter(({ id }) => accountIds.includes(id)) : accounts;
  const until = dayOfInstant(to < now ? to : now);
  // A commitment is for a year and more: the month before shows it, too, on the first of a month.
  const [asked, monthAgo] = [dayOfInstant(from), addDays(until, -31)];
  const span = { from: asked < monthAgo ? asked : monthAgo, until };
  const readings = await deps.store.bill.readings(chosen.map(({ id }) => id));
  return commitmentWords(await readCommitments(deps, chosen, span, readings));
}

function keyed(entries: readonly Head[], keyFor: (entry: Head) => Key) {
  const all = entries.map((entry) => ({ entry, ...keyFor(entry) }));
  return groupBy(all, ({ key }) => key).map((mine) => {
    const [{ key, name }] = mine;
    return { key, name, mine: mine.map(({ entry }) => entry) };
  });
}

function keyOf(
  by: Exclude<QueryOf<E>["by"], "day">,
  { adapters }: Deps,
  accounts: readonly Account[],
  groups: readonly Group[],
): (entry: Head) => Key {
  const accountName = new Map(accounts.map(({ id, name }) => [id, name]));
  const title = new Map(adapters.map(({ kind, plural }) => [kind, plural]));
  switch (by) {
    case "resource":
      return ({ resourceId, name }) => ({ key: resourceId, name });
    case "kind":
      return ({ kind }) => ({ key: kind, name: title.get(kind) ?? kind });
    case "account":
      return ({ accountId }) => ({ key: accountId, name: accountName.get(accountId) ?? accountId });
    case "region":
      return ({ region }) => ({ key: region, name: region });
    case "group": {
      const keyFor = jointGroups(groups);
      return (entry) => keyFor({ ...entry, id: entry.resourceId });
    }
  }
}

function isMore(one: Savings & Key, other: Savings & Key): number {
  return other.net - one.net || (one.key < other.key ? -1 : 1);
}
