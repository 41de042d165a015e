import type { CoverageRow } from "../core/inventory";
import { isSettled } from "../core/operation";
import { proposeGroups } from "../inventory/propose";
import { scan } from "../inventory/scan";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** A scan that is under way in this process. */
export interface RunningScan {
  readonly startedAt: Date;
  readonly finished: Promise<FinishedScan>;
}

export interface FinishedScan {
  readonly rows: readonly CoverageRow[];
  readonly calls: number;
  readonly finishedAt: Date;
}

export type RunningScans = Map<string, RunningScan>;

/** Starts a full scan of an account, or joins the one that runs. */
export function startScan(deps: Deps, ctx: Context, accountId: string): RunningScan {
  const running = deps.scans.get(accountId);
  if (running) return running;
  const started = {
    startedAt: deps.clock.now(),
    finished: fullScan(deps, ctx, accountId).finally(() => deps.scans.delete(accountId)),
  };
  deps.scans.set(accountId, started);
  return started;
}

async function fullScan(deps: Deps, ctx: Context, accountId: string): Promise<FinishedScan> {
  const identity = await deps.doors.identity(accountId);
  await deps.store.accounts.seen(accountId, identity, null);
  const finished = await readPart(deps, { accountId });
  await deps.store.accounts.seen(accountId, identity, finished.finishedAt);
  await proposeFirstGroups(deps, ctx);
  return finished;
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
async function proposeFirstGroups(deps: Deps, ctx: Context): Promise<void> {
  const groups = await deps.store.groups.list();
  if (groups.length > 0) return;
  const resources = await deps.store.inventory.all([]);
  for (const proposal of proposeGroups(resources)) {
    const group = {
      ...proposal,
      id: deps.newId("grp"),
      origin: "scan" as const,
      guard: "report" as const,
      awakeUntil: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    };
    await deps.store.groups.create(group, auditOf(ctx, "group.propose", group.id, { after: group }));
  }
}

/** Resources that some unfinished operation is changing right now. */
export async function busyResources(deps: Pick<Deps, "store">): Promise<ReadonlySet<string>> {
  const { items } = await deps.store.operations.list(50);
  const open = items.filter((operation) => operation.state === "queued" || operation.state === "running");
  const operations = await Promise.all(open.map((operation) => deps.store.operations.get(operation.id)));
  const busy = operations.flatMap(
    (operation) => operation?.items.filter((item) => item.startedAt && !isSettled(item.state)) ?? [],
  );
  return new Set(busy.map((item) => item.plan.resourceId));
}
