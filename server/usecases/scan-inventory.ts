import { RefusalError } from "../core/fault";
import type { CoverageRow } from "../core/inventory";
import { isSettled } from "../core/operation";
import { proposeGroups } from "../inventory/propose";
import { scan } from "../inventory/scan";
import { auditOf } from "./audit-of";
import { createContext } from "./context";
import type { Deps } from "./deps";
import type { ScanPart } from "./scan-ports";
import { pictureFrom } from "./scan-reading";

/** How often a wait for a scan looks whether its parts were read, by whatever process. */
const lookEveryMs = 100;

/**
 * Asks for a full scan of an account, or joins the one that somebody asked for. Whichever process is free reads its
 * parts. @returns since when it is asked for
 */
export async function startScan(deps: Deps, accountId: string): Promise<Date> {
  const askedAt = await deps.store.scanParts.ask(accountId, deps.clock.now());
  deps.wakeWorker();
  return askedAt;
}

/** The account's parts once all that was asked for by then was read, or null when the time is over first. */
export async function untilScanned(
  deps: Pick<Deps, "store" | "clock">,
  accountId: string,
  askedAt: Date,
  ms: number,
): Promise<readonly ScanPart[] | null> {
  const until = deps.clock.now().getTime() + ms;
  for (;;) {
    const parts = await deps.store.scanParts.list([accountId]);
    const isOpen = parts.some(({ requestedAt }) => requestedAt !== null && requestedAt <= askedAt);
    if (!isOpen && (await isConcluded(deps, accountId, parts))) return parts;
    const left = until - deps.clock.now().getTime();
    if (left <= 0) return null;
    await deps.clock.sleep(Math.min(lookEveryMs, left));
  }
}

/** The first full scan also proposes groups; whoever waits for it expects them. */
async function isConcluded({ store }: Pick<Deps, "store">, accountId: string, parts: readonly ScanPart[]) {
  if (pictureFrom(parts) === null) return true;
  const account = await store.accounts.get(accountId);
  return !account || account.lastScanAt !== null;
}

export interface FinishedScan {
  readonly rows: readonly CoverageRow[];
  readonly calls: number;
  readonly finishedAt: Date;
}

export interface Part {
  readonly accountId: string;
  /** All of the account's when left out. */
  readonly regions?: readonly string[];
  readonly kinds?: readonly string[];
}

/** Reads a part of an account into the inventory. Never throws for what AWS refuses: the rows say it. */
export async function readPart(deps: Deps, part: Part): Promise<FinishedScan> {
  const regions = part.regions ?? (await deps.doors.regions(part.accountId));
  const adapters = deps.adapters.filter((adapter) => !part.kinds || part.kinds.includes(adapter.kind));
  const doors = await deps.doors.scan(part.accountId);
  const rows = await scan(deps.scanDeps, {
    accountId: part.accountId,
    regions,
    adapters,
    door: (region) => doors.region(region),
  });
  return { rows, calls: doors.calls(), finishedAt: deps.clock.now() };
}

/** Where nobody made a group yet, the tags that the first scan found become groups. */
export async function proposeFirstGroups({ store, newId }: Pick<Deps, "store" | "newId">, now: Date): Promise<void> {
  if ((await store.groups.list()).length > 0) return;
  const actor = { type: "system", id: "scan", name: "Standby" } as const;
  const ctx = createContext({ actor, requestId: newId("req"), ip: null, now });
  for (const proposal of proposeGroups(await store.inventory.summaries([]))) {
    const group = {
      ...proposal,
      id: newId("grp"),
      origin: "scan" as const,
      guard: "report" as const,
      awakeUntil: null,
      options: {},
      createdAt: now,
      updatedAt: now,
    };
    const audit = auditOf(ctx, "group.propose", group.id, { after: group });
    await store.groups.create(group, audit).catch((error: unknown) => {
      // A person made one of this name at the same moment.
      if (!(error instanceof RefusalError && error.code === "conflict")) throw error;
    });
  }
}

/** Resources that some unfinished operation is changing right now. */
export async function busyResources(deps: Pick<Deps, "store">): Promise<ReadonlySet<string>> {
  const operations = await deps.store.operations.busy();
  const busy = operations.flatMap(({ items }) =>
    [...items].filter(([, item]) => item.started && !isSettled(item.state)),
  );
  return new Set(busy.map(([resourceId]) => resourceId));
}
