import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { type Hold, holdStates } from "../core/operation";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.listHolds;

/** The saved configuration of what is paused; with a state, of what was. */
export async function listHolds(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const wanted = query.state ? [query.state] : holdStates.filter((state) => state === "active");
  const holds = await deps.store.holds.list(wanted);
  return { items: holds.map(wireHold) };
}

export function wireHold({ createdAt, verifiedAt, endedAt, ...hold }: Hold): ResponseOf<E>["items"][number] {
  return {
    ...hold,
    createdAt: createdAt.toISOString(),
    verifiedAt: verifiedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
