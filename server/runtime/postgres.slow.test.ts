import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, startPostgres } from "../../scripts/postgres.mjs";
import { startProcess, type TestProcess } from "../testing/processes";
import { type Context, createContext } from "../usecases/context";
import { type App, createApp } from "./app";
import { readEnv } from "./env";
import type { Jobs } from "./jobs";
import { pgBossJobs } from "./jobs-pg-boss";
import { describeJobs, keepingLog, slice, until } from "./jobs-suite";
import type { Log } from "./log";
import { createOutage } from "./outage";
import { systemClock as clock } from "./world";

let server: { url: string; stop: () => Promise<void> };
let database: { url: string; stop: () => Promise<void> };
let dataDir: string;
let workers: TestProcess[];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await createDatabase(server.url);
  dataDir = mkdtempSync(path.join(tmpdir(), "standby-team-"));
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill("SIGKILL")));
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (log: Log): Promise<Jobs> =>
  pgBossJobs({ databaseUrl: database.url, clock, log, outage: createOutage(log) });

describeJobs({ name: "jobs by pg-boss", open });

describe("several processes on one Postgres", () => {
  test("start at once, and each job is worked on by one of them", async () => {
    const log = keepingLog();
    const all = await Promise.all([open(log), open(log), open(log), open(log)]);
    const done: { readonly by: number; readonly id: string }[] = [];
    for (const [by, jobs] of all.entries()) {
      jobs.work("slice", 2, async ({ operationId }) => {
        done.push({ by, id: operationId });
        await clock.sleep(5);
      });
    }
    const ids = Array.from({ length: 200 }, (_, index) => `op_${index}`);
    await Promise.all(all.map((jobs) => jobs.send(ids.map(slice))));
    await until(() => new Set(done.map(({ id }) => id)).size === ids.length);
    const shares = all.map((_, by) => done.filter((one) => one.by === by).length);
    expect(Math.min(...shares)).toBeGreaterThan(20);
    expect(log.errors).toEqual([]);
    await Promise.all(all.map((jobs) => jobs.stop(5_000)));
  });

  test("a job that another process sends begins at once", async () => {
    const log = keepingLog();
    const [one, other] = await Promise.all([open(log), open(log)]);
    let begunAt = 0;
    one.work("slice", 1, async () => {
      begunAt = performance.now();
    });
    await clock.sleep(300);
    const sentAt = performance.now();
    await other.send([slice("a")]);
    await until(() => begunAt > 0);
    expect(begunAt - sentAt).toBeLessThan(500);
    await Promise.all([one.stop(1_000), other.stop(1_000)]);
  });
});

/** Nobody can connect any more, and whoever was connected is thrown out: as when the server is restarted. */
async function takeAway(url: string): Promise<{ bringBack: () => Promise<void> }> {
  const name = new URL(url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  return {
    bringBack: async () => {
      await admin.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
      await admin.end();
    },
  };
}

describe("a database that is away for a while", () => {
  test("is said once, and work goes on by itself when it is back", async () => {
    const log = keepingLog();
    const jobs = await open(log);
    const done: string[] = [];
    jobs.work("slice", 1, async ({ operationId }) => void done.push(operationId));
    await jobs.send([slice("before")]);
    await until(() => done.length === 1);

    const { bringBack } = await takeAway(database.url);
    for (let time = 0; time < 3; time += 1) await expect(jobs.send([slice("while")])).rejects.toThrow();
    await clock.sleep(2_500);
    await bringBack();
    const isSent = () =>
      jobs.send([slice("after")]).then(
        () => true,
        () => false,
      );
    while (!(await isSent())) await clock.sleep(100);
    await until(() => done.length === 2);
    expect(done).toEqual(["before", "after"]);
    expect(log.errors).toHaveLength(1);
    expect(log.infos).toEqual(["The database answers again"]);
    await jobs.stop(1_000);
  });

  test("makes the server not ready, and ready again by itself", async () => {
    const app = await createApp(readEnv({ ...env(), STANDBY_SANDBOX: "0" }));
    const readiness = () => app.usecases.readyz(contextOf(app), { params: {}, query: {}, body: {} });
    expect(await readiness()).toMatchObject({ status: "ready" });
    const { bringBack } = await takeAway(database.url);
    expect(await readiness()).toMatchObject({ status: "notReady", checks: [{ name: "database", ok: false }, {}] });
    await bringBack();
    while ((await readiness()).status !== "ready") await clock.sleep(100);
    await app.stop();
  });
});

function env(): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    STANDBY_DATA_DIR: dataDir,
    STANDBY_SANDBOX_PACE: "0.1",
    STANDBY_SCAN_MINUTES: "0",
    STANDBY_LOG: "silent",
  };
}

function contextOf(app: App): Context {
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  return createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
}

describe("a team", () => {
  test("a server that leaves the work to workers gets it done; one that is killed delays its share by a lease", async () => {
    workers = [1, 2].map(() => startProcess("cli/worker.ts", [], { ...env(), STANDBY_LOG: "info" }));
    await Promise.all(workers.map((worker) => worker.said("takes its share of the work")));
    const app = await createApp(readEnv({ ...env(), STANDBY_WORK: "0" }));
    const { usecases, deps } = app;
    const nothing = { params: {}, query: {} };
    const { id } = await usecases.createAccount(contextOf(app), {
      ...nothing,
      body: { name: "sandbox", credentials: { type: "sandbox" } },
    });
    const scanned = await usecases.scanAccount(contextOf(app), { params: { id }, query: { wait: "60s" }, body: {} });
    expect(scanned).toMatchObject({ state: "finished", notRead: 0 });

    const scope = { kinds: ["ec2.instance"], groups: ["dev"] };
    const body = { action: "pause", scope, options: {}, force: true } as const;
    const operation = await usecases.startOperation(contextOf(app), { ...nothing, body });
    const killed = await whoeverRuns(operation.id);
    await killed.kill("SIGKILL");
    const killedAt = performance.now();
    const input = { params: { id: operation.id }, query: { wait: "120s" }, body: {} };
    const over = await usecases.getOperation(contextOf(app), input);
    expect(over.state).toBe("succeeded");
    expect(over.counts.done).toBe(over.counts.total);
    // A lease of 30 seconds, and what was left to do.
    expect(performance.now() - killedAt).toBeLessThan(60_000);
    expect(await deps.store.audit.verify()).toMatchObject({ brokenAt: null });

    const left = workers.filter((worker) => worker !== killed);
    expect(await Promise.all(left.map((worker) => worker.kill("SIGTERM")))).toEqual([0]);
    await app.stop();
  });
});

/** The worker that has a slice of the operation at hand. */
async function whoeverRuns(operationId: string): Promise<TestProcess> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    for (;;) {
      const sql = `SELECT "leaseOwner" FROM "OperationSlice" WHERE "operationId" = $1 AND "leaseOwner" IS NOT NULL`;
      const { rows } = await client.query<{ leaseOwner: string }>(sql, [operationId]);
      const found = workers.find((worker) => rows[0]?.leaseOwner.endsWith(`-${worker.pid}`));
      if (found) return found;
      await clock.sleep(20);
    }
  } finally {
    await client.end();
  }
}
