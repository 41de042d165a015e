import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AwsCall } from "../aws/door";
import { type App, createApp } from "../runtime/app";
import { readEnv } from "../runtime/env";
import * as make from "../store/store-fixtures";
import { createContext } from "./context";
import { type Reader, readNextPart } from "./read-next-part";
import { wholeAccount } from "./scan-ports";

const regions = ["eu-central-1", "us-east-1"];
const reader: Reader = { owner: "test", leaseMs: 30_000, everyMinutes: 15 };
const never = new AbortController().signal;

let folder: string;
let app: App;
/** What the account answers in the place of AWS. */
let answer: (call: AwsCall) => Promise<object>;
let calls: AwsCall[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "standby-parts-"));
  calls = [];
  answer = async ({ operation }) => (operation === "GetCallerIdentity" ? { Account: "111122223333" } : {});
  // Its own readers take only what is asked for; what is due is read by the tests.
  app = await createApp(readEnv({ STANDBY_DATA_DIR: folder, STANDBY_SANDBOX_PACE: "0.01", STANDBY_LOG: "silent" }), {
    work: false,
    sandbox: async (call) => {
      calls.push(call);
      return answer(call);
    },
  });
  const account = make.account({ credentials: { type: "sandbox" }, regions });
  await app.deps.store.accounts.create(account, make.audit());
});
afterEach(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const parts = async () => app.deps.store.scanParts.list(["acc_1"]);
const partOf = async (region: string) => (await parts()).find((part) => part.region === region);
const coverage = () => app.deps.store.inventory.coverage(["acc_1"]);

async function readAll(): Promise<void> {
  while (await readNextPart(app.deps, reader, never));
}

function scan(wait = "30s", id = "acc_1") {
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  const ctx = createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
  return app.usecases.scanAccount(ctx, { params: { id }, query: { wait }, body: {} });
}

function instance(InstanceId: string) {
  return { InstanceId, InstanceType: "t3.micro", State: { Code: 16, Name: "running" } };
}

const refusal = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });

test("an account is read region by region; what holds something is due in 15 minutes, what is empty in a day", async () => {
  answer = async ({ operation, region }) => {
    if (operation === "GetCallerIdentity") return { Account: "111122223333" };
    if (operation !== "DescribeInstances" || region !== "us-east-1") return {};
    return { Reservations: [{ OwnerId: "111122223333", Instances: [instance("i-1"), instance("i-2")] }] };
  };
  await app.deps.store.scanParts.keepAccounts(app.clock.now());
  const from = app.clock.now().getTime();
  await readAll();
  const [empty, whole, full] = await parts();
  const minutes = (at: Date | undefined) => Math.round(((at?.getTime() ?? 0) - from) / 60_000);
  expect([whole, empty, full].map((part) => `${part?.region} ${part?.found} ${minutes(part?.dueAt)}`)).toEqual([
    `${wholeAccount} 0 1440`,
    "eu-central-1 0 1440",
    "us-east-1 2 15",
  ]);
  expect(await app.deps.store.accounts.get("acc_1")).toMatchObject({
    awsAccountId: "111122223333",
    lastScanAt: full?.finishedAt,
  });
  expect((await coverage()).map((row) => row.status)).toEqual(Array(2 * app.deps.adapters.length).fill("read"));
});

test("a scan that is asked for twice is one scan; with a wait it answers what was read", async () => {
  const [one, other] = await Promise.all([scan(), scan()]);
  expect(one).toMatchObject({ state: "finished", read: 2 * app.deps.adapters.length, notRead: 0, found: 0 });
  expect(other.startedAt).toBe(one.startedAt);
  expect(one.calls).toBe(calls.filter(({ service }) => service !== "sts").length);
  const alarms = calls.filter(({ operation }) => operation === "DescribeAlarms");
  expect(alarms.map(({ region }) => region).sort()).toEqual(regions);
  expect((await scan()).startedAt > one.startedAt).toBe(true);
});

test("without a wait a scan answers what was read so far", async () => {
  expect(await scan("0s")).toMatchObject({ state: "running", finishedAt: null, rows: [], calls: 0 });
});

test("an account whose credentials fail is a row that says so, until it can be read again", async () => {
  const works = answer;
  answer = async () => {
    throw refusal("AccessDenied", "is not authorized to perform: sts:AssumeRole");
  };
  const denied = { fault: { code: "denied", action: "sts:AssumeRole" } };
  await expect(scan()).rejects.toMatchObject(denied);
  expect(await coverage()).toMatchObject([
    { region: "every region", kind: "every kind", status: "notRead", ...denied },
  ]);
  expect(await partOf(wholeAccount)).toMatchObject({ failures: 1, ...denied });
  answer = works;
  expect(await scan()).toMatchObject({ state: "finished", notRead: 0 });
  expect((await coverage()).filter((row) => row.status === "notRead")).toEqual([]);
});

test("a region that is closed is not read, in each of its kinds, and the other is", async () => {
  const works = answer;
  answer = (call) =>
    call.region === "us-east-1" && call.service !== "sts"
      ? Promise.reject(refusal("UnauthorizedOperation", "with an explicit deny in a service control policy"))
      : works(call);
  const kinds = app.deps.adapters.length;
  expect(await scan()).toMatchObject({ state: "finished", read: kinds, notRead: kinds });
  expect(await partOf("us-east-1")).toMatchObject({ failures: 1, found: 0, fault: { code: "denied" } });
  expect(await partOf("eu-central-1")).toMatchObject({ failures: 0, fault: null });
});

test("a reader that lost its lease saves nothing", async () => {
  await app.deps.store.scanParts.keepRegions("acc_1", ["us-east-1"], app.clock.now(), null);
  let thaw: () => void = () => {};
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  answer = async ({ operation }) => {
    await frozen;
    return operation === "DescribeInstances" ? { Reservations: [{ Instances: [instance("i-old")] }] } : {};
  };
  const reading = readNextPart(app.deps, { ...reader, leaseMs: 150 }, never);
  while (calls.length === 0) await app.clock.sleep(5);
  const later = new Date(app.clock.now().getTime() + 3_600_000);
  const key = { accountId: "acc_1", region: "us-east-1" };
  const second = await app.deps.store.scanParts.claim(key, "other", later, 30_000);
  await app.clock.sleep(200);
  thaw();
  expect(await reading).toBe(true);
  expect(await app.deps.store.inventory.summaries([])).toEqual([]);
  expect(await coverage()).toEqual([]);
  expect(await partOf("us-east-1")).toMatchObject({ finishedAt: null });
  expect(second && (await app.deps.store.scanParts.renew(second, later, 30_000))).toBe(true);
});

test("a lease is renewed for as long as AWS takes", async () => {
  const { store } = app.deps;
  await store.scanParts.keepRegions("acc_1", ["us-east-1"], app.clock.now(), null);
  let renewed = 0;
  const renew: typeof store.scanParts.renew = (...args) => {
    renewed += 1;
    return store.scanParts.renew(...args);
  };
  const deps = { ...app.deps, store: { ...store, scanParts: { ...store.scanParts, renew } } };
  answer = async () => {
    while (renewed < 3) await app.clock.sleep(5);
    return {};
  };
  await readNextPart(deps, { ...reader, leaseMs: 300 }, never);
  expect(await partOf("us-east-1")).toMatchObject({ failures: 0, finishedAt: expect.any(Date) });
});

test("a process that stops gives the part back at once", async () => {
  await app.deps.store.scanParts.keepRegions("acc_1", ["us-east-1"], app.clock.now(), null);
  const stopping = new AbortController();
  answer = async () => {
    stopping.abort();
    return {};
  };
  expect(await readNextPart(app.deps, reader, stopping.signal)).toBe(true);
  expect(await partOf("us-east-1")).toMatchObject({ finishedAt: null });
  const free = await app.deps.store.scanParts.claimable({ now: app.clock.now(), limit: 9, askedOnly: false });
  expect(free.map(({ region }) => region)).toEqual(["us-east-1"]);
});

test("credentials that are another account's by now read nothing, and an account is not connected twice", async () => {
  await scan();
  const { accounts } = app.deps.store;
  answer = async ({ operation }) => (operation === "GetCallerIdentity" ? { Account: "999988887777" } : {});
  const reason = "The credentials are of account 999988887777, and Development is account 111122223333";
  await expect(scan()).rejects.toMatchObject({ fault: { code: "refused", reason: expect.stringContaining(reason) } });
  expect((await accounts.get("acc_1"))?.awsAccountId).toBe("111122223333");
  answer = async ({ operation }) => (operation === "GetCallerIdentity" ? { Account: "111122223333" } : {});
  const again = make.account({ id: "acc_2", name: "again", credentials: { type: "sandbox" }, regions });
  await accounts.create({ ...again, awsAccountId: null }, make.audit());
  const twice = "The credentials are of account 111122223333, which is connected as Development already";
  await expect(scan("30s", "acc_2")).rejects.toMatchObject({ fault: { code: "refused", reason: twice } });
  expect((await accounts.get("acc_2"))?.awsAccountId).toBeNull();
});
