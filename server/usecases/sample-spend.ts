import { groupBy } from "../core/group-by";
import type { ResourceSummary } from "../core/inventory";
import { addHourly, noMoney } from "../core/money";
import { stopsAnHour } from "../costs/grouped-estimate";
import type { SpendSample } from "../costs/trends/ports";
import type { Deps } from "./deps";
import { pausedIn } from "./pauses-of";

const hourMs = 3_600_000;
/** The early warning looks back two weeks. */
export const sampledMs = 15 * 24 * hourMs;
/** An inventory that is older says nothing of this hour. */
const seenWithinMs = 2 * hourMs;

/** What runs now times its price, by account, at its hour: from the inventory as it was read last. May be called at any time. */
export async function sampleSpend({ store, clock }: Deps): Promise<void> {
  const now = clock.now();
  const accounts = await store.accounts.list();
  const seen = accounts.filter(({ lastScanAt }) => lastScanAt && now.getTime() - lastScanAt.getTime() <= seenWithinMs);
  const resources = seen.length > 0 ? await store.inventory.summaries(seen.map(({ id }) => id)) : [];
  const byAccount = new Map(groupBy(resources, ({ accountId }) => accountId).map((mine) => [mine[0].accountId, mine]));
  const samples = seen.map(({ id }) => sampleOf(id, byAccount.get(id) ?? [], hourOf(now)));
  await store.spend.keep(samples, new Date(now.getTime() - sampledMs));
}

function sampleOf(accountId: string, resources: readonly ResourceSummary[], hour: Date): SpendSample {
  const { hourly: running, unpriced } = resources.reduce((sum, one) => addHourly(sum, one.hourlyNow), noMoney);
  const paused = pausedIn(resources);
  const pausedAway = resources.reduce((sum, one) => sum + ((paused.has(one.id) ? stopsAnHour(one) : null) ?? 0), 0);
  return { accountId, hour, running, pausedAway, unpriced };
}

/** Its beginning. */
export function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs);
}
