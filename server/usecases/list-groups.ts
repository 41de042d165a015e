import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireGroup } from "../contract/groups";
import type { Group } from "../core/account";
import { type Filterable, matches } from "../core/filter";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** Saved filters that stand for environments, with how many resources each has now. */
export async function listGroups(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.listGroups>> {
  ctx.require("inventory:read");
  const [groups, resources] = await Promise.all([deps.store.groups.list(), deps.store.inventory.summaries([])]);
  return { items: groups.map((group) => wireGroup(group, resources)) };
}

export function wireGroup(group: Group, resources: readonly Filterable[]): WireGroup {
  const { awakeUntil, createdAt, updatedAt, options, ...rest } = group;
  return {
    ...rest,
    options: { ...options },
    awakeUntil: awakeUntil?.toISOString() ?? null,
    resources: resources.filter((resource) => matches(group.filter, resource)).length,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
