import type { Filter } from "../core/filter";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import type { ResourceState } from "../core/resource";

export interface ResourceQuery {
  readonly filter: Filter;
  readonly states?: readonly ResourceState[];
  /** Part of a name, id or tag. */
  readonly q?: string;
  readonly limit: number;
  /** Opaque; made by the store from the last row of the page before. */
  readonly cursor?: string;
}

export interface ResourcePage {
  readonly items: readonly ResourceRecord[];
  readonly next: string | null;
}

export interface InventoryStore {
  /** Inserts or updates by id, in bulk. `holdId` of existing rows is kept as it is: only the engine's commits change it. */
  upsert(records: readonly ResourceRecord[]): Promise<void>;
  /** After a complete read of one kind in one region: what was not seen since `before` is gone, unless it is held. */
  markUnseen(accountId: string, region: string, kind: string, before: Date): Promise<number>;
  list(query: ResourceQuery): Promise<ResourcePage>;
  /** Every resource that is not gone (or is held), of these accounts (all when empty). */
  all(accountIds: readonly string[]): Promise<readonly ResourceRecord[]>;
  get(id: string): Promise<ResourceRecord | null>;
  byIds(ids: readonly string[]): Promise<readonly ResourceRecord[]>;
  saveCoverage(rows: readonly CoverageRow[]): Promise<void>;
  coverage(accountIds: readonly string[]): Promise<readonly CoverageRow[]>;
}
