import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireGroup } from "../contract/groups";
import type { Group } from "../core/account";
import type { ResourceSummary } from "../core/inventory";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { membershipIn } from "./membership";

/** Saved filters that stand for environments, with how many resources each has now. */
export async function listGroups(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.listGroups>> {
  ctx.require("inventory:read");
  const [groups, resources] = await Promise.all([deps.store.groups.list(), deps.store.inventory.summaries([])]);
  const isIn = membershipIn(resources);
  return { items: groups.map((group) => wireGroup(group, resources, isIn)) };
}

export function wireGroup(
  group: Group,
  resources: readonly ResourceSummary[],
  isIn = membershipIn(resources),
): WireGroup {
  const { awakeUntil, createdAt, updatedAt, options, ...rest } = group;
  return {
    ...rest,
    options: { ...options },
    awakeUntil: awakeUntil?.toISOString() ?? null,
    resources: resources.filter((resource) => isIn(group, resource)).length,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
