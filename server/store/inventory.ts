import { z } from "zod";
import type { Fault } from "../core/fault";
import { type Filter, matches } from "../core/filter";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import type { Estimate } from "../core/money";
import { type ResourceState, resourceStates, type Tags } from "../core/resource";
import type { InventoryStore, ResourceQuery } from "../inventory/ports";
import { insertRows, quoted } from "./bulk";
import { decodeCursor, encodeCursor } from "./cursor";
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
  estimate: "text",
  hourlyNow: "bigint",
  ownerId: "text",
  holdId: "text",
  search: "text",
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

/** Rows are read in steps of this many where a filter must be asked row by row. */
const filteredStep = 500;

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);
type SortKey = z.infer<typeof cursorSchema>;

export function inventoryStore(db: Database): InventoryStore {
  const { client, dialect } = db;
  return {
    upsert: (records) =>
      db.transact(async (tx) => {
        await insertRows(tx, {
          table: "Resource",
          columns: resourceColumns,
          rows: records.map(rowOf),
          onConflict: overwrite(["id"], Object.keys(resourceColumns), ["holdId"]),
        });
      }),

    markUnseen: async (accountId, region, kind, before) => {
      const { count } = await client.resource.updateMany({
        where: { accountId, region, kind, seenAt: { lt: before }, holdId: null, state: { not: "gone" } },
        data: { state: "gone", saw: "not found", hourlyNow: 0, changedAt: before },
      });
      return count;
    },

    list: async (query) => {
      const found: ResourceRecord[] = [];
      const step = isAllSql(query.filter) ? query.limit + 1 : Math.max(query.limit + 1, filteredStep);
      let after = query.cursor === undefined ? null : decodeCursor(query.cursor, cursorSchema);
      while (found.length <= query.limit) {
        const rows = await listStep(db, { query, after, step });
        found.push(...rows.map(recordOf).filter((record) => matches(query.filter, record)));
        const last = rows.at(-1);
        if (rows.length < step || !last) break;
        after = keyOf(last);
      }
      const items = found.slice(0, query.limit);
      const last = items.at(-1);
      return { items, next: found.length > query.limit && last ? encodeCursor(keyOf(last)) : null };
    },

    all: async (accountIds) => {
      const inAccounts = accountIds.length > 0 ? sql`AND "accountId" IN ${dialect.list(accountIds)}` : Prisma.empty;
      const rows = await client.$queryRaw<ResourceModel[]>`
        SELECT * FROM "Resource" WHERE ("state" <> 'gone' OR "holdId" IS NOT NULL) ${inAccounts} ORDER BY ${order(dialect)}`;
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

interface ListStep {
  readonly query: ResourceQuery;
  readonly after: SortKey | null;
  readonly step: number;
}

function listStep({ client, dialect }: Database, { query, after, step }: ListStep): Promise<ResourceModel[]> {
  const { filter, states = resourceStates.filter((state) => state !== "gone"), q = "" } = query;
  const isIn = (column: string, values: readonly string[] | undefined) =>
    values && values.length > 0 ? [sql`${quoted(column)} IN ${dialect.list(values)}`] : [];
  const conditions = [
    sql`"state" IN ${dialect.list(states)}`,
    ...isIn("accountId", filter.accounts),
    ...isIn("region", filter.regions),
    ...isIn("kind", filter.kinds),
    ...(q === "" ? [] : [dialect.contains("search", q.toLowerCase())]),
    ...(after ? [sql`(${order(dialect)}) > (${join([...after])})`] : []),
  ];
  return client.$queryRaw`
    SELECT * FROM "Resource" WHERE ${join(conditions, " AND ")} ORDER BY ${order(dialect)} LIMIT ${step}`;
}

/** True when SQL asks everything that the filter asks, so that no row is read in vain. */
function isAllSql({ tags = [], names = [], ids = [], exclude }: Filter): boolean {
  return tags.length + names.length + ids.length === 0 && exclude === undefined;
}

function order(dialect: Dialect): Prisma.Sql {
  return join(["kind", "name", "id"].map((column) => dialect.bytes(column)));
}

function keyOf({ kind, name, id }: Pick<ResourceRecord, "kind" | "name" | "id">): SortKey {
  return [kind, name, id];
}

function rowOf({ protected: isProtected, tags, detail, estimate, ...record }: ResourceRecord) {
  const tagTexts = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return {
    ...record,
    tags: JSON.stringify(tags),
    detail: JSON.stringify(detail ?? null),
    estimate: JSON.stringify(estimate),
    isProtected,
    // Lines keep a search from matching across two of them.
    search: [record.name, record.nativeId, record.id, ...tagTexts].join("\n").toLowerCase(),
  };
}

function recordOf({ search: _, isProtected, ...row }: ResourceModel): ResourceRecord {
  return {
    ...row,
    state: row.state as ResourceState,
    tags: JSON.parse(row.tags) as Tags,
    detail: JSON.parse(row.detail) as unknown,
    estimate: JSON.parse(row.estimate) as Estimate,
    hourlyNow: row.hourlyNow === null ? null : Number(row.hourlyNow),
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
