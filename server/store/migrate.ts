import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import Database from "libsql";
import pg from "pg";
import type { Clock, NewId } from "../core/ports";
import { locks } from "./locks";

/**
 * Applies the migrations of a folder, in the order of their names, each whole or not at all. Keeps Prisma's own
 * `_prisma_migrations` table, so its tools read the same history. Any number of processes may start at once: one
 * applies, the others wait and find it done.
 */

export interface MigrationFolder {
  /** Holds one folder `<timestamp>_<name>` with a `migration.sql` per migration. */
  readonly directory: string;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** How long a start waits for another one that holds SQLite's write lock. */
const sqliteBusyMs = 30_000;

const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMP,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMP,
  "started_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;
const history = `SELECT "migration_name" AS "name", "checksum" FROM "_prisma_migrations"
  WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;

/**
 * Brings a SQLite file up to date. @returns the names that were applied now
 * @throws Error when a migration fails (the ones before it stay, its own changes do not), or the history does not fit
 */
export async function migrateSqlite(file: string, folder: MigrationFolder): Promise<readonly string[]> {
  const migrations = await readMigrations(folder.directory);
  const db = new Database(file, { timeout: sqliteBusyMs });
  try {
    db.exec("PRAGMA journal_mode=WAL");
    db.exec("PRAGMA synchronous=FULL");
    // A rebuilt table is dropped and renamed: rows that point to it must not go with it. Has no effect inside a transaction.
    db.exec("PRAGMA foreign_keys=OFF");
    db.exec(historyTable);
    return migrations.filter((migration) => applyToSqlite(db, migrations, migration, folder)).map(({ name }) => name);
  } finally {
    db.close();
  }
}

function applyToSqlite(
  db: Database.Database,
  migrations: readonly Migration[],
  migration: Migration,
  folder: MigrationFolder,
): boolean {
  db.exec("BEGIN IMMEDIATE");
  try {
    const applied = db.prepare(history).all([]) as Applied[];
    const isDue = due(migrations, applied).includes(migration);
    if (isDue) {
      db.exec(migration.sql);
      const orphans = db.prepare("PRAGMA foreign_key_check").all([]);
      if (orphans.length > 0) throw new Error(`${orphans.length} rows point to rows that are not there`);
      db.prepare(insertInto("?")).run(historyRow(migration, folder));
    }
    db.exec("COMMIT");
    return isDue;
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw failure(migration, error);
  }
}

/**
 * Brings a Postgres database up to date. @returns the names that were applied now
 * @throws Error when a migration fails (the ones before it stay, its own changes do not), or the history does not fit
 */
export async function migratePostgres(url: string, folder: MigrationFolder): Promise<readonly string[]> {
  const migrations = await readMigrations(folder.directory);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${locks.migrations})`);
    await client.query(historyTable);
    const applied = await client.query<Applied>(history);
    const waiting = due(migrations, applied.rows);
    for (const migration of waiting) await applyToPostgres(client, migration, folder);
    return waiting.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function applyToPostgres(client: pg.Client, migration: Migration, folder: MigrationFolder): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(insertInto("$"), historyRow(migration, folder));
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw failure(migration, error);
  }
}

/** The migrations that are still to be applied. Pure. @throws Error when the history is not a beginning of the folder */
function due(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new Error(
        `The database has the migration ${name}, which this version does not know. Start the version that made it, or a later one.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new Error(
        `The migration ${name} was changed after it had been applied. Restore the file as it was released.`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) throw new Error(`There are no migrations in ${directory}`);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

function insertInto(placeholder: "?" | "$"): string {
  const columns = ["id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count"];
  const values = columns.map((_, index) => (placeholder === "?" ? "?" : `$${index + 1}`));
  return `INSERT INTO "_prisma_migrations" (${columns.map((name) => `"${name}"`).join(", ")}) VALUES (${values.join(", ")})`;
}

function historyRow({ name, checksum }: Migration, { clock, newId }: MigrationFolder): (string | number)[] {
  const now = clock.now().toISOString();
  return [newId("mig"), checksum, name, now, now, 1];
}

function failure({ name }: Migration, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The migration ${name} could not be applied, and nothing of it was: ${reason}`, { cause });
}
