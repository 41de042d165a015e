import type { OperationRecord } from "../engine/ports";
import type { FollowUpStore, UnbegunEnd } from "../usecases/ports";
import { appendAudit } from "./audit";
import type { Database, Tx } from "./database";
import { appendEvents } from "./engine";
import { updateItems } from "./items";
import { findOperation } from "./operations";

export function followUpStore(db: Database): FollowUpStore {
  const { client } = db;
  return {
    number: async (operationId) => {
      const row = await client.operation.findUnique({ where: { id: operationId }, select: { number: true } });
      return row?.number ?? null;
    },

    takenUp: async (operationId) => {
      const rows = await client.$queryRaw<{ resourceId: string }[]>`
        SELECT DISTINCT mine."resourceId"
        FROM "OperationItem" AS mine
        JOIN "Operation" AS this ON this."id" = mine."operationId"
        JOIN "OperationItem" AS theirs ON theirs."resourceId" = mine."resourceId"
        JOIN "Operation" AS later ON later."id" = theirs."operationId"
        WHERE mine."operationId" = ${operationId} AND later."createdAt" > this."createdAt"`;
      return new Set(rows.map((row) => row.resourceId));
    },

    held: async (operationId) => {
      const rows = await client.$queryRaw<{ resourceId: string }[]>`
        SELECT item."resourceId"
        FROM "OperationItem" AS item JOIN "Hold" AS hold ON hold."id" = item."holdId"
        WHERE item."operationId" = ${operationId} AND hold."state" = 'active'
          AND (hold."operationId" = item."operationId" OR item."state" = 'done')
        ORDER BY item."position"`;
      return rows.map((row) => row.resourceId);
    },

    endUnbegun: async (operationId, end) => {
      try {
        return await db.transact((tx) => endUnbegun(tx, operationId, end));
      } catch (error) {
        if (error === begun) return false;
        throw error;
      }
    },
  };
}

/** Thrown to take back what the transaction did so far. */
const begun = new Error("Somebody has begun the operation");

/** A slice that was never claimed has the epoch 0. Closing them all first means that nobody can begin one any more. */
async function endUnbegun(tx: Tx, operationId: string, end: (whole: OperationRecord) => UnbegunEnd): Promise<boolean> {
  const { client } = tx;
  await client.operationSlice.updateMany({
    where: { operationId, leaseEpoch: 0, isOver: false },
    data: { isOver: true },
  });
  const others = await client.operationSlice.count({ where: { operationId, leaseEpoch: { gt: 0 } } });
  const { count } = await client.operation.updateMany({
    where: { id: operationId, state: "queued" },
    data: { cancelRequested: true },
  });
  if (others > 0 || count === 0) throw begun;
  const whole = await findOperation(tx, operationId);
  if (!whole) throw begun;
  const { items, state, endedAt, events, audit } = end(whole);
  await updateItems(tx, operationId, items);
  await client.operation.update({ where: { id: operationId }, data: { state, endedAt } });
  await appendEvents(tx, operationId, events);
  await appendAudit(tx, audit);
  return true;
}
