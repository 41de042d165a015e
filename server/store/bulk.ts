import type { Tx } from "./database";
import type { Columns, Row } from "./dialect";
import { Prisma } from "./generated/sqlite/client";

const { sql, raw, join, empty } = Prisma;

/** So many rows go into one statement: it then takes SQLite 10 to 30 ms of the program's own thread, with its JSON. */
const rowsPerStatement = 250;

export interface Insert {
  readonly table: string;
  readonly columns: Columns;
  /** Asked for as they are needed, so that thousands need not be made in one go. */
  readonly rows: Iterable<Row>;
  /** What follows the rows: `ON CONFLICT …`. */
  readonly onConflict?: Prisma.Sql;
}

/** Inserts rows in bulk. @returns how many were inserted or updated */
export async function insertRows({ client, dialect }: Tx, insert: Insert): Promise<number> {
  const names = join(Object.keys(insert.columns).map(quoted));
  let count = 0;
  for (const rows of slicesOf(insert.rows)) {
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
  readonly rows: Iterable<Row>;
  /** Which columns of "row" are set; the others say which row is meant. */
  readonly set: readonly string[];
  readonly where: Prisma.Sql;
}

/** Updates rows in bulk, each with its own values. @returns how many were updated */
export async function updateRows({ client, dialect }: Tx, update: Update): Promise<number> {
  const assignments = join(update.set.map((name) => raw(`"${name}" = "row"."${name}"`)));
  let count = 0;
  for (const rows of slicesOf(update.rows)) {
    count += await client.$executeRaw(sql`
      UPDATE ${quoted(update.table)} SET ${assignments}
      FROM ${dialect.rowset(update.columns, rows)} WHERE ${update.where}`);
  }
  return count;
}

export function quoted(name: string): Prisma.Sql {
  return raw(`"${name}"`);
}

/** A list in slices: as many as one statement may take, where nothing else is said. */
export function* slicesOf<T>(list: Iterable<T>, size = rowsPerStatement): Generator<readonly T[]> {
  let slice: T[] = [];
  for (const one of list) {
    slice.push(one);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

/** `list.map(each)`, each when it is asked for. */
export function* lazily<T, R>(list: Iterable<T>, each: (one: T, index: number) => R): Generator<R> {
  let index = 0;
  for (const one of list) yield each(one, index++);
}
