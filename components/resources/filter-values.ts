import type { WireAccount } from "@/server/contract/accounts";
import type { WireGroup } from "@/server/contract/groups";
import type { WireResource } from "@/server/contract/resources";
import { resourceStates } from "@/server/core/resource";
import type { FilterField } from "./filters";

interface Known {
  readonly groups: readonly WireGroup[];
  readonly accounts: readonly WireAccount[];
  /** The rows that were read so far; regions, kinds and tags are taken from them. */
  readonly rows: readonly WireResource[];
}

/** The values that exist for a field, in alphabetical order. Tags as `KEY=VALUE`. */
export function valuesFor(field: FilterField, { groups, accounts, rows }: Known): readonly string[] {
  switch (field) {
    case "group":
      return [...sorted(groups.map((group) => group.name)), "none"];
    case "account":
      return accounts.map((account) => account.id);
    case "state":
      return [...resourceStates, "protected"];
    case "region":
      return sorted(rows.map((row) => row.region));
    case "kind":
      return sorted(rows.map((row) => row.kind));
    case "tag":
      return sorted(rows.flatMap((row) => Object.entries(row.tags).map(([key, value]) => `${key}=${value}`)));
  }
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, "en"));
}
