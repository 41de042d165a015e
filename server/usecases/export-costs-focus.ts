import { setImmediate as othersTurn } from "node:timers/promises";
import type { Account } from "../core/account";
import { csvLine } from "../core/csv";
import type { BillFilter, BillReading, Span } from "../costs/actual/ports";
import { linkedCharges, ownCharges } from "../costs/focus/charges";
import { type FocusCharge, focusColumns, focusRowsOf } from "../costs/focus/rows";
import { addSaved, type SavedByDay } from "../costs/focus/saved";
import { addDays, finalThrough, lastOfMonth } from "../costs/trends/days";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { type CostsAsked, type CostsQuery, costsAsked } from "./get-costs-query";
import { csvType, type ExportedFile } from "./present/report-file";

/** The bill in FOCUS 1.2's columns. It is by day, service and record type, whatever the query wants it by. */
export async function focusFile(deps: Deps, { now }: Context, query: CostsQuery): Promise<ExportedFile> {
  const accounts = await deps.store.accounts.list();
  const plain = { ...query, by: "record", every: "day", tag: undefined } as const;
  const asked = costsAsked(plain, { accounts, tags: [], now });
  const { from, until } = asked.span;
  return { name: `standby-focus-${from}-${until}.csv`, type: csvType, text: focusText(deps, asked, now) };
}

type Asked = Pick<CostsAsked, "span" | "accounts" | "service" | "currency">;

/** One month of one account at a time is in memory. */
async function* focusText(deps: Deps, asked: Asked, now: Date): AsyncGenerator<string, void> {
  const { service, currency } = asked;
  yield csvLine(focusColumns);
  for (const account of asked.accounts) {
    const readings = await deps.store.bill.readings([account.id]);
    for (const by of ["record", "account"] as const) {
      const reading = readings.find((one) => one.by === by);
      if (!reading) continue;
      for (const span of monthsIn(overlap(asked.span, reading.known))) {
        for (const charge of await chargesIn(deps, { by, account, reading, span, service, now })) {
          if (currency === undefined || charge.currency === currency) yield focusLines(charge);
        }
      }
    }
  }
}

/** Two where a fee was not all used. */
export function focusLines(charge: FocusCharge): string {
  const lines = focusRowsOf(charge).map((row) => csvLine(focusColumns.map((column) => row[column] ?? "")));
  return lines.join("");
}

interface Slice {
  /** record: what is of the account itself · account: what it pays for linked accounts that are not connected */
  readonly by: "record" | "account";
  readonly account: Account;
  readonly reading: BillReading;
  readonly span: Span;
  readonly service: string | undefined;
  readonly now: Date;
}

async function chargesIn(deps: Deps, slice: Slice): Promise<readonly FocusCharge[]> {
  const { by, account, reading, span, service } = slice;
  const { awsAccountId, name } = account;
  const { readAt } = reading;
  // Only a bill that was read has days, and only an account with its twelve digits is asked for its bill.
  if (awsAccountId === null || readAt === null) return [];
  const filter: BillFilter = { accountIds: [account.id], by, span, ...(service !== undefined && { service }) };
  const sums = await deps.store.bill.sums(filter, ["day", "service", "value"]);
  const dayRead = readAt.toISOString().slice(0, 10);
  const bill = { account: { id: awsAccountId, name }, sums, readAt, finalThrough: finalThrough(dayRead) };
  return by === "account" ? linkedCharges(bill) : ownCharges(bill, await savedIn(deps, slice));
}

/** So many stretches, a month of each, take a few milliseconds. */
const stretchesAtOnce = 200;

async function savedIn({ store, adapters }: Deps, { account, span, service, now }: Slice): Promise<SavedByDay> {
  const billedAs = new Map(adapters.map((adapter) => [adapter.kind, adapter.billedAs]));
  const from = midnight(span.from);
  const until = midnight(span.until);
  const to = until < now ? until : now;
  const sums: SavedByDay = new Map();
  if (from >= to) return sums;
  const entries = (await store.ledger.all({ accountIds: [account.id], from, to })).flatMap((entry) => {
    const billed = billedAs.get(entry.kind) ?? null;
    return billed === null || (service !== undefined && billed !== service) ? [] : { ...entry, service: billed };
  });
  for (let at = 0; at < entries.length; at += stretchesAtOnce) {
    addSaved(sums, entries.slice(at, at + stretchesAtOnce), from, to);
    await othersTurn();
  }
  return sums;
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function overlap(wanted: Span, known: Span | null): Span {
  if (known === null) return { from: wanted.until, until: wanted.until };
  return {
    from: wanted.from > known.from ? wanted.from : known.from,
    until: wanted.until < known.until ? wanted.until : known.until,
  };
}

function* monthsIn({ from, until }: Span): Generator<Span> {
  for (let start = from; start < until; ) {
    const next = addDays(lastOfMonth(start), 1);
    yield { from: start, until: next < until ? next : until };
    start = next;
  }
}
