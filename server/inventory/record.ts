import { z } from "zod";
import { type AnyAdapter, savedOf } from "../adapters/contract";
import type { ResourceRecord } from "../core/inventory";
import type { CostLine, Estimate } from "../core/money";
import type { Hold } from "../core/operation";
import { type Observed, resourceId } from "../core/resource";
import type { Sighting } from "../engine/ports";
import type { InventoryStore } from "./ports";
import { viewOf } from "./view";

const observedSchema = z.object({
  nativeId: z.string(),
  arn: z.string(),
  name: z.string(),
  type: z.string(),
  tags: z.record(z.string(), z.string()),
  detail: z.unknown(),
});

export interface RecordDeps {
  readonly inventory: InventoryStore;
  readonly activeHolds: (resourceIds: readonly string[]) => Promise<readonly Hold[]>;
  readonly adapterFor: (kind: string) => AnyAdapter;
  readonly estimate: (region: string, lines: readonly CostLine[]) => Estimate;
}

/** Puts fresh looks into the inventory: what was seen is updated, what AWS no longer knows is marked as gone. */
export async function recordSightings(
  deps: RecordDeps,
  sightings: readonly Sighting[],
  busy: ReadonlySet<string>,
): Promise<void> {
  if (sightings.length === 0) return;
  const ids = sightings.map((sighting) => resourceId(sighting));
  const holds = new Map((await deps.activeHolds(ids)).map((hold) => [hold.resourceId, hold]));
  const looks = sightings.flatMap(({ seen, ...place }) => (seen ? [{ ...place, seen }] : []));
  await deps.inventory.upsert(recordsOf(deps, looks, holds, busy));
  const absent = sightings.filter((sighting) => sighting.seen === null);
  if (absent.length === 0) return;
  const known = new Map((await deps.inventory.byIds(absent.map(resourceId))).map((one) => [one.id, one]));
  const records = absent.flatMap((sighting) => {
    const record = known.get(resourceId(sighting));
    return record ? [absentRecord(deps, record, holds.get(record.id) ?? null, busy, sighting.at)] : [];
  });
  await deps.inventory.upsert(records);
}

/**
 * What AWS does not know any more. Where its hold can make it again (an endpoint that a pause deletes) it is paused, and
 * has no detail; otherwise it is gone.
 */
function absentRecord(
  { adapterFor }: RecordDeps,
  record: ResourceRecord,
  hold: Hold | null,
  busy: ReadonlySet<string>,
  at: Date,
): ResourceRecord {
  const now = { ...record, pausable: false, seenAt: at, changedAt: at };
  if (!hold || !canMakeAgain(adapterFor(record.kind), hold))
    return { ...now, state: "gone", saw: "gone", hourlyNow: 0 };
  const state = busy.has(record.id) ? "changing" : "paused";
  return { ...now, detail: null, state, saw: "deleted, its configuration is saved", hourlyNow: record.estimate.paused };
}

function canMakeAgain(adapter: AnyAdapter, hold: Hold): boolean {
  return adapter.planResume(savedOf(adapter, hold.saved, hold.savedVersion), null).result === "planned";
}

/** What the inventory saw last of these resources; without those that it does not know, or knows to be gone. */
export async function lastSeen(
  { inventory, adapterFor }: Pick<RecordDeps, "inventory" | "adapterFor">,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, Observed>> {
  const known = await inventory.byIds(resourceIds);
  return new Map(
    known.flatMap((record) => {
      const seen = observedOf(adapterFor(record.kind), record);
      return seen ? [[record.id, seen] as const] : [];
    }),
  );
}

/**
 * A record as a look saw it; null when the look found that AWS does not know it any more, and when an older version of
 * Standby saw it, of whose words the kind knows others by now: until it is looked at again nothing is known of it.
 */
export function observedOf(adapter: AnyAdapter, record: ResourceRecord): Observed | null {
  if (record.state === "gone" || record.detail === null) return null;
  const { nativeId, arn, name, type, tags } = record;
  const detail = adapter.detail.safeParse(record.detail);
  return detail.success ? { nativeId, arn, name, type, tags, detail: detail.data } : null;
}

export interface Look {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly seen: Observed;
  readonly at: Date;
}

/** What the inventory keeps of looks, each made when it is asked for. */
export function* recordsOf(
  deps: RecordDeps,
  looks: Iterable<Look>,
  holds: ReadonlyMap<string, Hold>,
  busy: ReadonlySet<string>,
): Generator<ResourceRecord> {
  for (const look of looks) {
    const id = resourceId({ ...look, nativeId: look.seen.nativeId });
    yield recordOf(deps, look, holds.get(id) ?? null, busy.has(id));
  }
}

export function recordOf(
  deps: RecordDeps,
  { accountId, region, kind, seen, at }: Look,
  hold: Hold | null,
  busy: boolean,
) {
  const adapter = deps.adapterFor(kind);
  const estimate = estimateOf(deps, region, adapter, seen, hold);
  return viewOf({ accountId, region, adapter, seen: withItsTags(adapter, seen, hold), hold, estimate, busy, at });
}

/** AWS tells no tags of what it is deleting or making again. Without them no group and no filter would find it. */
function withItsTags(adapter: AnyAdapter, seen: Observed, hold: Hold | null): Observed {
  const isBare = hold !== null && Object.keys(seen.tags).length === 0 && adapter.classify(seen).state === "changing";
  return isBare ? { ...seen, tags: seenBefore(adapter, hold)?.tags ?? {} } : seen;
}

/**
 * What it costs. A paused resource no longer shows what it would cost to run (a service at 0 tasks, a function without
 * its provisioned part): that is priced from what the hold saw before the pause. Only what the pause ended comes back
 * with a start: the hours of a machine in a capacity reservation bill on there, with the machine or without.
 */
function estimateOf(
  deps: RecordDeps,
  region: string,
  adapter: AnyAdapter,
  seen: Observed,
  hold: Hold | null,
): Estimate {
  const now = deps.estimate(region, adapter.price(seen));
  const before = hold && adapter.classify(seen).state !== "running" ? seenBefore(adapter, hold) : null;
  if (!before) return now;
  const then = deps.estimate(region, [...adapter.price(before), ...(adapter.membersGone?.(before, seen) ?? [])]);
  const isKnown = now.paused !== null && then.running !== null && then.paused !== null;
  const running = isKnown ? now.paused + then.running - then.paused : null;
  return { ...now, running, unpriced: Math.max(now.unpriced, then.unpriced) };
}

/** What the hold saw; null when it was saved without, or in a form that is not understood any more. */
export function seenBefore(adapter: AnyAdapter, { inventory }: Hold): Observed | null {
  const parsed = observedSchema.safeParse(inventory);
  const detail = parsed.success ? adapter.detail.safeParse(parsed.data.detail) : null;
  return parsed.success && detail?.success ? { ...parsed.data, detail: detail.data } : null;
}
