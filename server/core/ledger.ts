import type { MicroUsd, PricedLine } from "./money";
import type { Tags } from "./resource";

/** The savings ledger: stretches of time in which a pause saved money, or ran on although it should not have. */

/** saved: it was seen off, and Standby holds it · missed: it ran again by itself, or somebody past Standby woke it */
export const stretchTypes = ["saved", "missed"] as const;
export type StretchType = (typeof stretchTypes)[number];

/**
 * Why a stretch is over. resumed: read back running · tried: a resume that failed, so nobody knows what is off · woke: it
 * ran past Standby · gone: AWS does not know it any more · ended: its hold was given up · paused: it is off once more
 */
export const stretchEnds = ["resumed", "tried", "woke", "gone", "ended", "paused"] as const;
export type StretchEnd = (typeof stretchEnds)[number];

export interface Stretch {
  readonly type: StretchType;
  readonly from: Date;
  /** Null: it goes on. */
  readonly until: Date | null;
  readonly end: StretchEnd | null;
  /** The first call of the resume that ended it, or is under way: AWS bills from then on. */
  readonly restartFrom: Date | null;
  /** What of it stops, an hour, with the members of a group; null where a price was missing. */
  readonly hourly: MicroUsd | null;
  /** saved: the last look that saw it off. */
  readonly seenUntil: Date | null;
}

/** A stretch with whose it is. `name` and `tags` are those of the pause. */
export interface LedgerEntry extends Stretch {
  readonly id: string;
  readonly holdId: string;
  /** Its place among the stretches of its hold, from 0. */
  readonly ordinal: number;
  readonly resourceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly kind: string;
  readonly nativeId: string;
  readonly arn: string;
  readonly name: string;
  readonly tags: Tags;
  /** The price lines that stop, as they were when it was entered; members of a group are not among them. */
  readonly lines: readonly PricedLine[];
}
