import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireLogExport } from "../contract/log-exports";
import type { LogExport } from "../core/log-export";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.listLogExports;

/** The newest log exports, of one log group or of all. */
export async function listLogExports(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const found = await deps.store.logExports.list(query.resource ?? null, query.limit);
  return { items: found.map(wireLogExport) };
}

export function wireLogExport({ from, to, askedAt, startedAt, endedAt, ...one }: LogExport): WireLogExport {
  return {
    ...one,
    from: from.toISOString(),
    until: to.toISOString(),
    askedAt: askedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
