import type { AnyAdapter } from "../adapters/contract";
import type { ReadDoor } from "../aws/door";
import type { Fault } from "../core/fault";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import type { Clock } from "../core/ports";
import { type Observed, resourceId } from "../core/resource";
import { type RecordDeps, recordSightings, recordsOf } from "./record";

export interface ScanDeps extends RecordDeps {
  readonly clock: Clock;
  readonly faultOf: (error: unknown) => Fault;
  /** Resources that an operation is at work on right now. */
  readonly busy: () => Promise<ReadonlySet<string>>;
}

export interface ScanTarget {
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly adapters: readonly AnyAdapter[];
  readonly door: (region: string) => ReadDoor;
}

/**
 * Reads under way at once. Each is one kind in one region and waits for AWS most of the time; the doors' token buckets
 * keep AWS's limits below it.
 */
const readsAtOnce = 48;

/**
 * Reads every kind in every region, in parallel. One that cannot be read is a row that says why; the rest goes on.
 * What was read completely and not seen is gone; what was not read stays as it was known.
 */
export async function scan(deps: ScanDeps, target: ScanTarget): Promise<readonly CoverageRow[]> {
  const jobs = jobsOf(target);
  const rows: CoverageRow[] = [];
  const busy = await deps.busy();
  const workers = Array.from({ length: Math.min(readsAtOnce, jobs.length) }, async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const row = await readKind(deps, target, job, busy);
      rows.push(row);
      await deps.inventory.saveCoverage([row]);
    }
  });
  await Promise.all(workers);
  return rows.sort((a, b) => (`${a.region} ${a.kind}` < `${b.region} ${b.kind}` ? -1 : 1));
}

interface Job {
  readonly region: string;
  readonly adapter: AnyAdapter;
}

/** Kinds that need few sorts of reads come first, in every region: somebody is waiting for the screen to fill. */
function jobsOf({ regions, adapters }: ScanTarget): Job[] {
  const cheapFirst = [...adapters].sort((a, b) => a.iam.read.length - b.iam.read.length);
  return cheapFirst.flatMap((adapter) => regions.map((region) => ({ region, adapter })));
}

async function readKind(
  deps: ScanDeps,
  target: ScanTarget,
  { region, adapter }: Job,
  busy: ReadonlySet<string>,
): Promise<CoverageRow> {
  const { accountId } = target;
  const { kind } = adapter;
  const startedAt = deps.clock.now();
  const done = (found: number, fault: Fault | null): CoverageRow => {
    const at = deps.clock.now();
    const status = fault ? "notRead" : "read";
    return { accountId, region, kind, status, found, fault, at, milliseconds: at.getTime() - startedAt.getTime() };
  };
  try {
    const seen: Observed[] = [];
    for await (const one of adapter.discover(target.door(region))) seen.push(one);
    const ids = seen.map((one) => resourceId({ accountId, region, kind, nativeId: one.nativeId }));
    const holds = new Map((await deps.activeHolds(ids)).map((hold) => [hold.resourceId, hold]));
    const looks = seen.map((one) => ({ accountId, region, kind, seen: one, at: startedAt }));
    await deps.inventory.upsert(thoseThatAre(recordsOf(deps, looks, holds, busy)));
    await deps.inventory.markUnseen(accountId, region, kind, startedAt);
    await recordLost(deps, await deps.inventory.heldUnseen(accountId, region, kind, startedAt), startedAt, busy);
    return done(seen.length, null);
  } catch (error) {
    return done(0, deps.faultOf(error));
  }
}

/** What is held and was not seen: paused by deleting it, or deleted by somebody. */
async function recordLost(deps: ScanDeps, lost: readonly ResourceRecord[], at: Date, busy: ReadonlySet<string>) {
  const sightings = lost.map(({ accountId, region, kind, nativeId }) => {
    return { accountId, region, kind, nativeId, seen: null, at };
  });
  await recordSightings(deps, sightings, busy);
}

/** A terminated machine is listed for another hour. */
function* thoseThatAre(records: Iterable<ResourceRecord>): Generator<ResourceRecord> {
  for (const record of records) if (record.state !== "gone") yield record;
}
