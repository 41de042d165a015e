import type { Fault } from "../core/fault";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import type { Estimate } from "../core/money";
import type { ResourceState, Tags } from "../core/resource";
import type { InventoryStore } from "../inventory/ports";
import { insertRows, lazily, quoted, slicesOf } from "./bulk";
import { changedRows } from "./changes";
import { lastNumber, nextNumber } from "./counter";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { CoverageModel, ResourceModel } from "./generated/sqlite/models";
import { keptSummaries } from "./summaries";

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

/** Each row stands for itself, and on SQLite a transaction keeps everybody else waiting: so many take 50 ms. */
const rowsPerTransaction = 500;

export function inventoryStore(db: Database): InventoryStore {
  const { client, dialect } = db;

  async function found(ids: readonly string[], where: (list: Prisma.Sql) => Prisma.Sql): Promise<ResourceRecord[]> {
    const records: ResourceRecord[] = [];
    for (const slice of slicesOf(ids)) {
      const rows = await client.$queryRaw<ResourceModel[]>`
        SELECT * FROM "Resource" WHERE ${where(dialect.list(slice))}`;
      records.push(...rows.map(recordOf));
    }
    return records;
  }

  return {
    upsert: async (records) => {
      for (const some of slicesOf(records, rowsPerTransaction)) await db.transact((tx) => upsert(tx, some));
    },

    markUnseen: async (accountId, region, kind, before) => {
      const where = { accountId, region, kind, seenAt: { lt: before }, holdId: null, state: { not: "gone" } };
      // A scan asks this of each kind in each region, and nearly always there is nothing: then it does not become a writer.
      if (!(await client.resource.findFirst({ where, select: { id: true } }))) return 0;
      return db.transact(async (tx) => {
        const serial = await nextNumber(tx, "inventory");
        const data = { state: "gone", saw: "not found", hourlyNow: 0, pausable: false, changedAt: before, serial };
        const { count } = await tx.client.resource.updateMany({ where, data });
        return count;
      });
    },

    heldUnseen: async (accountId, region, kind, before) => {
      const where = { accountId, region, kind, seenAt: { lt: before }, holdId: { not: null }, state: { not: "gone" } };
      return (await client.resource.findMany({ where })).map(recordOf);
    },

    serial: () => lastNumber(db, "inventory"),

    changedSince: async (serial) => {
      const records: ResourceRecord[] = [];
      const select = sql`SELECT * FROM "Resource"`;
      for await (const row of changedRows<ResourceModel>(db, serial, select)) records.push(recordOf(row));
      return records;
    },

    summaries: keptSummaries(db),

    membersOf: (ownerIds) => found(ownerIds, (list) => sql`"state" <> 'gone' AND "ownerId" IN ${list}`),

    get: async (id) => {
      const row = await client.resource.findUnique({ where: { id } });
      return row && recordOf(row);
    },

    byIds: (ids) => found(ids, (list) => sql`"id" IN ${list}`),

    saveCoverage: (rows) =>
      db.transact(async (tx) => {
        await insertRows(tx, {
          table: "Coverage",
          columns: coverageColumns,
          rows: rows.map((row) => ({ ...row, fault: row.fault && JSON.stringify(row.fault) })),
          onConflict: overwriteCoverage,
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

async function upsert(tx: Tx, records: readonly ResourceRecord[]): Promise<void> {
  const serial = await nextNumber(tx, "inventory");
  await insertRows(tx, {
    table: "Resource",
    columns: resourceColumns,
    rows: lazily(records, (record) => ({ ...rowOf(record), serial })),
    onConflict: sql`${overwriteResource} WHERE ${isNewer(records)}`,
  });
}

/** A look that began this long after another was made by a clock that has been set back since. */
const clockWasSetBackMs = 3_600_000;

/**
 * A scan's look may come in long after it was made: what was looked at since, by an operation that paused it meanwhile,
 * stays.
 */
function isNewer(records: readonly ResourceRecord[]): Prisma.Sql {
  const newest = Math.max(...records.map(({ seenAt }) => seenAt.getTime()));
  const tooNew = new Date(newest + clockWasSetBackMs);
  return sql`"Resource"."seenAt" <= excluded."seenAt" OR "Resource"."seenAt" > ${tooNew}`;
}

const overwriteCoverage = ((): Prisma.Sql => {
  const fresh = ["status", "found", "fault", "at", "milliseconds"];
  return sql`ON CONFLICT ("accountId", "region", "kind") DO UPDATE SET ${join(fresh.map(written))}`;
})();

/**
 * What is new is written over what was. A look that sees the same keeps `changedAt`, and a row that would be planned and
 * listed as before keeps its number.
 */
const seen = ["name", "type", "tags", "detail", "state", "isProtected", "ownerId"];
const shown = [...seen, "arn", "pausable", "hourlyNow", "hourlyRunning", "hourlyPaused"];
const overwriteResource = ((): Prisma.Sql => {
  const old = (name: string) => sql`"Resource".${quoted(name)}`;
  const isSame = (names: readonly string[]) =>
    join(
      names.map((name) => sql`${old(name)} IS NOT DISTINCT FROM excluded.${quoted(name)}`),
      " AND ",
    );
  const onChange = (name: string, of: readonly string[]) =>
    sql`${quoted(name)} = CASE WHEN ${isSame(of)} THEN ${old(name)} ELSE excluded.${quoted(name)} END`;
  const kept = ["id", "holdId", "firstSeenAt", "serial", "changedAt"];
  const fresh = Object.keys(resourceColumns).filter((name) => !kept.includes(name));
  const assignments = [...fresh.map(written), onChange("changedAt", seen), onChange("serial", shown)];
  return sql`ON CONFLICT ("id") DO UPDATE SET ${join(assignments)}`;
})();

function written(name: string): Prisma.Sql {
  return sql`${quoted(name)} = excluded.${quoted(name)}`;
}

function rowOf({ protected: isProtected, tags, detail, estimate, ...record }: ResourceRecord) {
  return {
    ...record,
    tags: JSON.stringify(tags),
    detail: JSON.stringify(detail ?? null),
    estimate: JSON.stringify(estimate),
    isProtected,
    hourlyRunning: estimate.running,
    hourlyPaused: estimate.paused,
  };
}

/** Written out, because what is spread from a row is slow to read. */
function recordOf(row: ResourceModel): ResourceRecord {
  return {
    id: row.id,
    accountId: row.accountId,
    region: row.region,
    kind: row.kind,
    nativeId: row.nativeId,
    arn: row.arn,
    name: row.name,
    type: row.type,
    tags: JSON.parse(row.tags) as Tags,
    detail: JSON.parse(row.detail) as unknown,
    state: row.state as ResourceState,
    saw: row.saw,
    reason: row.reason,
    remedy: row.remedy,
    protected: row.isProtected,
    pausable: row.pausable,
    estimate: JSON.parse(row.estimate) as Estimate,
    hourlyNow: row.hourlyNow === null ? null : Number(row.hourlyNow),
    ownerId: row.ownerId,
    holdId: row.holdId,
    firstSeenAt: row.firstSeenAt,
    seenAt: row.seenAt,
    changedAt: row.changedAt,
  };
}

function coverageOf(row: CoverageModel): CoverageRow {
  return {
    ...row,
    status: row.status as CoverageRow["status"],
    fault: row.fault === null ? null : (JSON.parse(row.fault) as Fault),
  };
}
