import type { Scope } from "@/server/core/filter";

/**
 * The filter of the resources page. Its address and the API's query are the same words, so a view can be linked and
 * copied into a script: `?group=dev,staging&tag=Project%3Dshop&not=tag:Owner%3Dvendor&q=api`.
 */

export const filterFields = ["group", "region", "kind", "state", "tag", "account"] as const;
export type FilterField = (typeof filterFields)[number];

/** One value that must match, or with `not` one that must not. */
interface Term {
  readonly field: FilterField;
  readonly value: string;
  readonly not: boolean;
}

export interface Filters {
  readonly q: string;
  readonly terms: readonly Term[];
}

/** The terms of one field, as one chip: "Group dev, staging". */
interface FilterChip {
  readonly field: FilterField;
  readonly not: boolean;
  readonly values: readonly string[];
}

export const noFilters: Filters = { q: "", terms: [] };

/** What Next hands to a page. */
export type SearchRecord = Record<string, string | string[] | undefined>;

/** Reads an address. What it does not know it leaves out: a wrong link shows more, never an error. */
export function readFilters(params: URLSearchParams): Filters {
  const included = filterFields.flatMap((field) =>
    valuesOf(params, field).map((value) => ({ field, value, not: false })),
  );
  const excluded = params.getAll("not").flatMap((text) => {
    const at = text.indexOf(":");
    const field = filterFields.find((known) => known === text.slice(0, at));
    const value = text.slice(at + 1).trim();
    return field && value !== "" ? [{ field, value, not: true }] : [];
  });
  return { q: (params.get("q") ?? "").trim().slice(0, 256), terms: unique([...included, ...excluded]) };
}

/** Writes the filters into an address and keeps what else is there, such as the open drawer. */
export function writeFilters(filters: Filters, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of [...filterFields, "not", "q", "cursor"]) next.delete(key);
  if (filters.q !== "") next.set("q", filters.q);
  for (const field of filterFields) {
    const values = filters.terms.filter((term) => term.field === field && !term.not).map((term) => term.value);
    if (field === "tag") for (const value of values) next.append("tag", value);
    else if (values.length > 0) next.set(field, values.join(","));
  }
  for (const term of filters.terms) if (term.not) next.append("not", `${term.field}:${term.value}`);
  return next;
}

export function paramsOf(record: SearchRecord): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(record)) {
    for (const one of [value ?? []].flat()) params.append(key, one);
  }
  return params;
}

/** The query of `GET /resources`. */
type FilterQuery = { readonly [Field in FilterField | "not"]?: string | string[] } & { readonly q?: string };

/** The same filter as the query of `GET /resources`. */
export function queryOf(filters: Filters): FilterQuery {
  const params = writeFilters(filters, new URLSearchParams());
  const fields = [...filterFields, "not"] as const;
  const lists = fields.flatMap((field) => {
    const values = params.getAll(field);
    return values.length === 0 ? [] : [[field, values.length === 1 ? values[0] : values] as const];
  });
  return { ...Object.fromEntries(lists), ...(filters.q === "" ? {} : { q: filters.q }) };
}

export function chipsOf(filters: Filters): readonly FilterChip[] {
  return [false, true].flatMap((not) =>
    filterFields.flatMap((field): readonly FilterChip[] => {
      const values = filters.terms.filter((term) => term.field === field && term.not === not).map((term) => term.value);
      // Tags must all match, so each is a chip of its own; the values of every other field are joined with "or".
      if (field === "tag") return values.map((value) => ({ field, not, values: [value] }));
      return values.length > 0 ? [{ field, not, values }] : [];
    }),
  );
}

export function withTerm(filters: Filters, term: Term): Filters {
  const opposite = { ...term, not: !term.not };
  return { ...filters, terms: unique([...filters.terms.filter((one) => !isSame(one, opposite)), term]) };
}

export function withoutTerm(filters: Filters, term: Term): Filters {
  return { ...filters, terms: filters.terms.filter((one) => !isSame(one, term)) };
}

export function withoutChip(filters: Filters, chip: FilterChip): Filters {
  return chip.values.reduce((left, value) => withoutTerm(left, { field: chip.field, value, not: chip.not }), filters);
}

export function hasTerm(filters: Filters, term: Term): boolean {
  return filters.terms.some((one) => isSame(one, term));
}

/**
 * The filter as the scope of a plan; null where a scope cannot say it (a search text, a state, "no group"), because a
 * plan for more than what is on the screen would be wrong.
 */
export function scopeOf(filters: Filters): Scope | null {
  if (filters.q !== "") return null;
  if (filters.terms.some((term) => term.field === "state" || (term.field === "group" && term.value === "none")))
    return null;
  const exclude = listsOf(filters.terms.filter((term) => term.not));
  return {
    ...listsOf(filters.terms.filter((term) => !term.not)),
    ...(Object.keys(exclude).length > 0 ? { exclude } : {}),
  };
}

const scopeKeys = { group: "groups", region: "regions", kind: "kinds", tag: "tags", account: "accounts" } as const;

function listsOf(terms: readonly Term[]): Partial<Record<(typeof scopeKeys)[keyof typeof scopeKeys], string[]>> {
  const lists: Partial<Record<(typeof scopeKeys)[keyof typeof scopeKeys], string[]>> = {};
  for (const { field, value } of terms) {
    if (field === "state") continue;
    const key = scopeKeys[field];
    lists[key] = [...(lists[key] ?? []), value];
  }
  return lists;
}

/** A tag may hold a comma, so `tag` is repeated; the other fields are joined by commas. */
function valuesOf(params: URLSearchParams, field: FilterField): readonly string[] {
  const texts = params.getAll(field);
  const values = field === "tag" ? texts : texts.flatMap((text) => text.split(","));
  return values.map((value) => value.trim()).filter((value) => value !== "");
}

function isSame(a: Term, b: Term): boolean {
  return a.field === b.field && a.value === b.value && a.not === b.not;
}

function unique(terms: readonly Term[]): readonly Term[] {
  return terms.filter((term, index) => terms.findIndex((other) => isSame(term, other)) === index);
}
