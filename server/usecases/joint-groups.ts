import type { Group } from "../core/account";
import { type Filterable, matches } from "../core/filter";

export interface Key {
  readonly key: string;
  readonly name: string;
}

/** All groups that something is in together, as they are today: in each of two it would be counted twice. */
export function jointGroups(groups: readonly Pick<Group, "name" | "filter">[]): (resource: Filterable) => Key {
  return (resource) => {
    const names = groups.flatMap(({ filter, name }) => (matches(filter, resource) ? name : []));
    const key = names.sort().join(", ");
    return { key, name: key || "In no group" };
  };
}
