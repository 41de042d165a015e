import type { Fault } from "./fault";
import type { Estimate } from "./money";
import type { ResourceState, Tags } from "./resource";

/** One resource as the inventory keeps it: the last look, its estimate, and whether it is held. */
export interface ResourceRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly tags: Tags;
  readonly detail: unknown;
  readonly state: ResourceState;
  /** AWS's own word for the state, or why it cannot be paused. */
  readonly saw: string;
  /** Why it has no stop, for `alwaysOn`; empty otherwise. */
  readonly reason: string;
  readonly remedy: string;
  readonly protected: boolean;
  /** A stop would take it: it runs, and its adapter plans a pause for it. */
  readonly pausable: boolean;
  readonly estimate: Estimate;
  /** What it costs an hour in the state it is in; null when unpriced. */
  readonly hourlyNow: number | null;
  /** Resource id of the owner that it is acted on through. */
  readonly ownerId: string | null;
  readonly holdId: string | null;
  /** When it was first seen; the store keeps the oldest. */
  readonly firstSeenAt: Date;
  /** When it was last looked at; a scan's looks count from when the scan of its kind began. */
  readonly seenAt: Date;
  /** When a look last found it different; the store keeps it while looks find it equal. */
  readonly changedAt: Date;
}

/** A resource as lists and sums need it: everything but what only its own page shows. */
export type ResourceSummary = Pick<
  ResourceRecord,
  | "id"
  | "accountId"
  | "region"
  | "kind"
  | "nativeId"
  | "arn"
  | "name"
  | "tags"
  | "state"
  | "protected"
  | "pausable"
  | "hourlyNow"
  | "ownerId"
  | "holdId"
  | "firstSeenAt"
> & {
  /** What it costs an hour running and paused; null when a part has no price. */
  readonly hourlyRunning: number | null;
  readonly hourlyPaused: number | null;
  /** Its hold: when it was paused, and when that was read back. */
  readonly held: { readonly since: Date; readonly verifiedAt: Date | null } | null;
};

/** What was read of one kind in one region of one account, or why it was not. */
export interface CoverageRow {
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly status: "read" | "notRead";
  readonly found: number;
  readonly fault: Fault | null;
  readonly at: Date;
  readonly milliseconds: number;
}
