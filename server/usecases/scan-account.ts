import type { ParamsOf, QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { FaultError, RefusalError } from "../core/fault";
import type { CoverageRow } from "../core/inventory";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { startScan, untilScanned } from "./scan-inventory";
import { type ScanPart, wholeAccount } from "./scan-ports";
import { waitMs } from "./wait";

type E = typeof endpoints.scanAccount;

/** Starts a scan, or joins the one that runs; with `wait` it answers the coverage report when the scan is over. */
export async function scanAccount(
  deps: Deps,
  ctx: Context,
  input: { params: ParamsOf<E>; query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:scan");
  const { id } = input.params;
  if (!(await deps.store.accounts.get(id))) throw new RefusalError("not-found", `There is no account ${id}`);
  const startedAt = await startScan(deps, id);
  const parts = await untilScanned(deps, id, startedAt, waitMs(input.query.wait));
  const whole = parts?.find((part) => part.region === wholeAccount);
  if (whole?.fault) throw new FaultError(whole.fault);
  const known = await rowsOf(deps, id);
  const rows = parts ? known : known.filter((row) => row.at >= startedAt);
  const done = parts ?? (await deps.store.scanParts.list([id])).filter((part) => isSince(part, startedAt));
  return {
    accountId: id,
    state: parts ? "finished" : "running",
    startedAt: startedAt.toISOString(),
    finishedAt: parts ? newest(parts, startedAt).toISOString() : null,
    found: rows.reduce((sum, row) => sum + row.found, 0),
    read: rows.filter((row) => row.status === "read").length,
    notRead: rows.filter((row) => row.status === "notRead").length,
    calls: done.reduce((sum, part) => sum + part.calls, 0),
    rows: rows.map(wireRow),
  };
}

/** By region and kind. A kind that this version does not know any more is not spoken of. */
async function rowsOf({ store, adapters }: Deps, accountId: string): Promise<readonly CoverageRow[]> {
  const kinds = new Set(adapters.map((adapter) => adapter.kind));
  const rows = (await store.inventory.coverage([accountId])).filter((row) => kinds.has(row.kind));
  return rows.sort((a, b) => (`${a.region} ${a.kind}` < `${b.region} ${b.kind}` ? -1 : 1));
}

function isSince({ requestedAt, finishedAt }: ScanPart, startedAt: Date): boolean {
  return requestedAt === null && finishedAt !== null && finishedAt >= startedAt;
}

function newest(parts: readonly ScanPart[], atLeast: Date): Date {
  return new Date(Math.max(atLeast.getTime(), ...parts.map((part) => part.finishedAt?.getTime() ?? 0)));
}

function wireRow({ region, kind, status, found, milliseconds, fault }: CoverageRow) {
  return { region, kind, status, found, milliseconds, fault };
}
