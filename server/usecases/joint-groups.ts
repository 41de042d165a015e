import type { Group } from "../core/account";
import { type Filterable, matches } from "../core/filter";

export interface Key {
  readonly key: string;
  readonly name: string;
}

/** All groups that something is in together, as they are today: in each of two it would be counted twice. */
export function jointGroups<T extends Filterable>(
  groups: readonly Pick<Group, "name" | "filter">[],
  isIn: (group: Pick<Group, "filter">, resource: T) => boolean = ({ filter }, resource) => matches(filter, resource),
): (resource: T) => Key {
  return (resource) => {
    const names = groups.flatMap((group) => (isIn(group, resource) ? group.name : []));
    const key = names.sort().join(", ");
    return { key, name: key || "In no group" };
  };
}
