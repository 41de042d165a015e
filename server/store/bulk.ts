import type { Tx } from "./database";
import type { Columns, Row } from "./dialect";
import { Prisma } from "./generated/sqlite/client";

const { sql, raw, join, empty } = Prisma;

/** So many rows go into one statement: bounds the parameter to a few megabytes and the event loop's wait to some 50 ms. */
const rowsPerStatement = 2_000;

export interface Insert {
  readonly table: string;
  readonly columns: Columns;
  readonly rows: readonly Row[];
  /** What follows the rows: `ON CONFLICT …`. */
  readonly onConflict?: Prisma.Sql;
}

/** Inserts rows in bulk. @returns how many were inserted or updated */
export async function insertRows({ client, dialect }: Tx, insert: Insert): Promise<number> {
  const names = join(Object.keys(insert.columns).map(quoted));
  let count = 0;
  for (const rows of chunks(insert.rows)) {
    // Without WHERE, SQLite's parser takes ON CONFLICT for the ON of a join.
    count += await client.$executeRaw(sql`
      INSERT INTO ${quoted(insert.table)} (${names})
      SELECT ${names} FROM ${dialect.rowset(insert.columns, rows)} WHERE true ${insert.onConflict ?? empty}`);
  }
  return count;
}

export interface Update {
  readonly table: string;
  readonly columns: Columns;
  readonly rows: readonly Row[];
  /** Which columns of "row" are set; the others say which row is meant. */
  readonly set: readonly string[];
  readonly where: Prisma.Sql;
}

/** Updates rows in bulk, each with its own values. @returns how many were updated */
export async function updateRows({ client, dialect }: Tx, update: Update): Promise<number> {
  const assignments = join(update.set.map((name) => raw(`"${name}" = "row"."${name}"`)));
  let count = 0;
  for (const rows of chunks(update.rows)) {
    count += await client.$executeRaw(sql`
      UPDATE ${quoted(update.table)} SET ${assignments}
      FROM ${dialect.rowset(update.columns, rows)} WHERE ${update.where}`);
  }
  return count;
}

export function quoted(name: string): Prisma.Sql {
  return raw(`"${name}"`);
}

function* chunks(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) yield rows.slice(start, start + rowsPerStatement);
}
