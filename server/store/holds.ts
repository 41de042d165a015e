import type { Hold } from "../core/operation";
import type { HoldChange, NewHold } from "../engine/ports";
import type { HoldStore } from "../usecases/ports";
import { insertRows, updateRows } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { HoldModel } from "./generated/sqlite/models";

const { sql } = Prisma;

const columns: Columns = {
  id: "text",
  resourceId: "text",
  accountId: "text",
  region: "text",
  kind: "text",
  nativeId: "text",
  name: "text",
  state: "text",
  saved: "text",
  savedVersion: "integer",
  inventory: "text",
  operationId: "text",
  createdAt: "time",
  activeKey: "text",
};

export function holdStore(db: Database): HoldStore {
  return {
    list: async (states) => {
      const rows = await db.client.hold.findMany({
        where: { state: { in: [...states] } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      });
      return rows.map(holdOf);
    },

    active: async (resourceIds) => {
      const rows = await db.client.$queryRaw<HoldModel[]>`
        SELECT * FROM "Hold" WHERE "activeKey" IN ${db.dialect.list(resourceIds)} ORDER BY "createdAt", "id"`;
      return rows.map(holdOf);
    },
  };
}

/**
 * Saves new holds. A resource that is held keeps the hold it has (law 2: good is never overwritten with paused); its
 * item and its inventory row then point to that one.
 */
export async function openHolds(tx: Tx, operationId: string, holds: readonly NewHold[]): Promise<void> {
  if (holds.length === 0) return;
  const rows = holds.map((hold) => ({
    ...hold,
    state: "active",
    saved: JSON.stringify(hold.saved ?? null),
    inventory: JSON.stringify(hold.inventory ?? null),
    operationId,
    activeKey: hold.resourceId,
  }));
  await insertRows(tx, { table: "Hold", columns, rows, onConflict: sql`ON CONFLICT ("activeKey") DO NOTHING` });
  const held = tx.dialect.list(holds.map((hold) => hold.resourceId));
  await tx.client.$executeRaw`
    UPDATE "OperationItem" SET "holdId" = "Hold"."id" FROM "Hold"
    WHERE "OperationItem"."operationId" = ${operationId} AND "OperationItem"."resourceId" IN ${held}
      AND "Hold"."activeKey" = "OperationItem"."resourceId"`;
  await tx.client.$executeRaw`
    UPDATE "Resource" SET "holdId" = "Hold"."id" FROM "Hold"
    WHERE "Resource"."id" IN ${held} AND "Hold"."activeKey" = "Resource"."id"`;
}

/** Marks holds as verified, or settles them and frees their resources. A hold that is settled already stays as it is. */
export async function changeHolds(tx: Tx, changes: readonly HoldChange[]): Promise<void> {
  if (changes.length === 0) return;
  await refuseUnknown(tx, changes);
  const from: Columns = {
    id: "text",
    state: "text",
    verifiedAt: "time",
    endedAt: "time",
    endReason: "text",
    activeKey: "text",
  };
  const where = sql`"Hold"."id" = "row"."id" AND "Hold"."state" = 'active'`;

  const verified = changes.filter((change) => change.to === "verified");
  const verifiedRows = verified.map(({ id, at }) => ({ id, verifiedAt: at }));
  await updateRows(tx, { table: "Hold", columns: from, rows: verifiedRows, set: ["verifiedAt"], where });

  const settled = changes.filter((change) => change.to !== "verified");
  if (settled.length === 0) return;
  const settledRows = settled.map(({ id, to, at, reason }) => ({
    id,
    state: to,
    endedAt: at,
    endReason: reason,
    activeKey: null,
  }));
  await updateRows(tx, {
    table: "Hold",
    columns: from,
    rows: settledRows,
    set: ["state", "endedAt", "endReason", "activeKey"],
    where,
  });
  await tx.client.$executeRaw`
    UPDATE "Resource" SET "holdId" = NULL WHERE "holdId" IN ${tx.dialect.list(settled.map(({ id }) => id))}`;
}

async function refuseUnknown({ client, dialect }: Tx, changes: readonly HoldChange[]): Promise<void> {
  const ids = [...new Set(changes.map(({ id }) => id))];
  const rows = await client.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Hold" WHERE "id" IN ${dialect.list(ids)}`;
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`There is no hold ${unknown.join(", ")}`);
}

function holdOf({ activeKey: _, ...row }: HoldModel): Hold {
  return {
    ...row,
    state: row.state as Hold["state"],
    saved: JSON.parse(row.saved) as unknown,
    inventory: JSON.parse(row.inventory) as unknown,
  };
}
