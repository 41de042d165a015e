import { setTimeout as delay } from "node:timers/promises";
import { Prisma } from "./generated/sqlite/client";
import { locks, type TransactionLock } from "./locks";

/**
 * The few things that SQLite and Postgres say differently. Rows go in as one JSON parameter, however many they are:
 * 10,000 rows take SQLite a tenth of a second that way, and 2 to 3 as single inserts.
 */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** `rows` as a table called "row", for use after FROM. */
  rowset(columns: Columns, rows: readonly Row[]): Prisma.Sql;
  /** The strings of a list, for use after IN. */
  list(values: readonly string[]): Prisma.Sql;
  /** The column's texts in a group, as one JSON list or null: a thousand rows of one text each are slow to take in. */
  texts(column: string, where: Prisma.Sql): Prisma.Sql;
  /** Holds off every other transaction that takes the same lock, until this one ends. Take it as late as can be. */
  lock(client: Prisma.TransactionClient, lock: TransactionLock): Promise<void>;
}

export type ColumnType = "text" | "integer" | "bigint" | "boolean" | "time";
export type Columns = Readonly<Record<string, ColumnType>>;
export type Row = Readonly<Record<string, string | number | boolean | Date | null>>;

const { sql, raw, join } = Prisma;

export const sqlite: Dialect = {
  name: "sqlite",
  rowset: (columns, rows) => {
    const names = Object.keys(columns);
    const fields = names.map((name, index) => raw(`value ->> ${index} AS "${name}"`));
    return sql`(SELECT ${join(fields)} FROM json_each(${JSON.stringify(rows.map((row) => names.map((name) => forSqlite(row[name]))))})) AS "row"`;
  },
  list: (values) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`,
  texts: (column, where) => sql`json_group_array(${raw(`"${column}"`)}) FILTER (WHERE ${where})`,
  // BEGIN IMMEDIATE has let nobody else in already.
  lock: () => Promise.resolve(),
};

const postgresTypes: Record<ColumnType, string> = {
  text: "text",
  integer: "integer",
  bigint: "bigint",
  boolean: "boolean",
  time: "timestamp(3)",
};

export const postgres: Dialect = {
  name: "postgres",
  rowset: (columns, rows) => {
    const fields = Object.entries(columns).map(([name, type]) => raw(`"${name}" ${postgresTypes[type]}`));
    return sql`json_to_recordset(${JSON.stringify(rows)}::json) AS "row"(${join(fields)})`;
  },
  list: (values) => sql`(SELECT json_array_elements_text(${JSON.stringify(values)}::json))`,
  texts: (column, where) => sql`(json_agg(${raw(`"${column}"`)}) FILTER (WHERE ${where}))::text`,
  lock: async (client, lock) => {
    const key = locks[lock];
    const standsInLineAt = Date.now() + asksAgainForMs;
    for (let upToMs = 4; !(await isLockedFor(client, key)); upToMs = Math.min(2 * upToMs, 64)) {
      if (Date.now() > standsInLineAt) return standInLine(client, key);
      await delay(Math.random() * upToMs);
    }
  },
};

/**
 * Whoever wants a lock asks again instead of standing in line: the database would give it to every transaction of a
 * frozen process that stands there, one after the other, and all others would wait ten seconds for each of them (see
 * standsStillMs). Only a process that runs asks. After so long it does stand in line, so that the database finds the
 * transactions that wait for each other in a circle, and ends one.
 */
const asksAgainForMs = 5_000;

async function isLockedFor(client: Prisma.TransactionClient, key: number): Promise<boolean> {
  const [row] = await client.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${key}::bigint) AS locked`;
  return row?.locked ?? false;
}

async function standInLine(client: Prisma.TransactionClient, key: number): Promise<void> {
  await client.$executeRaw`SELECT pg_advisory_xact_lock(${key}::bigint)`;
}

/** Prisma writes times to SQLite as text in this form; equal form is what makes them comparable. */
function forSqlite(value: Row[string] | undefined): Row[string] | undefined {
  return value instanceof Date ? value.toISOString().replace("Z", "+00:00") : value;
}
