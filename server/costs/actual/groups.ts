import type { Group } from "../../core/account";
import type { Filter } from "../../core/filter";

/** A group that a bill can tell: all that carries one value of one tag, in all accounts or in some. */
export interface BilledGroup {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Null: all. */
  readonly accounts: readonly string[] | null;
}

export interface BilledGroups {
  /** The tag that they are told by; null: there are none. */
  readonly key: string | null;
  readonly groups: readonly BilledGroup[];
  /** Names of those that this bill cannot tell. */
  readonly others: readonly string[];
}

/**
 * Which groups the rows by one tag can tell without counting anything twice: two tags are two views of the same money,
 * and so are two groups of the same value.
 */
export function groupsOnBill(
  groups: readonly Pick<Group, "id" | "name" | "filter">[],
  read: readonly string[],
  wanted?: string,
): BilledGroups {
  const byName = [...groups].sort((one, other) => (one.name < other.name ? -1 : 1));
  const found = byName.flatMap(({ id, name, filter }) => {
    const tag = onlyTag(filter);
    return tag ? [{ ...tag, id, name, accounts: filter.accounts?.length ? filter.accounts : null }] : [];
  });
  const key = wanted ?? mostUsed(found.map((group) => group.key).filter((each) => read.includes(each)));
  const told: BilledGroup[] = [];
  for (const { key: own, ...group } of found) {
    if (own === key && !told.some((other) => overlap(group, other))) told.push(group);
  }
  const isTold = (id: string) => told.some((group) => group.id === id);
  return { key, groups: told, others: byName.filter(({ id }) => !isTold(id)).map(({ name }) => name) };
}

/** Which group the money of an account with a tag's value is in. */
export function groupOf(groups: readonly BilledGroup[], accountId: string, value: string): BilledGroup | undefined {
  return groups.find((group) => group.value === value && (group.accounts?.includes(accountId) ?? true));
}

/** `KEY=VALUE` where the filter says nothing else but accounts. An empty value looks like none on a bill. */
function onlyTag({ tags = [], accounts: _, exclude = {}, ...rest }: Filter) {
  const isMore = [...Object.values(rest), ...Object.values(exclude)].some(
    (list) => list !== undefined && list.length > 0,
  );
  const [key = "", value = ""] = tags[0]?.split(/=(.*)/s) ?? [];
  return isMore || tags.length !== 1 || value === "" ? null : { key, value };
}

function overlap(one: Omit<BilledGroup, "id">, other: BilledGroup): boolean {
  if (one.value !== other.value) return false;
  return one.accounts === null || other.accounts === null || one.accounts.some((id) => other.accounts?.includes(id));
}

function mostUsed(keys: readonly string[]): string | null {
  const uses = (key: string) => keys.filter((each) => each === key).length;
  return [...new Set(keys)].sort((one, other) => uses(other) - uses(one) || (one < other ? -1 : 1))[0] ?? null;
}
