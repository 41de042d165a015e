import type { SpendStore } from "../costs/trends/ports";
import { insertRows } from "./bulk";
import type { Database } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";

const columns: Columns = {
  accountId: "text",
  hour: "time",
  running: "bigint",
  pausedAway: "bigint",
  unpriced: "integer",
};

const onConflict = Prisma.sql`
  ON CONFLICT ("accountId", "hour") DO UPDATE SET
    "running" = "excluded"."running", "pausedAway" = "excluded"."pausedAway", "unpriced" = "excluded"."unpriced"`;

export function spendStore(db: Database): SpendStore {
  return {
    keep: (samples, keepFrom) =>
      db.transact(async (tx) => {
        const rows = samples.map((sample) => ({ ...sample }));
        await insertRows(tx, { table: "SpendSample", columns, rows, onConflict });
        await tx.client.spendSample.deleteMany({ where: { hour: { lt: keepFrom } } });
      }),

    list: async (accountIds, from) => {
      const rows = await db.client.spendSample.findMany({
        where: { accountId: { in: [...accountIds] }, hour: { gte: from } },
        orderBy: [{ accountId: "asc" }, { hour: "asc" }],
      });
      return rows.map((row) => ({ ...row, running: Number(row.running), pausedAway: Number(row.pausedAway) }));
    },
  };
}
