import type { ResourceSummary } from "../core/inventory";
import type { LedgerEntry } from "../core/ledger";
import type { MicroUsd } from "../core/money";
import type { Day } from "../costs/trends/days";
import { type Going, plannedPauses, realisedByDay } from "../costs/trends/pauses";
import type { ScheduleAwareInput } from "../costs/trends/schedule-aware";
import type { Deps } from "./deps";

/** What the ledger and the inventory say of pauses, for a forecast. */

export type Pauses = Pick<ScheduleAwareInput, "realised" | "planned">;

/** Prices are in USD: from a bill in another currency they cannot be taken away. */
export const noPauses: Pauses = { realised: [], planned: [] };

export interface PausedThings {
  readonly entries: readonly Omit<LedgerEntry, "lines">[];
  readonly resources: readonly ResourceSummary[];
}

export async function pausedThings(
  { store }: Pick<Deps, "store">,
  accountIds: readonly string[],
  from: Date,
  now: Date,
): Promise<PausedThings> {
  if (accountIds.length === 0) return { entries: [], resources: [] };
  const [entries, resources] = await Promise.all([
    store.ledger.all({ accountIds, from, to: now }),
    store.inventory.summaries(accountIds),
  ]);
  return { entries, resources };
}

/** `until`: the last day ahead that is asked for, the month's unless it is said. */
export function pausesOf({ entries, resources }: PausedThings, from: Date, now: Date, until?: Day): Pauses {
  return { realised: realisedByDay(entries, from, now), planned: plannedPauses(goingOf(resources), now, until) };
}

/**
 * What Standby holds stays off; what cannot be switched off, and what a paused thing still bills, goes on. Where a price
 * is missing nothing is counted: the forecast then says a little more, never too little.
 */
export function goingOf(resources: readonly ResourceSummary[]): Going {
  const held = new Set(resources.flatMap(({ id, held }) => (held ? id : [])));
  let [away, unpausable] = [0, 0];
  for (const resource of resources) {
    const { hourlyRunning, hourlyPaused, hourlyNow } = resource;
    unpausable += (resource.state === "alwaysOn" ? hourlyNow : hourlyPaused) ?? 0;
    if (isHeld(resource, held)) away += pausedAway(hourlyRunning, hourlyPaused);
  }
  return { away, unpausable };
}

/** Paused by Standby: itself, or with its owner. */
function isHeld({ state, held, ownerId }: ResourceSummary, owners: ReadonlySet<string>): boolean {
  return state === "paused" && (held !== null || owners.has(ownerId ?? ""));
}

function pausedAway(running: MicroUsd | null, paused: MicroUsd | null): MicroUsd {
  return running === null || paused === null ? 0 : running - paused;
}

/** The service that bills a kind, as AWS writes it; null for one that bills nothing by itself. */
export function billedAs(deps: Pick<Deps, "adapters">): ReadonlyMap<string, string> {
  return new Map(deps.adapters.flatMap(({ kind, billedAs }) => (billedAs === null ? [] : [[kind, billedAs] as const])));
}

/** Only what this service bills. */
export function ofService(
  { entries, resources }: PausedThings,
  service: string,
  serviceOf: ReadonlyMap<string, string>,
): PausedThings {
  const isMine = ({ kind }: { readonly kind: string }) => serviceOf.get(kind) === service;
  return { entries: entries.filter(isMine), resources: resources.filter(isMine) };
}
