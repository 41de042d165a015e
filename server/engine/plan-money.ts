import type { ResourceRecord } from "../core/inventory";
import { addHourly, type MicroUsd, noMoney } from "../core/money";
import type { PlanItem, PlanTotals, Skipped } from "../core/plan";
import { totalPriceChange } from "../core/price-change";

/**
 * Micro-dollars an hour of a resource and its members: an owner (a group) bills nothing itself, its members do, and
 * they go on and off with it. Null as soon as one part has no price.
 */
export function hourlyWithMembers(
  record: ResourceRecord,
  members: readonly ResourceRecord[],
  when: "now" | "running" | "paused",
): MicroUsd | null {
  const total = [record, ...members].reduce((sum, part) => addHourly(sum, hourlyOf(part, when)), noMoney);
  return total.unpriced > 0 ? null : total.hourly;
}

function hourlyOf(record: ResourceRecord, when: "now" | "running" | "paused"): MicroUsd | null {
  if (when === "now") return record.hourlyNow;
  return when === "running" ? record.estimate.running : record.estimate.paused;
}

/** Sums of a plan: skipped resources cost the same before and after, and are part of both figures. */
export function totalsOf(items: readonly PlanItem[], skipped: readonly Skipped[], expectedSeconds: number): PlanTotals {
  const stays = skipped.map(({ hourlyNow }) => ({ hourlyNow, hourlyAfter: hourlyNow }));
  return {
    resources: items.length,
    skipped: skipped.length,
    ...totalPriceChange([...items, ...stays]),
    expectedSeconds,
  };
}
