import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit } from "../store/store-fixtures";
import { type GuardedLamps, guardedLamps, hour, minute } from "../testing/guarded-lamps";
import { lit } from "../testing/lamp";

/** What the guard tells, when it is silent, and how often it looks: on a real database with a world of lamps. */

let lamps: GuardedLamps;
beforeEach(async () => {
  lamps = await guardedLamps();
});
afterEach(() => lamps.close());

describe("report", () => {
  test("tells once, and the notice ends when it is paused", async () => {
    await lamps.paused();
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    await lamps.tick();
    await lamps.tick(5 * minute);
    expect(await lamps.notices()).toMatchObject([
      { kind: "woke", name: "db-1", group: null, operationId: null, endedAt: null, text: "Somebody else started it." },
    ]);
    expect(await lamps.ofGuard()).toEqual([]);
    await lamps.force(lamps.token("ci"), "pause");
    await lamps.tick();
    expect(await lamps.told()).toEqual(["woke db-1 (open)"]);
    await lamps.work();
    await lamps.tick();
    expect(await lamps.told()).toEqual(["woke db-1"]);
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["woke db-1", "woke db-1 (open)"]);
  });

  test("the notice ends when it is resumed, and when it is gone", async () => {
    await lamps.paused();
    lamps.wake("db-1");
    lamps.wake("web-1");
    await lamps.tick(5 * minute);
    await lamps.resume({ names: ["db-1"] });
    delete lamps.world.lamps["web-1"];
    await lamps.tick(5 * minute);
    expect((await lamps.record("db-1")).state).toBe("running");
    expect(await lamps.told()).toEqual(["woke db-1", "woke web-1"]);
  });

  test("AWS's own start is named", async () => {
    await lamps.close();
    const timing = { pollSeconds: 5, giveUpSeconds: 120, expectSeconds: { pause: 1, resume: 1 } };
    lamps = await guardedLamps({ timing: { ...timing, wakesItselfAfterHours: 168 } });
    await lamps.paused();
    lamps.clock.advance(168 * hour);
    lamps.wake("db-1");
    await lamps.tick();
    expect((await lamps.notices())[0]?.text).toBe("AWS started it by itself, as it does after 7 days.");
  });
});

describe("keep awake until", () => {
  test("nothing is done and nothing is told before it, and then it goes on by itself", async () => {
    await lamps.grouped({ name: "dev", guard: "enforce" });
    await lamps.paused();
    lamps.wake("web-1");
    await lamps.tick(5 * minute);
    await lamps.work();
    const [dev] = await lamps.store.groups.list();
    const until = new Date(lamps.clock.now().getTime() + 2 * hour);
    await lamps.usecases.updateGroup(lamps.person("root", "admin"), {
      params: { id: dev?.id ?? "" },
      query: {},
      body: { awakeUntil: until.toISOString() },
    });
    lamps.wake("db-1");
    for (const _ of [1, 2, 3]) await lamps.tick(10 * minute);
    expect(await lamps.told()).toEqual(["pausedAgain web-1"]);
    expect(lamps.isOn("db-1")).toBe(true);
    await lamps.tick(2 * hour);
    expect(await lamps.ofGuard()).toMatchObject([{ title: "Stop db-1" }, { title: "Stop web-1" }]);
  });

  test("a notice that is open ends with it", async () => {
    await lamps.grouped({ name: "dev", guard: "report" });
    await lamps.paused();
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["woke db-1 (open)"]);
    const [dev] = await lamps.store.groups.list();
    const awakeUntil = new Date(lamps.clock.now().getTime() + hour);
    await lamps.store.groups.update(dev?.id ?? "", { awakeUntil }, lamps.clock.now(), audit());
    await lamps.tick();
    expect(await lamps.told()).toEqual(["woke db-1"]);
  });
});

describe("what is new in a paused group", () => {
  test("is told until it is off", async () => {
    await lamps.grouped({ name: "dev", guard: "enforce" });
    await lamps.paused();
    lamps.world.lamps["new-1"] = lit(2);
    lamps.world.lamps["other-2"] = lit(2);
    await lamps.tick(5 * minute);
    await lamps.tick();
    const text = "It is new in dev, which is paused, and it runs.";
    expect(await lamps.notices()).toMatchObject([
      { kind: "appeared", name: "new-1", group: "dev", endedAt: null, text },
    ]);
    expect(await lamps.ofGuard()).toEqual([]);
    Object.assign(lamps.world.lamps["new-1"] ?? {}, { on: false });
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["appeared new-1"]);
  });

  test("is not news any more once the group is resumed", async () => {
    await lamps.grouped({ name: "dev" });
    await lamps.paused();
    lamps.world.lamps["new-1"] = lit(2);
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["appeared new-1 (open)"]);
    await lamps.resume();
    await lamps.tick();
    expect(await lamps.told()).toEqual(["appeared new-1"]);
  });
});

describe("looking", () => {
  test("is done every five minutes where something is paused, and nowhere else", async () => {
    await lamps.tick();
    expect(lamps.looks()).toBe(0);
    await lamps.pause();
    lamps.looks();
    for (const _ of [1, 2, 3, 4]) await lamps.tick();
    expect(lamps.looks()).toBe(0);
    await lamps.tick();
    expect(lamps.looks()).toBe(1);
    for (const _ of [1, 2, 3, 4]) await lamps.tick();
    expect(lamps.looks()).toBe(0);
    await lamps.tick();
    expect(lamps.looks()).toBe(1);
  });

  test("is done at once where a scan found it running, and not each minute after it was told", async () => {
    await lamps.paused();
    lamps.wake("db-1");
    await lamps.plan(lamps.ana());
    lamps.looks();
    await lamps.tick();
    expect(lamps.looks()).toBe(1);
    expect(await lamps.told()).toEqual(["woke db-1 (open)"]);
    await lamps.tick();
    await lamps.tick();
    expect(lamps.looks()).toBe(0);
  });

  test("what cannot be read is neither paused nor told, until it can", async () => {
    await lamps.grouped({ name: "dev", guard: "enforce" });
    await lamps.paused();
    lamps.wake("db-1");
    await lamps.plan(lamps.ana());
    const adapter = lamps.deps.adapterFor("test.lamp");
    const { discover } = adapter;
    Object.assign(adapter, {
      // biome-ignore lint/correctness/useYield: it throws before the first one
      async *discover() {
        throw new Error("no network");
      },
    });
    await lamps.tick(5 * minute);
    expect(await lamps.ofGuard()).toEqual([]);
    expect(await lamps.told()).toEqual([]);
    Object.assign(adapter, { discover });
    await lamps.tick();
    expect(await lamps.ofGuard()).toHaveLength(1);
  });
});
