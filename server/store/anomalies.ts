import { createHash } from "node:crypto";
import type { AnomalyMark, AnomalyStore, KeptAnomaly } from "../usecases/cost-ports";
import { appendAudit } from "./audit";
import { insertRows, slicesOf } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { CostAnomalyModel } from "./generated/sqlite/models";

const columns: Columns = {
  id: "text",
  accountId: "text",
  service: "text",
  day: "text",
  foundAt: "time",
  detail: "text",
};

type Found = Parameters<AnomalyStore["keep"]>[2][number];

export function anomalyStore(db: Database): AnomalyStore {
  return {
    keep: (accountIds, from, found, at) =>
      accountIds.length === 0 ? Promise.resolve([]) : db.transact((tx) => replace(tx, accountIds, from, found, at)),

    list: async (accountIds, from) => {
      const rows = await db.client.costAnomaly.findMany({
        where: { accountId: { in: [...accountIds] }, day: { gte: from } },
      });
      return rows.map(anomalyOf).sort(isNewer);
    },

    mark: (id, mark, by, at, audit) =>
      db.transact(async (tx) => {
        const data = mark === null ? { mark, markedBy: null, markedAt: null } : { mark, markedBy: by, markedAt: at };
        const [row] = await tx.client.costAnomaly.updateManyAndReturn({ where: { id }, data });
        if (!row) return null;
        await appendAudit(tx, [audit]);
        return anomalyOf(row);
      }),
  };
}

/**
 * Only what it says is written anew where a row is there already: its id, its mark and when it was found stay. One at a
 * time: what two find at once is new to one of them.
 */
async function replace(
  tx: Tx,
  accountIds: readonly string[],
  from: string,
  found: readonly Found[],
  at: Date,
): Promise<readonly KeptAnomaly[]> {
  await tx.dialect.lock(tx.client, "anomalies");
  const stored = await tx.client.costAnomaly.findMany({
    where: { accountId: { in: [...accountIds] }, day: { gte: from } },
    select: { id: true },
  });
  const rows = found.map((one) => rowOf(one, at));
  const [before, now] = [new Set(stored.map(({ id }) => id)), new Set(rows.map(({ id }) => id))];
  for (const slice of slicesOf([...before].filter((id) => !now.has(id)))) {
    await tx.client.costAnomaly.deleteMany({ where: { id: { in: [...slice] } } });
  }
  const onConflict = Prisma.sql`
    ON CONFLICT ("accountId", "service", "day") DO UPDATE SET "detail" = "excluded"."detail"`;
  await insertRows(tx, { table: "CostAnomaly", columns, rows, onConflict });
  return rows
    .filter(({ id }) => !before.has(id))
    .map((row) => anomalyOf({ ...row, mark: null, markedBy: null, markedAt: null }));
}

function rowOf({ accountId, service, firstDay, ...rest }: Found, foundAt: Date) {
  const key = { accountId, service: service ?? "", day: firstDay };
  return { id: idOf(key), ...key, foundAt, detail: JSON.stringify(rest) };
}

/** From its key: found again, or by two processes at once, it is the same one. */
function idOf({ accountId, service, day }: Pick<CostAnomalyModel, "accountId" | "service" | "day">): string {
  const hash = createHash("sha256").update([accountId, service, day].join("\n")).digest("hex");
  return `ano_${hash.slice(0, 24)}`;
}

function anomalyOf({ service, day, detail, mark, ...row }: CostAnomalyModel): KeptAnomaly {
  const said = JSON.parse(detail) as Omit<Found, "accountId" | "service" | "firstDay">;
  return { ...row, ...said, service: service || null, firstDay: day, mark: mark as AnomalyMark | null };
}

/** Sorted here: the locale of a Postgres server would sort services its own way. */
function isNewer(one: KeptAnomaly, other: KeptAnomaly): number {
  if (one.firstDay !== other.firstDay) return one.firstDay > other.firstDay ? -1 : 1;
  return (one.service ?? "") < (other.service ?? "") || (one.service === other.service && one.id < other.id) ? -1 : 1;
}
