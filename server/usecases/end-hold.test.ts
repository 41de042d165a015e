import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import { lampWorld, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Context } from "./context";

/** What a person decides about the guard: that something stays on, and that a group stays awake. */

let standby: LampStandby;
let ana: Context;

beforeEach(async () => {
  standby = await lampStandby({ lamps: { "db-1": lit(3), "web-1": lit(7) } });
  ana = standby.person("ana");
});
afterEach(() => standby.close());

const work = async () => {
  standby.clock.advance(11_000);
  await standby.work();
};
const holds = async (state: "active" | "ended") =>
  (await standby.usecases.listHolds(ana, { params: {}, query: { state, limit: 50 }, body: {} })).items;
const end = (id: string, reason = "It shall stay on") =>
  standby.usecases.endHold(ana, { params: { id }, query: {}, body: { reason } });
const holdOf = async (name: string) => {
  const hold = (await holds("active")).find((one) => one.name === name);
  if (!hold) throw new Error(`${name} is not held`);
  return hold;
};
const stateOf = async (id: string) => standby.store.inventory.get(id);

describe("ending a hold", () => {
  beforeEach(async () => {
    await standby.force(standby.token("ci"), "pause");
    await work();
  });

  test("of what was woken lets it run, keeps what was saved for export, and says who and why", async () => {
    const hold = await holdOf("db-1");
    Object.assign(standby.world.lamps["db-1"] ?? {}, lit(3));
    await standby.plan(ana);
    const calls = standby.world.calls.length;
    expect(await end(hold.id)).toMatchObject({ id: hold.id, state: "ended", endReason: "It shall stay on" });
    expect(standby.world.calls).toHaveLength(calls);
    expect(await stateOf(hold.resourceId)).toMatchObject({ state: "running", pausable: true, holdId: null });
    const { endedAt: _, ...saved } = hold;
    expect(await holds("ended")).toEqual([
      { ...saved, state: "ended", endReason: "It shall stay on", endedAt: ana.now.toISOString() },
    ]);
    expect((await standby.store.audit.list(1))[0]).toMatchObject({
      action: "hold.end",
      subject: hold.id,
      actorName: "ana",
      before: { name: "db-1" },
      after: { reason: "It shall stay on" },
    });
    await standby.force(standby.token("ci"), "pause");
    await work();
    expect((await holdOf("db-1")).id).not.toBe(hold.id);
  });

  test("of what is off leaves it off, as something that Standby does not start", async () => {
    const hold = await holdOf("db-1");
    await end(hold.id, "Not needed any more");
    expect(await stateOf(hold.resourceId)).toMatchObject({ state: "paused", holdId: null });
    await standby.force(standby.token("ci"), "resume");
    await work();
    expect(standby.world.lamps["db-1"]?.on).toBe(false);
    expect(standby.world.lamps["web-1"]?.on).toBe(true);
  });

  test("is history once a later hold was restored", async () => {
    const { id, resourceId } = await holdOf("web-1");
    Object.assign(standby.world.lamps["web-1"] ?? {}, lit(7));
    await standby.plan(ana);
    await end(id);
    for (const action of ["pause", "resume"] as const) {
      await standby.force(standby.token("ci"), action);
      await work();
    }
    const shown = await standby.usecases.getResource(ana, { params: { id: resourceId }, query: {}, body: {} });
    expect(shown).toMatchObject({ state: "running", hold: null, endedHold: null });
  });

  test("is a conflict while an operation is at work on it, and when it is over", async () => {
    const hold = await holdOf("db-1");
    await standby.force(standby.token("ci"), "resume", { scope: { names: ["db-1"] } });
    await expect(end(hold.id)).rejects.toMatchObject({
      code: "conflict",
      message: "An operation is at work on db-1; wait for it or cancel it first",
    });
    await work();
    await expect(end(hold.id)).rejects.toMatchObject({ code: "conflict", message: "The hold of db-1 is over already" });
    await expect(end("hold_none")).rejects.toMatchObject({ code: "not-found" });
  });

  test("needs the right to run operations", async () => {
    const { id } = await holdOf("db-1");
    const viewer = standby.person("vera", "viewer");
    const asked = { params: { id }, query: {}, body: { reason: "no" } };
    await expect(standby.usecases.endHold(viewer, asked)).rejects.toMatchObject({ code: "forbidden" });
  });
});

/** Lamps that nobody makes again. */
async function mortalLamps(): Promise<LampStandby> {
  const { planResume } = lampWorld({}).adapter as unknown as AnyAdapter;
  const adapter: Partial<AnyAdapter> = {
    planResume: (saved, seen) =>
      seen ? planResume(saved, seen) : { result: "refused", reason: "It was deleted", remedy: "Make a new one" },
  };
  return lampStandby({ lamps: { "db-1": lit(3), "web-1": lit(7) }, adapter });
}

test("the configuration of what is gone for ever is there for whoever asks, before and after its hold is ended", async () => {
  await standby.close();
  standby = await mortalLamps();
  const ana = standby.person("ana");
  const viewer = standby.person("vera", "viewer");
  await standby.force(standby.token("ci"), "pause");
  await work();
  const hold = await holdOf("db-1");
  const get = (id: string) => standby.usecases.getHold(viewer, { params: { id }, query: {}, body: {} });
  const show = () => standby.usecases.getResource(viewer, { params: { id: hold.resourceId }, query: {}, body: {} });
  delete standby.world.lamps["db-1"];
  standby.clock.advance(60_000);
  await standby.plan(ana, { action: "resume" });
  expect(await show()).toMatchObject({ state: "gone", hold: { id: hold.id }, endedHold: null });
  expect(await get(hold.id)).toEqual(hold);
  expect(hold).toMatchObject({ saved: { dimmer: 3 }, savedVersion: 1, inventory: { detail: { dimmer: 3 } } });

  await end(hold.id, "Deleted by hand");
  const over = { state: "ended", endReason: "Deleted by hand", endedAt: expect.any(String) };
  expect(await get(hold.id)).toEqual({ ...hold, ...over });
  expect(await show()).toMatchObject({
    state: "gone",
    hold: null,
    endedHold: { id: hold.id, reason: "Deleted by hand" },
  });
  await expect(get("hold_none")).rejects.toMatchObject({ code: "not-found" });
});

describe("the guard of a group", () => {
  const admin = () => standby.person("root", "admin");
  const inMinutes = (minutes: number) => new Date(standby.clock.now().getTime() + minutes * 60_000).toISOString();
  const create = (awakeUntil: string | null = null) =>
    standby.usecases.createGroup(admin(), {
      params: {},
      query: {},
      body: { name: "dev", filter: { names: ["*"] }, protected: false, guard: "enforce", awakeUntil, options: {} },
    });
  const update = (id: string, body: { guard?: "honour"; awakeUntil?: string | null; name?: string }) =>
    standby.usecases.updateGroup(admin(), { params: { id }, query: {}, body });

  test("and its keep-awake are saved, changed, and listed", async () => {
    const until = inMinutes(60);
    const group = await create(until);
    expect(group).toMatchObject({ guard: "enforce", awakeUntil: until });
    expect(await update(group.id, { name: "dev 2" })).toMatchObject({ guard: "enforce", awakeUntil: until });
    expect(await update(group.id, { guard: "honour", awakeUntil: null })).toMatchObject({
      guard: "honour",
      awakeUntil: null,
    });
    const { items } = await standby.usecases.listGroups(ana, { params: {}, query: {}, body: {} });
    expect(items).toMatchObject([{ name: "dev 2", guard: "honour", awakeUntil: null }]);
  });

  test.each([
    ["in the past", 0, "is in the past"],
    ["more than 30 days ahead", 30 * 24 * 60 + 1, "is more than 30 days ahead"],
  ])("a keep-awake %s is refused", async (_, minutes, detail) => {
    const errors = [{ pointer: "/awakeUntil", detail: expect.stringContaining(detail) }];
    await expect(create(inMinutes(minutes))).rejects.toMatchObject({ code: "invalid", errors });
    const { id } = await create(inMinutes(30 * 24 * 60));
    await expect(update(id, { awakeUntil: inMinutes(minutes) })).rejects.toMatchObject({ code: "invalid", errors });
  });
});

describe("a stop that was shown while it was held", () => {
  const wokenPlan = async () => {
    await standby.force(standby.token("ci"), "pause");
    await work();
    Object.assign(standby.world.lamps["db-1"] ?? {}, lit(3));
    return standby.plan(ana);
  };
  const runsOrIsHeld = async () =>
    standby.world.lamps["db-1"]?.on || (await holds("active")).some(({ name }) => name === "db-1");
  const stale = { code: "plan-stale", message: expect.stringContaining("db-1 was held and is not any more") };

  test("is stale once its hold is ended: nothing is switched off that is not saved", async () => {
    const plan = await wokenPlan();
    await end((await holdOf("db-1")).id);
    await expect(standby.start(ana, plan, { undoSeconds: 0 })).rejects.toMatchObject(stale);
    await work();
    expect(await runsOrIsHeld()).toBe(true);
  });

  test("is stale once it was started and let go", async () => {
    const plan = await wokenPlan();
    await standby.force(standby.token("ci"), "resume", { scope: { names: ["db-1"] } });
    await work();
    await expect(standby.start(ana, plan, { undoSeconds: 0 })).rejects.toMatchObject(stale);
    await work();
    expect(await runsOrIsHeld()).toBe(true);
  });

  test("is refused also where its hold ends between the check and the start", async () => {
    const plan = await wokenPlan();
    const { id } = await holdOf("db-1");
    const { operations } = standby.store;
    const { create } = operations;
    Object.assign(operations, {
      create: async (...args: Parameters<typeof create>) => {
        await end(id);
        return create(...args);
      },
    });
    await expect(standby.start(ana, plan, { undoSeconds: 0 })).rejects.toMatchObject({ code: "plan-stale" });
    Object.assign(operations, { create });
    await work();
    expect(await runsOrIsHeld()).toBe(true);
  });
});
