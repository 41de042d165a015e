import type { HoldStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { nextNumber } from "./counter";
import type { Database } from "./database";
import { holdOf, inTurn } from "./holds";
import { endNotices, openNotices } from "./notices";

/** How a hold ends without a restore: somebody decided that its resource stays as it is. */
export function holdEnds(db: Database): Pick<HoldStore, "get" | "end"> {
  return {
    get: async (id) => {
      const row = await db.client.hold.findUnique({ where: { id } });
      return row && holdOf(row);
    },

    end: ({ id, at, reason, freed }, audit, notices = []) =>
      db.transact(async (tx) => {
        const { client } = tx;
        await inTurn(tx);
        const hold = await client.hold.findUnique({ where: { id }, select: { resourceId: true, endedAt: true } });
        if (!hold || hold.endedAt) return "over";
        const { resourceId } = hold;
        if (await client.operationItem.findUnique({ where: { unfinishedKey: resourceId } })) return "busy";
        const { count } = await client.hold.updateMany({
          where: { id, endedAt: null },
          data: { state: "ended", endedAt: at, endReason: reason, activeKey: null },
        });
        if (count === 0) return "over";
        const serial = await nextNumber(tx, "inventory");
        await client.resource.updateMany({ where: { holdId: id }, data: { ...freed, holdId: null, serial } });
        await endNotices(tx, [resourceId], ["woke"], at);
        await openNotices(tx, notices);
        await appendAudit(tx, [audit]);
        return "ended";
      }),
  };
}
