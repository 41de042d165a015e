import type { AuditInput } from "../audit/entry";
import type { ActDoor, ReadDoor } from "../aws/door";
import type { ItemOutcome, ItemState, OperationState, Relation } from "../core/operation";
import type { Action, PlanItem } from "../core/plan";
import type { Observed } from "../core/resource";

/** What the engine needs of the outside. The store keeps its memory; the doors are its hands. */

/** One resource in an operation: its frozen plan and where it is. The whole of it is saved on every change. */
export interface ItemRecord {
  readonly plan: PlanItem;
  readonly state: ItemState;
  /** The fresh look before the first call was done and found the resource as planned. */
  readonly checked: boolean;
  /** Index of the step at hand in `plan.steps`; equal to its length once all are seen in effect. */
  readonly stepIndex: number;
  /** How often the step at hand was sent. */
  readonly attempts: number;
  readonly startedAt: Date | null;
  /** When the step at hand was last sent. */
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
  /** Not to be looked at or sent again before this. */
  readonly notBefore: Date | null;
  /** How often AWS could not do it yet, and since when. */
  readonly deferrals: number;
  readonly deferredAt: Date | null;
  readonly holdId: string | null;
  readonly outcome: ItemOutcome;
}

export interface OperationRecord {
  readonly id: string;
  readonly number: number;
  readonly planId: string;
  readonly title: string;
  readonly action: Action;
  readonly state: OperationState;
  readonly actorType: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly createdAt: Date;
  /** Nothing is sent before this: until then an undo touches nothing. */
  readonly startsAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelRequested: boolean;
  /** The operation that this one follows. */
  readonly parent: { readonly id: string; readonly relation: Relation } | null;
  readonly items: readonly ItemRecord[];
}

export interface NewEvent {
  readonly at: Date;
  readonly type: "item" | "state" | "call" | "done";
  readonly resourceId: string | null;
  readonly state: string;
  readonly text: string;
}

export interface NewHold {
  readonly id: string;
  readonly resourceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly name: string;
  readonly saved: unknown;
  readonly savedVersion: number;
  readonly inventory: unknown;
  readonly createdAt: Date;
}

export interface HoldChange {
  readonly id: string;
  /**
   * verified: the pause was read back · released: the restore was read back, equal · ended: given up, with a reason ·
   * unused: nothing was sent after it was saved. It ends where this operation opened it, and stays where an earlier one did
   */
  readonly to: "verified" | "released" | "ended" | "unused";
  readonly at: Date;
  readonly reason: string | null;
}

/** A fresh look at a resource that the inventory should know. `seen` null: it is gone. */
export interface Sighting {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly seen: Observed | null;
  readonly at: Date;
}

/** One call of an op that AWS allows only so often for a resource. It counts from the moment that it was said. */
export interface SpentCall {
  readonly resourceId: string;
  readonly op: string;
  readonly at: Date;
}

/** Everything that one commit saves, in one transaction. */
export interface EngineChange {
  readonly items?: readonly ItemRecord[];
  readonly events?: readonly NewEvent[];
  /**
   * New holds. A resource that already has an active hold keeps it (law 2): the store then leaves the old row as it is
   * and sets the item's holdId to it.
   */
  readonly newHolds?: readonly NewHold[];
  readonly holdChanges?: readonly HoldChange[];
  readonly audit?: readonly AuditInput[];
  /** Calls about to be sent that AWS allows only so often. */
  readonly spent?: readonly SpentCall[];
  /** The operation's first commit: it runs since then. Ignored once it does. */
  readonly startedAt?: Date;
}

/** What the last slice of an operation saves with its own end. */
export interface Conclusion {
  readonly state: OperationState;
  readonly endedAt: Date;
  readonly events: readonly NewEvent[];
  readonly audit: readonly AuditInput[];
}

/**
 * The part of an operation in one account and region: what one process runs at a time, under a lease with a fencing
 * epoch. Order between resources holds within a slice only, so slices need not know of each other.
 */
export interface Slice {
  readonly operationId: string;
  readonly lane: string;
}

/** Thrown by `commit` when another owner holds the lease: stop at once, change nothing more. */
export class LeaseLostError extends Error {
  constructor({ operationId, lane }: Slice) {
    super(`Another process took over operation ${operationId} in ${lane}`);
    this.name = "LeaseLostError";
  }
}

export interface EngineStore {
  /** Slices that are not over, due, and whose lease is free or expired, oldest operation first. */
  claimable(now: Date): Promise<readonly Slice[]>;
  /** Takes the lease: one conditional update; the epoch grows by one each time. Null: somebody else has it. */
  claim(slice: Slice, owner: string, now: Date, leaseMs: number): Promise<number | null>;
  /** False: the lease is lost. */
  renew(slice: Slice, epoch: number, now: Date, leaseMs: number): Promise<boolean>;
  /** Gives the lease back. `wakeAt`: nobody need take the slice up before, unless somebody rang meanwhile. */
  release(slice: Slice, epoch: number, wakeAt: Date | null): Promise<void>;
  /** The operation with the items of this slice only. */
  load(slice: Slice): Promise<OperationRecord>;
  cancelRequested(operationId: string): Promise<boolean>;
  /** Whether somebody asked for a next try since the claim, or since the last answer: the saved items say of what. */
  answerRing(slice: Slice, epoch: number): Promise<boolean>;
  /** One transaction, guarded by the epoch. @throws LeaseLostError */
  commit(slice: Slice, epoch: number, change: EngineChange): Promise<void>;
  /**
   * Marks the slice as over. When it was the last one, the operation ends as `conclude` says of the whole of it. One
   * transaction, guarded by the epoch. @returns true when the operation is over @throws LeaseLostError
   */
  finish(slice: Slice, epoch: number, conclude: (whole: OperationRecord) => Conclusion): Promise<boolean>;
}

export interface EngineDoors {
  /** For looks and dry runs: refuses every command that is not a read. */
  read(accountId: string, region: string): Promise<ReadDoor>;
  act(accountId: string, region: string): Promise<ActDoor>;
  /** How fast the account's clock runs for waiting: 1 for AWS, less for the sandbox and for tests. */
  pace(accountId: string): number;
}

export interface EngineInventory {
  /** `busy`: resources of this operation that are not settled yet; they are shown as changing, whatever AWS says. */
  record(sightings: readonly Sighting[], busy: ReadonlySet<string>): Promise<void>;
  /** What the inventory saw last of these resources: for holds of a plan that is fresh enough to need no second look. */
  seen(resourceIds: readonly string[]): Promise<ReadonlyMap<string, Observed>>;
}
