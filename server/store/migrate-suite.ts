import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MigrationFolder } from "./migrate";
import * as make from "./store-fixtures";
import type { TestDatabase } from "./store-suite";

export interface MigrateSuite {
  readonly name: string;
  fresh(): Promise<TestDatabase>;
  migrate(databaseUrl: string, folder: MigrationFolder): Promise<readonly string[]>;
}

const first = {
  name: "20260101000000_first",
  sql: `CREATE TABLE "a" ("id" INTEGER PRIMARY KEY);\nINSERT INTO "a" VALUES (1);`,
};
const second = {
  name: "20260201000000_second",
  sql: `CREATE TABLE "b" ("id" INTEGER PRIMARY KEY, "a" INTEGER REFERENCES "a"("id"));`,
};
const broken = {
  name: "20260301000000_broken",
  sql: `CREATE TABLE "c" ("id" INTEGER);\nINSERT INTO "nowhere" VALUES (1);`,
};

export function describeMigrate({ name, fresh, migrate }: MigrateSuite): void {
  describe(`${name} migrations`, () => {
    let database: TestDatabase;
    let directory: string;

    beforeEach(async () => {
      database = await fresh();
      directory = mkdtempSync(path.join(tmpdir(), "standby-migrations-"));
    });
    afterEach(async () => {
      await database.remove();
      rmSync(directory, { recursive: true });
    });

    function write({ name, sql }: { readonly name: string; readonly sql: string }) {
      mkdirSync(path.join(directory, name), { recursive: true });
      writeFileSync(path.join(directory, name, "migration.sql"), sql);
    }
    const run = (newId = make.countingIds()) => migrate(database.databaseUrl, { directory, clock: make.clock, newId });
    const rows = (table: string) => database.query(`SELECT * FROM "${table}"`);

    test("are applied once, in order, and noted as Prisma notes them", async () => {
      write(second);
      write(first);
      expect(await run()).toEqual([first.name, second.name]);
      expect(await run()).toEqual([]);
      expect(await rows("a")).toHaveLength(1);
      const history = await database.query(
        `SELECT "migration_name", "checksum", "applied_steps_count" FROM "_prisma_migrations" ORDER BY "migration_name"`,
      );
      const checksum = createHash("sha256").update(first.sql).digest("hex");
      expect(history[0]).toEqual({ migration_name: first.name, checksum, applied_steps_count: 1 });
    });

    test("one that fails leaves nothing of itself, keeps those before it, and is applied once it is mended", async () => {
      write(first);
      write(broken);
      await expect(run()).rejects.toThrow(`The migration ${broken.name} could not be applied, and nothing of it was: `);
      expect(await rows("a")).toHaveLength(1);
      await expect(rows("c")).rejects.toThrow();
      write({ ...broken, sql: `CREATE TABLE "c" ("id" INTEGER);` });
      expect(await run(() => "mig_later")).toEqual([broken.name]);
    });

    test("one that leaves a row without the row it points to is refused", async () => {
      write(first);
      write(second);
      write({ name: "20260301000000_orphan", sql: `INSERT INTO "b" VALUES (1, 99);` });
      await expect(run()).rejects.toThrow("20260301000000_orphan could not be applied");
      expect(await rows("b")).toEqual([]);
    });

    test("one that was changed after it was applied, or is not known, stops the start", async () => {
      write(first);
      write(second);
      await run();
      write({ ...second, sql: `${second.sql} ` });
      await expect(run()).rejects.toThrow(`${second.name} was changed after it had been applied`);
      rmSync(path.join(directory, second.name), { recursive: true });
      await expect(run()).rejects.toThrow(`${second.name}, which this version does not know`);
    });

    test("an empty folder is a mistake, not an empty history", async () => {
      await expect(run()).rejects.toThrow(`There are no migrations in ${directory}`);
    });
  });
}
