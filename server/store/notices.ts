import type { Notice, NoticeKind } from "../core/notice";
import type { NoticeStore } from "../usecases/ports";
import { insertRows } from "./bulk";
import type { Database } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { NoticeModel } from "./generated/sqlite/models";

const columns: Columns = {
  id: "text",
  at: "time",
  kind: "text",
  accountId: "text",
  groupId: "text",
  resourceId: "text",
  name: "text",
  text: "text",
  operationId: "text",
  endedAt: "time",
  openKey: "text",
};

export function noticeStore(db: Database): NoticeStore {
  return {
    open: (notices) =>
      db.transact(async (tx) => {
        const rows = notices.map((notice) => ({
          ...notice,
          openKey: notice.endedAt === null ? `${notice.kind} ${notice.resourceId}` : null,
        }));
        const onConflict = Prisma.sql`ON CONFLICT ("openKey") DO NOTHING`;
        await insertRows(tx, { table: "Notice", columns, rows, onConflict });
        const ids = notices.map(({ id }) => id);
        const saved = await tx.client.$queryRaw<{ id: string }[]>`
          SELECT "id" FROM "Notice" WHERE "id" IN ${tx.dialect.list(ids)}`;
        const isNew = new Set(saved.map(({ id }) => id));
        return notices.filter(({ id }) => isNew.has(id));
      }),

    end: async (resourceIds, kinds, at) => {
      if (resourceIds.length === 0) return;
      await db.client.notice.updateMany({
        where: { openKey: { in: resourceIds.flatMap((id) => kinds.map((kind) => `${kind} ${id}`)) } },
        data: { endedAt: at, openKey: null },
      });
    },

    list: async (limit) => {
      const rows = await db.client.notice.findMany({
        orderBy: [{ endedAt: { sort: "desc", nulls: "first" } }, { at: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(noticeOf);
    },
  };
}

function noticeOf({ openKey: _, ...row }: NoticeModel): Notice {
  return { ...row, kind: row.kind as NoticeKind };
}
