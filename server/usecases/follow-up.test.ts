import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WireOperation } from "../contract/operations";
import type { Fault } from "../core/fault";
import { lampWorld, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Context } from "./context";

/** The ways on from an operation, and what waits for AWS: on a real database, with a world of lamps. */

const nothing = { params: {}, query: {} };
const denied: Fault = { code: "denied", reason: "Not allowed", remedy: "Allow it", action: "lamp:off" };
const noCapacity: Fault = { code: "capacity", reason: "No lamps left", remedy: "It is tried again" };

let standby: LampStandby;
let ana: Context;
let script: Context;

beforeEach(async () => {
  standby = await lampStandby({ lamps: { "api-1": lit(5), "db-1": lit(3), "web-1": lit(7) } });
  ana = standby.person("ana");
  script = standby.token("ci");
});
afterEach(() => standby.close());

type FollowUp = "continueOperation" | "retryOperation" | "undoOperation";
const follow = (verb: FollowUp, { id }: { readonly id: string }, more: { confirmText?: string; force?: true } = {}) => {
  standby.clock.advance(1000);
  return standby.usecases[verb](standby.person("ana"), { params: { id }, query: {}, body: more });
};
const get = ({ id }: { readonly id: string }) =>
  standby.usecases.getOperation(standby.person("ana"), { params: { id }, query: {}, body: {} });
const names = (operation: WireOperation) => operation.resources.map((item) => item.name).sort();
/** Runs what is due, after a person's undo window. */
const work = async () => {
  standby.clock.advance(11_000);
  await standby.work();
};
const pauseAll = async () => {
  const pause = await standby.force(script, "pause");
  await work();
  return get(pause);
};

describe("undo", () => {
  test("of a pause starts exactly what it paused", async () => {
    standby.world.lamps["web-1"] = { ...lit(7), on: false };
    const pause = await pauseAll();
    expect(pause.can).toEqual({ cancel: false, continue: false, retry: false, undo: true });
    const undo = await follow("undoOperation", pause);
    expect(undo).toMatchObject({
      action: "resume",
      title: "Start everything",
      parent: { id: pause.id, number: pause.number, relation: "undo" },
    });
    expect(names(undo)).toEqual(["api-1", "db-1"]);
    await work();
    expect(standby.world.lamps).toMatchObject({ "api-1": lit(5), "db-1": lit(3), "web-1": { on: false } });
    expect((await get(pause)).can.undo).toBe(false);
    await expect(follow("undoOperation", pause)).rejects.toMatchObject({
      code: "conflict",
      message: `Operation ${pause.number} has nothing to undo: nothing is left as it made it`,
    });
  });

  test("of a resume pauses exactly what it started, after the window of a small stop", async () => {
    await pauseAll();
    const resume = await standby.force(script, "resume", { scope: { names: ["api-1"] } });
    await work();
    const undo = await follow("undoOperation", resume);
    expect(names(undo)).toEqual(["api-1"]);
    expect(undo).toMatchObject({ action: "pause", can: { undo: true } });
    expect(Date.parse(undo.startsAt) - Date.parse(undo.createdAt)).toBe(10_000);
    await work();
    expect(standby.world.lamps["api-1"]).toMatchObject({ on: false });
    expect((await get(undo)).state).toBe("succeeded");
    expect((await get(resume)).can.undo).toBe(false);
  });

  test("of an operation at work asks for a cancel first", async () => {
    const pause = await standby.force(script, "pause");
    const [slice] = await standby.store.engine.claimable(standby.clock.now());
    if (!slice) throw new Error("nothing to claim");
    await standby.store.engine.claim(slice, "other", standby.clock.now(), 30_000);
    await expect(follow("undoOperation", pause)).rejects.toMatchObject({
      code: "conflict",
      message: `Operation ${pause.number} is at work: cancel it first, then undo what it has done`,
    });
    expect((await get(pause)).can).toEqual({ cancel: true, continue: false, retry: false, undo: false });
    await expect(follow("retryOperation", pause)).rejects.toMatchObject({ code: "conflict" });
    const cancel = await standby.usecases.cancelOperation(ana, { params: { id: pause.id }, query: {}, body: {} });
    expect(cancel).toMatchObject({ state: "queued", cancelRequested: true, can: { cancel: false } });
  });

  test("can be undone itself", async () => {
    const pause = await pauseAll();
    const undo = await follow("undoOperation", pause);
    await work();
    const again = await follow("undoOperation", undo);
    expect(again).toMatchObject({ action: "pause", title: "Stop everything" });
    expect(names(again)).toEqual(["api-1", "db-1", "web-1"]);
  });
});

describe("retry", () => {
  test("takes what failed, until a later operation has taken it up", async () => {
    standby.world.faults.push({ op: "dim", match: "api-1", fault: denied, times: 1 });
    const pause = await pauseAll();
    expect(pause).toMatchObject({ state: "partial", counts: { done: 2, failed: 1 }, can: { retry: true, undo: true } });
    const retry = await follow("retryOperation", pause);
    expect(retry).toMatchObject({ title: "Stop api-1", parent: { relation: "retry", number: pause.number } });
    expect(names(retry)).toEqual(["api-1"]);
    expect((await get(pause)).can.retry).toBe(false);
    await work();
    expect((await get(retry)).state).toBe("succeeded");
    expect(standby.world.lamps["api-1"]).toMatchObject({ on: false });
    await expect(follow("retryOperation", pause)).rejects.toMatchObject({ code: "conflict" });
    await expect(follow("continueOperation", pause)).rejects.toThrow(/left nothing undone/);
  });

  test("says why there is nothing to do when somebody has done it by hand", async () => {
    standby.world.faults.push({ op: "dim", match: "api-1", fault: denied, times: 1 });
    const pause = await pauseAll();
    standby.world.lamps["api-1"] = { ...lit(5), on: false };
    await expect(follow("retryOperation", pause)).rejects.toMatchObject({
      code: "conflict",
      message: "There is nothing left to do: api-1: Already paused, its hold is kept",
      errors: [{ pointer: "/skipped/0" }],
    });
  });

  test("shows what it would do first, as a plan that starts as its follow-up", async () => {
    standby.world.faults.push({ op: "dim", match: "api-1", fault: denied, times: 1 });
    const pause = await pauseAll();
    standby.clock.advance(1000);
    const shown = await standby.usecases.planFollowUp(ana, {
      params: { id: pause.id },
      query: {},
      body: { relation: "retry" },
    });
    expect(shown).toMatchObject({ parent: { id: pause.id, relation: "retry" }, totals: { resources: 1 } });
    expect(await standby.start(ana, shown)).toMatchObject({ parent: { number: pause.number, relation: "retry" } });
  });
});

describe("continue", () => {
  test("takes what a cancel left undone, and nothing that was left alone for a reason of its own", async () => {
    const pause = await standby.start(ana, await standby.plan(ana));
    await standby.usecases.undoOperation(ana, { params: { id: pause.id }, query: {}, body: {} });
    const rest = await follow("continueOperation", pause);
    expect(rest).toMatchObject({ title: "Stop everything", parent: { relation: "continue" } });
    expect(names(rest)).toEqual(["api-1", "db-1", "web-1"]);
    standby.world.lamps["db-1"] = lit(99);
    await work();
    const over = await get(rest);
    expect(over).toMatchObject({ state: "succeeded", counts: { done: 2, skipped: 1 } });
    expect(over.can).toEqual({ cancel: false, continue: false, retry: false, undo: true });
  });
});

describe("the confirmation of a follow-up", () => {
  test("is not asked for again, but data that can be lost is", async () => {
    await standby.close();
    const hazard = { level: "dataLoss", code: "disk", title: "Disk", detail: "The disk is emptied" } as const;
    const { planPause } = lampWorld({}).adapter;
    const losing = (...args: Parameters<typeof planPause>) => ({ ...planPause(...args), hazards: [hazard] });
    standby = await lampStandby({ lamps: { "api-1": lit(5) }, adapter: { planPause: losing as never } });
    standby.world.faults.push({ op: "dim", fault: denied, times: 1 });
    const pause = await standby.force(standby.token("ci"), "pause");
    await work();
    const errors = [{ pointer: "/confirmText", detail: 'must be "api-1" (Asked because data can be lost)' }];
    await expect(follow("retryOperation", pause)).rejects.toMatchObject({ code: "unconfirmed", errors });
    expect(await follow("retryOperation", pause, { confirmText: "api-1" })).toMatchObject({ state: "queued" });
  });
});

describe("what waits for AWS", () => {
  test("is one list over all operations, and is tried now when somebody asks", async () => {
    await pauseAll();
    standby.world.faults.push({ op: "on", fault: noCapacity, times: 3 });
    const resume = await standby.force(script, "resume", { scope: { names: ["web-1"] } });
    await standby.work();
    const waiting = await get(resume);
    const [item] = waiting.resources;
    expect(item).toMatchObject({ state: "deferred", fault: { code: "capacity" } });
    expect(waiting.counts.deferred).toBe(1);
    const { items } = await standby.usecases.listQueue(standby.person("vi", "viewer"), { ...nothing, body: {} });
    expect(items).toMatchObject([
      {
        resourceId: item?.resourceId,
        name: "web-1",
        kind: "test.lamp",
        account: "lamps-main",
        operation: { id: resume.id, number: resume.number, action: "resume" },
        tries: 1,
        since: item?.deferredAt,
        nextTryAt: item?.nextTryAt,
        reason: "No lamps left",
        remedy: "It is tried again",
      },
    ]);
    await standby.work();
    expect(standby.world.calls.filter(({ op }) => op === "on")).toHaveLength(1);

    standby.world.faults.length = 0;
    const woken = standby.woken();
    const asked = await standby.usecases.tryNow(standby.person("ana"), {
      params: { id: item?.resourceId ?? "" },
      query: {},
      body: {},
    });
    expect(asked.nextTryAt).toBe(standby.clock.now().toISOString());
    expect(standby.woken()).toBe(woken + 1);
    await standby.work();
    const done = await get(resume);
    expect(done).toMatchObject({ state: "succeeded", resources: [{ state: "done", nextTryAt: null }] });
    expect((await standby.usecases.listQueue(ana, { ...nothing, body: {} })).items).toEqual([]);
    await expect(
      standby.usecases.tryNow(ana, { params: { id: item?.resourceId ?? "" }, query: {}, body: {} }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await standby.store.audit.list(100)).filter(({ action }) => action === "resource.tryNow")).toHaveLength(1);
  });
});
