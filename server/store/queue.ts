import type { Action } from "../core/plan";
import type { QueueStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import type { Database } from "./database";
import { itemOf } from "./items";
import { rung, unfinished } from "./operations";

/** What AWS cannot do yet: the items that wait for it are the queue. */
export function queueStore(db: Database): QueueStore {
  return {
    list: async () => {
      const rows = await db.client.operationItem.findMany({
        where: { state: "deferred", operation: { state: { in: unfinished } } },
        orderBy: [{ deferredAt: "asc" }, { resourceId: "asc" }],
        include: { operation: { select: { id: true, number: true, title: true, action: true } } },
      });
      return rows.map(({ operation, ...row }) => ({
        operation: { ...operation, action: operation.action as Action },
        item: itemOf(row),
      }));
    },

    tryNow: (resourceId, now, audit) =>
      db.transact(async (tx) => {
        const where = { unfinishedKey: resourceId, state: "deferred" };
        const [row] = await tx.client.operationItem.updateManyAndReturn({
          where,
          data: { notBefore: now },
          select: { operationId: true, lane: true },
        });
        if (!row) return false;
        await tx.client.operationSlice.updateMany({ where: row, data: { wakeAt: rung } });
        await appendAudit(tx, [audit]);
        return true;
      }),
  };
}
