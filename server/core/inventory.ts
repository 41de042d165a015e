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
  readonly estimate: Estimate;
  /** What it costs an hour in the state it is in; null when unpriced. */
  readonly hourlyNow: number | null;
  /** Resource id of the owner that it is acted on through. */
  readonly ownerId: string | null;
  readonly holdId: string | null;
  readonly seenAt: Date;
  readonly changedAt: Date;
}

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
