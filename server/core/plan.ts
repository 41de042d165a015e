import type { MicroUsd } from "./money";
import type { Difference, Parent } from "./operation";

/** A plan is the ordered steps that a pause or resume would take. Once shown it is frozen and known by its hash. */

export const actions = ["pause", "resume"] as const;
export type Action = (typeof actions)[number];

/** How well a resource comes back. */
export const restoreClasses = ["exact", "newAddress", "recreated", "lossy"] as const;
export type RestoreClass = (typeof restoreClasses)[number];

/**
 * One change to one resource. `op` names what the adapter's `apply` does; `params` is all it needs, as JSON.
 * `before` and `after` are what a person reads: "desired 4" → "desired 0".
 */
export interface Step {
  readonly op: string;
  readonly params: unknown;
  readonly before: string;
  readonly after: string;
  /** The step's effect must be seen in AWS before the next step is sent (a service scaled before its limits return). */
  readonly settle: boolean;
}

export const hazardLevels = ["note", "warning", "dataLoss"] as const;
export interface Hazard {
  readonly level: (typeof hazardLevels)[number];
  /** Stable, so that equal hazards of many resources are shown as one: "new-public-ip". */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** How often Standby sent each op that AWS allows only so often, within the hours that count. */
export type Spent = Readonly<Record<string, number>>;

/** Whose values a restore keeps where somebody changed them meanwhile: what was saved, or what is there now. */
export const choices = ["ours", "theirs"] as const;
export type Choice = (typeof choices)[number];

/**
 * The kinds of its lane that a resource waits for. accepted: until AWS took the last call for each of theirs, where that
 * is in effect with its answer · settled: until each of theirs is seen in effect, or failed, or left alone.
 */
export interface Waits {
  readonly accepted: readonly string[];
  readonly settled: readonly string[];
}

/** What one resource's part of a plan is. */
export interface PlanItem {
  readonly resourceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly name: string;
  readonly type: string;
  readonly wave: number;
  readonly steps: readonly Step[];
  readonly hazards: readonly Hazard[];
  readonly restore: RestoreClass;
  readonly expectedSeconds: number;
  /** Kinds of its lane in the same plan that it waits for. Older plans have none: they wait for whole waves. */
  readonly waits?: Waits;
  /** Resources of the same plan that must be settled first, beside these. */
  readonly after: readonly string[];
  /** Dollars an hour now and when the step is done; null where a price is missing. */
  readonly hourlyNow: MicroUsd | null;
  readonly hourlyAfter: MicroUsd | null;
  /** The complete restorable configuration (pause), or what will be restored (resume). */
  readonly saved: unknown;
  readonly savedVersion: number;
  /** The options of its kind that the plan was made with. */
  readonly options: unknown;
  /** Calls of the day that were spent when the plan was made; older plans have none. */
  readonly spent?: Spent;
  /** The hold that a resume settles. */
  readonly holdId: string | null;
  /** A digest of what was seen; apply refuses a resource that no longer looks like this. */
  readonly seenHash: string;
}

/** Order between kinds holds within one account and region. */
export function laneOf({ accountId, region }: { readonly accountId: string; readonly region: string }): string {
  return `${accountId} ${region}`;
}

export const skipCodes = [
  "alreadyPaused",
  "alreadyRunning",
  "notHeld",
  "protected",
  "refused",
  "changing",
  "conflict",
  "owned",
  "alwaysOn",
  "gone",
  "unknown",
] as const;
export type SkipCode = (typeof skipCodes)[number];

export interface Skipped {
  readonly resourceId: string;
  readonly kind: string;
  readonly name: string;
  readonly region: string;
  readonly code: SkipCode;
  readonly reason: string;
  readonly remedy: string;
  readonly hourlyNow: MicroUsd | null;
  /** conflict: what somebody changed while it was paused; older plans have none. */
  readonly differences?: readonly Difference[];
  /** refused: the option of its kind with which somebody accepts what speaks against it. */
  readonly accepts?: string;
  /** conflict: what there is to choose from. */
  readonly choices?: readonly Choice[];
}

export interface PlanTotals {
  readonly resources: number;
  readonly skipped: number;
  readonly hourlyNow: MicroUsd;
  readonly hourlyAfter: MicroUsd;
  readonly unpriced: number;
  readonly expectedSeconds: number;
}

/** Everything that a plan's hash covers: what will be done, to what, from which state. */
export interface PlanContent {
  readonly action: Action;
  readonly items: readonly PlanItem[];
  readonly skipped: readonly Skipped[];
  readonly totals: PlanTotals;
}

export interface Plan extends PlanContent {
  readonly id: string;
  readonly number: number;
  readonly hash: string;
  readonly title: string;
  readonly scope: unknown;
  readonly options: unknown;
  /** What a protected group keeps was planned, too. */
  readonly includeProtected: boolean;
  /** Whose values it keeps where somebody changed them meanwhile; null: such resources are left alone. */
  readonly conflicts: Choice | null;
  /** The operation that it continues, retries or undoes. */
  readonly parent: Parent | null;
  /** The inventory's number when the plan was made: a resource with a higher one has changed since. */
  readonly serial: number;
  /** The oldest look at one of its resources. */
  readonly lookedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly createdBy: string;
  readonly createdById: string;
  readonly confirm: Confirmation;
  /** The second person, where `confirm` asks for one. */
  readonly approval: Approval | null;
}

/** More than this many are many: nobody sees each of them any more. */
export const manyResources = 25;

export interface Approval {
  readonly by: string;
  readonly byId: string;
  readonly at: Date;
}

/** How hard the confirmation is: decided by the server from the plan, shown and enforced alike. */
export type Confirmation =
  | { readonly level: "none" | "click" | "hold"; readonly reason: string }
  /** `always`: asked of scripts, too, also with force. */
  | { readonly level: "type"; readonly reason: string; readonly text: string; readonly always?: boolean }
  /** A second person says yes, then `text` is typed. */
  | { readonly level: "approve"; readonly reason: string; readonly text: string };
