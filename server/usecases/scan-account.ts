import type { ParamsOf, QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { CoverageRow } from "../core/inventory";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { startScan } from "./scan-inventory";
import { waitMs, within } from "./wait";

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
  const running = startScan(deps, ctx, id);
  // Without a wait nobody listens for its end: what went wrong is in the coverage rows, and the next scan says it again.
  running.finished.catch(() => {});
  const finished = await within(deps.clock, waitMs(input.query.wait), running.finished);
  const rows =
    finished?.rows ?? (await deps.store.inventory.coverage([id])).filter((row) => row.at >= running.startedAt);
  return {
    accountId: id,
    state: finished ? "finished" : "running",
    startedAt: running.startedAt.toISOString(),
    finishedAt: finished?.finishedAt.toISOString() ?? null,
    found: rows.reduce((sum, row) => sum + row.found, 0),
    read: rows.filter((row) => row.status === "read").length,
    notRead: rows.filter((row) => row.status === "notRead").length,
    calls: finished?.calls ?? 0,
    rows: rows.map(wireRow),
  };
}

function wireRow({ region, kind, status, found, milliseconds, fault }: CoverageRow) {
  return { region, kind, status, found, milliseconds, fault };
}
