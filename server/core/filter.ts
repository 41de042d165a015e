import { z } from "zod";
import type { Tags } from "./resource";

/**
 * A filter says which resources. An empty list means all; the fields are joined with "and", the values of one field
 * with "or", except tags, which must all match. `exclude` takes away what any of its fields names.
 */

const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** `key` (has the tag), or `key=value`. AWS allows 128 characters in a key and 256 in a value. */
const tagPattern = /^[^=]{1,128}(=.{0,256})?$/;

const list = <T extends z.ZodType>(item: T) => z.array(item).max(500).optional();

const fields = {
  accounts: list(z.string().min(1).max(64)),
  regions: list(z.string().regex(regionPattern, "is not an AWS region such as eu-central-1")),
  kinds: list(z.string().min(1).max(64)),
  tags: list(z.string().regex(tagPattern, "must be KEY or KEY=VALUE")),
  /** Names, with `*` for any run of characters. */
  names: list(z.string().min(1).max(256)),
  ids: list(z.string().min(1).max(2048)),
};

export const exclusionSchema = z.strictObject({
  ...fields,
  groups: list(z.string().min(1).max(64)),
});

export const filterSchema = z.strictObject({ ...fields, exclude: exclusionSchema.optional() });

/** A scope is a filter that may also name groups (their filters are joined with "or"). */
export const scopeSchema = z.strictObject({
  ...fields,
  groups: list(z.string().min(1).max(64)),
  exclude: exclusionSchema.optional(),
});

export type Filter = z.infer<typeof filterSchema>;
export type Exclusion = z.infer<typeof exclusionSchema>;
export type Scope = z.infer<typeof scopeSchema>;

/** What a filter looks at. */
export interface Filterable {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly arn: string;
  readonly name: string;
  readonly tags: Tags;
}

export interface NamedFilter {
  readonly id: string;
  readonly name: string;
  readonly filter: Filter;
}

/** True when the resource is in the filter. Pure. */
export function matches(filter: Filter, resource: Filterable): boolean {
  return includes(filter, resource) && !excludes(filter.exclude, resource, []);
}

/** True when the resource is in the scope; `groups` are the saved groups, found by id or name. Pure. */
export function inScope(scope: Scope, resource: Filterable, groups: readonly NamedFilter[]): boolean {
  const wanted = scope.groups ?? [];
  if (wanted.length > 0) {
    const chosen = groups.filter((group) => wanted.includes(group.id) || wanted.includes(group.name));
    if (!chosen.some((group) => matches(group.filter, resource))) return false;
  }
  return includes(scope, resource) && !excludes(scope.exclude, resource, groups);
}

function includes(filter: Filter, resource: Filterable): boolean {
  const { accounts = [], regions = [], kinds = [], tags = [], names = [], ids = [] } = filter;
  if (accounts.length > 0 && !accounts.includes(resource.accountId)) return false;
  if (regions.length > 0 && !regions.includes(resource.region)) return false;
  if (kinds.length > 0 && !kinds.includes(resource.kind)) return false;
  if (names.length > 0 && !names.some((pattern) => globMatches(pattern, resource.name))) return false;
  if (ids.length > 0 && !isOneOf(ids, resource)) return false;
  return tags.every((tag) => tagMatches(tag, resource.tags));
}

function excludes(exclude: Exclusion | undefined, resource: Filterable, groups: readonly NamedFilter[]): boolean {
  if (!exclude) return false;
  const { accounts = [], regions = [], kinds = [], tags = [], names = [], ids = [], groups: without = [] } = exclude;
  return (
    accounts.includes(resource.accountId) ||
    regions.includes(resource.region) ||
    kinds.includes(resource.kind) ||
    isOneOf(ids, resource) ||
    names.some((pattern) => globMatches(pattern, resource.name)) ||
    tags.some((tag) => tagMatches(tag, resource.tags)) ||
    groups.some(
      (group) => (without.includes(group.id) || without.includes(group.name)) && matches(group.filter, resource),
    )
  );
}

function isOneOf(ids: readonly string[], resource: Filterable): boolean {
  return ids.includes(resource.id) || ids.includes(resource.nativeId) || ids.includes(resource.arn);
}

export function tagMatches(wanted: string, tags: Tags): boolean {
  const at = wanted.indexOf("=");
  if (at < 0) return Object.hasOwn(tags, wanted);
  return tags[wanted.slice(0, at)] === wanted.slice(at + 1);
}

/** `*` stands for any run of characters; everything else is literal. Linear time: no regular expression is built. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
