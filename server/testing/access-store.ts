import type { AuditInput } from "../audit/entry";
import { RefusalError } from "../core/fault";
import type { AccessStore, SessionRecord, TokenRecord, UserRecord } from "../usecases/access-ports";
import type { Store } from "../usecases/ports";

export interface MemoryAccess extends Pick<Store, "access" | "audit" | "settings"> {
  readonly users: Map<string, UserRecord>;
  readonly sessions: Map<string, SessionRecord>;
  readonly tokens: Map<string, TokenRecord>;
  readonly entries: AuditInput[];
}

/** The part of a store that signing in needs, in memory, with the same promises as the real ones. */
export function memoryAccess(): MemoryAccess {
  const users = new Map<string, UserRecord>();
  const sessions = new Map<string, SessionRecord>();
  const tokens = new Map<string, TokenRecord>();
  const settings = new Map<string, string>();
  const entries: AuditInput[] = [];

  const access: AccessStore = {
    userCount: async () => users.size,
    userByEmail: async (email) => [...users.values()].find((user) => user.email === email) ?? null,
    userById: async (id) => users.get(id) ?? null,
    async createUser(user, onlyIfFirst, audit) {
      const taken = [...users.values()].some(({ email }) => email === user.email);
      if (taken || (onlyIfFirst && users.size > 0)) throw new RefusalError("conflict", "There is a user already.");
      users.set(user.id, user);
      entries.push(audit);
    },
    async createSession(session, audit) {
      sessions.set(session.id, session);
      entries.push(audit);
    },
    async session(id, now) {
      const session = sessions.get(id);
      const user = session && users.get(session.userId);
      if (!session || !user || user.disabled || session.expiresAt <= now) return null;
      return { session, user };
    },
    async touchSession(id, at) {
      const session = sessions.get(id);
      if (session) sessions.set(id, { ...session, seenAt: at });
    },
    endSession: async (id) => void sessions.delete(id),
    async createToken(token, audit) {
      tokens.set(token.id, token);
      entries.push(audit);
    },
    tokenByHash: async (hash) => [...tokens.values()].find((token) => token.hash === hash) ?? null,
    async touchToken(id, at) {
      const token = tokens.get(id);
      if (token) tokens.set(id, { ...token, lastUsedAt: at });
    },
  };

  return {
    access,
    users,
    sessions,
    tokens,
    entries,
    audit: {
      append: async (entry) => void entries.push(entry),
      list: async () => {
        throw new Error("not part of this fake");
      },
      verify: async () => ({ checked: 0, brokenAt: null }),
    },
    settings: {
      get: async (key) => settings.get(key) ?? null,
      set: async (key, value) => void settings.set(key, value),
    },
  };
}
