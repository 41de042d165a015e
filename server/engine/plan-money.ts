import type { ResourceRecord } from "../core/inventory";
import { addHourly, type MicroUsd, noMoney, type Total } from "../core/money";
import type { PlanItem, PlanTotals, Skipped } from "../core/plan";

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

/**
 * Sums of a plan: skipped resources cost the same before and after, and are part of both figures. Of what is acted on only
 * those with both figures are: what an unpriced one still costs afterwards would lessen what the others save.
 */
export function totalsOf(items: readonly PlanItem[], skipped: readonly Skipped[], expectedSeconds: number): PlanTotals {
  const stays = sum(skipped.map((one) => one.hourlyNow));
  const priced = items.filter(({ hourlyNow, hourlyAfter }) => hourlyNow !== null && hourlyAfter !== null);
  return {
    resources: items.length,
    skipped: skipped.length,
    hourlyNow: sum(priced.map((item) => item.hourlyNow)).hourly + stays.hourly,
    hourlyAfter: sum(priced.map((item) => item.hourlyAfter)).hourly + stays.hourly,
    unpriced: items.length - priced.length + stays.unpriced,
    expectedSeconds,
  };
}

function sum(values: readonly (MicroUsd | null)[]): Total {
  return values.reduce((total, value) => addHourly(total, value), noMoney);
}
