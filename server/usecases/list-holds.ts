import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireHold } from "./present/hold";

type E = typeof endpoints.listHolds;

/** The saved configuration of what is paused, newest first; with a state, of what was. */
export async function listHolds(deps: Deps, ctx: Context, { query }: { query: QueryOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const { state = "active", limit, cursor } = query;
  const { items, next } = await deps.store.holds.list({ states: [state] }, limit, cursor);
  return { items: items.map(wireHold), next };
}
