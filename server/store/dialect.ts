import { Prisma } from "./generated/sqlite/client";

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
  /** Holds off every other transaction that takes the same lock, until this one ends. */
  lock(client: Prisma.TransactionClient, key: number): Promise<void>;
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
  lock: async (client, key) => {
    await client.$executeRaw`SELECT pg_advisory_xact_lock(${key}::bigint)`;
  },
};

/** Prisma writes times to SQLite as text in this form; equal form is what makes them comparable. */
function forSqlite(value: Row[string] | undefined): Row[string] | undefined {
  return value instanceof Date ? value.toISOString().replace("Z", "+00:00") : value;
}
