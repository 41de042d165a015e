import fc from "fast-check";
import type { WireResource } from "../contract/resources";
import type { Exclusion, Filter, Scope } from "../core/filter";
import { accountId } from "./sandbox-standby";

/**
 * Scopes made of what there is, and of what there is not, and a second opinion of what they name: said once more and
 * more plainly than `core/filter.ts` does, so that the two can be held against each other.
 */

/** The one account, as people may call it. */
const accountNames = [accountId, "tidewater", "111122223333"];

const some = (values: readonly string[], atMost = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: Math.min(atMost, values.length) });

const patternOf = (name: string) =>
  fc
    .tuple(fc.nat(name.length), fc.nat(name.length))
    .chain(([at, length]) =>
      fc.constantFrom(name, `${name.slice(0, length)}*`, `*${name.slice(at)}`, `*${name.slice(at, at + length)}*`),
    );

/** Filters over these resources: by kind, so that a plan reads few of them, and by up to two fields more. */
export function filters(resources: readonly WireResource[]): fc.Arbitrary<Filter> {
  return fewOf(fieldsOver(resources));
}

/** As filters, and they may name these groups. */
export function scopes(resources: readonly WireResource[], groups: readonly string[]): fc.Arbitrary<Scope> {
  return fewOf({ ...fieldsOver(resources), groups: some(groups) });
}

type Fields = Record<string, fc.Arbitrary<string[]>> & { readonly kinds: fc.Arbitrary<string[]> };

function fewOf(fields: Fields): fc.Arbitrary<Scope> {
  const few = fc
    .subarray(Object.keys(fields), { maxLength: 2 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])))),
    );
  return fc
    .record({ kinds: fields.kinds, wanted: few, exclude: fc.option(few, { nil: undefined }) })
    .map(({ kinds, wanted, exclude }) => ({ kinds, ...wanted, ...(exclude && { exclude }) }));
}

function fieldsOver(resources: readonly WireResource[]) {
  const of = (value: (resource: WireResource) => readonly string[]) => [...new Set(resources.flatMap(value))];
  const tags = of((one) => Object.entries(one.tags).flatMap(([key, value]) => [key, `${key}=${value}`]));
  const ids = of((one) => [one.id, one.nativeId, one.arn].filter((id) => id !== ""));
  const kinds = of((one) => [one.kind]);
  return {
    accounts: some(accountNames),
    regions: some([...of((one) => [one.region]), "ap-south-1"]),
    kinds: some(kinds, 8),
    tags: some([...tags, "Nobody", "Environment=nowhere"], 2),
    names: fc.array(fc.constantFrom(...of((one) => [one.name])).chain(patternOf), { minLength: 1, maxLength: 3 }),
    ids: some([...ids, "i-00000000000000000"], 40),
  };
}

type Groups = Readonly<Record<string, Filter>>;

/** Whether a scope names a resource, by the words of the documentation. */
export function isNamed(scope: Scope, resource: WireResource, groups: Groups): boolean {
  const { exclude, ...wanted } = scope;
  const agrees = Object.entries(testsOf(wanted, resource, groups)).every(
    ([field, answers]) =>
      answers.length === 0 || (field === "tags" ? !answers.includes(false) : answers.includes(true)),
  );
  const isTakenAway = Object.values(testsOf(exclude ?? {}, resource, groups)).some((answers) => answers.includes(true));
  return agrees && !isTakenAway;
}

/** By field: what each of its values says to the resource. */
function testsOf(fields: Exclusion, resource: WireResource, groups: Groups): Record<string, boolean[]> {
  const each = (values: readonly string[] | undefined, test: (value: string) => boolean) => (values ?? []).map(test);
  return {
    accounts: each(fields.accounts, (name) => accountNames.includes(name)),
    regions: each(fields.regions, (region) => resource.region === region),
    kinds: each(fields.kinds, (kind) => resource.kind === kind),
    tags: each(fields.tags, (tag) => tagsOf(resource).includes(tag)),
    names: each(fields.names, (pattern) => asExpression(pattern).test(resource.name)),
    ids: each(fields.ids, (id) => [resource.id, resource.nativeId, resource.arn].includes(id)),
    groups: each(fields.groups, (name) => isNamed(groups[name] ?? {}, resource, {})),
  };
}

function tagsOf({ tags }: WireResource): readonly string[] {
  return Object.entries(tags).flatMap(([key, value]) => [key, `${key}=${value}`]);
}

function asExpression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}
