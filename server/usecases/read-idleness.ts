import type { AnyAdapter } from "../adapters/contract";
import type { IdleSignal } from "../adapters/idle";
import type { Account } from "../core/account";
import { type Idleness, type IdleVerdict, idleLookDays } from "../core/idleness";
import type { ResourceRecord, ResourceSummary } from "../core/inventory";
import { resourceId } from "../core/resource";
import { hourMs } from "../costs/idle/pattern";
import type { HourSpan, MetricQuestion } from "../costs/idle/ports";
import { idlenessOf, type Series } from "../costs/idle/verdict";
import { observedOf } from "../inventory/record";
import type { Deps } from "./deps";
import { readSettings } from "./get-settings";

const dayMs = 24 * hourMs;
/** What could not be read at all is asked again sooner than tomorrow: it costs nothing. */
const retryMs = 6 * hourMs;
/** CloudWatch has the last minutes of an hour a few minutes later. */
const settledMs = 15 * 60_000;
/** Hours that are held at a time: each of the questions has 336 of them. */
const questionsAtOnce = 1500;

/**
 * Once a day and account, at a time of its own: asks CloudWatch what the kinds say that tells of use, and keeps a verdict
 * for each resource that runs. It goes by what is kept: it may be called at any time, twice, or after a crash.
 * @throws Error the first of what went wrong, after all accounts had their turn
 */
export async function readIdleness(deps: Deps): Promise<void> {
  const errors: unknown[] = [];
  for (const account of await deps.store.accounts.list()) {
    await readWhereDue(deps, account).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

async function readWhereDue(deps: Deps, account: Account): Promise<void> {
  const { settings } = deps.store;
  const key = `idleness.${account.id}`;
  const now = deps.clock.now();
  const last = lastLook(await settings.get(key));
  if (account.lastScanAt === null || !isDue(account.id, last, now)) return;
  const rows = await verdictsOf(deps, account.id);
  await deps.store.idleness.keep(account.id, rows.kept);
  await settings.set(key, JSON.stringify({ at: now.toISOString(), failed: rows.failed }));
}

interface LastLook {
  readonly at: Date;
  readonly failed: boolean;
}

function lastLook(text: string | null): LastLook | null {
  if (text === null) return null;
  const { at, failed } = JSON.parse(text) as { readonly at: string; readonly failed: boolean };
  return { at: new Date(at), failed };
}

/** Each account has its minute of the day, so that hundreds of them are not asked together. */
export function isDue(accountId: string, last: LastLook | null, now: Date): boolean {
  if (last === null) return true;
  if (last.failed) return now.getTime() - last.at.getTime() >= retryMs;
  const hash = resourceId({ accountId, region: "", kind: "", nativeId: "" }).slice(-8);
  const slot = Number.parseInt(hash, 16) % dayMs;
  const passed = Math.floor((now.getTime() - slot) / dayMs) * dayMs + slot;
  return last.at.getTime() < passed;
}

/** One resource with what CloudWatch is asked of it. */
interface Candidate {
  readonly record: ResourceRecord;
  readonly asks: readonly { readonly signal: IdleSignal; readonly question: MetricQuestion }[];
  readonly begunAt: Date | null;
}

async function verdictsOf(deps: Deps, accountId: string) {
  const { store, clock } = deps;
  const { idleDays: days } = await readSettings(deps);
  const readAt = clock.now();
  const span = spanOf(readAt);
  const kept: Idleness[] = [];
  let faults = 0;
  let asks = 0;
  const keep = (record: ResourceRecord, verdict: IdleVerdict) =>
    kept.push({ resourceId: record.id, accountId, readAt, verdict });
  const resumed = await resumedAt(deps, accountId, span);
  const wanted = (await store.inventory.summaries([accountId])).filter((one) => isLookedAt(deps, one));
  const records = await store.inventory.byIds(wanted.map(({ id }) => id));
  for (const record of records) {
    const untold = deps.adapterFor(record.kind).idle?.untold;
    if (untold) keep(record, { verdict: "unknown", reason: untold, remedy: "Ask who uses it" });
  }
  const candidates = records.flatMap((record) => candidateOf(deps.adapterFor(record.kind), record, resumed) ?? []);
  for (const [region, slice] of slicesOf(candidates)) {
    const questions = slice.flatMap((one) => one.asks.map(({ question }) => question));
    const { answers, asked } = await deps.metrics.read(accountId, region, questions, span);
    if (asked > 0) await store.bill.addRequests("metrics", accountId, readAt.toISOString().slice(0, 10), asked);
    let at = 0;
    for (const { record, asks: mine, begunAt } of slice) {
      const series = mine.map(({ signal }, index): Series => ({ signal, answer: answers[at + index] ?? notAnswered }));
      at += mine.length;
      asks += series.length;
      faults += series.filter(({ answer }) => "fault" in answer).length;
      keep(record, idlenessOf({ series, span, days, begunAt }));
    }
  }
  return { kept, failed: asks > 0 && faults === asks };
}

const notAnswered = {
  fault: { code: "unknown", reason: "CloudWatch did not answer", remedy: "It is asked again at the next daily look" },
} as const;

function spanOf(now: Date): HourSpan {
  const until = Math.floor((now.getTime() - settledMs) / hourMs) * hourMs;
  return { from: new Date(until - idleLookDays * dayMs), until: new Date(until) };
}

/** What runs, is nobody's part and may be touched: the rest is not worth its metrics. */
function isLookedAt({ adapterFor }: Deps, one: ResourceSummary): boolean {
  const { signals = [], untold } = adapterFor(one.kind).idle ?? {};
  const isOn = one.state === "running" || one.state === "alwaysOn";
  return (
    isOn &&
    one.holdId === null &&
    one.ownerId === null &&
    !one.protected &&
    (signals.length > 0 || untold !== undefined)
  );
}

/** Null: nothing is asked of this one. */
function candidateOf(
  adapter: AnyAdapter,
  record: ResourceRecord,
  resumed: ReadonlyMap<string, Date>,
): Candidate | null {
  const seen = observedOf(adapter, record);
  if (!seen || !adapter.idle) return null;
  const { signals = [], since } = adapter.idle;
  const asks = signals.flatMap((signal) =>
    signal.dimensions(seen).map((dimensions) => {
      const { namespace, metric, statistic } = signal;
      return { signal, question: { namespace, metric, statistic, dimensions } };
    }),
  );
  if (asks.length === 0) return null;
  const told = since?.(seen) ?? null;
  const isQuiet = asks.some(({ signal }) => signal.quietMeansIdle);
  const times = [
    ...(told === null ? [] : [new Date(told)]),
    // Without a value there is nothing to tell from how long it has been there.
    ...(told === null && isQuiet ? [record.firstSeenAt] : []),
    ...(resumed.has(record.id) ? [resumed.get(record.id) ?? record.firstSeenAt] : []),
  ].map((at) => at.getTime());
  return { record, asks, begunAt: times.length > 0 ? new Date(Math.max(...times)) : null };
}

/** When a pause of each ended: nobody could use it before. */
async function resumedAt({ store }: Deps, accountId: string, { from, until }: HourSpan) {
  const pauses = await store.ledger.all({ accountIds: [accountId], from, to: new Date(until.getTime() + dayMs) });
  const last = new Map<string, Date>();
  for (const { resourceId: id, until: end } of pauses) {
    const known = last.get(id);
    if (end && (!known || known < end)) last.set(id, end);
  }
  return last;
}

/** By region, in pieces whose hours fit into memory. */
function slicesOf(
  candidates: readonly Candidate[],
): readonly (readonly [region: string, slice: readonly Candidate[]])[] {
  const slices: [string, Candidate[]][] = [];
  const open = new Map<string, { readonly slice: Candidate[]; count: number }>();
  for (const one of candidates) {
    const { region } = one.record;
    const found = open.get(region);
    if (found && found.count + one.asks.length <= questionsAtOnce) {
      found.slice.push(one);
      found.count += one.asks.length;
      continue;
    }
    const slice = [one];
    open.set(region, { slice, count: one.asks.length });
    slices.push([region, slice]);
  }
  return slices;
}
