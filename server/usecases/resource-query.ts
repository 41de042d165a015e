import type { QueryOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Account, Group } from "../core/account";
import { type FieldError, RefusalError } from "../core/fault";
import { tagMatches } from "../core/filter";
import type { ResourceSummary } from "../core/inventory";
import { awsRegions } from "../core/regions";
import { resourceStates } from "../core/resource";
import type { Membership } from "./membership";
import { findAccount } from "./scope";

/** The query of the resources list: the same words in an address, in the API and in a saved view. */

type Query = QueryOf<typeof endpoints.listResources>;
type Test = (resource: ResourceSummary) => boolean;

export interface Known {
  readonly accounts: readonly Account[];
  readonly groups: readonly Group[];
  readonly kinds: readonly string[];
  readonly isIn: Membership;
}

const fields = ["account", "region", "kind", "tag", "state", "group"] as const;
type Field = (typeof fields)[number];

/**
 * One test for a whole query. Values of one field are joined with "or" (tags with "and"), fields with "and";
 * `not=field:value` takes away.
 * @throws RefusalError invalid, naming each wrong value
 */
export function resourceTest(query: Query, known: Known): Test {
  const errors: FieldError[] = [];
  const tests: Test[] = [];
  for (const field of fields) {
    const values = valuesOf(query[field], field !== "tag");
    if (values.length === 0) continue;
    const each = values.map((value) => testOf(field, value, known, errors, `/${field}`));
    tests.push((resource) =>
      field === "tag" ? each.every((test) => test(resource)) : each.some((test) => test(resource)),
    );
  }
  for (const text of valuesOf(query.not, false)) {
    const at = text.indexOf(":");
    const field = fields.find((one) => one === text.slice(0, at));
    if (!field) {
      errors.push({
        pointer: "/not",
        detail: `${JSON.stringify(text)} must be FIELD:VALUE, FIELD one of ${fields.join(", ")}`,
      });
      continue;
    }
    const test = testOf(field, text.slice(at + 1), known, errors, "/not");
    tests.push((resource) => !test(resource));
  }
  if (errors.length > 0) throw new RefusalError("invalid", "The filter is not right", errors);
  const q = query.q?.trim().toLowerCase();
  if (q) tests.push((resource) => hasText(resource, q));
  return (resource) => tests.every((test) => test(resource));
}

function testOf(field: Field, value: string, known: Known, errors: FieldError[], pointer: string): Test {
  const wrong = (what: string): Test => {
    errors.push({ pointer, detail: `${JSON.stringify(value)} is not ${what}` });
    return () => false;
  };
  switch (field) {
    case "account": {
      const account = findAccount(known.accounts, value);
      return account ? (resource) => resource.accountId === account.id : wrong("a connected account");
    }
    case "region":
      return awsRegions.includes(value) ? (resource) => resource.region === value : wrong("an AWS region");
    case "kind":
      return known.kinds.includes(value)
        ? (resource) => resource.kind === value
        : wrong(`a kind; there are ${known.kinds.join(", ")}`);
    case "tag":
      return /^[^=]/.test(value) ? (resource) => tagMatches(value, resource.tags) : wrong("KEY or KEY=VALUE");
    case "state": {
      if (value === "protected")
        return (resource) =>
          resource.protected || known.groups.some((group) => group.protected && known.isIn(group, resource));
      const state = resourceStates.find((one) => one === value);
      return state
        ? (resource) => resource.state === state
        : wrong(`a state; there are ${resourceStates.join(", ")}, protected`);
    }
    case "group": {
      if (value === "none") return (resource) => !known.groups.some((group) => known.isIn(group, resource));
      const group = known.groups.find((one) => one.id === value || one.name === value);
      return group ? (resource) => known.isIn(group, resource) : wrong("a group; none stands for no group");
    }
  }
}

function valuesOf(value: string | string[] | undefined, commas: boolean): readonly string[] {
  const values = typeof value === "string" ? [value] : (value ?? []);
  const split = commas ? values.flatMap((text) => text.split(",")) : values;
  return split.map((text) => text.trim()).filter((text) => text !== "");
}

/** In its name, an id or a tag; `text` is in lower case. */
function hasText({ name, nativeId, id, tags }: ResourceSummary, text: string): boolean {
  const has = (place: string) => place.toLowerCase().includes(text);
  return has(name) || has(nativeId) || has(id) || Object.entries(tags).some(([key, value]) => has(`${key}=${value}`));
}
