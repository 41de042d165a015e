import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, startPostgres } from "../../scripts/postgres.mjs";
import { connectPostgres } from "./database";
import { migratePostgres } from "./migrate";
import { describeMigrate } from "./migrate-suite";
import { openStore } from "./open";
import * as make from "./store-fixtures";
import { describeStore, type TestDatabase } from "./store-suite";

const migrationsDir = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));
let server: { url: string; stop: () => Promise<void> };

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function fresh(): Promise<TestDatabase> {
  const { url, stop } = await createDatabase(server.url);
  return {
    databaseUrl: url,
    query: async (sql) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    },
    remove: stop,
  };
}

describeStore({ name: "Postgres", migrationsDir, fresh, twoStores: true });
describeMigrate({ name: "Postgres", fresh, migrate: migratePostgres });

test("five starts at once apply each migration once", async () => {
  const { databaseUrl, query, remove } = await fresh();
  const directory = path.join(migrationsDir, "postgres");
  const starts = Array.from({ length: 5 }, (_, index) => {
    const ids = make.countingIds();
    return migratePostgres(databaseUrl, { directory, clock: make.clock, newId: () => ids(`mig_${index}`) });
  });
  const applied = (await Promise.all(starts)).flat();
  expect(applied).toEqual(readdirSync(directory).sort());
  expect(await query('SELECT * FROM "_prisma_migrations"')).toHaveLength(applied.length);
  await remove();
});

test("the migrations of both databases lead to the schema", async () => {
  const script = fileURLToPath(new URL("../../scripts/new-migration.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, "--check"]);
  expect(stdout.trim().split("\n")).toEqual([
    "sqlite: prisma/migrations leads to the schema",
    "postgres: prisma/migrations leads to the schema",
  ]);
});

test("two transactions that wait for each other both get done: one of them runs again", async () => {
  const { databaseUrl, remove } = await fresh();
  const store = await openStore({ databaseUrl, migrationsDir, clock: make.clock, newId: make.countingIds() });
  await store.settings.set("a", "0");
  await store.settings.set("b", "0");
  const db = connectPostgres(databaseUrl);
  let runs = 0;
  let arrived = 0;
  const write = (keys: readonly [string, string]) =>
    db.transact(async ({ client }) => {
      runs += 1;
      await client.setting.update({ where: { key: keys[0] }, data: { value: keys.join() } });
      arrived += 1;
      while (arrived < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      await client.setting.update({ where: { key: keys[1] }, data: { value: keys.join() } });
    });
  await Promise.all([write(["a", "b"]), write(["b", "a"])]);
  // Where the machine is busy they may meet once more.
  expect(runs).toBeGreaterThan(2);
  expect(await store.settings.get("a")).toBe(await store.settings.get("b"));
  await db.close();
  await store.close();
  await remove();
});
