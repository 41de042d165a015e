import { type Action, laneOf, type PlanItem } from "../core/plan";
import { resourceId } from "../core/resource";
import type { PlanInput } from "./plan";

/** Pause goes through the waves upwards (alarms first, databases last), resume downwards. Stable by kind and name. */
export function inOrder(items: readonly PlanItem[], action: Action): readonly PlanItem[] {
  const direction = action === "pause" ? 1 : -1;
  const key = (item: PlanItem) => `${item.kind}\u0000${item.name}\u0000${item.resourceId}`;
  return [...items].sort((a, b) => (a.wave - b.wave) * direction || (key(a) < key(b) ? -1 : 1));
}

/** Adds to each item whom it waits for: on resume what it needs, on pause what needs it. */
export function withNeeds(items: readonly PlanItem[], input: PlanInput): readonly PlanItem[] {
  const inPlan = new Set(items.map((item) => item.resourceId));
  const after = new Map<string, string[]>();
  const wait = (who: string, forWhom: string) => {
    const others = after.get(who);
    if (others) others.push(forWhom);
    else after.set(who, [forWhom]);
  };
  for (const { record, seen } of input.candidates) {
    if (!seen || !inPlan.has(record.id)) continue;
    for (const relation of input.adapterFor(record.kind).relations(seen)) {
      const { accountId, region } = record;
      const other = resourceId({ accountId, region, kind: relation.kind, nativeId: relation.nativeId });
      if (relation.role !== "needs" || !inPlan.has(other)) continue;
      if (input.action === "resume") wait(record.id, other);
      else wait(other, record.id);
    }
  }
  return items.map((item) => ({ ...item, after: after.get(item.resourceId) ?? [] }));
}

/** Waves of one account and region run one after the other, regions side by side: the longest lane counts. */
export function expectedSeconds(items: readonly PlanItem[]): number {
  const lanes = new Map<string, Map<number, number>>();
  for (const item of items) {
    const lane = lanes.get(laneOf(item)) ?? new Map<number, number>();
    lane.set(item.wave, Math.max(lane.get(item.wave) ?? 0, item.expectedSeconds));
    lanes.set(laneOf(item), lane);
  }
  const sums = [...lanes.values()].map((lane) => [...lane.values()].reduce((sum, seconds) => sum + seconds, 0));
  return Math.max(0, ...sums);
}
