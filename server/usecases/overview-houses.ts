import type { WireCounts, WireHouse, WirePane, WireRocker } from "../contract/overview";
import type { Group } from "../core/account";
import { matches } from "../core/filter";
import type { ResourceRecord } from "../core/inventory";
import { addHourly, type MicroUsd, noMoney } from "../core/money";
import { countItems, type Hold } from "../core/operation";
import type { OperationRecord } from "../engine/ports";
import { wireMoney } from "./present/money";
import { isKept } from "./present/resource";

/** The street: houses with windows, and what one press on a rocker would do. Pure. */

/** More windows than this and one stands for several of a kind. */
const panesAtMost = 120;

export interface Street {
  readonly groups: readonly Group[];
  readonly holds: ReadonlyMap<string, Hold>;
  readonly running: readonly OperationRecord[];
  readonly canPause: (resource: ResourceRecord) => boolean;
}

export function countsOf(resources: readonly ResourceRecord[], groups: readonly Group[]): WireCounts {
  const of = (state: ResourceRecord["state"]) => resources.filter((resource) => resource.state === state).length;
  return {
    total: resources.length,
    running: of("running"),
    paused: of("paused"),
    changing: of("changing"),
    drifted: of("drifted"),
    unknown: of("unknown"),
    alwaysOn: of("alwaysOn"),
    failed: of("failed"),
    protected: resources.filter((resource) => isKept(resource, groupsOf(resource, groups))).length,
  };
}

export function rockerOf(resources: readonly ResourceRecord[], street: Street): WireRocker {
  const ids = new Set(resources.map((resource) => resource.id));
  // A member goes on and off with its group, so it is part of the money and not of the count.
  const stoppable = resources.filter(
    (resource) =>
      resource.state === "running" && !isKept(resource, groupsOf(resource, street.groups)) && street.canPause(resource),
  );
  const startable = resources.filter((resource) => street.holds.has(resource.id) && resource.state !== "gone");
  const startedAlong = resources.filter(
    (resource) => resource.state === "paused" && street.holds.has(resource.ownerId ?? ""),
  );
  const stopSaves = sumOf(stoppable, (resource) => difference(resource.estimate.running, resource.estimate.paused));
  const startCosts = sumOf([...startable, ...startedAlong], (resource) =>
    difference(resource.estimate.running, resource.estimate.paused),
  );
  const operation = street.running.find((one) => one.items.some((item) => ids.has(item.plan.resourceId)));
  const mine = operation?.items.filter((item) => ids.has(item.plan.resourceId)) ?? [];
  const counts = countItems(mine.map((item) => item.state));
  return {
    canStop: stoppable.filter((resource) => resource.ownerId === null).length,
    stopSaves: wireMoney(stopSaves),
    canStart: startable.length,
    startCosts: wireMoney(startCosts),
    operation: operation
      ? { id: operation.id, action: operation.action, done: counts.done, total: counts.total }
      : null,
  };
}

export function houseOf(group: Group, resources: readonly ResourceRecord[], street: Street): WireHouse {
  const total = resources.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  const rocker = rockerOf(resources, street);
  const since = resources.flatMap((resource) => street.holds.get(resource.id)?.createdAt.getTime() ?? []);
  return {
    id: group.id,
    name: group.name,
    protected: group.protected,
    hourly: wireMoney(total.hourly),
    unpriced: total.unpriced,
    counts: countsOf(resources, street.groups),
    rocker,
    pausedSince:
      rocker.canStop === 0 && rocker.operation === null && since.length > 0
        ? new Date(Math.max(...since)).toISOString()
        : null,
    ...panesOf(resources),
  };
}

function panesOf(resources: readonly ResourceRecord[]): { panes: WirePane[]; grouped: boolean } {
  const key = ({ kind, name, id }: ResourceRecord) => `${kind}\u0000${name}\u0000${id}`;
  const sorted = [...resources].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (sorted.length <= panesAtMost) return { panes: sorted.map((resource) => paneOf(resource, 1)), grouped: false };
  const each = Math.ceil(sorted.length / panesAtMost);
  const kinds = [...new Set(sorted.map((resource) => resource.kind))];
  const panes = kinds.flatMap((kind) => {
    const ofKind = sorted.filter((resource) => resource.kind === kind);
    // Alike stands with alike, so that a window is never lit for a dark neighbour.
    const states = [...new Set(ofKind.map((resource) => resource.state))];
    return states.flatMap((state) => {
      const alike = ofKind.filter((resource) => resource.state === state);
      return alike.flatMap((resource, index) =>
        index % each === 0 ? [paneOf(resource, Math.min(each, alike.length - index))] : [],
      );
    });
  });
  return { panes, grouped: true };
}

function paneOf(resource: ResourceRecord, stands: number): WirePane {
  const lit = resource.state === "running" || resource.state === "failed" || resource.state === "changing";
  return {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    state: resource.state,
    protected: resource.protected,
    level: lit ? levelOf(resource.hourlyNow) : 0,
    sill: resource.state === "paused" && (resource.estimate.paused ?? 0) > 0,
    stands,
  };
}

/** Under $0.03, $0.10, $0.30 an hour, and above. What has no price is lit at the lowest level: it runs. */
function levelOf(hourly: MicroUsd | null): number {
  if (hourly === null || hourly < 30_000) return 1;
  if (hourly < 100_000) return 2;
  return hourly < 300_000 ? 3 : 4;
}

function groupsOf(resource: ResourceRecord, groups: readonly Group[]): readonly Group[] {
  return groups.filter((group) => matchesGroup(group, resource));
}

function matchesGroup(group: Group, resource: ResourceRecord): boolean {
  return group.protected && matches(group.filter, resource);
}

function difference(a: MicroUsd | null, b: MicroUsd | null): MicroUsd | null {
  return a === null || b === null ? null : a - b;
}

/** Sums what has a price; the totals beside it say how much has none. */
function sumOf(resources: readonly ResourceRecord[], value: (resource: ResourceRecord) => MicroUsd | null): MicroUsd {
  return resources.reduce((sum, resource) => addHourly(sum, value(resource)), noMoney).hourly;
}
