import { type Account, otherAccount } from "../core/account";
import { FaultError } from "../core/fault";
import type { Deps } from "./deps";
import { noteBilledRegions } from "./note-billed-regions";
import { PartLease, PartLeftError } from "./part-lease";
import { proposeFirstGroups, readPart } from "./scan-inventory";
import { type ClaimedPart, type ScanPart, wholeAccount } from "./scan-ports";
import { accountReading, failedReading, pictureFrom, readingOf, unreadRows } from "./scan-reading";

/** Who reads, and how often. */
export interface Reader {
  /** Name of this process, for the lease. */
  readonly owner: string;
  readonly leaseMs: number;
  /** How often a region is read that holds something. 0: only when somebody asks. */
  readonly everyMinutes: number;
}

/** Looked at by one reader at a time: of several who look at once each finds one that nobody else has taken. */
const lookedAt = 32;
/** What a row says where nothing is known of an account yet. */
const everyKind = "every kind";
/** Where a process dies while it proposes groups, another does so after this. */
const proposeMs = 60_000;
/** Where nothing is read by itself it does not matter; it counts again when the setting is changed. */
const usualMinutes = 15;

/**
 * Takes the part that is wanted most and reads it under its lease. May be called by any process at any time; what a dead
 * one left is read again.
 * @returns false when there is nothing to read
 */
export async function readNextPart(deps: Deps, reader: Reader, signal: AbortSignal): Promise<boolean> {
  const part = await claimNext(deps, reader);
  if (!part) return false;
  const { leaseMs } = reader;
  const lease = new PartLease({ store: deps.store.scanParts, clock: deps.clock, part, leaseMs, signal });
  try {
    await (part.region === wholeAccount ? readAccount(deps, part, lease) : readRegion(deps, reader, part, lease));
  } catch (error) {
    if (!(error instanceof PartLeftError)) throw error;
    await lease.leave();
  } finally {
    lease.end();
  }
  return true;
}

async function claimNext(
  { store, clock }: Deps,
  { owner, leaseMs, everyMinutes }: Reader,
): Promise<ClaimedPart | null> {
  for (;;) {
    const now = clock.now();
    const parts = await store.scanParts.claimable({ now, limit: lookedAt, askedOnly: everyMinutes === 0 });
    for (const part of parts) {
      const claimed = await store.scanParts.claim(part, owner, now, leaseMs);
      if (claimed) return claimed;
    }
    if (parts.length < lookedAt) return null;
  }
}

/** Who the account is, and which regions it has: they are read next. */
async function readAccount(deps: Deps, part: ClaimedPart, lease: PartLease): Promise<void> {
  const { store, doors, clock, scanDeps } = deps;
  const { accountId, requestedAt } = part;
  try {
    const number = await doors.identity(accountId);
    requireOwn(await store.accounts.list(), accountId, number);
    await store.accounts.seen(accountId, number, null);
    const regions = await doors.regions(accountId);
    await lease.keep();
    await store.scanParts.keepRegions(accountId, regions, clock.now(), requestedAt);
    await noteBilledRegions(deps, accountId);
  } catch (error) {
    if (error instanceof PartLeftError) throw error;
    const at = clock.now();
    const fault = scanDeps.faultOf(error);
    await lease.keep();
    await store.inventory.saveCoverage(unreadRows(part, [everyKind], fault, at));
    await lease.finish(failedReading(part, fault, at));
    return;
  }
  await lease.finish(accountReading(clock.now()));
  deps.wakeWorker();
}

/** What is connected twice would be listed, billed and paused twice. @throws FaultError refused */
function requireOwn(accounts: readonly Account[], id: string, told: string): void {
  const known = accounts.find((account) => account.id === id);
  if (known?.awsAccountId && known.awsAccountId !== told) throw new FaultError(otherAccount(known, told));
  const other = accounts.find((account) => account.id !== id && account.awsAccountId === told);
  if (!other) return;
  const reason = `The credentials are of account ${told}, which is connected as ${other.name} already`;
  throw new FaultError({ code: "refused", reason, remedy: `Use ${other.name}; nothing is read a second time` });
}

async function readRegion(deps: Deps, reader: Reader, part: ClaimedPart, lease: PartLease): Promise<void> {
  const { accountId, region } = part;
  try {
    const read = await readPart(lease.guard(deps), { accountId, regions: [region] });
    await lease.keep();
    await deps.store.inventory.saveCoverage(read.rows);
    const everyMinutes = reader.everyMinutes || usualMinutes;
    await lease.finish(readingOf(part, { ...read, at: read.finishedAt }, everyMinutes));
  } catch (error) {
    if (error instanceof PartLeftError) throw error;
    await giveUp(deps, part, lease, error);
  }
  await conclude(deps, accountId);
}

/** Nothing could even be tried: the account's credentials cannot be made, the sandbox is switched off. */
async function giveUp(deps: Deps, part: ScanPart, lease: PartLease, error: unknown): Promise<void> {
  const at = deps.clock.now();
  const fault = deps.scanDeps.faultOf(error);
  const kinds = deps.adapters.map((adapter) => adapter.kind);
  await lease.keep();
  await deps.store.inventory.saveCoverage(unreadRows(part, kinds, fault, at));
  await lease.finish(failedReading(part, fault, at));
}

/** Once every region was read, the account has a picture with an age, and where there are no groups they are proposed. */
async function conclude({ store, clock, newId }: Deps, accountId: string): Promise<void> {
  const readAt = pictureFrom(await store.scanParts.list([accountId]));
  const account = readAt && (await store.accounts.get(accountId));
  if (!account?.awsAccountId) return;
  if (account.lastScanAt === null) {
    // The last two regions may be read at the same moment: one reader proposes, and says when it is done.
    if (!(await store.ticks.take(`first picture of ${accountId}`, clock.now(), proposeMs))) return;
    await proposeFirstGroups({ store, newId }, clock.now());
  }
  await store.accounts.seen(accountId, account.awsAccountId, readAt);
}
