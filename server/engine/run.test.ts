import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import type { ActDoor } from "../aws/door";
import { type Fault, FaultError } from "../core/fault";
import type { Action } from "../core/plan";
import { type Observed, resourceId } from "../core/resource";
import { openStore } from "../store/open";
import { allHolds } from "../testing/all-holds";
import { fakeClock } from "../testing/fake-clock";
import { type LampDetail, lampWorld, lit } from "../testing/lamp";
import type { Store } from "../usecases/ports";
import { newItem } from "./changes";
import type { EngineDeps } from "./deps";
import { makePlan } from "./plan";
import type { OperationRecord, Slice } from "./ports";
import { RightOfWay } from "./right-of-way";
import { runSlice } from "./run";

/** The loop on a real database, with a world of lamps and a clock that runs as fast as it is slept on. */

const accountId = "acc_1";
const region = "eu-central-1";
let folder: string;
let store: Store;
let clock: ReturnType<typeof fakeClock>;
let ids = 0;
const newId = (prefix: string) => `${prefix}_${String(++ids).padStart(6, "0")}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "standby-run-"));
  clock = fakeClock(new Date("2026-11-20T19:12:00Z"));
  store = await openStore({
    databaseUrl: `file:${join(folder, "test.db")}`,
    migrationsDir: "prisma/migrations",
    clock,
    newId,
  });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

type World = ReturnType<typeof lampWorld>;

function engine(world: World, change: Partial<EngineDeps> = {}): EngineDeps {
  const door = { accountId, region } as ActDoor;
  return {
    store: store.engine,
    doors: { read: async () => door, act: async () => door, pace: () => 1 },
    inventory: { record: async () => {}, seen: async () => new Map() },
    adapterFor: () => world.adapter,
    clock,
    newId,
    owner: "test",
    leaseMs: 30_000,
    rightOfWay: new RightOfWay(),
    onChange: () => {},
    ...change,
  };
}

async function operationFor(world: World, action: Action, only = Object.keys(world.lamps)): Promise<string> {
  const holds = await allHolds(store.holds, ["active"]);
  const candidates = only.map((nativeId) => {
    const id = resourceId({ accountId, region, kind: "test.lamp", nativeId });
    const seen: Observed<LampDetail> = {
      nativeId,
      arn: nativeId,
      name: nativeId,
      type: "lamp",
      tags: {},
      detail: { ...(world.lamps[nativeId] ?? lit(0)) },
    };
    const state = seen.detail.on ? ("running" as const) : ("paused" as const);
    const estimate = { lines: [], running: 2, paused: 1, unpriced: 0 };
    const at = clock.now();
    const record = {
      id,
      accountId,
      region,
      kind: "test.lamp",
      ...seen,
      state,
      saw: "",
      reason: "",
      remedy: "",
      protected: false,
      pausable: true,
      estimate,
      hourlyNow: 2,
      ownerId: null,
      holdId: null,
      firstSeenAt: at,
      seenAt: at,
      changedAt: at,
    };
    return { record, seen, hold: holds.find((hold) => hold.resourceId === id) ?? null, protectedBy: null };
  });
  const content = makePlan({
    action,
    candidates,
    owned: [],
    options: {},
    adapterFor: () => world.adapter,
    pace: () => 1,
  });
  const now = clock.now();
  const plan = await store.plans.save({
    ...content,
    id: newId("plan"),
    hash: "h",
    title: "t",
    scope: {},
    options: {},
    includeProtected: false,
    conflicts: null,
    parent: null,
    serial: 1,
    lookedAt: now,
    createdAt: now,
    expiresAt: now,
    createdBy: "me",
    createdById: "usr_me",
    confirm: { level: "click", reason: "" },
    approval: null,
  });
  const operation: OperationRecord = {
    id: newId("op"),
    number: plan.number,
    planId: plan.id,
    title: "t",
    action,
    state: "queued",
    actorType: "user",
    actorId: "u",
    actorName: "Ana",
    createdAt: now,
    startsAt: now,
    startedAt: null,
    endedAt: null,
    cancelRequested: false,
    parent: null,
    items: plan.items.map((item) => newItem(item)),
  };
  const audit = {
    at: now,
    actorType: "user",
    actorId: "u",
    actorName: "Ana",
    action: `operation.${action}`,
    subject: operation.id,
    before: null,
    after: null,
    outcome: "ok" as const,
    requestId: null,
    ip: null,
  };
  await store.operations.create(operation, audit);
  return operation.id;
}

const lane = `${accountId} ${region}`;
const sliceOf = (operationId: string): Slice => ({ operationId, lane });
const run = (deps: EngineDeps, id: string) => runSlice(deps, sliceOf(id), never);

const never = new AbortController().signal;
const fault = (code: Fault["code"]): Fault => ({ code, reason: `AWS says ${code}`, remedy: "" });
const states = async (id: string) => (await store.operations.get(id))?.items.map((item) => item.state).sort();

const cancelAudit = (subject: string) => ({
  at: clock.now(),
  actorType: "user",
  actorId: "u",
  actorName: "Ana",
  action: "operation.cancel",
  subject,
  before: null,
  after: null,
  outcome: "ok" as const,
  requestId: null,
  ip: null,
});

describe("runSlice", () => {
  test("pauses and brings back exactly; a second pause keeps the first hold", async () => {
    const world = lampWorld({ a: lit(7), b: lit(3), c: { ...lit(5), on: false } });
    const before = structuredClone(world.lamps);
    const pause = await operationFor(world, "pause");
    expect(await run(engine(world), pause)).toBe("over");
    expect(world.lamps).toMatchObject({
      a: { on: false, dimmer: 0 },
      b: { on: false, dimmer: 0 },
      c: { on: false, dimmer: 5 },
    });
    const holds = await allHolds(store.holds, ["active"]);
    expect(holds.map((hold) => hold.saved)).toEqual(expect.arrayContaining([{ dimmer: 7 }, { dimmer: 3 }]));
    expect(holds).toHaveLength(2);
    const again = await operationFor(world, "pause");
    await run(engine(world), again);
    expect(await allHolds(store.holds, ["active"])).toEqual(holds);
    await run(engine(world), await operationFor(world, "resume"));
    expect(world.lamps).toEqual(before);
    expect(await allHolds(store.holds, ["active"])).toEqual([]);
    expect(await allHolds(store.holds, ["released"])).toHaveLength(2);
  });

  test("law 1: every hold is committed before the first call", async () => {
    const world = lampWorld({ a: lit(1), b: lit(2), c: lit(3) });
    const heldAtFirstCall: number[] = [];
    const { apply } = world.adapter;
    const watching = {
      ...world,
      adapter: {
        ...world.adapter,
        apply: async (...args: Parameters<typeof apply>) => {
          heldAtFirstCall.push((await allHolds(store.holds, ["active"])).length);
          return apply(...args);
        },
      },
    };
    await run(engine(watching), await operationFor(world, "pause"));
    expect(Math.min(...heldAtFirstCall)).toBe(3);
  });

  test("law 6: a bad item is found by halving and stops nobody else", async () => {
    const world = lampWorld(
      Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`lamp-${index}`, lit(index + 1)])),
    );
    world.faults.push({ op: "off", match: "lamp-5", fault: fault("denied"), times: 99 });
    const id = await operationFor(world, "pause");
    await run(engine(world), id);
    expect(await states(id)).toEqual(["done", "done", "done", "done", "done", "done", "done", "failed"]);
    expect(await store.operations.get(id)).toMatchObject({ state: "partial" });
    expect(world.lamps["lamp-5"]?.on).toBe(true);
    // Its dimmer was changed, so its hold stays: the way back is kept.
    expect((await allHolds(store.holds, ["active"])).map((hold) => hold.nativeId)).toContain("lamp-5");
  });

  test("an answer that is lost after the effect is found by looking, not sent twice", async () => {
    const world = lampWorld({ a: lit(4) });
    world.faults.push({ op: "off", fault: fault("transient"), times: 1, afterEffect: true });
    const id = await operationFor(world, "pause");
    await run(engine(world), id);
    expect(await states(id)).toEqual(["done"]);
    expect(world.calls.filter((call) => call.op === "off")).toHaveLength(1);
  });

  const [dims, offs] = ["a dim,b dim", "a off,b off"];
  test.each([
    { first: null, expected: [dims, offs] },
    { first: fault("gone"), expected: [dims, offs] },
    { first: fault("throttled"), expected: [dims, dims, offs] },
  ])(
    "a glance moves a step on; refused, the whole is read, and throttled it is asked again: $first.code",
    async ({ first, expected }) => {
      const world = lampWorld({ a: lit(4), b: lit(5) });
      const asked: string[] = [];
      const glance: AnyAdapter["glance"] = async (_, items) => {
        asked.push(items.map(({ nativeId, step }) => `${nativeId} ${step.op}`).join());
        if (first && asked.length === 1) throw new FaultError(first);
        return new Map(items.map(({ nativeId }) => [nativeId, { status: "done", saw: "seen" }]));
      };
      const id = await operationFor(world, "pause");
      await run(engine(world, { adapterFor: () => ({ ...world.adapter, glance }) as AnyAdapter }), id);
      expect(await states(id)).toEqual(["done", "done"]);
      expect(world.calls.map(({ op, ids }) => `${op} ${ids}`)).toEqual(["dim a", "dim b", "off a,b"]);
      expect(asked).toEqual(expected);
    },
  );

  test("throttling is waited out", async () => {
    const world = lampWorld({ a: lit(4) });
    world.faults.push({ op: "off", fault: fault("throttled"), times: 6 });
    const id = await operationFor(world, "pause");
    await run(engine(world), id);
    expect(await states(id)).toEqual(["done"]);
  });

  test("what changed between plan and apply is left alone and named", async () => {
    const world = lampWorld({ a: lit(4), b: lit(5) });
    const id = await operationFor(world, "pause");
    world.lamps.a = lit(9);
    await run(engine(world), id);
    expect(world.lamps).toMatchObject({ a: { on: true, dimmer: 9 }, b: { on: false } });
    const operation = await store.operations.get(id);
    const left = operation?.items.find((item) => item.plan.nativeId === "a");
    expect(left).toMatchObject({
      state: "skipped",
      holdId: null,
      outcome: { saw: expect.stringContaining("Changed since") },
    });
  });

  test("another owner's lease is respected, and a stale epoch cannot write", async () => {
    const world = lampWorld({ a: lit(4) });
    const id = await operationFor(world, "pause");
    const epoch = await store.engine.claim(sliceOf(id), "other", clock.now(), 30_000);
    expect(await run(engine(world), id)).toBe("taken");
    expect(world.calls).toEqual([]);
    await clock.sleep(31_000);
    expect(await run(engine(world), id)).toBe("over");
    await expect(store.engine.commit(sliceOf(id), epoch ?? 0, {})).rejects.toThrow("took over");
  });

  test("a call that was said and never left, because the process died each time, does not count as refused", async () => {
    const world = lampWorld({ a: lit(4) });
    const id = await operationFor(world, "pause");
    const { commit } = store.engine;
    for (let death = 0; death < 5; death += 1) {
      let isDead = false;
      const dying: typeof commit = async (slice, epoch, change) => {
        if (isDead) throw new Error("dead");
        await commit(slice, epoch, change);
        isDead = change.items?.some((item) => item.state === "applying") ?? false;
      };
      const doors = { ...engine(world).doors, act: () => Promise.reject(new Error("dead")) };
      await expect(run(engine(world, { doors, store: { ...store.engine, commit: dying } }), id)).rejects.toThrow(
        "dead",
      );
      await clock.sleep(31_000);
    }
    expect(await run(engine(world), id)).toBe("over");
    expect(await states(id)).toEqual(["done"]);
    expect(world.calls.map(({ op }) => op)).toEqual(["dim", "off"]);
  });

  test("a machine that slept in the middle does not hold the time against AWS", async () => {
    const world = lampWorld({ a: lit(4) });
    const { apply, discover } = world.adapter;
    const lamp = world.lamps.a ?? lit(4);
    const adapter: typeof world.adapter = {
      ...world.adapter,
      apply: async (door, op, items) => {
        const outcomes = await apply(door, op, items);
        lamp.moving = op === "off";
        if (lamp.moving) clock.advance(3_600_000);
        return outcomes;
      },
      async *discover(door, only) {
        yield* discover(door, only);
        lamp.moving = false;
      },
    };
    const id = await operationFor(world, "pause");
    await run(engine({ ...world, adapter }), id);
    expect(await states(id)).toEqual(["done"]);
  });

  test("what AWS has no capacity for waits, the others go on, and the slice is given back until it is due", async () => {
    const world = lampWorld({ a: lit(4), b: lit(5) });
    await run(engine(world), await operationFor(world, "pause"));
    world.faults.push({ op: "on", match: "a", fault: fault("capacity"), times: 3 });
    const id = await operationFor(world, "resume");
    expect(await run(engine(world), id)).toBe("parked");
    expect(world.lamps).toMatchObject({ a: { on: false }, b: { on: true, dimmer: 5 } });
    expect(await states(id)).toEqual(["deferred", "done"]);
    expect((await allHolds(store.holds, ["active"])).map((hold) => hold.nativeId)).toEqual(["a"]);
    expect(await run(engine(world), id)).toBe("taken");
    for (let tries = 0; tries < 9 && (await states(id))?.includes("deferred"); tries += 1) {
      await clock.sleep(60_000);
      await run(engine(world), id);
    }
    expect(world.lamps).toMatchObject({ a: { on: true, dimmer: 4 }, b: { on: true, dimmer: 5 } });
    expect(await store.operations.get(id)).toMatchObject({ state: "succeeded" });
    expect(await allHolds(store.holds, ["active"])).toEqual([]);
  });

  test("after a write that failed nothing is sent; later everything is done as if nothing had happened", async () => {
    for (let failing = 1; failing < 12; failing += 1) {
      const world = lampWorld({ a: lit(4), b: lit(5) });
      const id = await operationFor(world, "pause");
      let writes = 0;
      let callsAtFailure = -1;
      const commit: typeof store.engine.commit = async (...args) => {
        writes += 1;
        if (writes < failing) return store.engine.commit(...args);
        callsAtFailure = callsAtFailure < 0 ? world.calls.length : callsAtFailure;
        throw new Error("the disk is full");
      };
      const deps = engine(world, { store: { ...store.engine, commit } });
      await run(deps, id).catch(() => {});
      await clock.sleep(40_000);
      if (callsAtFailure >= 0) expect(world.calls.length, `write ${failing}`).toBe(callsAtFailure);
      if (callsAtFailure >= 0) expect(await run(engine(world), id)).toBe("over");
      expect(world.lamps).toMatchObject({ a: { on: false }, b: { on: false } });
      await run(engine(world), await operationFor(world, "resume"));
      expect(world.lamps).toMatchObject({ a: { on: true, dimmer: 4 }, b: { on: true, dimmer: 5 } });
    }
  });

  test("a hold whose calls never left ends with the cancel, so that a later pause saves what is there then", async () => {
    const world = lampWorld({ a: lit(4), b: lit(5) });
    const id = await operationFor(world, "pause");
    const { apply } = world.adapter;
    const adapter: typeof world.adapter = {
      ...world.adapter,
      // The first one is on its way when somebody cancels; the other has not had its turn.
      batch: { dim: 1, off: 1, on: 1 },
      apply: async (door, op, items) => {
        await store.operations.requestCancel(id, cancelAudit(id));
        return apply(door, op, items);
      },
    };
    const items = (await store.operations.get(id))?.items ?? [];
    const isLate = items.map(({ plan }) => plan.nativeId === "b");
    await store.engine.claim(sliceOf(id), "other", clock.now(), 0);
    const later = items.map((item, at) => ({
      ...item,
      checked: true,
      notBefore: isLate[at] ? new Date(clock.now().getTime() + 5_000) : null,
    }));
    const load: typeof store.engine.load = async (slice) => {
      const saved = await store.engine.load(slice);
      const notBefore = new Map(later.map(({ plan, notBefore: at }) => [plan.resourceId, at]));
      const held = saved.items.every(({ holdId }) => holdId !== null);
      const wait = (one: (typeof later)[number]) => ({ ...one, notBefore: notBefore.get(one.plan.resourceId) ?? null });
      return held ? { ...saved, items: saved.items.map(wait) } : saved;
    };
    await run(engine({ ...world, adapter }, { store: { ...store.engine, load } }), id);
    expect(await states(id)).toEqual(["done", "skipped"]);
    expect((await allHolds(store.holds, ["active"])).map((hold) => hold.nativeId)).toEqual(["a"]);
    expect(await allHolds(store.holds, ["ended"])).toMatchObject([
      { nativeId: "b", endReason: "Nothing was sent to pause it" },
    ]);
    world.lamps.b = lit(9);
    await run(engine(world), await operationFor(world, "pause", ["b"]));
    await run(engine(world), await operationFor(world, "resume"));
    expect(world.lamps).toMatchObject({ a: { on: true, dimmer: 4 }, b: { on: true, dimmer: 9 } });
  });

  test("a cancel that comes when everything is on its way leaves nothing out: the operation succeeded", async () => {
    const world = lampWorld({ a: lit(4) });
    const id = await operationFor(world, "pause");
    const { apply } = world.adapter;
    const adapter: typeof world.adapter = {
      ...world.adapter,
      apply: async (door, op, items) => {
        await store.operations.requestCancel(id, cancelAudit(id));
        return apply(door, op, items);
      },
    };
    await run(engine({ ...world, adapter }), id);
    expect(await store.operations.get(id)).toMatchObject({ state: "succeeded", items: [{ state: "done" }] });
  });

  test("a hold of an earlier pause stays where a later one sends nothing", async () => {
    const world = lampWorld({ a: lit(4) });
    await run(engine(world), await operationFor(world, "pause"));
    const [hold] = await allHolds(store.holds, ["active"]);
    world.lamps.a = lit(6);
    const again = await operationFor(world, "pause");
    await store.operations.requestCancel(again, cancelAudit(again));
    await run(engine(world), again);
    expect(await states(again)).toEqual(["skipped"]);
    expect(await allHolds(store.holds, ["active"])).toEqual([hold]);
  });

  test("a cancel that comes while the slice is given back is not overlooked until the next try", async () => {
    const world = lampWorld({ a: lit(4) });
    await run(engine(world), await operationFor(world, "pause"));
    world.faults.push({ op: "on", fault: fault("capacity"), times: 99 });
    const id = await operationFor(world, "resume");
    const release: typeof store.engine.release = async (...args) => {
      await store.operations.requestCancel(id, cancelAudit(id));
      return store.engine.release(...args);
    };
    expect(await run(engine(world, { store: { ...store.engine, release } }), id)).toBe("parked");
    expect(await store.engine.claimable(clock.now())).toEqual([sliceOf(id)]);
    expect(await run(engine(world), id)).toBe("over");
    expect(await store.operations.get(id)).toMatchObject({ state: "cancelled" });
  });

  test("a next try that somebody asks for is made while others of the slice are at work", async () => {
    const world = lampWorld({ a: lit(4), b: lit(5) });
    await run(engine(world), await operationFor(world, "pause"));
    world.faults.push({ op: "on", match: "a", fault: fault("capacity"), times: 2 });
    const id = await operationFor(world, "resume");
    const [a] = (await store.operations.get(id))?.items ?? [];
    const lamp = world.lamps.b ?? lit(5);
    const startedAt = clock.now().getTime();
    let triedAt = 0;
    const { apply, discover } = world.adapter;
    const adapter: typeof world.adapter = {
      ...world.adapter,
      apply: async (door, op, items) => {
        if (op === "on" && items.some(({ nativeId }) => nativeId === "a")) triedAt = clock.now().getTime();
        const outcomes = await apply(door, op, items);
        if (op === "dim" && items.some(({ nativeId }) => nativeId === "b")) lamp.moving = true;
        return outcomes;
      },
      async *discover(door, only) {
        const isLater = clock.now().getTime() - startedAt;
        if (isLater > 20_000 && isLater < 30_000)
          await store.queue.tryNow(a?.plan.resourceId ?? "", clock.now(), cancelAudit(id));
        lamp.moving = lamp.moving && isLater < 50_000;
        yield* discover(door, only);
      },
    };
    await run(engine({ ...world, adapter }), id);
    expect(triedAt - startedAt).toBeGreaterThan(20_000);
    expect(triedAt - startedAt).toBeLessThan(40_000);
  });

  test.each([
    ["a night under a closed lid", 8 * 3_600_000],
    ["an hour that the clock was set back", -3_600_000],
  ])("after %s what was not begun is looked at again, and nothing waits for longer", async (_what, ms) => {
    const world = lampWorld({ a: lit(4), b: lit(5) });
    const id = await operationFor(world, "pause");
    const { apply } = world.adapter;
    const adapter: typeof world.adapter = {
      ...world.adapter,
      apply: async (door, op, items) => {
        if (world.calls.length === 0) {
          clock.advance(ms);
          world.lamps.b = lit(9);
        }
        return apply(door, op, items);
      },
    };
    const items = (await store.operations.get(id))?.items ?? [];
    const [first, second] = items.map(({ plan }) => plan.resourceId);
    const load: typeof store.engine.load = async (slice) => {
      const saved = await store.engine.load(slice);
      const after = (item: (typeof items)[number]) =>
        item.plan.resourceId === second ? { ...item, plan: { ...item.plan, after: [first ?? ""] } } : item;
      return { ...saved, items: saved.items.map(after) };
    };
    const begunAt = clock.now().getTime() + ms;
    expect(await run(engine({ ...world, adapter }, { store: { ...store.engine, load } }), id)).toBe("over");
    expect(await states(id)).toEqual(["done", "skipped"]);
    expect(world.lamps.b).toEqual(lit(9));
    expect(clock.now().getTime() - begunAt).toBeLessThan(120_000);
  });

  test("a cancel before the first call changes nothing", async () => {
    const world = lampWorld({ a: lit(4) });
    const id = await operationFor(world, "pause");
    await store.operations.requestCancel(id, cancelAudit(id));
    await run(engine(world), id);
    expect(world.calls).toEqual([]);
    expect(await store.operations.get(id)).toMatchObject({ state: "cancelled" });
    expect(await allHolds(store.holds, ["active"])).toEqual([]);
  });

  test("law 9: every change has its audit row, and the chain holds", async () => {
    const world = lampWorld({ a: lit(4) });
    await run(engine(world), await operationFor(world, "pause"));
    const actions = (await store.audit.list(50)).map((entry) => entry.action);
    expect(actions).toEqual(["operation.finish", "resource.pause", "resource.pause", "operation.pause"]);
    expect(await store.audit.verify()).toMatchObject({ brokenAt: null });
  });
});
