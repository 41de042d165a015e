import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, startPostgres } from "../../scripts/postgres.mjs";
import type { Action } from "../../server/core/plan";
import type { World } from "../../server/sandbox/world";
import { begin, connectSandbox, openApp, type Place, workUntilIdle, worldFile } from "../support/sandbox-app";
import { type DatabaseName, databases, dump, versionsOf, writeFixture } from "./fixtures";
import { names, smallWorld } from "./small-world";

/**
 * Keeps what a database of this version looks like, before a migration changes it:
 *
 *   node --no-warnings --import tsx e2e/upgrade/keep.ts
 *
 * In it: a pause that is over, a resume of half of that and a pause of the rest, each killed half way.
 */

const server = await startPostgres();
try {
  for (const database of databases) console.log(await keep(database));
} finally {
  await server.stop();
}

async function keep(database: DatabaseName): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "standby-keep-"));
  const postgres = database === "postgres" ? await createDatabase(server.url) : null;
  try {
    const databaseUrl = postgres?.url ?? `file:${join(dataDir, "standby.db")}`;
    return await keepIn(database, { dataDir, databaseUrl });
  } finally {
    await postgres?.stop();
    rmSync(dataDir, { recursive: true });
  }
}

async function keepIn(database: DatabaseName, place: Required<Place>): Promise<string> {
  const before = smallWorld(Date.now());
  const app = await openApp(place);
  const accountId = await connectSandbox(app, before);
  await begin(app, "pause", { groups: ["dev"], names: [...names.ended] });
  await workUntilIdle(app);
  await app.stop();
  const read = () => JSON.parse(readFileSync(worldFile(place.dataDir, accountId), "utf8")) as World;
  await halfWay(place, "resume", names.ended.slice(1, 4));
  await halfWay(place, "pause", names.open);
  const left = { at: Date.now(), world: read() };
  const name = versionsOf(database).at(-1) ?? "";
  return writeFixture(database, { name, sql: await dump(database, place.databaseUrl), before, left });
}

/** Begins an operation and lets a process run it that dies at the third answer of AWS. */
async function halfWay(place: Required<Place>, action: Action, these: readonly string[]): Promise<void> {
  const app = await openApp(place);
  const operationId = await begin(app, action, { groups: ["dev"], names: [...these] });
  await app.stop();
  const script = fileURLToPath(new URL("half-way.ts", import.meta.url));
  const args = ["--no-warnings", "--import", "tsx", script, place.dataDir, place.databaseUrl, operationId, "3"];
  const { signal } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (signal !== "SIGKILL") throw new Error(`The ${action} was not left half way`);
}
