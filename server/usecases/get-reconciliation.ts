import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireReconciled } from "../contract/savings";
import type { Account } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import { groupBy } from "../core/group-by";
import type { BillReading, BillSum, Span } from "../costs/actual/ports";
import { common } from "../costs/actual/report";
import { coversService } from "../costs/commitments";
import {
  type ReconciledDay,
  type Reconciliation,
  reconcile,
  savedDays,
  totalOf,
  verdictOf,
} from "../costs/reconciliation";
import { daysInAll, seriesOfRead } from "../costs/trends/bill-days";
import { addDays, finalThrough, numberOf } from "../costs/trends/days";
import type { Context } from "./context";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { toldOf, unreadOf } from "./get-costs-unread";
import { billedAs } from "./pauses-of";
import { wireMaybeMoney, wireMoney } from "./present/money";
import { reconciliationText } from "./present/reconciliation";
import { type KnownCommitments, readCommitments } from "./read-commitments";
import { accountErrors, findAccount } from "./scope";

type E = typeof endpoints.getReconciliation;
type Answer = ResponseOf<E>;

const daysAtMost = 92;
const defaultDays = 35;
/** What a day usually costs is learnt from so many before it. */
const learntDays = 56;

const method =
  "Of each service that pauses touched, day by day: what Cost Explorer billed (unblended, without credits, refunds and " +
  "taxes), what the day would usually have cost, and what the ledger says was saved. The usual is the median of the same " +
  "weekday in the eight weeks before, of days on which nothing was paused; where there are too few of these, of days to " +
  "which the ledger's figure was added, and then it is no proof of the ledger. Discounts that its prices do not have, " +
  "reservations and savings plans make the bill fall by less.";

/** The ledger beside the bill. Reads the database only. @throws RefusalError invalid */
export async function getReconciliation(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<Answer> {
  ctx.require("inventory:read");
  const { store } = deps;
  const today = dayOfInstant(ctx.now);
  const span = {
    from: query.from ?? addDays(query.until ?? today, -defaultDays),
    until: query.until ?? addDays(today, 1),
  };
  const all = await store.accounts.list();
  const accounts = chosenOf(query.account, all, span);
  const readings = await store.bill.readings(accounts.map(({ id }) => id));
  const told = accounts.map((account) => toldOf(account, "account", span, readings));
  const parts: Part[] = [];
  const leftOut = new Set<string>();
  for (const account of accounts) {
    const found = await partsOf(deps, account, { span, readings, now: ctx.now });
    parts.push(...found.parts);
    for (const name of found.leftOut) leftOut.add(name);
  }
  return {
    ...span,
    finalThrough: finalThrough(today),
    items: parts
      .map((part) => ({ ...part, sum: totalOf(part.days) }))
      .sort((one, other) => other.sum.saved - one.sum.saved || (one.service < other.service ? -1 : 1))
      .map(({ account, service, days, committed, sum }) => ({
        account: { id: account.id, name: account.name },
        service,
        ...wireSum(sum),
        verdict: verdictOf(sum),
        untouched: days.filter((one) => one.state === "compared" && one.basis === "untouched").length,
        committed,
        text: reconciliationText(sum, days, committed),
        byDay: days.map(wireDay),
      })),
    total: wireSum(totalOf(parts.flatMap(({ days }) => days))),
    leftOut: [...leftOut].sort(),
    unread: told.flatMap((one) => [...unreadOf(one, span, today)]),
    method,
  };
}

/** @throws RefusalError invalid */
function chosenOf(name: string | undefined, all: readonly Account[], { from, until }: Span): readonly Account[] {
  const account = name === undefined ? undefined : findAccount(all, name);
  const days = numberOf(until) - numberOf(from);
  const errors: FieldError[] = [
    ...(days <= 0 ? [{ pointer: "/until", detail: "must be after from" }] : []),
    ...(days > daysAtMost ? [{ pointer: "/from", detail: `must be at most ${daysAtMost} days before until` }] : []),
    ...accountErrors(all, name),
  ];
  if (errors.length > 0) throw new RefusalError("invalid", "These days cannot be compared", errors);
  return account ? [account] : all;
}

interface Part {
  readonly account: Account;
  readonly service: string;
  readonly days: readonly ReconciledDay[];
  readonly committed: boolean | null;
}

interface Asked {
  readonly span: Span;
  readonly readings: readonly BillReading[];
  readonly now: Date;
}

async function partsOf(
  deps: Deps,
  account: Account,
  { span, readings, now }: Asked,
): Promise<{ readonly parts: readonly Part[]; readonly leftOut: readonly string[] }> {
  const { store } = deps;
  const from = new Date(addDays(span.from, -learntDays));
  const to = new Date(Math.min(now.getTime(), Date.parse(span.until)));
  const entries = from < to ? await store.ledger.all({ accountIds: [account.id], from, to }) : [];
  const touched = entries.filter(
    ({ type, until }) => type === "saved" && (until === null || until > new Date(span.from)),
  );
  if (touched.length === 0) return { parts: [], leftOut: [] };
  const today = dayOfInstant(now);
  const serviceOf = billedAs(deps);
  const bill = await billOf(deps, account, { from: addDays(span.from, -learntDays), until: span.until }, readings);
  const commitments = await readCommitments(deps, [account], { ...span, until: earlier(span.until, today) }, readings);
  const leftOut: string[] = [];
  const parts: Part[] = [];
  for (const mine of groupBy(entries, ({ kind }) => serviceOf.get(kind) ?? "")) {
    const service = serviceOf.get(mine[0].kind);
    if (service === undefined) {
      if (mine.some(({ hourly }) => hourly !== 0))
        leftOut.push(`${mine[0].kind} of ${account.name}: no service bills it`);
      continue;
    }
    const saved = savedDays(mine, from, now);
    const days = reconcile({ bill: bill.dollars(service), saved, ...span, today });
    if (days.length === 0) continue;
    if (bill.others.has(service)) leftOut.push(`${service} of ${account.name}: it is billed in another currency`);
    else
      parts.push({ account, service, days, committed: bill.spread.has(service) || committedOf(commitments, service) });
  }
  return { parts, leftOut };
}

/** What the account itself was billed, by service, on the days that are known. */
async function billOf({ store }: Deps, account: Account, span: Span, readings: readonly BillReading[]) {
  const reading = readings.find(({ accountId, by }) => accountId === account.id && by === "account");
  const known = common(span, reading?.known ?? null);
  const read = known ? daysInAll([known]) : [];
  const accountIds = [account.id];
  const rows = known
    ? await store.bill.sums({ accountIds, by: "account", whose: "own", span: known }, ["day", "service"])
    : [];
  const byService = new Map(groupBy(rows, ({ service }) => service).map((mine) => [mine[0].service, mine]));
  return {
    dollars: (service: string) => seriesOfRead(byService.get(service) ?? [], read),
    spread: new Set(rows.filter(isSpread).map(({ service }) => service)),
    others: new Set(rows.filter(({ currency }) => currency !== "USD").map(({ service }) => service)),
  };
}

/** Amortised cost differs from what was charged on the day only where something is paid ahead. */
function isSpread({ unblended, amortized }: BillSum): boolean {
  return amortized !== null && amortized !== unblended;
}

/** Savings plans cover usage of a service; their fees stand under a service of their own. */
function committedOf(known: KnownCommitments | null, service: string): boolean | null {
  if (known === null) return null;
  if (coversService(known.found, service)) return true;
  return known.isWhole ? false : null;
}

function wireSum(sum: Reconciliation): WireReconciled {
  const { compared, notFinal, notRead, learning, unpriced, share } = sum;
  const wire = (micro: number) => wireMaybeMoney(compared === 0 ? null : micro);
  return {
    days: { compared, notFinal, notRead, learning },
    billed: wire(sum.billed),
    expected: wire(sum.expected),
    fell: wire(sum.fell),
    saved: wire(sum.saved),
    difference: wire(sum.difference),
    share: compared === 0 ? null : share,
    noise: wire(sum.noise),
    unpriced,
  };
}

function wireDay(one: ReconciledDay): Answer["items"][number]["byDay"][number] {
  const { day, state, saved, unpriced } = one;
  const compared = one.state === "compared" ? one : null;
  return {
    day,
    state,
    basis: compared?.basis ?? null,
    billed: wireMaybeMoney(compared?.billed ?? null),
    expected: wireMaybeMoney(compared?.expected ?? null),
    saved: wireMoney(saved),
    unpriced,
  };
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
