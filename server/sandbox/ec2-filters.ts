import type { Filter } from "@aws-sdk/client-ec2";
import { awsError } from "./errors";
import type { TagMap } from "./world";

/** What a filter name looks at; several values mean that any may match. */
export type FilterFields<Item> = Readonly<Record<string, (item: Item) => readonly (string | null)[]>>;

/**
 * EC2's filters: the names are joined with "and", the values of one with "or", `*` and `?` are wildcards. A name that the
 * sandbox does not know is an error, as an ignored filter would show too much.
 */
export function matchesFilters<Item extends { tags: TagMap }>(
  item: Item,
  filters: readonly Filter[] | undefined,
  fields: FilterFields<Item>,
): boolean {
  return (filters ?? []).every((filter) => {
    const name = filter.Name ?? "";
    const found = valuesOf(item, name, fields);
    return (filter.Values ?? []).some((wanted) => found.some((value) => value !== null && isLike(wanted, value)));
  });
}

function valuesOf<Item extends { tags: TagMap }>(
  item: Item,
  name: string,
  fields: FilterFields<Item>,
): readonly (string | null)[] {
  if (name === "tag-key") return Object.keys(item.tags);
  if (name.startsWith("tag:")) return [item.tags[name.slice(4)] ?? null];
  const field = fields[name];
  if (!field) throw awsError("InvalidParameterValue", `The filter '${name}' is invalid`);
  return field(item);
}

function isLike(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === value;
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*+/g, ".*").replaceAll("?", ".")}$`, "s").test(value);
}
