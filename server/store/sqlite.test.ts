import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import { expect, test } from "vitest";
import { connectSqlite, prepareSqliteFile } from "./database";
import { inventoryStore } from "./inventory";
import { migrateSqlite } from "./migrate";
import { describeMigrate } from "./migrate-suite";
import { openStore } from "./open";
import * as make from "./store-fixtures";
import { describeStore, type TestDatabase } from "./store-suite";

const migrationsDir = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

function fresh(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), "standby store #1 "));
  const file = path.join(folder, "data", "standby.db");
  return Promise.resolve({
    databaseUrl: `file:${file}`,
    query: async (sql) => {
      mkdirSync(path.dirname(file), { recursive: true });
      const db = new Database(file);
      try {
        if (sql.startsWith("SELECT")) return db.prepare(sql).all([]);
        db.exec(sql);
        return [];
      } finally {
        db.close();
      }
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  });
}

describeStore({ name: "SQLite", migrationsDir, fresh, twoStores: false });
describeMigrate({
  name: "SQLite",
  fresh,
  migrate: async (databaseUrl, folder) => migrateSqlite(prepareSqliteFile(databaseUrl), folder),
});

test("the file and its folder are for their owner only", async () => {
  const { databaseUrl, remove } = await fresh();
  const store = await openStore({ databaseUrl, migrationsDir, clock: make.clock, newId: make.countingIds() });
  const file = databaseUrl.replace("file:", "");
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(statSync(path.dirname(file)).mode & 0o077).toBe(0);
  await store.close();
  await remove();
});

test("a scan that finds nothing to mark as gone writes nothing: it waits for no writer, and nobody for it", async () => {
  const { databaseUrl, remove } = await fresh();
  const file = prepareSqliteFile(databaseUrl);
  const directory = path.join(migrationsDir, "sqlite");
  await migrateSqlite(file, { directory, clock: make.clock, newId: make.countingIds() });
  const db = connectSqlite(file);
  await inventoryStore(db).upsert([make.resource("i-web")]);
  let transactions = 0;
  const { markUnseen } = inventoryStore({
    ...db,
    transact: (work) => {
      transactions += 1;
      return db.transact(work);
    },
  });
  const mark = (before: Date) => markUnseen("acc_1", "eu-central-1", "ec2.instance", before);
  expect([await mark(make.noon), transactions]).toEqual([0, 0]);
  expect([await mark(make.after(1)), transactions]).toEqual([1, 1]);
  expect([await mark(make.after(1)), transactions]).toEqual([0, 1]);
  await db.close();
  await remove();
});

test("a URL of another kind is refused with what to write", async () => {
  const open = openStore({ databaseUrl: "mysql://x", migrationsDir, clock: make.clock, newId: make.countingIds() });
  await expect(open).rejects.toThrow("must start with file: (SQLite) or postgres://");
});
