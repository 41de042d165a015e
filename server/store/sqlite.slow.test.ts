import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openStore } from "./open";
import * as make from "./store-fixtures";

const migrationsDir = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

describe("four processes on one file", () => {
  const names = ["one", "two", "three", "four"];
  const child = fileURLToPath(new URL("sqlite-process.ts", import.meta.url));
  const run = promisify(execFile);

  async function atOnce(databaseUrl: string, rows: number): Promise<{ name: string; epoch: number | null }[]> {
    const started = names.map((name) =>
      run(process.execPath, ["--import", "tsx", child, databaseUrl, migrationsDir, name, String(rows)]),
    );
    return (await Promise.all(started)).map(({ stdout }) => JSON.parse(stdout));
  }

  test("start on an empty one, and write without one failure", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "standby-processes-"));
    const databaseUrl = `file:${folder}/standby.db`;
    await atOnce(databaseUrl, 50);
    const store = await openStore({ databaseUrl, migrationsDir, clock: make.clock, newId: make.countingIds() });
    expect(await store.audit.verify()).toEqual({ checked: 200, brokenAt: null });

    const plan = await store.plans.save(make.plan("a", [make.planItem(make.resource("i-1"))]));
    await store.operations.create(make.operation(plan), make.audit());
    const claims = await atOnce(databaseUrl, 0);
    expect(claims.filter(({ epoch }) => epoch !== null)).toMatchObject([{ epoch: 1 }]);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
