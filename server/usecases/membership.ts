import type { Group } from "../core/account";
import { type Filterable, matches } from "../core/filter";
import type { ResourceSummary } from "../core/inventory";
import { withOwners } from "../costs/grouped-estimate";

type Member = Filterable & Pick<ResourceSummary, "ownerId">;
export type Membership = (group: Pick<Group, "filter">, resource: Member) => boolean;

/**
 * Whether something is in a group: its filter names it, or what it is acted on through. EKS puts none of a node group's
 * tags on its machines, and their money is the node group's. `all`: where owners are found.
 */
export function membershipIn(all: readonly Member[]): Membership {
  const byId = new Map(all.map((one) => [one.id, one]));
  return ({ filter }, resource) =>
    matches(filter, resource) ||
    (resource.ownerId !== null && withOwners(resource, byId).some((one) => matches(filter, one)));
}
