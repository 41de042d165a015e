import type { getCosts as endpoint } from "../contract/costs";
import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { Account } from "../core/account";
import { costRequestPrice, costRequestsADay, type Micro } from "../core/actual-cost";
import { toDecimal } from "../core/money";
import { groupsOnBill } from "../costs/actual/groups";
import type { BillReading } from "../costs/actual/ports";
import { type Item, missing, periodsOf, tableOf, toldPeriods } from "../costs/actual/report";
import { tagsAsked } from "../costs/actual/tags";
import { type Day, finalThrough } from "../costs/trends/days";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { costsMethod } from "./get-costs-method";
import { pausesBeside } from "./get-costs-pauses";
import { type CostsAsked, costsAsked } from "./get-costs-query";
import { apartOf, cellsOf, currenciesIn, partsOf, subjectOf } from "./get-costs-rows";
import { type Told, toldOf, unreadOf } from "./get-costs-unread";

type E = typeof endpoint;

/** What AWS charged, from what was kept of Cost Explorer. Reads the database only. @throws RefusalError invalid */
export async function getCosts(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { accounts: accountStore, groups: groupStore, bill } = deps.store;
  const today = ctx.now.toISOString().slice(0, 10);
  const [all, groups] = await Promise.all([accountStore.list(), groupStore.list()]);
  const readings = await bill.readings(all.map(({ id }) => id));
  const tags = tagsRead(readings);
  const asked = costsAsked(query, { accounts: all, tags: [...new Set([...tags, ...tagsAsked(groups)])], now: ctx.now });
  const { accounts, span, by, every, metric } = asked;

  const billed = groupsOnBill(groups, tags, asked.tag);
  const told = accounts.map((account) => toldOf(account, subjectOf(asked, billed), span, readings));
  const known = told.flatMap((one) => (one.known ? [{ accountId: one.account.id, span: one.known }] : []));
  const periods = periodsOf(span, every);
  const cells = await cellsOf({ bill, asked, parts: partsOf(asked, billed, all), periods, known });
  const currencies = currenciesIn(cells);
  const currency = asked.currency ?? currencies[0] ?? "USD";
  const { items, total } = tableOf(
    periods,
    toldPeriods(periods, known, today),
    cells.filter((cell) => cell.currency === currency),
    today,
  );
  const apart = await apartOf(bill, asked, isRecorded(asked, readings, today), currency);
  const { saved, pauses } = await pausesBeside(deps, asked, groups, periods, ctx.now);
  return {
    ...{ ...span, by, metric, every, currency },
    otherCurrencies: currencies.filter((one) => one !== currency),
    periods: periods.map(({ day }) => day),
    items: items.map(({ key, name, ...sums }) => ({ key, name, ...wireSums(sums) })),
    total: wireSums(total),
    apart: { credit: wire(apart.credit), refund: wire(apart.refund), tax: wire(apart.tax) },
    finalThrough: finalThrough(today),
    // What was saved is not told by service.
    saved: saved.map((micro) => (asked.service === undefined ? wire(micro) : null)),
    pauses,
    unread: told.flatMap((one) => unreadOf(one, span, today)),
    tags: [...tags],
    readAt: oldestOf(told),
    requests: await requestsOf(deps, query.account === undefined ? all : accounts, today),
    method: costsMethod(metric, by, billed),
  };
}

function wireSums({ amounts, total }: Pick<Item, "amounts" | "total">) {
  return { amounts: amounts.map(wire), total: wire(total) };
}

function wire(micro: Micro | null): string | null {
  return micro === null ? null : toDecimal(micro);
}

/** Keys of which something is known. */
function tagsRead(readings: readonly BillReading[]): readonly string[] {
  const keys = readings.flatMap(({ by, known }) => (known && by.startsWith("tag:") ? by.slice("tag:".length) : []));
  return [...new Set(keys)].sort();
}

/** Whether the record types of all accounts are told, but for today's and what is to come. */
function isRecorded({ accounts, span }: CostsAsked, readings: readonly BillReading[], today: Day): boolean {
  const past = { from: span.from, until: span.until < today ? span.until : today };
  return accounts.every(({ id }) => {
    const record = readings.find(({ accountId, by }) => accountId === id && by === "record");
    return record !== undefined && record.known !== null && missing(past, record.known).length === 0;
  });
}

function oldestOf(told: readonly Told[]): string | null {
  const instants = told.flatMap(({ readings }) => readings.flatMap(({ readAt }) => readAt?.getTime() ?? []));
  return instants.length > 0 ? new Date(Math.min(...instants)).toISOString() : null;
}

async function requestsOf({ store }: Deps, accounts: readonly Account[], today: Day) {
  const ids = accounts.map(({ id }) => id);
  const counts = [...(await store.bill.requests("costExplorer", ids, today)).values()];
  const spent = counts.reduce((sum, count) => sum + count, 0);
  return {
    today: spent,
    atMost: costRequestsADay * accounts.length,
    each: toDecimal(costRequestPrice),
    spent: toDecimal(spent * costRequestPrice),
  };
}
