import type { Fault } from "../core/fault";
import type { CoverageRow, ResourceRecord, ResourceSummary } from "../core/inventory";
import type { Estimate } from "../core/money";
import type { ResourceState, Tags } from "../core/resource";
import type { InventoryStore } from "../inventory/ports";
import { insertRows, quoted } from "./bulk";
import { nextNumber } from "./counter";
import type { Database } from "./database";
import type { Columns, Dialect } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { CoverageModel, ResourceModel } from "./generated/sqlite/models";

const { sql, join } = Prisma;

const resourceColumns: Columns = {
  id: "text",
  accountId: "text",
  region: "text",
  kind: "text",
  nativeId: "text",
  arn: "text",
  name: "text",
  type: "text",
  tags: "text",
  detail: "text",
  state: "text",
  saw: "text",
  reason: "text",
  remedy: "text",
  isProtected: "boolean",
  pausable: "boolean",
  estimate: "text",
  hourlyNow: "bigint",
  hourlyRunning: "bigint",
  hourlyPaused: "bigint",
  ownerId: "text",
  holdId: "text",
  search: "text",
  serial: "integer",
  firstSeenAt: "time",
  seenAt: "time",
  changedAt: "time",
};
const coverageColumns: Columns = {
  accountId: "text",
  region: "text",
  kind: "text",
  status: "text",
  found: "integer",
  fault: "text",
  at: "time",
  milliseconds: "integer",
};

const summaryColumns = [
  "id",
  "accountId",
  "region",
  "kind",
  "nativeId",
  "name",
  "tags",
  "state",
  "isProtected",
  "pausable",
  "hourlyNow",
  "hourlyRunning",
  "hourlyPaused",
  "ownerId",
  "holdId",
  "firstSeenAt",
] as const;
type SummaryRow = Pick<ResourceModel, (typeof summaryColumns)[number]>;

export function inventoryStore(db: Database): InventoryStore {
  const { client, dialect } = db;
  return {
    upsert: (records) =>
      records.length === 0
        ? Promise.resolve()
        : db.transact(async (tx) => {
            const serial = await nextNumber(tx, "inventory");
            await insertRows(tx, {
              table: "Resource",
              columns: resourceColumns,
              rows: records.map((record) => ({ ...rowOf(record), serial })),
              onConflict: overwriteResource,
            });
          }),

    markUnseen: (accountId, region, kind, before) =>
      db.transact(async (tx) => {
        const where = { accountId, region, kind, seenAt: { lt: before }, holdId: null, state: { not: "gone" } };
        if ((await tx.client.resource.count({ where })) === 0) return 0;
        const serial = await nextNumber(tx, "inventory");
        const data = { state: "gone", saw: "not found", hourlyNow: 0, pausable: false, changedAt: before, serial };
        const { count } = await tx.client.resource.updateMany({ where, data });
        return count;
      }),

    serial: async () => (await client.counter.findUnique({ where: { name: "inventory" } }))?.value ?? 0,

    changedSince: async (serial) => {
      const rows = await client.resource.findMany({ where: { serial: { gt: serial } }, orderBy: { id: "asc" } });
      return rows.map(recordOf);
    },

    summaries: async (accountIds) => {
      const rows = await client.$queryRaw<SummaryRow[]>`
        SELECT ${join(summaryColumns.map(quoted))} FROM "Resource"
        WHERE ("state" <> 'gone' OR "holdId" IS NOT NULL) ${inAccounts(dialect, accountIds)} ORDER BY ${order(dialect)}`;
      return rows.map(summaryOf);
    },

    membersOf: async (ownerIds) => {
      const rows = await client.$queryRaw<ResourceModel[]>`
        SELECT * FROM "Resource" WHERE "state" <> 'gone' AND "ownerId" IN ${dialect.list(ownerIds)}`;
      return rows.map(recordOf);
    },

    all: async (accountIds) => {
      const rows = await client.$queryRaw<ResourceModel[]>`
        SELECT * FROM "Resource" WHERE ("state" <> 'gone' OR "holdId" IS NOT NULL) ${inAccounts(dialect, accountIds)} ORDER BY ${order(dialect)}`;
      return rows.map(recordOf);
    },

    get: async (id) => {
      const row = await client.resource.findUnique({ where: { id } });
      return row && recordOf(row);
    },

    byIds: async (ids) => {
      const rows = await client.$queryRaw<ResourceModel[]>`
        SELECT * FROM "Resource" WHERE "id" IN ${dialect.list(ids)} ORDER BY ${order(dialect)}`;
      return rows.map(recordOf);
    },

    saveCoverage: (rows) =>
      db.transact(async (tx) => {
        await insertRows(tx, {
          table: "Coverage",
          columns: coverageColumns,
          rows: rows.map((row) => ({ ...row, fault: row.fault && JSON.stringify(row.fault) })),
          onConflict: overwrite(["accountId", "region", "kind"], Object.keys(coverageColumns)),
        });
      }),

    coverage: async (accountIds) => {
      const rows = await client.coverage.findMany({
        where: accountIds.length > 0 ? { accountId: { in: [...accountIds] } } : {},
        orderBy: [{ accountId: "asc" }, { region: "asc" }, { kind: "asc" }],
      });
      return rows.map(coverageOf);
    },
  };
}

/** `ON CONFLICT (key) DO UPDATE` of every column but the key and those that are kept. */
function overwrite(key: readonly string[], columns: readonly string[], kept: readonly string[] = []): Prisma.Sql {
  const changed = columns.filter((name) => !key.includes(name) && !kept.includes(name));
  const assignments = changed.map((name) => sql`${quoted(name)} = excluded.${quoted(name)}`);
  return sql`ON CONFLICT (${join(key.map(quoted))}) DO UPDATE SET ${join(assignments)}`;
}

/** What is new is written over what was; what a plan sees decides whether that counts as a change. */
const seenByPlans = ["name", "type", "tags", "detail", "state", "isProtected", "ownerId"];
const overwriteResource = ((): Prisma.Sql => {
  const old = (name: string) => sql`"Resource".${quoted(name)}`;
  const isSame = join(
    seenByPlans.map((name) => sql`${old(name)} IS NOT DISTINCT FROM excluded.${quoted(name)}`),
    " AND ",
  );
  const kept = ["id", "holdId", "firstSeenAt", "serial", "changedAt"];
  const fresh = Object.keys(resourceColumns).filter((name) => !kept.includes(name));
  const assignments = [
    ...fresh.map((name) => sql`${quoted(name)} = excluded.${quoted(name)}`),
    ...["serial", "changedAt"].map(
      (name) => sql`${quoted(name)} = CASE WHEN ${isSame} THEN ${old(name)} ELSE excluded.${quoted(name)} END`,
    ),
  ];
  return sql`ON CONFLICT ("id") DO UPDATE SET ${join(assignments)}`;
})();

function inAccounts(dialect: Dialect, accountIds: readonly string[]): Prisma.Sql {
  return accountIds.length > 0 ? sql`AND "accountId" IN ${dialect.list(accountIds)}` : Prisma.empty;
}

function order(dialect: Dialect): Prisma.Sql {
  return join(["kind", "name", "id"].map((column) => dialect.bytes(column)));
}

function rowOf({ protected: isProtected, tags, detail, estimate, ...record }: ResourceRecord) {
  const tagTexts = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return {
    ...record,
    tags: JSON.stringify(tags),
    detail: JSON.stringify(detail ?? null),
    estimate: JSON.stringify(estimate),
    isProtected,
    hourlyRunning: estimate.running,
    hourlyPaused: estimate.paused,
    // Lines keep a search from matching across two of them.
    search: [record.name, record.nativeId, record.id, ...tagTexts].join("\n").toLowerCase(),
  };
}

/** A row of a raw query has its big integers as such and, on SQLite, its booleans as numbers and its times as text. */
function summaryOf({ isProtected, pausable, ...row }: SummaryRow): ResourceSummary {
  return {
    ...row,
    state: row.state as ResourceState,
    tags: JSON.parse(row.tags) as Tags,
    protected: Boolean(isProtected),
    pausable: Boolean(pausable),
    hourlyNow: numberOf(row.hourlyNow),
    hourlyRunning: numberOf(row.hourlyRunning),
    hourlyPaused: numberOf(row.hourlyPaused),
    firstSeenAt: new Date(row.firstSeenAt),
  };
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function recordOf(row: ResourceModel): ResourceRecord {
  const { search: _, serial: __, isProtected, hourlyRunning: ___, hourlyPaused: ____, ...rest } = row;
  return {
    ...rest,
    state: row.state as ResourceState,
    tags: JSON.parse(row.tags) as Tags,
    detail: JSON.parse(row.detail) as unknown,
    estimate: JSON.parse(row.estimate) as Estimate,
    hourlyNow: numberOf(row.hourlyNow),
    protected: isProtected,
  };
}

function coverageOf(row: CoverageModel): CoverageRow {
  return {
    ...row,
    status: row.status as CoverageRow["status"],
    fault: row.fault === null ? null : (JSON.parse(row.fault) as Fault),
  };
}
