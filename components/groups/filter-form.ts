import { few } from "@/components/overview/not-read";
import type { WireGroup } from "@/server/contract/groups";

type GroupFilter = WireGroup["filter"];

/** The fields of the form as a person writes them: values with commas or lines between them. */
export interface FilterText {
  readonly tags: string;
  readonly names: string;
  readonly kinds: string;
  readonly regions: string;
}

/** A tag's value may hold a comma, so tags stand one in a line. */
export function textOf(filter: GroupFilter): FilterText {
  return {
    tags: (filter.tags ?? []).join("\n"),
    names: (filter.names ?? []).join(", "),
    kinds: (filter.kinds ?? []).join(", "),
    regions: (filter.regions ?? []).join(", "),
  };
}

/** The filter that was written. What the form does not show (accounts, ids, exclusions) stays as it was. */
export function filterOf(text: FilterText, before: GroupFilter = {}): GroupFilter {
  const { tags: _tags, names: _names, kinds: _kinds, regions: _regions, ...hidden } = before;
  const written = {
    tags: lines(text.tags),
    names: words(text.names),
    kinds: words(text.kinds),
    regions: words(text.regions),
  };
  return { ...hidden, ...Object.fromEntries(Object.entries(written).filter(([, values]) => values.length > 0)) };
}

/** `env=dev, names web-*, in eu-central-1`; what the group is, in one line. */
export function filterWords(filter: GroupFilter): string {
  const parts = [
    few(filter.tags ?? [], 3),
    prefixed("named ", filter.names),
    prefixed("", filter.kinds),
    prefixed("in ", filter.regions),
    filter.accounts?.length
      ? `in ${filter.accounts.length === 1 ? "1 account" : `${filter.accounts.length} accounts`}`
      : "",
    filter.ids?.length ? `${filter.ids.length} chosen by hand` : "",
    filter.exclude ? "with exceptions" : "",
  ].filter(Boolean);
  return parts.length === 0 ? "everything" : parts.join(", ");
}

function prefixed(prefix: string, values: readonly string[] | undefined): string {
  return values && values.length > 0 ? `${prefix}${few(values, 3)}` : "";
}

function lines(text: string): string[] {
  return unique(text.split("\n"));
}

function words(text: string): string[] {
  return unique(text.split(/[\n,]+/));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}
