import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import pg from "pg";
import { dumpPostgres } from "../../scripts/postgres.mjs";
import type { World } from "../../server/sandbox/world";

/**
 * What a version's database looked like, kept for ever: one file of SQL per version and database, with the sandbox
 * account beside it in comments. A database may come from any earlier version, and its holds must resume.
 */

export const databases = ["sqlite", "postgres"] as const;
export type DatabaseName = (typeof databases)[number];

export interface Fixture {
  readonly name: string;
  readonly sql: string;
  /** The account before anything was paused. */
  readonly before: World;
  /** The account as it was left, and when that was. */
  readonly left: { readonly at: number; readonly world: World };
}

const folder = fileURLToPath(new URL("fixtures", import.meta.url));
const migrationsDir = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** Schema versions in their order, named after the migration that leads to each: `v1-first`. */
export function versionsOf(database: DatabaseName): readonly string[] {
  const migrations = readdirSync(join(migrationsDir, database), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return migrations.map((name, index) => `v${index + 1}-${name.replace(/^\d+_/, "")}`);
}

export function fixturesOf(database: DatabaseName): readonly string[] {
  const ending = `.${database}.sql`;
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => basename(name, ending))
    .sort();
}

export function readFixture(database: DatabaseName, name: string): Fixture {
  const text = readFileSync(join(folder, `${name}.${database}.sql`), "utf8");
  const comment = <T>(key: string): T => {
    const found = new RegExp(`^-- ${key}: (.*)$`, "m").exec(text)?.[1];
    if (!found) throw new Error(`${name}.${database}.sql has no line "-- ${key}: …"`);
    return JSON.parse(found) as T;
  };
  return { name, sql: text, before: comment<World>("before"), left: comment<Fixture["left"]>("left") };
}

export function writeFixture(database: DatabaseName, { name, sql, before, left }: Fixture): string {
  const head = [
    `-- A database of ${name}, written by that version (e2e/upgrade/keep.ts). Never edit it.`,
    `-- before: ${JSON.stringify(before)}`,
    `-- left: ${JSON.stringify(left)}`,
  ];
  const file = join(folder, `${name}.${database}.sql`);
  writeFileSync(file, `${head.join("\n")}\n\n${sql}`);
  return file;
}

export async function dump(database: DatabaseName, databaseUrl: string): Promise<string> {
  return database === "postgres" ? dumpPostgres(databaseUrl) : dumpSqlite(databaseUrl.replace("file:", ""));
}

export async function load(database: DatabaseName, databaseUrl: string, sql: string): Promise<void> {
  if (database === "sqlite") {
    const db = new Database(databaseUrl.replace("file:", ""));
    // Rows come in the order of their tables' making, not of who names whom.
    db.exec("PRAGMA foreign_keys = OFF");
    db.exec(sql);
    db.close();
    return;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Tables, then rows, then what watches over them: a trigger must not refuse the rows. */
function dumpSqlite(file: string): string {
  const db = new Database(file, { readonly: true });
  try {
    const objects = db
      .prepare(`SELECT "type", "name", "sql" FROM sqlite_master WHERE "sql" IS NOT NULL AND "name" NOT LIKE 'sqlite_%'`)
      .all([]) as { readonly type: string; readonly name: string; readonly sql: string }[];
    const tables = objects.filter(({ type }) => type === "table");
    const others = objects.filter(({ type }) => type !== "table");
    const rows = tables.flatMap(({ name }) => {
      const all = db.prepare(`SELECT * FROM "${name}"`).raw(true).all([]) as readonly (readonly unknown[])[];
      return all.map((row) => `INSERT INTO "${name}" VALUES(${row.map(literal).join(",")});`);
    });
    const statement = ({ sql }: { readonly sql: string }) => `${sql};`;
    return `${["BEGIN;", ...tables.map(statement), ...rows, ...others.map(statement), "COMMIT;"].join("\n")}\n`;
  } finally {
    db.close();
  }
}

function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  throw new Error(`A ${typeof value} in the database, which the dump does not know`);
}
