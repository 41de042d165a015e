import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { ResourceRecord } from "../core/inventory";
import { addHourly, noMoney } from "../core/money";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireMoney } from "./present/money";
import { wireResource } from "./present/resource";
import { resourceTest } from "./resource-query";

type E = typeof endpoints.listResources;

/** The inventory, filtered, in the order of name, kind and id, a page at a time. The sums are over the whole filter. */
export async function listResources(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const [all, accounts, groups] = await Promise.all([
    deps.store.inventory.all([]),
    deps.store.accounts.list(),
    deps.store.groups.list(),
  ]);
  const test = resourceTest(query, { accounts, groups, kinds: deps.adapters.map((adapter) => adapter.kind) });
  const found = all.filter(test).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const from = after === null ? found : found.filter((resource) => sortKey(resource) > after);
  const items = from.slice(0, query.limit);
  const last = items.at(-1);
  const total = found.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  return {
    items: items.map((resource) => wireResource(resource, accounts, groups)),
    next: from.length > items.length && last ? writeCursor(last) : null,
    total: found.length,
    hourlyNow: wireMoney(total.hourly),
    unpriced: total.unpriced,
  };
}

function sortKey({ name, kind, id }: ResourceRecord): string {
  return `${name.toLowerCase()}\u0000${kind}\u0000${id}`;
}

function writeCursor(resource: ResourceRecord): string {
  return Buffer.from(JSON.stringify(["after", sortKey(resource)])).toString("base64url");
}

/** @throws RefusalError invalid */
function readCursor(cursor: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(parsed) && parsed[0] === "after" && typeof parsed[1] === "string") return parsed[1];
  } catch {
    // Falls through to the one clear answer.
  }
  throw new RefusalError("invalid", "The cursor is not one of ours", [
    { pointer: "/cursor", detail: "must come from `next` of the page before" },
  ]);
}
