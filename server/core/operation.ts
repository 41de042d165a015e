import type { Fault } from "./fault";
import type { Action } from "./plan";

/** An operation is a plan being applied, or applied. */

export const operationStates = ["queued", "running", "succeeded", "partial", "failed", "cancelled"] as const;
export type OperationState = (typeof operationStates)[number];

export function isOver(state: OperationState): boolean {
  return state !== "queued" && state !== "running";
}

/**
 * Where one resource is in an operation.
 * waiting: its turn has not come · applying: a call was said to be sent, its answer is not known
 * settling: AWS accepted, the result is not read back yet · done: read back, equal · failed: see the fault
 * deferred: AWS cannot do it yet (no capacity, a quota is used up); it is tried again for as long as it takes
 * skipped: left as it was, on purpose
 */
export const itemStates = ["waiting", "applying", "settling", "deferred", "done", "failed", "skipped"] as const;
export type ItemState = (typeof itemStates)[number];

export function isSettled(state: ItemState): boolean {
  return state === "done" || state === "failed" || state === "skipped";
}

export interface Difference {
  readonly path: string;
  readonly saved: string;
  readonly now: string;
}

export interface ItemOutcome {
  readonly fault: Fault | null;
  /** What a read-back found unequal. */
  readonly differences: readonly Difference[];
  /** What the last look saw, in the service's words: "stopping", "2 of 4 tasks". */
  readonly saw: string;
  /** A cancel left it undone; whatever else was skipped was left alone for a reason of its own. */
  readonly cancelled?: true;
}

export const operationEventTypes = ["item", "state", "call", "done"] as const;

/** One durable line of an operation's story; `seq` is its number in the stream. */
export interface OperationEvent {
  readonly seq: number;
  readonly at: Date;
  readonly type: (typeof operationEventTypes)[number];
  readonly resourceId: string | null;
  readonly state: string;
  readonly text: string;
}

export interface OperationCounts {
  readonly total: number;
  readonly waiting: number;
  readonly changing: number;
  readonly deferred: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

export function countItems(states: readonly ItemState[]): OperationCounts {
  const of = (...wanted: ItemState[]) => states.filter((state) => wanted.includes(state)).length;
  return {
    total: states.length,
    waiting: of("waiting"),
    changing: of("applying", "settling"),
    deferred: of("deferred"),
    done: of("done"),
    failed: of("failed"),
    skipped: of("skipped"),
  };
}

/** The state of the whole, once every item is settled. */
export function concluded(counts: OperationCounts): OperationState {
  if (counts.failed === 0) return "succeeded";
  return counts.done > 0 ? "partial" : "failed";
}

/** How an operation follows another one: what was left of it, what failed of it, or the way back. */
export const relations = ["continue", "retry", "undo"] as const;
export type Relation = (typeof relations)[number];
export interface Parent {
  readonly id: string;
  readonly relation: Relation;
}

export const holdStates = ["active", "released", "ended"] as const;
export type HoldState = (typeof holdStates)[number];

/** The saved original configuration of one paused resource. */
export interface Hold {
  readonly id: string;
  readonly resourceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly name: string;
  readonly state: HoldState;
  readonly saved: unknown;
  readonly savedVersion: number;
  /** Tags and full description at the time of the pause, for people and for exports. */
  readonly inventory: unknown;
  readonly operationId: string;
  readonly createdAt: Date;
  readonly verifiedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

export function verbFor(action: Action): { readonly doing: string; readonly done: string } {
  return action === "pause" ? { doing: "Stopping", done: "paused" } : { doing: "Starting", done: "running" };
}
