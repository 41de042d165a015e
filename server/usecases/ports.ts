import type { AuditEntry, AuditInput } from "../audit/entry";
import type { Account, Group, GroupInput } from "../core/account";
import type { ResourceRecord } from "../core/inventory";
import type { Notice } from "../core/notice";
import type { Hold, HoldState, ItemState, OperationEvent, OperationState } from "../core/operation";
import type { Action, Approval, Plan } from "../core/plan";
import type { ManagedAddress, TerraformAddress, TerraformState } from "../core/terraform";
import type { Conclusion, ItemRecord, OperationRecord, SpentCall } from "../engine/ports";

/** What the use cases keep, beside the inventory and the engine's own memory. Every write takes its audit row along. */

/** A part of a list, newest first; `next` is the cursor of the part that follows, null after the last. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

export interface AccountStore {
  create(account: Account, audit: AuditInput): Promise<void>;
  list(): Promise<readonly Account[]>;
  get(id: string): Promise<Account | null>;
  seen(id: string, awsAccountId: string, at: Date | null): Promise<void>;
}

export interface GroupStore {
  list(): Promise<readonly Group[]>;
  create(group: Group, audit: AuditInput): Promise<void>;
  /** Null when it is not there. @throws RefusalError conflict when the name is taken */
  update(id: string, change: Partial<GroupInput>, at: Date, audit: AuditInput): Promise<Group | null>;
  remove(id: string, audit: AuditInput): Promise<boolean>;
}

export interface PlanStore {
  /** Numbers grow by one over plans and operations together. */
  save(plan: Omit<Plan, "number">): Promise<Plan>;
  get(id: string): Promise<Plan | null>;
  /** From then on it is good until `expiresAt`. False: it was approved already. */
  approve(id: string, approval: Approval, expiresAt: Date, audit: AuditInput): Promise<boolean>;
}

/** An operation as lists show it: everything but its items. */
export type OperationHead = Omit<OperationRecord, "items"> & {
  readonly counts: import("../core/operation").OperationCounts;
  readonly hourlyBefore: number;
  readonly hourlyAfter: number;
  readonly unpriced: number | null;
};

export interface OperationStore {
  /**
   * Saves the operation with all its items in one transaction with the audit row.
   * @throws RefusalError conflict when the plan was already started or a resource is in another unfinished operation
   */
  create(operation: OperationRecord, audit: AuditInput): Promise<void>;
  get(id: string): Promise<OperationRecord | null>;
  /** Only its state; null when there is no such operation. */
  state(id: string): Promise<OperationState | null>;
  list(limit: number, cursor?: string): Promise<Page<OperationHead>>;
  events(id: string, afterSeq: number, limit: number): Promise<readonly OperationEvent[]>;
  /** Number of the newest event; 0 before the first. */
  lastEvent(id: string): Promise<number>;
  requestCancel(id: string, audit: AuditInput): Promise<boolean>;
  /** Operations that touched a resource, newest first. */
  historyOf(resourceId: string, limit: number): Promise<readonly OperationHead[]>;
  /** One resource's part of an operation. */
  item(id: string, resourceId: string): Promise<ItemRecord | null>;
  /** Calls since then to these resources that AWS allows only so often. */
  spent(resourceIds: readonly string[], since: Date): Promise<readonly SpentCall[]>;
  /** Unfinished operations with where each of their resources is, newest first. */
  busy(): Promise<readonly BusyOperation[]>;
  /** Of the last resumes that are over: how many resources came back equal, and how many did not. */
  restores(limit: number): Promise<{ readonly equal: number; readonly different: number }>;
}

export interface BusyOperation {
  readonly id: string;
  readonly action: Action;
  /** By resource id. `started`: a call was said to be sent. */
  readonly items: ReadonlyMap<string, { readonly state: ItemState; readonly started: boolean }>;
}

/** What an operation leaves to do for those that follow it. */
export interface FollowUpStore {
  /** Null: there is no such operation. */
  number(operationId: string): Promise<number | null>;
  /** Its resources that a later operation took up. */
  takenUp(operationId: string): Promise<ReadonlySet<string>>;
  /** Its resources that are held since: by a hold that it made, or that its pause found and verified. */
  held(operationId: string): Promise<readonly string[]>;
  /**
   * Ends an operation that nobody has begun, in one transaction with what `end` says of the whole of it. False: somebody
   * has begun it, or it is over; nothing was changed.
   */
  endUnbegun(operationId: string, end: (whole: OperationRecord) => UnbegunEnd): Promise<boolean>;
}

export interface UnbegunEnd extends Conclusion {
  readonly items: readonly ItemRecord[];
}

/** One resource that AWS cannot do yet, and the operation that waits for it. */
export interface QueuedItem {
  readonly operation: { readonly id: string; readonly number: number; readonly title: string; readonly action: Action };
  readonly item: ItemRecord;
}

export interface QueueStore {
  /** Over all operations, the longest waiting first. */
  list(): Promise<readonly QueuedItem[]>;
  /** Its next try is due now. False: it does not wait. */
  tryNow(resourceId: string, now: Date, audit: AuditInput): Promise<boolean>;
}

export interface HoldStore {
  list(which: WhichHolds, limit: number, cursor?: string): Promise<Page<Hold>>;
  active(resourceIds: readonly string[]): Promise<readonly Hold[]>;
  get(id: string): Promise<Hold | null>;
  /**
   * Ends a hold that nothing was restored for; its saved configuration stays. One transaction with the audit row, the
   * notices, and what the inventory then says of its resource.
   * over: it was ended before · busy: an operation is at work on its resource; nothing was changed
   */
  end(end: HoldEnd, audit: AuditInput, notices?: readonly Notice[]): Promise<"ended" | "over" | "busy">;
}

export interface WhichHolds {
  readonly states: readonly HoldState[];
  /** Only those of this resource. */
  readonly resourceId?: string;
}

export interface HoldEnd {
  readonly id: string;
  readonly at: Date;
  readonly reason: string;
  /** What its resource is without the hold; null where the inventory has nothing to say of it. */
  readonly freed: Pick<ResourceRecord, "state" | "pausable"> | null;
}

export interface AuditStore {
  append(entry: AuditInput): Promise<void>;
  list(limit: number, beforeSeq?: number): Promise<readonly AuditEntry[]>;
  /** Walks the chain; the first row that does not fit, or null. */
  verify(): Promise<{ readonly checked: number; readonly brokenAt: number | null }>;
}

export interface TickStore {
  /** True for one caller among all processes: the tick is due, and nobody else gets it for `forMs`. */
  take(name: string, now: Date, forMs: number): Promise<boolean>;
  /** Not again before `at`. Never makes it earlier. */
  next(name: string, at: Date): Promise<void>;
}

export interface NoticeStore {
  /** Opens notices; one that is open for the same resource and kind stays as it is. @returns those that are new */
  open(notices: readonly Notice[]): Promise<readonly Notice[]>;
  /** Ends the open notices of these kinds for the resources. */
  end(resourceIds: readonly string[], kinds: readonly Notice["kind"][], at: Date): Promise<void>;
  /** Open ones first, then newest first. */
  list(limit: number): Promise<readonly Notice[]>;
  /** All that still hold. */
  listOpen(): Promise<readonly Notice[]>;
  /** Those that were over as they happened, or ended since then. */
  endedSince(at: Date): Promise<readonly Notice[]>;
}

export interface TerraformStore {
  /** By name. */
  list(): Promise<readonly TerraformState[]>;
  /**
   * Takes the place of what the same lineage said of the account before, under the same id. `newer`: a higher serial is
   * known already, and nothing was changed.
   */
  keep(
    state: Omit<TerraformState, "resources">,
    addresses: readonly TerraformAddress[],
    audit: AuditInput,
  ): Promise<{ readonly kept: TerraformState } | { readonly newer: TerraformState }>;
  remove(id: string, audit: AuditInput): Promise<boolean>;
  /** What all states of the accounts say of these types. */
  managed(accountIds: readonly string[], types: readonly string[]): Promise<readonly ManagedAddress[]>;
}

export interface SettingStore {
  get(key: string): Promise<string | null>;
  /** `audit` goes with what a person changes. */
  set(key: string, value: string, audit?: AuditInput): Promise<void>;
}

/** Everything a database gives. One implementation per database, one suite for both. */
export interface Store {
  readonly accounts: AccountStore;
  readonly groups: GroupStore;
  readonly plans: PlanStore;
  readonly operations: OperationStore;
  readonly followUps: FollowUpStore;
  readonly queue: QueueStore;
  readonly holds: HoldStore;
  readonly audit: AuditStore;
  readonly access: import("./access-ports").AccessStore;
  readonly settings: SettingStore;
  readonly terraform: TerraformStore;
  readonly logExports: import("./log-export-ports").LogExportStore;
  readonly scanParts: import("./scan-ports").ScanPartStore;
  readonly ticks: TickStore;
  readonly notices: NoticeStore;
  readonly ledger: import("../costs/ports").LedgerStore;
  readonly bill: import("../costs/actual/ports").BillStore;
  readonly idleness: import("../costs/idle/ports").IdlenessStore;
  readonly anomalies: import("./cost-ports").AnomalyStore;
  readonly budgets: import("./cost-ports").BudgetStore;
  readonly spend: import("../costs/trends/ports").SpendStore;
  readonly prices: import("../costs/prices/ports").PriceStore;
  readonly inventory: import("../inventory/ports").InventoryStore;
  readonly engine: import("../engine/ports").EngineStore;
  /** A write and a read, for readiness. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
