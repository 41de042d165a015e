import type { Account, Credentials } from "../core/account";
import type { AccountStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import type { Database } from "./database";
import type { AccountModel } from "./generated/sqlite/models";

export function accountStore(db: Database): AccountStore {
  return {
    create: (account, audit) =>
      db.transact(async (tx) => {
        await tx.client.account.create({ data: rowOf(account) });
        await appendAudit(tx, [audit]);
      }),

    list: async () => {
      const rows = await db.client.account.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
      return rows.map(accountOf);
    },

    get: async (id) => {
      const row = await db.client.account.findUnique({ where: { id } });
      return row && accountOf(row);
    },

    seen: async (id, awsAccountId, at) => {
      const data = at ? { awsAccountId, lastScanAt: at } : { awsAccountId };
      await db.client.account.updateMany({ where: { id }, data });
    },
  };
}

function rowOf(account: Account): AccountModel {
  return {
    id: account.id,
    name: account.name,
    awsAccountId: account.awsAccountId,
    credentials: JSON.stringify(account.credentials),
    regions: account.regions && JSON.stringify(account.regions),
    createdAt: account.createdAt,
    lastScanAt: account.lastScanAt,
  };
}

function accountOf(row: AccountModel): Account {
  return {
    ...row,
    credentials: JSON.parse(row.credentials) as Credentials,
    regions: row.regions === null ? null : (JSON.parse(row.regions) as string[]),
  };
}
