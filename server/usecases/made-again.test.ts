import { CreateEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAdapter } from "../adapters/contract";
import { sagemakerEndpoint } from "../adapters/sagemaker/endpoint";
import { sagemakerNotebook } from "../adapters/sagemaker/notebook";
import { createDoors } from "../aws/doors";
import type { WirePlan } from "../contract/plans";
import { isSettled } from "../core/operation";
import { resourceId } from "../core/resource";
import type { Sandbox } from "../sandbox/contract";
import { memoryStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";
import type { FakeClock } from "../testing/fake-clock";
import { accountId, type LampStandby, lampStandby, region } from "../testing/lamp-standby";
import type { Context } from "./context";

/**
 * What a pause deletes and a resume makes again, by every use case that meets it: the real engine, the real inventory and
 * a real adapter, on the sandbox account.
 */

const kind = "sagemaker.endpoint";
const idOf = (nativeId: string) => resourceId({ accountId, region, kind, nativeId });
const scored = idOf("churn-scorer");
const embedded = idOf("image-embedder");
const recreate = { [kind]: { recreate: true } };

let standby: LampStandby;
let sandbox: Sandbox;
let ana: Context;

/** `shortages`: how many endpoints of a machine type fail before AWS has some again. */
async function open(shortages: Readonly<Record<string, number>> = {}, adapter?: AnyAdapter): Promise<void> {
  const doors = (clock: FakeClock) => openDoors(clock, shortages);
  standby = await lampStandby({ lamps: {}, adapter: adapter ?? sagemakerEndpoint, doors });
  ana = standby.person("ana", "admin");
}

async function openDoors(clock: FakeClock, shortages: Readonly<Record<string, number>>) {
  const random = () => 0.5;
  const storage = await worldWith(clock, shortages);
  sandbox = await createSandbox({ clock, random, storage, pace: 1 });
  return createDoors({
    clock,
    random,
    account: async () => ({
      id: accountId,
      name: "Sandbox",
      awsAccountId: null,
      credentials: { type: "sandbox" },
      regions: [region],
      createdAt: clock.now(),
      lastScanAt: null,
    }),
    sandbox: sandbox.answer,
    pace: 1,
    sandboxPace: 1,
  });
}

async function worldWith(clock: FakeClock, shortages: object) {
  const storage = memoryStorage();
  const seeded = await createSandbox({ clock, random: () => 0.5, storage, pace: 1 });
  const world = worldSchema.parse(await seeded.snapshot());
  Object.assign(world.regions[region]?.corners.sagemaker ?? {}, { shortages });
  await storage.save(JSON.stringify(world));
  return storage;
}

const worldSchema = z.looseObject({
  regions: z.record(z.string(), z.looseObject({ corners: z.looseObject({ sagemaker: z.looseObject({}).optional() }) })),
});

beforeEach(() => open());
afterEach(() => standby.close());

const plan = (wish: Parameters<LampStandby["plan"]>[1]) =>
  standby.plan(ana, { scope: { ids: [scored, embedded] }, ...wish });
const records = () => standby.store.inventory.byIds([scored, embedded]);
const states = async () => (await records()).map(({ state }) => state);
const active = async () => (await standby.store.holds.active([scored, embedded])).length;

/** Starts it, and does the worker's part until nothing is left to do but to wait for machines. */
async function apply(shown: WirePlan) {
  const { confirm } = shown;
  const { id } = await standby.start(ana, shown, confirm.text === null ? {} : { confirmText: confirm.text });
  await goOn(id);
  return id;
}

/** Minutes pass, and a worker takes up what is due. */
async function goOn(id: string): Promise<void> {
  for (let minute = 0; minute < 60 && (await isMoving(id)); minute += 1) {
    await standby.work();
    standby.clock.advance(60_000);
  }
}

async function isMoving(id: string): Promise<boolean> {
  return (await itemsOf(id)).some(({ state }) => !isSettled(state) && state !== "deferred");
}

async function pause(): Promise<string> {
  await plan({});
  return apply(await plan({ options: recreate }));
}

const itemsOf = async (id: string) => (await standby.store.operations.get(id))?.items ?? [];
const outcome = async (id: string) => (await itemsOf(id)).map(({ state, outcome }) => [state, outcome.fault?.reason]);

/** Everything of the endpoints that people would miss. */
async function endpoints(): Promise<unknown> {
  const world = worldSchema.parse(await sandbox.snapshot());
  return JSON.parse(
    JSON.stringify(world.regions[region]?.corners.sagemaker, (key, value) => (key === "launchedAt" ? 0 : value)),
  );
}

describe("a kind that a pause deletes", () => {
  test("is off unless somebody asks for it", async () => {
    const shown = await plan({});
    const offered = shown.skipped.filter(({ resourceId }) => [scored, embedded].includes(resourceId));
    expect(offered.map(({ code, remedy }) => [code, remedy])).toEqual([
      ["refused", expect.stringContaining("recreate")],
      ["refused", expect.stringContaining("recreate")],
    ]);
    expect((await records()).map(({ pausable }) => pausable)).toEqual([false, false]);
  });

  test("is paused while it is deleted, and stays so when it is looked at again", async () => {
    const id = await pause();
    expect(await outcome(id)).toEqual([
      ["done", undefined],
      ["done", undefined],
    ]);
    expect(await states()).toEqual(["paused", "paused"]);
    expect((await standby.store.holds.active([scored]))[0]).toMatchObject({ verifiedAt: expect.any(Date) });
    for (let looks = 0; looks < 3; looks += 1) {
      standby.clock.advance(3_600_000);
      await plan({ action: "resume" });
      expect(await states()).toEqual(["paused", "paused"]);
    }
    expect(await records()).toEqual([
      expect.objectContaining({ detail: null, hourlyNow: 1, pausable: false, holdId: expect.any(String) }),
      expect.objectContaining({ detail: null, hourlyNow: 1, pausable: false, holdId: expect.any(String) }),
    ]);
  });

  test("is told as paused, not as gone, to whoever asks and whoever would pause it again", async () => {
    await pause();
    const shown = await plan({ options: recreate });
    expect(shown.skipped.map(({ code }) => code)).toEqual(["alreadyPaused", "alreadyPaused"]);
    const told = await standby.usecases.getResource(ana, { params: { id: scored }, query: {}, body: {} });
    expect(told).toMatchObject({ state: "paused", action: "resume", detail: null, hold: { saved: expect.anything() } });
  });

  test("is made again, equal in all that was saved, and its hold ends", async () => {
    const before = await endpoints();
    await pause();
    expect(await endpoints()).not.toEqual(before);
    standby.clock.advance(36 * 3_600_000);
    const shown = await plan({ action: "resume" });
    // A look in between changes nothing of what was shown.
    await plan({ action: "resume" });
    const id = await apply(shown);
    expect(await outcome(id)).toEqual([
      ["done", undefined],
      ["done", undefined],
    ]);
    expect(await endpoints()).toEqual(before);
    expect(await states()).toEqual(["running", "running"]);
    expect(await active()).toBe(0);
  });

  test("waits for machines, takes the failed one away, and comes back when there are some", async () => {
    await standby.close();
    await open({ "ml.g5.xlarge": 2 });
    const before = await endpoints();
    await pause();
    const id = await apply(await plan({ action: "resume" }));
    const deferred = (await itemsOf(id)).find(({ state }) => state === "deferred");
    expect(deferred).toMatchObject({ plan: { resourceId: embedded }, outcome: { fault: { code: "capacity" } } });
    expect(await active()).toBe(1);
    for (let tries = 0; tries < 20 && (await active()) > 0; tries += 1) {
      standby.clock.advance(60_000);
      await standby.work();
      await goOn(id);
    }
    expect(await active()).toBe(0);
    expect(await states()).toEqual(["running", "running"]);
    const shortages = { "ml.g5.xlarge": 0 };
    expect(await endpoints()).toEqual({ ...z.looseObject({}).parse(before), shortages });
    const calls = sandbox.calls().filter(({ input }) => JSON.stringify(input).includes("image-embedder"));
    const sent = calls.map(({ operation }) => operation).filter((name) => /^(Create|Delete)/.test(name));
    expect(sent.filter((name) => name === "DeleteEndpoint")).toHaveLength(3);
  });

  test("that somebody made again has drifted, and is theirs or ours as somebody says", async () => {
    await pause();
    const door = await standby.deps.doors.act(accountId, region);
    const theirs = { EndpointName: "churn-scorer", EndpointConfigName: "image-embedder-2026-10" };
    await door.act(SageMakerClient, new CreateEndpointCommand(theirs));
    standby.clock.advance(600_000);
    const asked = await plan({ action: "resume" });
    expect(asked.skipped).toMatchObject([{ resourceId: scored, code: "conflict" }]);
    expect((await standby.store.inventory.get(scored))?.state).toBe("drifted");
    // A second pause would delete theirs and keep the first hold: theirs would be lost for ever.
    const again = await plan({ options: recreate });
    expect(again.steps).toEqual([]);
    const codes = Object.fromEntries(again.skipped.map(({ resourceId, code }) => [resourceId, code]));
    expect(codes).toEqual({ [scored]: "conflict", [embedded]: "alreadyPaused" });
    const id = await apply(await plan({ action: "resume", conflicts: "theirs" }));
    expect((await outcome(id)).map(([state]) => state)).toEqual(["done", "done"]);
    expect(await active()).toBe(0);
    expect((await standby.store.inventory.get(scored))?.state).toBe("running");
  });

  test("is gone once somebody ends its hold", async () => {
    await pause();
    const [hold] = await standby.store.holds.active([scored]);
    await standby.usecases.endHold(ana, {
      params: { id: hold?.id ?? "" },
      query: {},
      body: { reason: "not needed any more" },
    });
    expect((await standby.store.inventory.get(scored))?.state).toBe("gone");
  });

  test("is brought back by an undo", async () => {
    const before = await endpoints();
    const id = await pause();
    const undo = await standby.usecases.undoOperation(ana, { params: { id }, query: {}, body: {} });
    await goOn(undo.id);
    expect(await endpoints()).toEqual(before);
    expect(await active()).toBe(0);
  });
});

test("what AWS accepts and then fails for lack of machines is sent again until it has some", async () => {
  await standby.close();
  await open({ "ml.g4dn.xlarge": 2 }, sagemakerNotebook);
  const id = resourceId({ accountId, region, kind: "sagemaker.notebook", nativeId: "vision-lab" });
  const state = async () => (await standby.store.inventory.get(id))?.state;
  const held = async () => (await standby.store.holds.active([id])).length;
  await plan({ scope: { kinds: ["sagemaker.notebook"] } });
  await apply(await plan({ scope: { ids: [id] } }));
  expect(await state()).toBe("paused");
  const resume = await apply(await plan({ action: "resume", scope: { ids: [id] } }));
  expect(await itemsOf(resume)).toMatchObject([{ state: "deferred", outcome: { fault: { code: "capacity" } } }]);
  expect(await state()).toBe("paused");
  for (let tries = 0; tries < 20 && (await held()) > 0; tries += 1) {
    standby.clock.advance(60_000);
    await standby.work();
    await goOn(resume);
  }
  expect([await state(), await held()]).toEqual(["running", 0]);
  const starts = sandbox.calls().filter(({ operation }) => operation === "StartNotebookInstance");
  expect(starts).toHaveLength(3);
});
