import { stateWord } from "@/components/ui/state";
import { resourceStates } from "@/server/core/resource";
import type { FilterField } from "./filters";

const fieldWords: Readonly<Record<FilterField, string>> = {
  group: "Group",
  region: "Region",
  kind: "Kind",
  state: "State",
  tag: "Tag",
  account: "Account",
};

export function fieldWord(field: FilterField): string {
  return fieldWords[field];
}

/** A value as a person reads it: "Project = shop", "Always on", "no group", the name of an account. */
export function valueWord(
  field: FilterField,
  value: string,
  accounts: ReadonlyMap<string, string> = new Map(),
): string {
  if (field === "tag") return value.replace(/=/, " = ");
  if (field === "group" && value === "none") return "no group";
  if (field === "account") return accounts.get(value) ?? value;
  const state = [...resourceStates, "protected" as const].find((known) => known === value);
  return field === "state" && state ? stateWord(state) : value;
}
