import type { LedgerEntry, Stretch, StretchEnd, StretchType } from "../core/ledger";
import type { PricedLine } from "../core/money";
import type { ItemState } from "../core/operation";
import type { Action, PlanItem } from "../core/plan";
import type { ResourceState, Tags } from "../core/resource";
import type { HoldEntries, LedgerFacts, LedgerFilter, LedgerStore } from "../costs/ports";
import { insertRows, quoted, slicesOf } from "./bulk";
import { pageOf, placeOf } from "./cursor";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { LedgerEntryModel } from "./generated/sqlite/models";
import { holdOf } from "./holds";

const { sql, join } = Prisma;

const columns: Columns = {
  id: "text",
  holdId: "text",
  ordinal: "integer",
  type: "text",
  resourceId: "text",
  accountId: "text",
  region: "text",
  kind: "text",
  nativeId: "text",
  arn: "text",
  name: "text",
  tags: "text",
  from: "time",
  until: "time",
  end: "text",
  restartFrom: "time",
  hourly: "bigint",
  seenUntil: "time",
  lines: "text",
  serial: "integer",
};

export function ledgerStore(db: Database): LedgerStore {
  const { client } = db;
  return {
    stale: (endedSince, limit) => staleHolds(db, endedSince, limit),
    facts: (holdIds) => factsOf(db, holdIds),
    keep: (holds) => (holds.length === 0 ? Promise.resolve() : db.transact((tx) => keepEntries(tx, holds))),

    noteLooks: async () => {
      await client.$executeRaw`
        UPDATE "LedgerEntry" SET "seenUntil" = seen."seenAt"
        FROM "Resource" AS seen
        WHERE "LedgerEntry"."until" IS NULL AND "LedgerEntry"."type" = 'saved'
          AND seen."id" = "LedgerEntry"."resourceId" AND seen."holdId" = "LedgerEntry"."holdId"
          AND seen."serial" = "LedgerEntry"."serial" AND seen."state" = 'paused'
          AND seen."seenAt" > "LedgerEntry"."seenUntil"`;
    },

    list: async (filter, limit, cursor) => {
      const rows = await client.ledgerEntry.findMany({
        where: { AND: [whereOf(filter), following(cursor)] },
        orderBy: [{ from: "desc" }, { id: "desc" }],
        take: limit + 1,
      });
      const { items, next } = pageOf(
        rows.map((row) => ({ ...entryOf(row), createdAt: row.from })),
        limit,
      );
      return { items: items.map(({ createdAt: _, ...entry }) => entry), next };
    },

    stretches: async (filter) => {
      const rows = await client.ledgerEntry.findMany({ where: whereOf(filter), select: whenAndHowMuch });
      return rows.map(stretchOf);
    },

    all: async (filter) => {
      const rows = await client.ledgerEntry.findMany({ where: whereOf(filter), omit: { lines: true } });
      return rows.map(headOf);
    },
  };
}

/**
 * Three questions, each by an index of its own: what is held and has changed, or is off without an entry that says so;
 * what is entered as going on and is over; what is over and was never entered.
 */
async function staleHolds({ client }: Database, endedSince: Date | null, limit: number): Promise<readonly string[]> {
  const held = await client.$queryRaw<{ id: string }[]>`
    SELECT hold."id" FROM "Hold" AS hold
    LEFT JOIN "Resource" AS seen ON seen."id" = hold."resourceId"
    WHERE hold."state" = 'active' AND hold."verifiedAt" IS NOT NULL AND (
      NOT EXISTS (SELECT 1 FROM "LedgerEntry" AS entry WHERE entry."holdId" = hold."id")
      OR EXISTS (
        SELECT 1 FROM "LedgerEntry" AS entry WHERE entry."holdId" = hold."id" AND entry."serial" < seen."serial"
      )
      OR (seen."state" = 'paused' AND NOT EXISTS (
        SELECT 1 FROM "LedgerEntry" AS entry WHERE entry."holdId" = hold."id" AND entry."until" IS NULL
      ))
    )
    ORDER BY hold."createdAt" LIMIT ${limit}`;
  const over = await client.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT hold."id" FROM "LedgerEntry" AS entry JOIN "Hold" AS hold ON hold."id" = entry."holdId"
    WHERE entry."until" IS NULL AND hold."endedAt" IS NOT NULL LIMIT ${limit}`;
  const ended = await client.$queryRaw<{ id: string }[]>`
    SELECT hold."id" FROM "Hold" AS hold
    WHERE hold."endedAt" IS NOT NULL AND hold."verifiedAt" IS NOT NULL
      AND ${endedSince ? sql`hold."endedAt" >= ${endedSince}` : sql`1 = 1`}
      AND NOT EXISTS (SELECT 1 FROM "LedgerEntry" AS entry WHERE entry."holdId" = hold."id")
    ORDER BY hold."endedAt" LIMIT ${limit}`;
  return [...new Set([...held, ...over, ...ended].map(({ id }) => id))].slice(0, limit);
}

async function factsOf({ client }: Database, holdIds: readonly string[]): Promise<readonly LedgerFacts[]> {
  const facts: LedgerFacts[] = [];
  for (const slice of slicesOf(holdIds)) {
    const held = { holdId: { in: [...slice] } };
    const holds = await client.hold.findMany({ where: { id: { in: [...slice] } }, orderBy: { createdAt: "asc" } });
    const of = { in: holds.map(({ resourceId }) => resourceId) };
    const [items, notices, records, entries] = await Promise.all([
      client.operationItem.findMany({
        where: { resourceId: of, ...held },
        select: { holdId: true, state: true, startedAt: true, settledAt: true, plan: true, operation: action },
      }),
      client.notice.findMany({ where: { resourceId: of } }),
      client.resource.findMany({ where: { id: of }, select: seen }),
      client.ledgerEntry.findMany({ where: held, orderBy: { ordinal: "asc" } }),
    ]);
    for (const row of holds) {
      const hold = holdOf(row);
      const { id, resourceId, createdAt, endedAt } = hold;
      const isMine = ({ at }: { readonly at: Date }) => at >= createdAt && (endedAt === null || at <= endedAt);
      const record = records.find((one) => one.id === resourceId);
      facts.push({
        hold,
        items: items.filter(({ holdId }) => holdId === id).map(itemOf),
        notices: notices
          .filter((notice) => notice.resourceId === resourceId && isMine(notice))
          .map(({ kind, at }) => ({ kind: kind as LedgerFacts["notices"][number]["kind"], at })),
        record: record ? { ...record, state: record.state as ResourceState } : null,
        entries: entries.filter(({ holdId }) => holdId === id).map(entryOf),
      });
    }
  }
  return facts;
}

const action = { select: { action: true } } as const;
const seen = { id: true, state: true, holdId: true, seenAt: true, changedAt: true, serial: true } as const;

interface ItemRow {
  readonly state: string;
  readonly startedAt: Date | null;
  readonly settledAt: Date | null;
  readonly plan: string;
  readonly operation: { readonly action: string };
}

function itemOf({ state, startedAt, settledAt, plan, operation }: ItemRow): LedgerFacts["items"][number] {
  const { hourlyNow, hourlyAfter } = JSON.parse(plan) as PlanItem;
  const own = { action: operation.action as Action, state: state as ItemState };
  return { ...own, startedAt, settledAt, hourlyNow, hourlyAfter };
}

async function keepEntries(tx: Tx, holds: readonly HoldEntries[]): Promise<void> {
  const others = Object.keys(columns).filter((name) => name !== "id");
  const assignments = join(others.map((name) => sql`${quoted(name)} = "excluded".${quoted(name)}`));
  const rows = holds.flatMap(({ entries, serial }) =>
    entries.map(({ tags, lines, ...entry }) => ({
      ...entry,
      tags: JSON.stringify(tags),
      lines: JSON.stringify(lines),
      serial,
    })),
  );
  const onConflict = sql`
    ON CONFLICT ("id") DO UPDATE SET ${assignments} WHERE "LedgerEntry"."serial" <= "excluded"."serial"`;
  await tx.dialect.lock(tx.client, "ledger");
  await insertRows(tx, { table: "LedgerEntry", columns, rows, onConflict });
  for (const slice of slicesOf(holds)) await dropRest(tx, slice);
}

/** What was entered of these holds beyond what they have now. */
async function dropRest({ client }: Tx, holds: readonly HoldEntries[]): Promise<void> {
  const rows = await client.ledgerEntry.findMany({
    where: { holdId: { in: holds.map(({ holdId }) => holdId) } },
    select: { id: true, holdId: true, ordinal: true, serial: true },
  });
  const now = new Map(holds.map((hold) => [hold.holdId, hold]));
  const rest = rows.filter(({ holdId, ordinal, serial }) => {
    const hold = now.get(holdId);
    return hold && ordinal >= hold.entries.length && serial <= hold.serial;
  });
  if (rest.length > 0) await client.ledgerEntry.deleteMany({ where: { id: { in: rest.map(({ id }) => id) } } });
}

function whereOf({ accountIds, kinds, resourceIds, from, to }: LedgerFilter): Prisma.LedgerEntryWhereInput {
  return {
    ...(accountIds && { accountId: { in: [...accountIds] } }),
    ...(kinds && { kind: { in: [...kinds] } }),
    ...(resourceIds && { resourceId: { in: [...resourceIds] } }),
    from: { lt: to },
    OR: [{ until: null }, { until: { gt: from } }],
  };
}

function following(cursor: string | undefined): Prisma.LedgerEntryWhereInput {
  if (cursor === undefined) return {};
  const { createdAt: from, id } = placeOf(cursor);
  return { OR: [{ from: { lt: from } }, { from, id: { lt: id } }] };
}

const whenAndHowMuch = {
  type: true,
  from: true,
  until: true,
  end: true,
  restartFrom: true,
  hourly: true,
  seenUntil: true,
} as const;

function stretchOf(row: Prisma.LedgerEntryGetPayload<{ select: typeof whenAndHowMuch }>): Stretch {
  return {
    ...row,
    type: row.type as StretchType,
    end: row.end as StretchEnd | null,
    hourly: row.hourly === null ? null : Number(row.hourly),
  };
}

function entryOf({ lines, ...row }: LedgerEntryModel): LedgerEntry {
  return { ...headOf(row), lines: JSON.parse(lines) as readonly PricedLine[] };
}

function headOf({ serial: _, ...row }: Omit<LedgerEntryModel, "lines">): Omit<LedgerEntry, "lines"> {
  return { ...row, ...stretchOf(row), tags: JSON.parse(row.tags) as Tags };
}
