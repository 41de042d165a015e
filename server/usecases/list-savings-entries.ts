import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { LedgerEntry } from "../core/ledger";
import { amountOf } from "../costs/ledger";
import { besideLines } from "../costs/savings";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireMaybeMoney } from "./present/money";
import { wireLine } from "./present/resource";
import { savingsSpan } from "./savings-span";

type E = typeof endpoints.listSavingsEntries;

/** The ledger itself, newest first: what every figure of the savings is made of. @throws RefusalError invalid */
export async function listSavingsEntries(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { limit, cursor, ...wanted } = query;
  const accounts = await deps.store.accounts.list();
  const kinds = deps.adapters.map(({ kind }) => kind);
  const span = savingsSpan(wanted, { accounts, kinds, now: ctx.now });
  if (span.from > ctx.now) return { items: [], next: null };
  const { items, next } = await deps.store.ledger.list(span, limit, cursor);
  const accountName = new Map(accounts.map(({ id, name }) => [id, name]));
  return {
    items: items.map((entry) => wireEntry(entry, accountName.get(entry.accountId) ?? entry.accountId, ctx.now)),
    next,
  };
}

function wireEntry(entry: LedgerEntry, account: string, now: Date): ResponseOf<E>["items"][number] {
  const { id, holdId, type, resourceId, accountId, region, kind, name, hourly, lines } = entry;
  const amount = amountOf(entry, entry.from, now);
  return {
    id,
    holdId,
    type,
    resourceId,
    accountId,
    account,
    region,
    kind,
    name,
    from: entry.from.toISOString(),
    until: entry.until?.toISOString() ?? null,
    end: entry.end,
    restartFrom: entry.restartFrom?.toISOString() ?? null,
    seenUntil: entry.seenUntil?.toISOString() ?? null,
    hourly: wireMaybeMoney(hourly),
    amount: wireMaybeMoney(amount?.gross ?? null),
    restart: wireMaybeMoney(amount?.restart ?? null),
    lines: lines.map(wireLine),
    besideLines: wireMaybeMoney(besideLines(hourly, lines)),
  };
}
