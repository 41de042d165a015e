import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireGroup } from "../contract/groups";
import type { Group } from "../core/account";
import { matches } from "../core/filter";
import type { ResourceRecord } from "../core/inventory";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** Saved filters that stand for environments, with how many resources each has now. */
export async function listGroups(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.listGroups>> {
  ctx.require("inventory:read");
  const [groups, resources] = await Promise.all([deps.store.groups.list(), deps.store.inventory.all([])]);
  return { items: groups.map((group) => wireGroup(group, resources)) };
}

export function wireGroup(group: Group, resources: readonly ResourceRecord[]): WireGroup {
  const { createdAt, updatedAt, ...rest } = group;
  return {
    ...rest,
    resources: resources.filter((resource) => matches(group.filter, resource)).length,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
