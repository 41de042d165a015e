import { z } from "zod";
import type { WireOverview } from "../contract/overview";
import type { ResourceSummary } from "../core/inventory";
import type { Deps } from "./deps";
import { firstOf } from "./first-of";

/** What a kind's detail may carry: the instant that AWS itself names. */
const namedByAws = z.object({ automaticRestartAt: z.iso.datetime() });

/** Of so many the instant that AWS names is looked up; the rest wake later, and theirs is never too late. */
const namedAtMost = 50;

/** Paused things that AWS starts again by itself, soonest first. */
export async function wakesOf(
  { store, adapterFor }: Pick<Deps, "store" | "adapterFor">,
  resources: readonly ResourceSummary[],
  now: Date,
): Promise<WireOverview["wakes"]> {
  const earliest = resources.flatMap(({ id, name, kind, state, held }) => {
    const hours = held && state === "paused" && adapterFor(kind).timing.wakesItselfAfterHours;
    return held && hours ? [{ resourceId: id, name, at: earliestWake(held, hours, now).toISOString() }] : [];
  });
  if (earliest.length === 0) return [];
  const soonest = firstOf(earliest, namedAtMost, isSooner).map(({ resourceId }) => resourceId);
  const records = await store.inventory.byIds(soonest);
  const named = new Map(records.map(({ id, detail }) => [id, namedByAws.safeParse(detail).data?.automaticRestartAt]));
  return earliest
    .map((wake) => ({ ...wake, at: named.get(wake.resourceId) ?? wake.at }))
    .sort((one, other) => (isSooner(one, other) ? -1 : 1));
}

type Wake = WireOverview["wakes"][number];

function isSooner(one: Wake, other: Wake): boolean {
  return one.at < other.at || (one.at === other.at && one.resourceId < other.resourceId);
}

const dayMs = 86_400_000;

/**
 * The earliest that AWS can start it. AWS counts from the stop, which came after the hold was saved and before the pause
 * was seen: the hold's own time is never too late, so nobody is surprised. Where that start is past and the resource is
 * off all the same, it was stopped once more: what counts is the next period, after a day in which AWS may be late.
 */
export function earliestWake(held: NonNullable<ResourceSummary["held"]>, hours: number, now: Date): Date {
  const periodMs = hours * 3_600_000;
  const notBefore = Math.max(now.getTime() - dayMs, (held.verifiedAt ?? held.since).getTime() + 1);
  const periods = Math.max(1, Math.ceil((notBefore - held.since.getTime()) / periodMs));
  return new Date(held.since.getTime() + periods * periodMs);
}
