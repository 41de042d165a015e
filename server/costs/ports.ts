import type { ResourceRecord } from "../core/inventory";
import type { LedgerEntry, Stretch } from "../core/ledger";
import type { Notice } from "../core/notice";
import type { Hold, ItemState } from "../core/operation";
import type { Action, PlanItem } from "../core/plan";

/** What the savings ledger keeps. Nobody does anything by it, so its writes have no audit row. */

/** What is known of one hold that the ledger is made from. */
export interface LedgerFacts {
  readonly hold: Hold;
  /** Its parts of operations, in no order. */
  readonly items: readonly LedgerItem[];
  /** When something was told of its resource, since it was held. */
  readonly notices: readonly Pick<Notice, "kind" | "at">[];
  /** Its resource as it was seen last; null where the inventory does not know it. */
  readonly record:
    | (Pick<ResourceRecord, "state" | "holdId" | "seenAt" | "changedAt"> & { readonly serial: number })
    | null;
  /** What the ledger has of it, in their order. */
  readonly entries: readonly LedgerEntry[];
}

export interface LedgerItem extends Pick<PlanItem, "hourlyNow" | "hourlyAfter"> {
  readonly action: Action;
  readonly state: ItemState;
  readonly startedAt: Date | null;
  readonly settledAt: Date | null;
}

/** All entries of one hold. */
export interface HoldEntries {
  readonly holdId: string;
  readonly entries: readonly LedgerEntry[];
  /** The inventory's number of its resource when they were made: it grows with each change of it, and of its hold. */
  readonly serial: number;
}

export interface LedgerFilter {
  readonly accountIds?: readonly string[];
  readonly kinds?: readonly string[];
  readonly resourceIds?: readonly string[];
  /** Only what has a moment within [from, to). */
  readonly from: Date;
  readonly to: Date;
}

export interface LedgerPage {
  readonly items: readonly LedgerEntry[];
  readonly next: string | null;
}

export interface LedgerStore {
  /**
   * Verified holds of which something is not entered yet: new ones, and those that changed or whose resource did. Of
   * holds that are over and have no entry, those that ended since then; null: all.
   */
  stale(endedSince: Date | null, limit: number): Promise<readonly string[]>;
  facts(holdIds: readonly string[]): Promise<readonly LedgerFacts[]>;
  /** All or nothing, each in the place of what there was of its hold. What was made from something newer stays. */
  keep(holds: readonly HoldEntries[]): Promise<void>;
  /** Of what is entered as off and was seen off since: until when. */
  noteLooks(): Promise<void>;
  /** Newest first. */
  list(filter: LedgerFilter, limit: number, cursor?: string): Promise<LedgerPage>;
  /** Only when and how much, in no order: for sums over very many. */
  stretches(filter: LedgerFilter): Promise<readonly Stretch[]>;
  /** All of them, without their price lines, in no order. */
  all(filter: LedgerFilter): Promise<readonly Omit<LedgerEntry, "lines">[]>;
}
