import type { Hold } from "../core/operation";
import type { HoldChange, NewHold } from "../engine/ports";
import type { HoldStore } from "../usecases/ports";
import { insertRows, lazily, slicesOf, updateRows } from "./bulk";
import { nextNumber } from "./counter";
import { following, newestFirst, pageOf } from "./cursor";
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

export function holdStore(db: Database): Pick<HoldStore, "list" | "active"> {
  return {
    list: async ({ states, resourceId }, limit, cursor) => {
      const rows = await db.client.hold.findMany({
        where: { state: { in: [...states] }, ...(resourceId && { resourceId }), ...following(cursor) },
        orderBy: newestFirst,
        take: limit + 1,
      });
      const { items, next } = pageOf(rows, limit);
      return { items: items.map(holdOf), next };
    },

    active: async (resourceIds) => {
      const holds: Hold[] = [];
      for (const slice of slicesOf(resourceIds)) {
        const rows = await db.client.$queryRaw<HoldModel[]>`
          SELECT * FROM "Hold" WHERE "activeKey" IN ${db.dialect.list(slice)}`;
        holds.push(...rows.map(holdOf));
      }
      return holds;
    },
  };
}

/**
 * Saves new holds. A resource that is held keeps the hold it has (law 2: good is never overwritten with paused); its
 * item and its inventory row then point to that one.
 */
export async function openHolds(tx: Tx, operationId: string, holds: readonly NewHold[]): Promise<void> {
  if (holds.length === 0) return;
  const rows = lazily(holds, (hold) => ({
    ...hold,
    state: "active",
    saved: JSON.stringify(hold.saved ?? null),
    inventory: JSON.stringify(hold.inventory ?? null),
    operationId,
    activeKey: hold.resourceId,
  }));
  await insertRows(tx, { table: "Hold", columns, rows, onConflict: sql`ON CONFLICT ("activeKey") DO NOTHING` });
  const serial = await nextNumber(tx, "inventory");
  for (const slice of slicesOf(holds)) {
    const held = tx.dialect.list(slice.map((hold) => hold.resourceId));
    await tx.client.$executeRaw`
      UPDATE "OperationItem" SET "holdId" = "Hold"."id" FROM "Hold"
      WHERE "OperationItem"."operationId" = ${operationId} AND "OperationItem"."resourceId" IN ${held}
        AND "Hold"."activeKey" = "OperationItem"."resourceId"`;
    await tx.client.$executeRaw`
      UPDATE "Resource" SET "holdId" = "Hold"."id", "serial" = ${serial} FROM "Hold"
      WHERE "Resource"."id" IN ${held} AND "Hold"."activeKey" = "Resource"."id"`;
  }
}

/** Who takes held resources up and who ends a hold go one after the other: neither overlooks the other. */
export function inTurn({ client, dialect }: Tx): Promise<void> {
  return dialect.lock(client, "holds");
}

/** Those of these holds that are over. */
export async function overAmong({ client, dialect }: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const over = new Set(ids);
  for (const slice of slicesOf(over)) {
    const rows = await client.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Hold" WHERE "id" IN ${dialect.list(slice)} AND "activeKey" IS NOT NULL`;
    for (const { id } of rows) over.delete(id);
  }
  return over;
}

/** Not by its state or its end: SQLite would then walk over all that are active by that index, once for each row. */
const isActive = sql`"Hold"."id" = "row"."id" AND "Hold"."activeKey" IS NOT NULL`;

/** Marks holds as verified, or settles them and frees their resources. A hold that is settled already stays as it is. */
export async function changeHolds(tx: Tx, operationId: string, all: readonly HoldChange[]): Promise<void> {
  if (all.length === 0) return;
  await refuseUnknown(tx, all);
  const kept = await keptAmong(tx, operationId, all);
  const changes = all.filter(({ id }) => !kept.has(id));
  const verified = changes.filter((change) => change.to === "verified");
  await updateRows(tx, {
    table: "Hold",
    columns: { id: "text", verifiedAt: "time" },
    rows: lazily(verified, ({ id, at }) => ({ id, verifiedAt: at })),
    set: ["verifiedAt"],
    where: isActive,
  });
  const settled = changes.filter((change) => change.to !== "verified");
  await updateRows(tx, {
    table: "Hold",
    columns: { id: "text", state: "text", endedAt: "time", endReason: "text", activeKey: "text" },
    rows: lazily(settled, ({ id, to, at, reason }) => ({
      id,
      state: to === "released" ? to : "ended",
      endedAt: at,
      endReason: reason,
      activeKey: null,
    })),
    set: ["state", "endedAt", "endReason", "activeKey"],
    where: isActive,
  });
  await tellInventory(tx, verified, sql`"holdId"`);
  await tellInventory(tx, settled, sql`NULL`);
}

/** What an operation did not use and did not open: it is the way back from an earlier one. */
async function keptAmong({ client }: Tx, operationId: string, changes: readonly HoldChange[]) {
  const kept = new Set<string>();
  const unused = changes.filter(({ to }) => to === "unused").map(({ id }) => id);
  for (const slice of slicesOf(unused)) {
    const theirs = { id: { in: [...slice] }, NOT: { operationId, verifiedAt: null } };
    for (const { id } of await client.hold.findMany({ where: theirs, select: { id: true } })) kept.add(id);
  }
  return kept;
}

/** A resource whose hold changed has changed for everybody who lists or plans it. */
async function tellInventory(tx: Tx, changes: readonly HoldChange[], holdId: Prisma.Sql): Promise<void> {
  if (changes.length === 0) return;
  const serial = await nextNumber(tx, "inventory");
  for (const slice of slicesOf(changes)) {
    await tx.client.$executeRaw`
      UPDATE "Resource" SET "holdId" = ${holdId}, "serial" = ${serial}
      WHERE "holdId" IN ${tx.dialect.list(slice.map(({ id }) => id))}`;
  }
}

async function refuseUnknown({ client, dialect }: Tx, changes: readonly HoldChange[]): Promise<void> {
  for (const slice of slicesOf(new Set(changes.map(({ id }) => id)))) {
    const rows = await client.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Hold" WHERE "id" IN ${dialect.list(slice)}`;
    const known = new Set(rows.map(({ id }) => id));
    const unknown = slice.filter((id) => !known.has(id));
    if (unknown.length > 0) throw new Error(`There is no hold ${unknown.join(", ")}`);
  }
}

export function holdOf({ activeKey: _, ...row }: HoldModel): Hold {
  return {
    ...row,
    state: row.state as Hold["state"],
    saved: JSON.parse(row.saved) as unknown,
    inventory: JSON.parse(row.inventory) as unknown,
  };
}
