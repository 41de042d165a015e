import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startPostgres, type ThrowawayPostgres } from "../../scripts/postgres.mjs";
import { lockAudit } from "../../server/store/audit";
import { connectPostgres, type Database } from "../../server/store/database";
import { locks } from "../../server/store/locks";

/**
 * Guarantee: a frozen process keeps others from a lock that it has, until the database ends its session, and never from
 * one that it only wants. Else the database would give it to each of its transactions, and end one after the other.
 */

const wanting = 3;
const name = "frozen";

let server: ThrowawayPostgres;
let database: Database;
/** Has the lock first. */
let holder: pg.Client;
/** Looks on: within one transaction the database always shows the same. */
let client: pg.Client;
let frozen: ChildProcess;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

beforeEach(async () => {
  database = connectPostgres(server.url);
  holder = new pg.Client({ connectionString: server.url });
  client = new pg.Client({ connectionString: server.url });
  await Promise.all([holder.connect(), client.connect()]);
});

afterEach(async () => {
  frozen.kill("SIGKILL");
  await Promise.all([database.close(), holder.end(), client.end()]);
});

function start(): ChildProcess {
  const url = new URL(server.url);
  url.searchParams.set("application_name", name);
  const script = fileURLToPath(new URL("asker.ts", import.meta.url));
  return fork(script, [url.href, String(wanting)], { execArgv: ["--no-warnings", "--import", "tsx"] });
}

/** Of the other process: each of them asks for the lock. */
async function openTransactions(): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE application_name = $1 AND xact_start IS NOT NULL AND query LIKE '%advisory%'`,
    [name],
  );
  return rows[0]?.count ?? 0;
}

test("a lock that a frozen process only wanted goes to whoever runs", async () => {
  await holder.query("BEGIN");
  await holder.query(`SELECT pg_advisory_xact_lock(${locks.audit})`);
  frozen = start();
  while ((await openTransactions()) < wanting) await delay(20);
  frozen.kill("SIGSTOP");
  // What it sent before is answered by then.
  await delay(100);
  await holder.query("COMMIT");
  await database.transact((tx) => lockAudit(tx));
  expect(await openTransactions()).toBe(wanting);
});
