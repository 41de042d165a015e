import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireHead } from "./present/operation";

type E = typeof endpoints.listOperations;

/** The history, newest first. */
export async function listOperations(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  const { items, next } = await deps.store.operations.list(query.limit, query.cursor);
  return { items: items.map(wireHead), next };
}
