import type { WireLine, WireResource } from "../../contract/resources";
import type { Account, Group } from "../../core/account";
import { matches } from "../../core/filter";
import type { ResourceRecord } from "../../core/inventory";
import type { PricedLine } from "../../core/money";
import type { Action } from "../../core/plan";
import { wireMaybeMoney } from "./money";

export function wireResource(
  resource: ResourceRecord,
  accounts: readonly Account[],
  groups: readonly Group[],
): WireResource {
  const { estimate } = resource;
  const mine = groups.filter((group) => matches(group.filter, resource));
  return {
    id: resource.id,
    accountId: resource.accountId,
    account: accounts.find((account) => account.id === resource.accountId)?.name ?? resource.accountId,
    region: resource.region,
    kind: resource.kind,
    nativeId: resource.nativeId,
    arn: resource.arn,
    name: resource.name,
    type: resource.type,
    tags: { ...resource.tags },
    state: resource.state,
    saw: resource.saw,
    reason: resource.reason,
    remedy: resource.remedy,
    protected: isKept(resource, mine),
    groups: mine.map((group) => group.name),
    ownerId: resource.ownerId,
    holdId: resource.holdId,
    action: switchOf(resource, mine),
    hourlyNow: wireMaybeMoney(resource.hourlyNow),
    hourlyRunning: wireMaybeMoney(estimate.running),
    hourlyPaused: wireMaybeMoney(estimate.paused),
    unpriced: estimate.unpriced,
    seenAt: resource.seenAt.toISOString(),
    changedAt: resource.changedAt.toISOString(),
  };
}

export function isKept(resource: ResourceRecord, groups: readonly Group[]): boolean {
  return resource.protected || groups.some((group) => group.protected);
}

/** What its switch would ask for. A member of a group is switched through the group. */
function switchOf(resource: ResourceRecord, groups: readonly Group[]): Action | null {
  if (resource.holdId !== null && (resource.state === "paused" || resource.state === "drifted")) return "resume";
  if (resource.state !== "running" || resource.ownerId !== null || isKept(resource, groups)) return null;
  return "pause";
}

export function wireLine({ label, note, quantity, unit, stopsWhenPaused, rate, hourly, source }: PricedLine): WireLine {
  return {
    label,
    note,
    quantity,
    unit,
    stopsWhenPaused,
    rate,
    hourly: wireMaybeMoney(hourly),
    source: source ? { ...source } : null,
  };
}
