import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EC2Client, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { RDSClient, StartDBInstanceCommand } from "@aws-sdk/client-rds";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Guard } from "../../server/core/account";
import type { App } from "../../server/runtime/app";
import type { World } from "../../server/sandbox/world";
import { audit } from "../../server/store/store-fixtures";
import { allHolds } from "../../server/testing/all-holds";
import { afterOperations } from "../../server/usecases/after-operation";
import { guardTick } from "../../server/usecases/guard-tick";
import { begin, connectSandbox, contextOf, openApp, workUntilIdle, worldFile } from "../support/sandbox-app";

/** The guard on the sandbox account with all its kinds: dev is paused, and somebody wakes it behind Standby's back. */

const nothing = { params: {}, query: {}, body: {} };
const region = "eu-central-1";
const folder = mkdtempSync(join(tmpdir(), "standby-guard-"));
const template = join(folder, "template");

let app: App;
let accountId: string;
let dataDir: string;
let copies = 0;

beforeAll(async () => {
  app = await openApp({ dataDir: template });
  accountId = await connectSandbox(app);
  await begin(app, "pause", { tags: ["Environment=dev"] });
  await workUntilIdle(app);
  // What the worker does next: members that stopped with their group are looked at.
  await afterOperations(app.deps);
  await guardTick(app.deps);
  await app.stop();
});
beforeEach(async () => {
  dataDir = join(folder, String(++copies));
  cpSync(template, dataDir, { recursive: true });
  app = await openApp({ dataDir });
});
afterEach(() => app.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dev = async () => {
  const group = (await app.deps.store.groups.list()).find(({ name }) => name === "dev");
  if (!group) throw new Error("no group dev");
  return group;
};
const setGroup = async (change: { guard?: Guard; awakeUntil?: Date }) =>
  app.deps.store.groups.update((await dev()).id, change, app.clock.now(), audit());
/** What somebody does in the AWS console. Waits until AWS shows it, and a scan has seen it. */
const startDatabase = async (name: string) => {
  const door = await app.deps.doors.act(accountId, region);
  await door.act(RDSClient, new StartDBInstanceCommand({ DBInstanceIdentifier: name }));
  await untilState(name, "drifted");
};
const scan = () =>
  app.usecases.scanAccount(contextOf(app), { params: { id: accountId }, query: { wait: "60s" }, body: {} });
/** Names occur once per kind in an environment. */
const find = async (name: string, kind = "rds.instance") => {
  const all = await app.deps.store.inventory.summaries([accountId]);
  return all.find((one) => one.name === name && one.kind === kind && one.tags.Environment === "dev");
};
async function untilState(name: string, state: string, kind?: string): Promise<void> {
  for (let look = 0; look < 100; look++) {
    await scan();
    if ((await find(name, kind))?.state === state) return;
    await app.clock.sleep(50);
  }
  throw new Error(`${name} is ${(await find(name, kind))?.state}, not ${state}`);
}
/** Changes the world while Standby is down. */
async function meanwhile(change: (world: World) => void): Promise<void> {
  await app.stop();
  const file = worldFile(dataDir, accountId);
  const stored = JSON.parse(readFileSync(file, "utf8")) as World;
  change(stored);
  writeFileSync(file, JSON.stringify(stored));
  app = await openApp({ dataDir });
}
const told = async () => {
  const { items } = await app.usecases.listNotices(contextOf(app), { ...nothing, query: { limit: 50 } });
  return items.map(({ kind, name, endedAt }) => `${kind} ${name}${endedAt ? "" : " (open)"}`);
};
const ofGuard = async () => {
  const { items } = await app.deps.store.operations.list(50);
  return items.filter(({ actorId }) => actorId === "guard");
};

test("dev is dark, and nothing is told", async () => {
  await guardTick(app.deps);
  expect(await told()).toEqual([]);
  expect(await ofGuard()).toEqual([]);
});

test("enforce: a database and a service that were started are paused again, each once, with their first holds", async () => {
  await setGroup({ guard: "enforce" });
  const holds = await allHolds(app.deps.store.holds, ["active"]);
  const door = await app.deps.doors.act(accountId, region);
  const service = holds.find(({ kind, region: its }) => kind === "ecs.service" && its === region);
  const [, cluster = "", name = ""] = service?.nativeId.split("/") ?? [];
  await door.act(ECSClient, new UpdateServiceCommand({ cluster, service: name, desiredCount: 1 }));
  await startDatabase("catalog-db");
  await untilState(name, "drifted", "ecs.service");
  await guardTick(app.deps);
  await guardTick(app.deps);
  expect(await ofGuard()).toMatchObject([{ title: "Stop what woke in dev", counts: { total: 2 } }]);
  await workUntilIdle(app);
  expect((await ofGuard())[0]).toMatchObject({ state: "succeeded", counts: { done: 2 } });
  await guardTick(app.deps);
  expect((await find("catalog-db"))?.state).toBe("paused");
  const kept = await allHolds(app.deps.store.holds, ["active"]);
  expect(kept.map(({ id, saved }) => [id, saved])).toEqual(holds.map(({ id, saved }) => [id, saved]));
  expect((await told()).sort()).toEqual(["pausedAgain catalog-db", `pausedAgain ${name}`].sort());
});

test("enforce: a group of machines of which one was started is paused again as a whole, and comes back exactly", async () => {
  await setGroup({ guard: "enforce" });
  const all = await app.deps.store.inventory.summaries([accountId]);
  const owner = all.find(({ kind, held, id }) => {
    const members = all.filter(({ ownerId, state }) => ownerId === id && state === "paused");
    return kind === "autoscaling.group" && held && members.length > 1;
  });
  const [member] = all.filter(({ ownerId }) => ownerId === owner?.id);
  if (!owner || !member) throw new Error("dev has no group of machines that is paused");
  const door = await app.deps.doors.act(accountId, owner.region);
  await door.act(EC2Client, new StartInstancesCommand({ InstanceIds: [member.nativeId] }));
  await untilState(owner.name, "drifted", "autoscaling.group");
  await guardTick(app.deps);
  expect(await told()).toEqual([`pausedAgain ${owner.name}`]);
  await workUntilIdle(app);
  await scan();
  const after = await app.deps.store.inventory.summaries([accountId]);
  const states = after.filter(({ id, ownerId }) => id === owner.id || ownerId === owner.id).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["paused"]));
  const resume = await begin(app, "resume", { ids: [owner.id] });
  await workUntilIdle(app);
  const [item] = (await app.deps.store.operations.get(resume))?.items ?? [];
  expect(item).toMatchObject({ state: "done", outcome: { differences: [] } });
});

test("honour: the hold ends and is exported, and the rest of dev stays held", async () => {
  await setGroup({ guard: "honour" });
  const before = await allHolds(app.deps.store.holds, ["active"]);
  await startDatabase("catalog-db");
  await guardTick(app.deps);
  await guardTick(app.deps);
  const { items } = await app.usecases.listHolds(contextOf(app), { ...nothing, query: { state: "ended", limit: 50 } });
  expect(items).toMatchObject([
    { name: "catalog-db", endReason: expect.stringMatching(/^Somebody else .+; honoured$/) },
  ]);
  expect(items[0]?.saved).toEqual(before.find(({ name }) => name === "catalog-db")?.saved);
  expect(await find("catalog-db")).toMatchObject({ state: "running", pausable: true, held: null });
  expect(await allHolds(app.deps.store.holds, ["active"])).toHaveLength(before.length - 1);
  expect(await told()).toEqual(["honoured catalog-db"]);
  expect(await ofGuard()).toEqual([]);
});

test("report is what a group does that nobody decided about", async () => {
  await startDatabase("catalog-db");
  await guardTick(app.deps);
  await guardTick(app.deps);
  expect(await told()).toEqual(["woke catalog-db (open)"]);
  expect((await app.deps.store.notices.list(1))[0]).toMatchObject({ groupId: (await dev()).id });
  await begin(app, "resume", { names: ["catalog-db"] });
  await workUntilIdle(app);
  await guardTick(app.deps);
  expect(await told()).toEqual(["woke catalog-db"]);
});

test("awake until: nothing before it, and then the guard goes on by itself", async () => {
  await setGroup({ guard: "enforce", awakeUntil: new Date(app.clock.now().getTime() + 3_600_000) });
  await startDatabase("catalog-db");
  await guardTick(app.deps);
  expect([await told(), await ofGuard()]).toEqual([[], []]);
  await setGroup({ awakeUntil: new Date(app.clock.now().getTime() - 1) });
  await guardTick(app.deps);
  expect(await ofGuard()).toMatchObject([{ title: "Stop catalog-db" }]);
});

test("what is started a third time within an hour is left on, and said so", async () => {
  await setGroup({ guard: "enforce" });
  for (const _ of [1, 2, 3]) {
    await startDatabase("catalog-db");
    await guardTick(app.deps);
    await workUntilIdle(app);
  }
  expect(await ofGuard()).toHaveLength(2);
  expect((await told()).sort()).toEqual(["pausedAgain catalog-db", "pausedAgain catalog-db", "woke catalog-db (open)"]);
});

test("AWS's own start after seven days is announced, and undone like anybody's", async () => {
  await setGroup({ guard: "enforce" });
  const overview = () => app.usecases.getOverview(contextOf(app), nothing);
  const restartAt = Date.now() + 6 * 86_400_000;
  await meanwhile((world) => {
    for (const one of world.regions[region]?.databases ?? []) if (one.id === "catalog-db") one.restartAt = restartAt;
  });
  await scan();
  const wake = (await overview()).wakes.find(({ name }) => name === "catalog-db");
  expect(wake?.at).toBe(new Date(restartAt).toISOString());
  await meanwhile((world) => {
    for (const one of world.regions[region]?.databases ?? []) if (one.id === "catalog-db") one.restartAt = Date.now();
  });
  await untilState("catalog-db", "drifted");
  await guardTick(app.deps);
  await workUntilIdle(app);
  expect((await find("catalog-db"))?.state).toBe("paused");
  expect(await told()).toEqual(["pausedAgain catalog-db"]);
  const again = (await overview()).wakes.find(({ name }) => name === "catalog-db");
  expect(Date.parse(again?.at ?? "")).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
});

test("a machine that appears in dev is told until it is off", async () => {
  await meanwhile(({ regions }) => {
    const instances = regions[region]?.instances ?? [];
    const [like] = instances.filter(({ tags }) => tags.Environment === "dev" && !("aws:autoscaling:groupName" in tags));
    if (!like) throw new Error("dev has no machine");
    const tags = { ...like.tags, Name: "newcomer" };
    instances.push({ ...like, id: "i-0newcomer00000001", state: "running", until: null, stoppedAt: null, tags });
  });
  await scan();
  await guardTick(app.deps);
  expect(await told()).toEqual(["appeared newcomer (open)"]);
  await begin(app, "pause", { names: ["newcomer"] });
  await guardTick(app.deps);
  expect(await told()).toEqual(["appeared newcomer (open)"]);
  await workUntilIdle(app);
  await guardTick(app.deps);
  expect(await told()).toEqual(["appeared newcomer"]);
});
