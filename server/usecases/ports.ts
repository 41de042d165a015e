import type { AuditEntry, AuditInput } from "../audit/entry";
import type { Account, Group, GroupInput } from "../core/account";
import type { Role } from "../core/actor";
import type { Hold, HoldState, OperationEvent, OperationState } from "../core/operation";
import type { Plan } from "../core/plan";
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
  readonly inventory: import("../inventory/ports").InventoryStore;
  readonly engine: import("../engine/ports").EngineStore;
  /** A write and a read, for readiness. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
