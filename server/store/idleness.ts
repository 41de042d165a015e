import { type Idleness, idleVerdict } from "../core/idleness";
import type { IdlenessStore } from "../costs/idle/ports";
import { insertRows } from "./bulk";
import type { Database } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { IdlenessModel } from "./generated/sqlite/models";

const { sql } = Prisma;

const columns: Columns = { resourceId: "text", accountId: "text", readAt: "time", verdict: "text" };

const onConflict = sql`
  ON CONFLICT ("resourceId") DO UPDATE SET
    "accountId" = "excluded"."accountId", "readAt" = "excluded"."readAt", "verdict" = "excluded"."verdict"`;

/** What the daily look at CloudWatch told. */
export function idlenessStore(db: Database): IdlenessStore {
  const { client } = db;
  return {
    keep: (accountId, rows) =>
      db.transact(async (tx) => {
        await tx.client.idleness.deleteMany({ where: { accountId } });
        if (rows.length === 0) return;
        const texts = rows.map(({ verdict, ...row }) => ({ ...row, verdict: JSON.stringify(verdict) }));
        await insertRows(tx, { table: "Idleness", columns, rows: texts, onConflict });
      }),
    list: async (accountIds) => {
      const where = accountIds.length > 0 ? { accountId: { in: [...accountIds] } } : {};
      return (await client.idleness.findMany({ where })).map(idlenessOf);
    },
    get: async (resourceId) => {
      const row = await client.idleness.findUnique({ where: { resourceId } });
      return row && idlenessOf(row);
    },
  };
}

function idlenessOf({ verdict, ...row }: IdlenessModel): Idleness {
  return { ...row, verdict: idleVerdict.parse(JSON.parse(verdict)) };
}
