import { RefusalError } from "../core/fault";
import type { AccessStore, TokenRecord, UserRecord } from "../usecases/access-ports";
import { appendAudit, lockAudit } from "./audit";
import { type Database, isUniqueViolation } from "./database";
import type { TokenModel, UserModel } from "./generated/sqlite/models";

export function accessStore(db: Database): AccessStore {
  return {
    userCount: () => db.client.user.count(),

    userByEmail: async (email) => {
      const row = await db.client.user.findUnique({ where: { email } });
      return row && userOf(row);
    },

    userById: async (id) => {
      const row = await db.client.user.findUnique({ where: { id } });
      return row && userOf(row);
    },

    createUser: async (user, onlyIfFirst, audit) => {
      try {
        await db.transact(async (tx) => {
          await lockAudit(tx);
          if (onlyIfFirst && (await tx.client.user.count()) > 0) {
            throw new RefusalError("conflict", "Standby is set up already; ask an admin for an account");
          }
          await tx.client.user.create({ data: user });
          await appendAudit(tx, [audit]);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new RefusalError("conflict", `${user.email} has an account already`, [
          { pointer: "/email", detail: "is taken" },
        ]);
      }
    },

    createSession: (session, audit) =>
      db.transact(async (tx) => {
        await tx.client.session.create({ data: session });
        await appendAudit(tx, [audit]);
      }),

    session: async (id, now) => {
      const row = await db.client.session.findUnique({ where: { id }, include: { user: true } });
      if (!row || row.expiresAt <= now || row.user.disabled) return null;
      const { user, ...session } = row;
      return { session, user: userOf(user) };
    },

    touchSession: async (id, at) => {
      await db.client.session.updateMany({ where: { id }, data: { seenAt: at } });
    },

    endSession: async (id) => {
      await db.client.session.deleteMany({ where: { id } });
    },

    createToken: (token, audit) =>
      db.transact(async (tx) => {
        await tx.client.token.create({ data: token });
        await appendAudit(tx, [audit]);
      }),

    tokenByHash: async (hash) => {
      const row = await db.client.token.findUnique({ where: { hash } });
      return row && tokenOf(row);
    },

    touchToken: async (id, at) => {
      await db.client.token.updateMany({ where: { id }, data: { lastUsedAt: at } });
    },
  };
}

function userOf(row: UserModel): UserRecord {
  return { ...row, role: row.role as UserRecord["role"] };
}

function tokenOf(row: TokenModel): TokenRecord {
  return { ...row, role: row.role as TokenRecord["role"] };
}
