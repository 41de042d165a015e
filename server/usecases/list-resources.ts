import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { ResourceRecord, ResourceSummary } from "../core/inventory";
import { addHourly, noMoney } from "../core/money";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { firstOf } from "./first-of";
import { membershipIn } from "./membership";
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
    deps.store.inventory.summaries([]),
    deps.store.accounts.list(),
    deps.store.groups.list(),
  ]);
  const kinds = deps.adapters.map((adapter) => adapter.kind);
  const test = resourceTest(query, { accounts, groups, kinds, isIn: membershipIn(all) });
  const found = all.filter(test);
  const after = query.cursor === undefined ? "" : readCursor(query.cursor);
  const places = found
    .map((resource) => ({ id: resource.id, key: sortKey(resource) }))
    .filter(({ key }) => key > after);
  const page = firstOf(places, query.limit, (one, other) => one.key < other.key);
  const records = await recordsOf(deps, page);
  const total = found.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  const last = page.at(-1);
  return {
    items: records.map((resource) => wireResource(resource, accounts, groups)),
    next: places.length > page.length && last ? writeCursor(last.key) : null,
    total: found.length,
    hourlyNow: wireMoney(total.hourly),
    unpriced: total.unpriced,
  };
}

async function recordsOf(
  { store }: Deps,
  page: readonly { readonly id: string }[],
): Promise<readonly ResourceRecord[]> {
  const ids = page.map(({ id }) => id);
  const records = new Map((await store.inventory.byIds(ids)).map((record) => [record.id, record]));
  return ids.flatMap((id) => records.get(id) ?? []);
}

function sortKey({ name, kind, id }: ResourceSummary): string {
  return `${name.toLowerCase()}\u0000${kind}\u0000${id}`;
}

function writeCursor(key: string): string {
  return Buffer.from(JSON.stringify(["after", key])).toString("base64url");
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
