import type { Notice, NoticeKind } from "../core/notice";
import type { NoticeStore } from "../usecases/ports";
import { insertRows, slicesOf } from "./bulk";
import type { Database, Tx } from "./database";
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
    open: (notices) => (notices.length === 0 ? Promise.resolve([]) : db.transact((tx) => openNotices(tx, notices))),

    end: async (resourceIds, kinds, at) => {
      for (const slice of slicesOf(resourceIds)) await endNotices(db, slice, kinds, at);
    },

    list: async (limit) => {
      const rows = await db.client.notice.findMany({
        orderBy: [{ endedAt: { sort: "desc", nulls: "first" } }, { at: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(noticeOf);
    },

    listOpen: async () => {
      const rows = await db.client.notice.findMany({ where: { endedAt: null } });
      return rows.map(noticeOf);
    },

    endedSince: async (at) => {
      const rows = await db.client.notice.findMany({ where: { endedAt: { gte: at } } });
      return rows.map(noticeOf);
    },
  };
}

/** @returns those that are new */
export async function openNotices(tx: Tx, notices: readonly Notice[]): Promise<readonly Notice[]> {
  const rows = notices.map((notice) => ({ ...notice, openKey: notice.endedAt === null ? openKeyOf(notice) : null }));
  const onConflict = Prisma.sql`ON CONFLICT ("openKey") DO NOTHING`;
  await insertRows(tx, { table: "Notice", columns, rows, onConflict });
  const ids = notices.map(({ id }) => id);
  const saved = await tx.client.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Notice" WHERE "id" IN ${tx.dialect.list(ids)}`;
  const isNew = new Set(saved.map(({ id }) => id));
  return notices.filter(({ id }) => isNew.has(id));
}

export async function endNotices(
  { client }: Pick<Tx, "client">,
  resourceIds: readonly string[],
  kinds: readonly NoticeKind[],
  at: Date,
): Promise<void> {
  const keys = resourceIds.flatMap((resourceId) => kinds.map((kind) => openKeyOf({ kind, resourceId })));
  await client.notice.updateMany({ where: { openKey: { in: keys } }, data: { endedAt: at, openKey: null } });
}

function openKeyOf({ kind, resourceId }: Pick<Notice, "kind" | "resourceId">): string {
  return `${kind} ${resourceId}`;
}

function noticeOf({ openKey: _, ...row }: NoticeModel): Notice {
  return { ...row, kind: row.kind as NoticeKind };
}
