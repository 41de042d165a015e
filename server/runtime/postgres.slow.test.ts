import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, startPostgres } from "../../scripts/postgres.mjs";
import type { Jobs } from "./jobs";
import { pgBossJobs } from "./jobs-pg-boss";
import { describeJobs, keepingLog, slice, until } from "./jobs-suite";
import type { Log } from "./log";
import { createOutage } from "./outage";
import { systemClock as clock } from "./world";

let server: { url: string; stop: () => Promise<void> };
let database: { url: string; stop: () => Promise<void> };

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await createDatabase(server.url);
});
afterEach(() => database.stop());

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
