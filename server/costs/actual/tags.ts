import type { Group } from "../../core/account";

/** Each key is a request a day, of ten. */
const keysAtMost = 3;
/** What most accounts tag, where no group says what is tagged here. */
const usualKey = "Environment";

/** The cost allocation tags to ask for: those that groups go by, the most used ones first. */
export function tagsAsked(groups: readonly Pick<Group, "filter">[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const { filter } of groups) {
    const keys = new Set((filter.tags ?? []).map(keyOf));
    for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const keys = [...uses]
    .sort(([one, used], [other, more]) => more - used || (one < other ? -1 : 1))
    .map(([key]) => key);
  return keys.length > 0 ? keys.slice(0, keysAtMost) : [usualKey];
}

function keyOf(tag: string): string {
  return tag.split("=", 1)[0] ?? tag;
}
