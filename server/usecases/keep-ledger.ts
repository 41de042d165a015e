import type { LedgerEntry } from "../core/ledger";
import type { CostLine, PricedLine } from "../core/money";
import { isSettled } from "../core/operation";
import { type HoldFacts, stretchesOf } from "../costs/ledger";
import type { HoldEntries, LedgerFacts } from "../costs/ports";
import { seenBefore } from "../inventory/record";
import type { Deps } from "./deps";

const atOnce = 250;
const keptAtKey = "ledger.keptAt";
/** Looked back over what was kept, for a hold whose end was saved a moment after another process read it. */
const overlapMs = 60 * 60_000;

/**
 * Brings the savings ledger up to date with holds, operations and looks. It goes by what is there: it may be called at
 * any time, twice, or after a crash, and takes in what was paused before there was a ledger.
 */
export async function keepLedger(deps: Deps): Promise<void> {
  const { ledger, settings } = deps.store;
  const begunAt = deps.clock.now();
  const keptAt = await settings.get(keptAtKey);
  const endedSince = keptAt === null ? null : new Date(Date.parse(keptAt) - overlapMs);
  const tried = new Set<string>();
  for (;;) {
    const stale = (await ledger.stale(endedSince, atOnce + tried.size)).filter((id) => !tried.has(id));
    if (stale.length === 0) break;
    for (const id of stale) tried.add(id);
    const facts = await ledger.facts(stale);
    await ledger.keep(facts.map((one) => entriesOf(deps, one)));
  }
  // After the entries: a look at something that changed meanwhile belongs to what is entered next.
  await ledger.noteLooks();
  await settings.set(keptAtKey, begunAt.toISOString());
}

function entriesOf(deps: Deps, facts: LedgerFacts): HoldEntries {
  const { hold, record, entries: before } = facts;
  const { id: holdId, resourceId, accountId, region, kind, nativeId, name } = hold;
  const adapter = deps.adapterFor(kind);
  const seen = seenBefore(adapter, hold);
  const { arn, tags } = seen ?? { arn: "", tags: {} };
  const lines = before[0]?.lines ?? (seen ? stoppedLines(deps, region, adapter.price(seen)) : []);
  const own = { holdId, resourceId, accountId, region, kind, nativeId, arn, name, tags, lines };
  const entries = stretchesOf(holdFacts(facts)).map(
    (stretch, ordinal): LedgerEntry => ({ ...own, ...stretch, id: `${holdId}.${ordinal}`, ordinal }),
  );
  return { holdId, entries, serial: record?.serial ?? 0 };
}

/** At the list prices of now: what is entered keeps them. */
function stoppedLines(deps: Deps, region: string, lines: readonly CostLine[]): readonly PricedLine[] {
  return deps.estimate(region, lines).lines.filter((line) => line.stopsWhenPaused);
}

/** What the database says, in the ledger's words. */
function holdFacts({ hold, items, notices, record, entries }: LedgerFacts): HoldFacts {
  const pauses = items.flatMap(({ action, state, startedAt, settledAt, hourlyNow, hourlyAfter }) => {
    if (action !== "pause" || state !== "done" || !settledAt) return [];
    const hourly = hourlyNow === null || hourlyAfter === null ? null : hourlyNow - hourlyAfter;
    return [{ begunAt: startedAt ?? settledAt, verifiedAt: settledAt, hourly }];
  });
  // What waits for AWS bills nothing yet.
  const resumes = items.flatMap(({ action, state, startedAt, settledAt }) => {
    const calledAt = startedAt ?? settledAt;
    const isSent = state === "done" || (startedAt !== null && state !== "waiting" && state !== "deferred");
    if (action !== "resume" || !isSent || !calledAt) return [];
    return [{ calledAt, settledAt: isSettled(state) ? settledAt : null, isDone: state === "done" }];
  });
  const mine = record?.holdId === hold.id ? record : null;
  const saved = entries.filter(({ type }) => type === "saved");
  return {
    // Its operation is not known any more: it was paused, at a price that nobody can tell.
    pauses: pauses.length > 0 || !hold.verifiedAt ? pauses : [unpricedPause(hold.verifiedAt)],
    resumes,
    awake: [
      ...notices.filter(({ kind }) => kind !== "appeared").map(({ at }) => at),
      ...entries.flatMap(({ type, from }) => (type === "missed" ? [from] : [])),
      ...(mine?.state === "drifted" ? [mine.changedAt] : []),
    ],
    looks: [
      ...saved.map(({ from, seenUntil }) => ({ first: from, last: seenUntil ?? from })),
      ...(mine?.state === "paused" ? [{ first: mine.changedAt, last: mine.seenAt }] : []),
    ],
    gone: [
      ...entries.flatMap(({ end, until }) => (end === "gone" && until ? [until] : [])),
      ...(mine?.state === "gone" ? [mine.changedAt] : []),
    ],
    over: hold.endedAt ? { at: hold.endedAt, released: hold.state === "released" } : null,
  };
}

function unpricedPause(at: Date) {
  return { begunAt: at, verifiedAt: at, hourly: null };
}
