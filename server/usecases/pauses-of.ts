import type { ResourceSummary } from "../core/inventory";
import type { LedgerEntry } from "../core/ledger";
import type { MicroUsd } from "../core/money";
import { isPausedIn, stopsAnHour, withOwners } from "../costs/grouped-estimate";
import { type Day, lastOfMonth } from "../costs/trends/days";
import { endOf, type PlannedPause, plannedDays, realisedByDay } from "../costs/trends/pauses";
import type { ScheduleAwareInput } from "../costs/trends/schedule-aware";
import type { Deps } from "./deps";

/** What the ledger and the inventory say of pauses, for a forecast. */

export type Pauses = Pick<ScheduleAwareInput, "realised" | "planned">;

/** Prices are in USD: from a bill in another currency they cannot be taken away. */
export const noPauses: Pauses = { realised: [], planned: [] };

export interface PausedThings {
  readonly entries: readonly Omit<LedgerEntry, "lines">[];
  readonly resources: readonly ResourceSummary[];
  /** Of all that were read: an owner may be billed elsewhere, or carry other tags, than what is paused with it. */
  readonly paused: ReadonlySet<string>;
}

export async function pausedThings(
  { store }: Pick<Deps, "store">,
  accountIds: readonly string[],
  from: Date,
  now: Date,
): Promise<PausedThings> {
  if (accountIds.length === 0) return { entries: [], resources: [], paused: new Set() };
  const [entries, resources] = await Promise.all([
    store.ledger.all({ accountIds, from, to: now }),
    store.inventory.summaries(accountIds),
  ]);
  return { entries, resources, paused: pausedIn(resources) };
}

/** `until`: the last day ahead that is asked for, the month's unless it is said. */
export function pausesOf(things: PausedThings, from: Date, now: Date, until?: Day): Pauses {
  const planned = plannedDays(goingOn(things, now, until), unpausableOf(things.resources), now, until);
  return { realised: realisedByDay(things.entries, from, now), planned };
}

/**
 * What Standby holds stays off for all of the days ahead. Where a price is missing nothing is counted: the forecast then
 * says a little more, never too little.
 */
export function goingOn(
  { resources, paused }: Pick<PausedThings, "resources" | "paused">,
  now: Date,
  until = lastOfMonth(now.toISOString().slice(0, 10)),
): readonly PlannedPause[] {
  const off = [{ from: now.getTime(), until: endOf(until) }];
  return resources.flatMap((one) => {
    const hourly = paused.has(one.id) ? stopsAnHour(one) : null;
    return hourly === null ? [] : { resourceId: one.id, hourly, off };
  });
}

/** What cannot be switched off, and what a paused thing still bills, goes on whatever is planned. */
export function unpausableOf(resources: readonly ResourceSummary[]): MicroUsd {
  return resources.reduce((sum, { state, hourlyNow, hourlyPaused }) => {
    return sum + ((state === "alwaysOn" ? hourlyNow : hourlyPaused) ?? 0);
  }, 0);
}

/** Paused by Standby: itself, or with its owner. */
export function pausedIn(resources: readonly ResourceSummary[]): ReadonlySet<string> {
  const byId = new Map(resources.map((one) => [one.id, one]));
  return new Set(resources.flatMap((one) => (isPausedIn(withOwners(one, byId)) ? one.id : [])));
}

/** The service that bills a kind, as AWS writes it; null for one that bills nothing by itself. */
export function billedAs(deps: Pick<Deps, "adapters">): ReadonlyMap<string, string> {
  return new Map(deps.adapters.flatMap(({ kind, billedAs }) => (billedAs === null ? [] : [[kind, billedAs] as const])));
}

/** Only what this service bills. */
export function ofService(
  { entries, resources, paused }: PausedThings,
  service: string,
  serviceOf: ReadonlyMap<string, string>,
): PausedThings {
  const isMine = ({ kind }: { readonly kind: string }) => serviceOf.get(kind) === service;
  return { entries: entries.filter(isMine), resources: resources.filter(isMine), paused };
}
