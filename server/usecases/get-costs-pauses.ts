import type { WireCosts } from "../contract/costs";
import type { Group } from "../core/account";
import type { Micro } from "../core/actual-cost";
import { matches } from "../core/filter";
import { groupBy } from "../core/group-by";
import { savedIn, sharesOf } from "../costs/actual/pauses";
import type { Period } from "../costs/actual/report";
import type { Deps } from "./deps";
import type { CostsAsked } from "./get-costs-query";

interface Beside {
  readonly saved: readonly (Micro | null)[];
  readonly pauses: WireCosts["pauses"];
}

/** What the savings ledger says of the same periods, and of the groups of today. */

export async function pausesBeside(
  { store }: Deps,
  { accounts, every, span }: CostsAsked,
  groups: readonly Group[],
  periods: readonly Period[],
  now: Date,
): Promise<Beside> {
  const accountIds = accounts.map(({ id }) => id);
  const [from, to] = [new Date(span.from), new Date(span.until)];
  const [entries, resources] = await Promise.all([
    from < now ? store.ledger.all({ accountIds, from, to }) : [],
    every === "day" ? store.inventory.summaries(accountIds) : [],
  ]);
  const byResource = new Map(
    groupBy(entries, ({ resourceId }) => resourceId).map((mine) => [mine[0].resourceId, mine] as const),
  );
  // A stop takes only what runs: what is paused is known by its hold, and what was paused by the ledger.
  const pausable = resources.filter(({ id, pausable: isOn, holdId }) => isOn || holdId !== null || byResource.has(id));
  const pauses = groups.flatMap(({ id, name, filter }) => {
    const members = pausable.filter((resource) => matches(filter, resource));
    if (members.length === 0) return [];
    const mine = members.flatMap((member) => byResource.get(member.id) ?? []);
    return { group: { id, name }, shares: [...sharesOf(periods, mine, members.length, now)] };
  });
  return { saved: savedIn(periods, entries, now), pauses };
}
