import type { CoverageRow, ResourceRecord, ResourceSummary } from "../core/inventory";

export interface InventoryStore {
  /**
   * Inserts or updates by id, in bulk. Of existing rows `holdId` stays as it is (only the engine's commits change it),
   * `firstSeenAt` too, and `changedAt` where nothing changed; a row whose `seenAt` is later stays whole. Records are asked for as they are written, so that
   * thousands need not be made in one go; what was written stays when a later one fails.
   */
  upsert(records: Iterable<ResourceRecord>): Promise<void>;
  /** After a complete read of one kind in one region: what was not seen since `before` is gone, unless it is held. */
  markUnseen(accountId: string, region: string, kind: string, before: Date): Promise<number>;
  /** The held ones among those: what AWS no longer knows although Standby still has to bring it back. */
  heldUnseen(accountId: string, region: string, kind: string, before: Date): Promise<readonly ResourceRecord[]>;
  /** Number of the last write that changed what a plan or a list sees, a hold too. */
  serial(): Promise<number>;
  /** What changed after that number, what went too. */
  changedSince(serial: number): Promise<readonly ResourceRecord[]>;
  /**
   * Every resource that is not gone (or is held), of these accounts (all when empty), as lists and sums need it, in the
   * order of kind, name and id.
   */
  summaries(accountIds: readonly string[]): Promise<readonly ResourceSummary[]>;
  /** What is acted on through these owners. */
  membersOf(ownerIds: readonly string[]): Promise<readonly ResourceRecord[]>;
  get(id: string): Promise<ResourceRecord | null>;
  /** Those that are known, in no order. */
  byIds(ids: readonly string[]): Promise<readonly ResourceRecord[]>;
  saveCoverage(rows: readonly CoverageRow[]): Promise<void>;
  coverage(accountIds: readonly string[]): Promise<readonly CoverageRow[]>;
}
