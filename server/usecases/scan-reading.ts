import type { Fault } from "../core/fault";
import type { CoverageRow } from "../core/inventory";
import { type BilledPart, type ScanPart, type ScanReading, wholeAccount } from "./scan-ports";

/** What one reading of a part means for the next one. Pure. */

const minuteMs = 60_000;
/** A region without resources costs its 15 to 30 calls once a day, and so does the list of regions. */
const dayMs = 24 * 60 * minuteMs;
/** What could not be read is tried again after 5, 10, 20, 40, then every 60 minutes. */
const firstAgainMs = 5 * minuteMs;
const lastAgainMs = 60 * minuteMs;

export interface Read {
  readonly rows: readonly CoverageRow[];
  readonly calls: number;
  readonly at: Date;
}

/** `everyMinutes`: how often a part is read that holds something. */
export function readingOf(before: ScanPart, { rows, calls, at }: Read, everyMinutes: number): ScanReading {
  const unread = rows.filter((row) => row.fault !== null);
  const seen = rows.reduce((sum, row) => sum + row.found, 0);
  // What was not read may still be there.
  const found = unread.length > 0 ? Math.max(before.found, seen) : seen;
  const failures = unread.length > 0 ? before.failures + 1 : 0;
  const fault = unread.length === rows.length ? (unread[0]?.fault ?? null) : null;
  const usual = found > 0 ? everyMinutes * minuteMs : dayMs;
  const dueAt = new Date(at.getTime() + waitMs(usual, failures, fault));
  return { finishedAt: at, dueAt, found, calls, failures, fault };
}

/** Of an account that told its regions. */
export function accountReading(at: Date): ScanReading {
  return { finishedAt: at, dueAt: new Date(at.getTime() + dayMs), found: 0, calls: 0, failures: 0, fault: null };
}

export function failedReading(before: ScanPart, fault: Fault, at: Date): ScanReading {
  const { found } = before;
  const failures = before.failures + 1;
  const dueAt = new Date(at.getTime() + againMs(failures));
  return { finishedAt: at, dueAt, found, calls: 0, failures, fault };
}

/**
 * Where the bill names another amount than before. A region that was found empty and has a bill all of a sudden is due at
 * once; after that it is read once a day again, as what it bills may be nothing that Standby lists.
 */
export function billedParts(
  parts: readonly ScanPart[],
  cents: ReadonlyMap<string, number>,
  now: Date,
): readonly BilledPart[] {
  return parts.flatMap(({ accountId, region, found, dueAt, billedCents: before }) => {
    const billedCents = cents.get(region) ?? 0;
    if (billedCents === before) return [];
    const isNews = before === 0 && found === 0 && dueAt > now;
    return [{ accountId, region, billedCents, ...(isNews && { dueAt: now }) }];
  });
}

/** One kind that may not be read must not slow down the others. */
function waitMs(usual: number, failures: number, fault: Fault | null): number {
  if (failures === 0) return usual;
  return fault ? againMs(failures) : Math.min(usual, againMs(failures));
}

function againMs(failures: number): number {
  return Math.min(firstAgainMs * 2 ** (failures - 1), lastAgainMs);
}

/** Rows for what could not even be tried. */
export function unreadRows(part: ScanPart, kinds: readonly string[], fault: Fault, at: Date): readonly CoverageRow[] {
  const { accountId, region } = part;
  return kinds.map((kind) => ({
    accountId,
    region,
    kind,
    status: "notRead",
    found: 0,
    fault,
    at,
    milliseconds: 0,
  }));
}

/**
 * How old the picture of an account is: as old as the oldest look at a region that holds something. Regions without
 * anything are looked at once a day, and what cannot be read says so itself. Null: some region was never looked at.
 */
export function pictureFrom(parts: readonly ScanPart[]): Date | null {
  const regions = parts.filter((part) => part.region !== wholeAccount);
  if (regions.some((part) => part.finishedAt === null)) return null;
  const read = regions.filter((part) => part.fault === null);
  const holding = read.filter((part) => part.found > 0);
  const times = (holding.length > 0 ? holding : read).flatMap((part) => part.finishedAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
