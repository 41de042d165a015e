import type { AnyAdapter } from "../adapters/contract";
import { groupBy, type NonEmpty } from "../core/group-by";
import { type Action, laneOf, type PlanItem, type Waits } from "../core/plan";
import { resourceId } from "../core/resource";
import type { PlanInput } from "./plan";

/** Pause goes through the waves upwards (alarms first, databases last), resume downwards. Stable by kind and name. */
export function inOrder(items: readonly PlanItem[], action: Action): readonly PlanItem[] {
  const direction = action === "pause" ? 1 : -1;
  const key = (item: PlanItem) => `${item.kind}\u0000${item.name}\u0000${item.resourceId}`;
  return [...items].sort((a, b) => (a.wave - b.wave) * direction || (key(a) < key(b) ? -1 : 1));
}

/**
 * Waves that go side by side: machines and groups of them (members are stopped through their group), and all that stores.
 * Nothing of one needs anything of the other but what `relations` name.
 */
const sideBySide: readonly (readonly number[])[] = [
  [70, 80],
  [90, 95, 100],
];
/** From here on it is the network, which everything needs. */
const networkWave = 110;

/** All of one kind in a lane. */
interface Placed extends Pick<AnyAdapter, "kind" | "wave" | "standsAlone"> {
  /** Each of them has a last step that is in effect with AWS's answer. */
  readonly isThereOnceAccepted: boolean;
}

function placed(items: NonEmpty<PlanItem>, { action, adapterFor }: WaitsInput): Placed {
  const adapter = adapterFor(items[0].kind);
  const atOnce = (action === "pause" ? adapter.offOnceAccepted : adapter.onOnceAccepted) ?? [];
  const isAtOnce = ({ steps }: PlanItem) => atOnce.includes(steps.at(-1)?.op ?? "");
  return { ...adapter, isThereOnceAccepted: items.every(isAtOnce) };
}

/** Whether all of one kind goes off before any of the other on a pause. A resume is the same the other way round. */
function goesBefore(one: Placed, other: Placed): boolean {
  const stageOf = ({ wave }: Placed) => sideBySide.find((waves) => waves.includes(wave))?.[0] ?? wave;
  if (one.standsAlone && other.wave < networkWave) return false;
  return stageOf(one) < stageOf(other);
}

/**
 * Adds to each item the kinds of its lane that it waits for: on pause those that go off before it, on resume those that
 * must be up first. A start is never over when AWS accepts it, so a resume waits for the read-back of all but switches.
 */
export function withWaits(items: readonly PlanItem[], input: WaitsInput): readonly PlanItem[] {
  const waits = new Map<string, Waits>();
  for (const lane of groupBy(items, laneOf)) {
    const kinds = groupBy(lane, ({ kind }) => kind).map((some) => placed(some, input));
    for (const own of kinds) waits.set(`${laneOf(lane[0])} ${own.kind}`, waitsOf(own, kinds, input.action));
  }
  return items.map((item) => ({ ...item, waits: waits.get(`${laneOf(item)} ${item.kind}`) ?? noWaits }));
}

const noWaits: Waits = { accepted: [], settled: [] };

type WaitsInput = Pick<PlanInput, "action" | "adapterFor">;

function waitsOf(own: Placed, kinds: readonly Placed[], action: Action): Waits {
  const isPause = action === "pause";
  const earlier = kinds
    .filter((other) => (isPause ? goesBefore(other, own) : goesBefore(own, other)))
    .sort((a, b) => (a.wave - b.wave) * (isPause ? 1 : -1) || (a.kind < b.kind ? -1 : 1));
  return {
    accepted: earlier.filter((other) => other.isThereOnceAccepted).map(({ kind }) => kind),
    settled: earlier.filter((other) => !other.isThereOnceAccepted).map(({ kind }) => kind),
  };
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

/** Regions go side by side, and in each what waits for nothing: the longest way through the waits counts. */
export function expectedSeconds(items: readonly PlanItem[]): number {
  return Math.max(0, ...groupBy(items, laneOf).map(longestOf));
}

/**
 * `lane` in the order in which it goes, so what an item waits for has been placed before it. An item of an older plan waits
 * for all that is of an earlier wave.
 */
function longestOf(lane: readonly PlanItem[]): number {
  const placed = new Map<string, { readonly wave: number; readonly begun: number; readonly over: number }>();
  for (const { kind, wave, waits, expectedSeconds: seconds } of lane) {
    const earlier = () => [...placed].flatMap(([other, place]) => (place.wave === wave ? [] : [other]));
    const { accepted, settled } = waits ?? { accepted: [], settled: earlier() };
    const begun = Math.max(
      0,
      ...accepted.map((other) => placed.get(other)?.begun ?? 0),
      ...settled.map((other) => placed.get(other)?.over ?? 0),
    );
    placed.set(kind, { wave, begun, over: Math.max(placed.get(kind)?.over ?? 0, begun + seconds) });
  }
  return Math.max(0, ...[...placed.values()].map(({ over }) => over));
}
