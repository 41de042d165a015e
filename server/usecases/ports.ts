import type { AuditEntry, AuditInput } from "../audit/entry";
import type { Account, Group, GroupInput } from "../core/account";
import type { Role } from "../core/actor";
import type { Fault } from "../core/fault";
import type { Notice } from "../core/notice";
import type { Hold, HoldState, OperationEvent, OperationState } from "../core/operation";
import type { Approval, Plan } from "../core/plan";
import type { OperationRecord } from "../engine/ports";

/** What the use cases keep, beside the inventory and the engine's own memory. Every write takes its audit row along. */

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
  /** False: it was approved already. */
  approve(id: string, approval: Approval, audit: AuditInput): Promise<boolean>;
}

/** An operation as lists show it: everything but its items. */
export type OperationHead = Omit<OperationRecord, "items"> & {
  readonly counts: import("../core/operation").OperationCounts;
  readonly hourlyBefore: number;
  readonly hourlyAfter: number;
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
  list(
    limit: number,
    cursor?: string,
  ): Promise<{ readonly items: readonly OperationHead[]; readonly next: string | null }>;
  events(id: string, afterSeq: number, limit: number): Promise<readonly OperationEvent[]>;
  /** Number of the newest event; 0 before the first. */
  lastEvent(id: string): Promise<number>;
  requestCancel(id: string, audit: AuditInput): Promise<boolean>;
  /** Operations that touched a resource, newest first. */
  historyOf(resourceId: string, limit: number): Promise<readonly OperationHead[]>;
}

export interface HoldStore {
  list(states: readonly HoldState[]): Promise<readonly Hold[]>;
  active(resourceIds: readonly string[]): Promise<readonly Hold[]>;
}

export interface AuditStore {
  append(entry: AuditInput): Promise<void>;
  list(limit: number, beforeSeq?: number): Promise<readonly AuditEntry[]>;
  /** Walks the chain; the first row that does not fit, or null. */
  verify(): Promise<{ readonly checked: number; readonly brokenAt: number | null }>;
}

export interface UserRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: Date;
}

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the token, hex. The token itself is shown once and never kept. */
  readonly hash: string;
  readonly lastFour: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface AccessStore {
  userCount(): Promise<number>;
  userByEmail(email: string): Promise<UserRecord | null>;
  userById(id: string): Promise<UserRecord | null>;
  /** @throws RefusalError conflict when the e-mail is taken, or `onlyIfFirst` and there is a user already */
  createUser(user: UserRecord, onlyIfFirst: boolean, audit: AuditInput): Promise<void>;
  createSession(session: SessionRecord, audit: AuditInput): Promise<void>;
  /** The session with its user, when neither is expired, removed or disabled. */
  session(id: string, now: Date): Promise<{ readonly session: SessionRecord; readonly user: UserRecord } | null>;
  touchSession(id: string, at: Date): Promise<void>;
  endSession(id: string): Promise<void>;
  createToken(token: TokenRecord, audit: AuditInput): Promise<void>;
  tokenByHash(hash: string): Promise<TokenRecord | null>;
  touchToken(id: string, at: Date): Promise<void>;
}

/** One region of one account, as the spreading of scans keeps it. */
export interface ScanPart {
  readonly accountId: string;
  readonly region: string;
  /** Not to be read before this, unless somebody asks. */
  readonly dueAt: Date;
  /** Somebody asked for it, and it was not read since. */
  readonly requestedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** What the last complete reading found, and with how many calls. */
  readonly found: number;
  readonly calls: number;
  /** Readings in a row that failed. */
  readonly failures: number;
  readonly fault: Fault | null;
}

export interface ScanReading {
  readonly finishedAt: Date;
  readonly dueAt: Date;
  readonly found: number;
  readonly calls: number;
  readonly failures: number;
  readonly fault: Fault | null;
}

export interface ScanPartStore {
  /** Adds regions that are new (due at once) and takes away those that the account does not have any more. */
  keep(accountId: string, regions: readonly string[], now: Date): Promise<void>;
  /** Asks for regions of an account (all when empty) to be read now. */
  request(accountId: string, regions: readonly string[], now: Date): Promise<void>;
  list(accountIds: readonly string[]): Promise<readonly ScanPart[]>;
  /** Due or asked for and not being read, asked for first, then where the last reading found most. */
  claimable(now: Date, limit: number): Promise<readonly ScanPart[]>;
  /** Takes the lease; null: somebody else reads it, or it is not due any more. */
  claim(accountId: string, region: string, owner: string, now: Date, leaseMs: number): Promise<number | null>;
  renew(accountId: string, region: string, epoch: number, now: Date, leaseMs: number): Promise<boolean>;
  /** Saves the reading and gives the lease back. False: the lease was lost, and nothing was saved. */
  finish(accountId: string, region: string, epoch: number, reading: ScanReading): Promise<boolean>;
}

export interface TickStore {
  /** True for one caller per interval, among all processes: the tick is due, and its next time is `everyMs` from now. */
  take(name: string, now: Date, everyMs: number): Promise<boolean>;
}

export interface NoticeStore {
  /** Opens notices; one that is open for the same resource and kind stays as it is. @returns those that are new */
  open(notices: readonly Notice[]): Promise<readonly Notice[]>;
  /** Ends the open notices of these kinds for the resources. */
  end(resourceIds: readonly string[], kinds: readonly Notice["kind"][], at: Date): Promise<void>;
  /** Open ones first, then newest first. */
  list(limit: number): Promise<readonly Notice[]>;
}

export interface SettingStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}

/** Everything a database gives. One implementation per database, one suite for both. */
export interface Store {
  readonly accounts: AccountStore;
  readonly groups: GroupStore;
  readonly plans: PlanStore;
  readonly operations: OperationStore;
  readonly holds: HoldStore;
  readonly audit: AuditStore;
  readonly access: AccessStore;
  readonly settings: SettingStore;
  readonly scanParts: ScanPartStore;
  readonly ticks: TickStore;
  readonly notices: NoticeStore;
  readonly inventory: import("../inventory/ports").InventoryStore;
  readonly engine: import("../engine/ports").EngineStore;
  /** A write and a read, for readiness. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
