import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startProcess, type TestProcess } from "../testing/processes";

/** Guarantee: a SQLite file has one server, and whoever comes second is told so in a sentence. */

let dataDir: string;
let running: TestProcess[];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "standby-one-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.kill("SIGKILL")));
  rmSync(dataDir, { recursive: true, force: true });
});

function run(file: string, ...args: string[]): TestProcess {
  const env = { STANDBY_DATA_DIR: dataDir, STANDBY_SANDBOX: "0", STANDBY_LOG: "error" };
  const started = startProcess(file, args, env);
  running.push(started);
  return started;
}

const server = () => run("server/runtime/start-process.ts");

test("a second server on the same file says which file, who has it and what to do, and ends; commands go on working", async () => {
  const first = server();
  await first.said("ready");
  const second = server();
  expect(await second.ended).toBe(1);
  expect(second.output()).toBe(
    `Another Standby process is using ${dataDir}/standby.db: stop that one first, or set DATABASE_URL to a Postgres database, which any number of processes may share.\n`,
  );
  const token = run("cli/token.ts", "create", "ci");
  expect(await token.ended).toBe(0);
  expect(token.output()).toContain('Token "ci" with the role viewer');
  expect(await first.kill("SIGTERM")).toBe(0);
});

test("a server that was killed leaves nothing that keeps the next one out", async () => {
  const first = server();
  await first.said("ready");
  await first.kill("SIGKILL");
  const second = server();
  await second.said("ready");
  expect(await second.kill("SIGTERM")).toBe(0);
});

test("a worker has no team on SQLite, and says so", async () => {
  const worker = run("cli/worker.ts");
  expect(await worker.ended).toBe(1);
  expect(worker.output()).toBe(
    `The worker did not start: A worker joins a team on Postgres, and DATABASE_URL does not name one. With SQLite (${dataDir}/standby.db) the server does all the work itself: npm start\n`,
  );
});
