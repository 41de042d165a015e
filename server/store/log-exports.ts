import type { Fault } from "../core/fault";
import type { LogExport, LogExportState } from "../core/log-export";
import type { LogExportStore } from "../usecases/log-export-ports";
import { appendAudit } from "./audit";
import type { Database } from "./database";
import type { LogExportModel } from "./generated/sqlite/models";

export function logExportStore(db: Database): LogExportStore {
  const { client } = db;
  return {
    create: (one, audit) =>
      db.transact(async (tx) => {
        await tx.client.logExport.create({ data: { ...one, fault: one.fault && JSON.stringify(one.fault) } });
        await appendAudit(tx, [audit]);
      }),

    list: async (resourceId, limit) => {
      const rows = await client.logExport.findMany({
        where: resourceId === null ? {} : { resourceId },
        orderBy: [{ askedAt: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(exportOf);
    },

    open: async () => {
      const rows = await client.logExport.findMany({
        where: { state: { in: ["waiting", "running"] } },
        orderBy: [{ askedAt: "asc" }, { id: "asc" }],
      });
      return rows.map(exportOf);
    },

    change: (id, from, { fault, ...change }, audit) =>
      db.transact(async (tx) => {
        const { count } = await tx.client.logExport.updateMany({
          where: { id, state: from },
          data: { ...change, ...(fault !== undefined && { fault: fault && JSON.stringify(fault) }) },
        });
        if (count > 0 && audit) await appendAudit(tx, [audit]);
        return count > 0;
      }),
  };
}

function exportOf({ state, fault, ...row }: LogExportModel): LogExport {
  return {
    ...row,
    state: state as LogExportState,
    fault: fault === null ? null : (JSON.parse(fault) as Fault),
  };
}
