import { type AnyAdapter, type Classified, savedOf } from "../adapters/contract";
import type { ResourceRecord } from "../core/inventory";
import type { Estimate, MicroUsd } from "../core/money";
import type { Hold } from "../core/operation";
import { isProtected, type Observed, type ResourceState, resourceId } from "../core/resource";

export interface ViewInput {
  readonly accountId: string;
  readonly region: string;
  readonly adapter: AnyAdapter;
  readonly seen: Observed;
  readonly hold: Hold | null;
  readonly estimate: Estimate;
  /** An operation is at work on it. */
  readonly busy: boolean;
  readonly at: Date;
}

/** What the inventory keeps of one look. Pure. Its times are the look's own; the store keeps older ones where they hold. */
export function viewOf({ accountId, region, adapter, seen, hold, estimate, busy, at }: ViewInput): ResourceRecord {
  const classified = adapter.classify(seen);
  const state = busy ? "changing" : stateOf(classified, hold, () => isStillPaused(adapter, seen, hold));
  const owner = adapter.relations(seen).find((relation) => relation.role === "owner");
  const unsupported = classified.state === "unsupported";
  return {
    id: resourceId({ accountId, region, kind: adapter.kind, nativeId: seen.nativeId }),
    accountId,
    region,
    kind: adapter.kind,
    nativeId: seen.nativeId,
    arn: seen.arn,
    name: seen.name,
    type: seen.type,
    tags: seen.tags,
    detail: seen.detail,
    state,
    saw: classified.saw,
    reason: unsupported ? classified.reason : "",
    remedy: unsupported ? classified.remedy : "",
    protected: isProtected(seen.tags),
    pausable: state === "running" && wouldStop(adapter, seen),
    estimate,
    hourlyNow: hourlyIn(state, classified, estimate),
    ownerId: owner ? resourceId({ accountId, region, kind: owner.kind, nativeId: owner.nativeId }) : null,
    holdId: hold?.id ?? null,
    firstSeenAt: at,
    seenAt: at,
    changedAt: at,
  };
}

/** Whether a stop would really take it: what its adapter refuses is not promised on a key. */
function wouldStop(adapter: AnyAdapter, seen: Observed): boolean {
  const plan = adapter.planPause(seen, adapter.options.parse({}));
  return plan.result === "planned" && plan.steps.length > 0;
}

/** A resource that runs although its pause was proved has drifted: AWS, an autoscaler or a person woke it. */
function stateOf(classified: Classified, hold: Hold | null, stillPaused: () => boolean): ResourceState {
  switch (classified.state) {
    case "running":
      if (!hold?.verifiedAt) return "running";
      return stillPaused() ? "paused" : "drifted";
    case "paused":
      return "paused";
    case "changing":
      return "changing";
    case "gone":
      return "gone";
    case "unsupported":
      return "alwaysOn";
  }
}

/** Some pauses leave a resource answering (a function whose provisioned part alone was taken): the adapter knows. */
function isStillPaused(adapter: AnyAdapter, seen: Observed, hold: Hold | null): boolean {
  if (!hold) return false;
  return adapter.verify("pause", savedOf(adapter, hold.saved, hold.savedVersion), seen).verdict === "reached";
}

/** While AWS is still moving something it bills as if it ran: never promise less than the bill. */
function hourlyIn(state: ResourceState, classified: Classified, estimate: Estimate): MicroUsd | null {
  if (state === "gone") return 0;
  return classified.state === "paused" ? estimate.paused : estimate.running;
}
