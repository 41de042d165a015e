import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.listAudit;

/** Who did what, when, newest first. */
export async function listAudit(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("audit:read");
  const before = query.cursor === undefined ? undefined : Number(query.cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) {
    throw new RefusalError("invalid", "The cursor is not one of ours", [
      { pointer: "/cursor", detail: "must come from `next`" },
    ]);
  }
  const entries = await deps.store.audit.list(query.limit, before);
  const items = entries.map(({ at, actorType, actorId, actorName, ...entry }) => ({
    ...entry,
    at: at.toISOString(),
    actor: { type: actorType, id: actorId, name: actorName },
  }));
  return { items, next: entries.length === query.limit ? String(entries.at(-1)?.seq ?? "") : null };
}
