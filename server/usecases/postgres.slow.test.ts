import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, startPostgres } from "../../scripts/postgres.mjs";
import { queues } from "../runtime/jobs";
import { openStore } from "../store/open";
import * as make from "../store/store-fixtures";
import { accountIds, brokenAccount, closedPart, held, kinds, numberOf, regions } from "../testing/organisation";
import { startProcess, type TestProcess } from "../testing/processes";
import type { Store } from "./ports";
import { type PartKey, type ScanPart, wholeAccount } from "./scan-ports";

/** Guarantee: any number of workers share the reading of a large organisation, what matters first, each part once. */

const asked = "acc_250";
const nameOf = ({ accountId, region }: PartKey) => `${accountId} ${region}`;
const all: readonly PartKey[] = accountIds.flatMap((accountId) => regions.map((region) => ({ accountId, region })));
/** Those that the organisation answers for, and that nobody asks for. */
const usual = all.filter(
  (part) => part.accountId !== brokenAccount && part.accountId !== asked && nameOf(part) !== nameOf(closedPart),
);

let server: { url: string; stop: () => Promise<void> };
let database: { url: string; stop: () => Promise<void> };
let folder: string;
let client: pg.Client;
let store: Store;
let workers: { readonly process: TestProcess; readonly reads: () => readonly string[] }[] = [];

beforeAll(async () => {
  server = await startPostgres();
  database = await createDatabase(server.url);
  folder = mkdtempSync(path.join(tmpdir(), "standby-organisation-"));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  store = await openStore({
    databaseUrl: database.url,
    migrationsDir: "prisma/migrations",
    clock: make.clock,
    newId: make.countingIds(),
  });
  await connectOrganisation();
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.process.kill("SIGKILL")));
  await store.close();
  await client.end();
  await database.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** All accounts, as they were read yesterday: every region is due. */
async function connectOrganisation(): Promise<void> {
  for (const id of accountIds) {
    const credentials = { type: "sandbox" } as const;
    await store.accounts.create(make.account({ id, name: id, credentials, regions }), make.audit({ subject: id }));
    await store.accounts.seen(id, numberOf(id), make.noon);
  }
  const rows = all.map((part) => [...Object.values(part), held(part)]);
  await client.query(
    `INSERT INTO "ScanPart" ("accountId", "region", "found", "dueAt", "calls", "failures", "leaseEpoch")
     SELECT row ->> 0, row ->> 1, (row ->> 2)::int, '2026-01-01', 9, 0, 0 FROM json_array_elements($1) AS row`,
    [JSON.stringify(rows)],
  );
}

function startWorker(name: string) {
  const notes = path.join(folder, name);
  const env = { DATABASE_URL: database.url, STANDBY_DATA_DIR: folder, STANDBY_PACE: "0.01", STANDBY_LOG: "error" };
  const process = startProcess("server/runtime/scan-process.ts", [notes], { ...env, STANDBY_SANDBOX_PACE: "0.01" });
  return { process, reads: () => readFileSync(notes, "utf8").trim().split("\n") };
}

function untilRead(count: number): Promise<void> {
  const isRead = ({ region, finishedAt }: ScanPart) => region !== wholeAccount && finishedAt !== null;
  return until(async () => (await store.scanParts.list([])).filter(isRead).length >= count);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 250));
}

test("three workers read 300 accounts with 17 regions each, and then two, as one is killed", async () => {
  workers = ["one", "two", "three"].map(startWorker);
  await Promise.all(workers.map((worker) => worker.process.said("ready")));
  await untilRead(600);
  await store.scanParts.ask(asked, new Date());
  await untilRead(1_500);
  const killed = workers[2];
  await killed?.process.kill("SIGKILL");
  await untilRead(all.length);
  await until(async () => (await store.scanParts.list([brokenAccount])).every((part) => part.finishedAt));

  // Each part was read once, but for those that the killed one had at hand.
  const reads = new Map<string, number>();
  for (const name of workers.flatMap((worker) => worker.reads())) reads.set(name, (reads.get(name) ?? 0) + 1);
  expect(usual.filter((part) => !reads.has(nameOf(part)))).toEqual([]);
  const twice = usual.filter((part) => (reads.get(nameOf(part)) ?? 0) > 1);
  expect(twice.length).toBeLessThanOrEqual(queues.part);
  expect(twice.every((part) => killed?.reads().includes(nameOf(part)))).toBe(true);
  const shares = workers.map((worker) => worker.reads().length);
  expect(Math.min(shares[0] ?? 0, shares[1] ?? 0)).toBeGreaterThan(all.length * 0.2);
  expect(shares[2]).toBeGreaterThan(300);

  // What held most came first, and what a person asked for before all that was left.
  const order = [...(await store.scanParts.list([]))]
    .filter((part) => part.region !== wholeAccount)
    .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
    .map(nameOf);
  const lastOf = (parts: readonly PartKey[]) =>
    Math.max(...parts.filter((part) => !twice.includes(part)).map((part) => order.indexOf(nameOf(part))));
  const full = usual.filter((part) => held(part) === 20);
  const holding = usual.filter((part) => held(part) > 0);
  const beside = workers.length * queues.part;
  expect(lastOf(full)).toBeLessThan(full.length + 2 * beside);
  expect(lastOf(holding)).toBeLessThan(holding.length + 2 * beside);
  expect(lastOf(all.filter((part) => part.accountId === asked))).toBeLessThan(1_500);

  // What could not be read says so, and stopped nobody.
  const coverage = await store.inventory.coverage([]);
  const unread = coverage.filter((row) => row.status === "notRead");
  expect(coverage.length).toBe(all.length * kinds.length + 1);
  const broken = unread.filter((row) => row.accountId === brokenAccount);
  expect(broken.length).toBe(regions.length * kinds.length + 1);
  expect(broken.every((row) => row.fault?.action === "sts:AssumeRole")).toBe(true);
  expect(broken.filter((row) => row.region === wholeAccount)).toMatchObject([{ kind: "every kind" }]);
  expect(unread.length - broken.length).toBe(kinds.length);
  expect((await store.scanParts.list([closedPart.accountId])).find(isClosed)).toMatchObject({ failures: 1 });

  const ends = await Promise.all(workers.slice(0, 2).map((worker) => worker.process.kill("SIGTERM")));
  expect(ends).toEqual([0, 0]);
  const megabytes = workers.slice(0, 2).map((worker) => Number(/(\d+) megabytes/.exec(worker.process.output())?.[1]));
  // Some 200 of them are the sources as they are compiled on the way in.
  expect(Math.max(...megabytes)).toBeLessThan(1_000);
}, 900_000);

function isClosed(part: PartKey): boolean {
  return nameOf(part) === nameOf(closedPart);
}
