import type { WireCounts, WireHouse, WirePane, WireRocker } from "../contract/overview";
import type { Group } from "../core/account";
import type { ResourceSummary } from "../core/inventory";
import { addHourly, type MicroUsd, noMoney } from "../core/money";
import { countItems } from "../core/operation";
import { membershipIn } from "./membership";
import type { BusyOperation } from "./ports";
import { wireMoney } from "./present/money";

/** The street: houses with windows, and what one press on a rocker would do. Pure. */

/** More windows than this and one stands for several of a kind. */
const panesAtMost = 120;

export interface Street {
  /** What is in each group, by its id. */
  readonly houses: ReadonlyMap<string, readonly ResourceSummary[]>;
  /** What is in no group. */
  readonly lone: readonly ResourceSummary[];
  /** Ids of what is never stopped: by a tag of its own, or by a group. */
  readonly kept: ReadonlySet<string>;
  /** Ids of what a stop of everything would stop: a member goes with its group, and stays on where that has no stop. */
  readonly stoppable: ReadonlySet<string>;
  /** Ids of what is paused and saved. */
  readonly held: ReadonlySet<string>;
  readonly busy: readonly BusyOperation[];
}

/** Sorts every resource into its groups, once: everything else on the screen asks for it. */
export function streetOf(
  resources: readonly ResourceSummary[],
  groups: readonly Group[],
  busy: readonly BusyOperation[],
): Street {
  const houses = new Map<string, ResourceSummary[]>(groups.map((group) => [group.id, []]));
  const lone: ResourceSummary[] = [];
  const kept = new Set<string>();
  const held = new Set<string>();
  const isIn = membershipIn(resources);
  for (const resource of resources) {
    const mine = groups.filter((group) => isIn(group, resource));
    for (const group of mine) houses.get(group.id)?.push(resource);
    if (mine.length === 0) lone.push(resource);
    if (resource.protected || mine.some((group) => group.protected)) kept.add(resource.id);
    if (resource.held) held.add(resource.id);
  }
  const byThemselves = resources.filter(({ id, pausable }) => pausable && !kept.has(id));
  const pausable = new Set(byThemselves.map(({ id }) => id));
  const goes = byThemselves.filter(({ ownerId }) => ownerId === null || pausable.has(ownerId));
  return { houses, lone, kept, stoppable: new Set(goes.map(({ id }) => id)), held, busy };
}

export function countsOf(resources: readonly ResourceSummary[], { kept }: Street): WireCounts {
  const states = new Map<ResourceSummary["state"], number>();
  for (const { state } of resources) states.set(state, (states.get(state) ?? 0) + 1);
  const of = (state: ResourceSummary["state"]) => states.get(state) ?? 0;
  return {
    total: resources.length,
    running: of("running"),
    paused: of("paused"),
    changing: of("changing"),
    drifted: of("drifted"),
    unknown: of("unknown"),
    alwaysOn: of("alwaysOn"),
    failed: of("failed"),
    protected: resources.filter((resource) => kept.has(resource.id)).length,
  };
}

export function rockerOf(resources: readonly ResourceSummary[], street: Street): WireRocker {
  // A member goes on and off with its group, so it is part of the money and not of the count.
  const stoppable = resources.filter((resource) => street.stoppable.has(resource.id));
  const startable = resources.filter((resource) => resource.held !== null && resource.state !== "gone");
  const startedAlong = resources.filter(
    (resource) => resource.state === "paused" && street.held.has(resource.ownerId ?? ""),
  );
  return {
    canStop: stoppable.filter((resource) => resource.ownerId === null).length,
    stopSaves: wireMoney(savedBy(stoppable)),
    canStart: startable.length,
    startCosts: wireMoney(savedBy([...startable, ...startedAlong])),
    operation: operationOn(resources, street.busy),
  };
}

function operationOn(resources: readonly ResourceSummary[], busy: readonly BusyOperation[]): WireRocker["operation"] {
  for (const { id, action, items } of busy) {
    const states = resources.flatMap((resource) => items.get(resource.id)?.state ?? []);
    if (states.length === 0) continue;
    const { done, total } = countItems(states);
    return { id, action, done, total };
  }
  return null;
}

export function houseOf(group: Group, street: Street): WireHouse {
  const resources = street.houses.get(group.id) ?? [];
  const total = resources.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  const rocker = rockerOf(resources, street);
  const since = resources.reduce((latest, { held }) => Math.max(latest, held?.since.getTime() ?? 0), 0);
  return {
    id: group.id,
    name: group.name,
    protected: group.protected,
    hourly: wireMoney(total.hourly),
    unpriced: total.unpriced,
    counts: countsOf(resources, street),
    rocker,
    pausedSince: rocker.canStop === 0 && rocker.operation === null && since > 0 ? new Date(since).toISOString() : null,
    ...panesOf(resources),
  };
}

/** The resources are in the order of kind and name. */
function panesOf(resources: readonly ResourceSummary[]): { panes: WirePane[]; grouped: boolean } {
  if (resources.length <= panesAtMost)
    return { panes: resources.map((resource) => paneOf(resource, 1)), grouped: false };
  const each = Math.ceil(resources.length / panesAtMost);
  // Alike stands with alike, so that a window is never lit for a dark neighbour.
  const kinds = new Map<string, Map<string, ResourceSummary[]>>();
  for (const resource of resources) {
    const states = kinds.get(resource.kind) ?? new Map<string, ResourceSummary[]>();
    kinds.set(resource.kind, states);
    const alike = states.get(resource.state);
    if (alike) alike.push(resource);
    else states.set(resource.state, [resource]);
  }
  const panes = [...kinds.values()].flatMap((states) =>
    [...states.values()].flatMap((alike) =>
      alike.flatMap((resource, index) =>
        index % each === 0 ? [paneOf(resource, Math.min(each, alike.length - index))] : [],
      ),
    ),
  );
  return { panes, grouped: true };
}

function paneOf(resource: ResourceSummary, stands: number): WirePane {
  const lit = resource.state === "running" || resource.state === "failed" || resource.state === "changing";
  return {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    state: resource.state,
    protected: resource.protected,
    level: lit ? levelOf(resource.hourlyNow) : 0,
    sill: resource.state === "paused" && (resource.hourlyPaused ?? 0) > 0,
    stands,
  };
}

/** Under $0.03, $0.10, $0.30 an hour, and above. What has no price is lit at the lowest level: it runs. */
function levelOf(hourly: MicroUsd | null): number {
  if (hourly === null || hourly < 30_000) return 1;
  if (hourly < 100_000) return 2;
  return hourly < 300_000 ? 3 : 4;
}

/** What their pause saves an hour, of those whose price is known; the totals beside it say how many have none. */
export function savedBy(resources: readonly ResourceSummary[]): MicroUsd {
  const saved = resources.map(({ hourlyRunning, hourlyPaused }) =>
    hourlyRunning === null || hourlyPaused === null ? null : hourlyRunning - hourlyPaused,
  );
  return saved.reduce((total, hourly) => addHourly(total, hourly), noMoney).hourly;
}
