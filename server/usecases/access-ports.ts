import type { AuditInput } from "../audit/entry";
import type { Role } from "../core/actor";

/** What is kept of who may come in: users, their sessions, tokens of scripts. */

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
