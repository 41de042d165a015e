import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAdapter } from "../adapters/contract";
import type { Fault } from "../core/fault";
import type { Notice } from "../core/notice";
import { type GuardedLamps, guardedLamps, hour, minute } from "../testing/guarded-lamps";
import { lampWorld, lit } from "../testing/lamp";

/** What the guard does about what woke, on a real database with a world of lamps. */

const denied: Fault = { code: "denied", reason: "Not allowed", remedy: "Allow it", action: "lamp:off" };

let lamps: GuardedLamps;
afterEach(() => lamps.close());

describe("enforce", () => {
  beforeEach(async () => {
    lamps = await guardedLamps();
    await lamps.grouped({ name: "dev", guard: "enforce" });
    await lamps.paused();
  });

  test("pauses again what woke: the same hold, an operation of the guard, and a notice that leads to it", async () => {
    const before = await lamps.holds("active");
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    const [operation] = await lamps.ofGuard();
    expect(operation).toMatchObject({ title: "Stop db-1", actorType: "system", actorName: "Guard", state: "queued" });
    expect(lamps.woken()).toBeGreaterThan(1);
    await lamps.work();
    expect(lamps.isOn("db-1")).toBe(false);
    expect((await lamps.record("db-1")).state).toBe("paused");
    const kept = await lamps.holds("active");
    expect(kept.map(({ id, saved }) => ({ id, saved }))).toEqual(before.map(({ id, saved }) => ({ id, saved })));
    expect(await lamps.notices()).toMatchObject([
      {
        kind: "pausedAgain",
        name: "db-1",
        account: "lamps-main",
        group: "dev",
        operationId: operation?.id,
        text: `It ran again, so operation ${operation?.number} pauses it again.`,
        endedAt: operation?.createdAt.toISOString(),
      },
    ]);
    const audited = (await lamps.store.audit.list(50)).map(({ actorName, action }) => [actorName, action]);
    expect(audited).toContainEqual(["Guard", "operation.pause"]);
  });

  test("brings it back as it was at first, not as it was when it woke", async () => {
    lamps.wake("db-1", { dimmer: 1 });
    await lamps.tick(5 * minute);
    await lamps.work();
    await lamps.resume();
    expect(lamps.world.lamps["db-1"]).toEqual(lit(3));
  });

  test("called again and again makes one operation for all that woke", async () => {
    lamps.wake("db-1");
    lamps.wake("web-1");
    await lamps.tick(5 * minute);
    await lamps.tick(0);
    await lamps.tick();
    expect(await lamps.ofGuard()).toMatchObject([{ title: "Stop what woke in dev", counts: { total: 2 } }]);
    expect(await lamps.told()).toEqual(["pausedAgain db-1", "pausedAgain web-1"]);
    await lamps.work();
    await lamps.tick();
    await lamps.tick(5 * minute);
    expect(await lamps.ofGuard()).toHaveLength(1);
    expect(await lamps.told()).toEqual(["pausedAgain db-1", "pausedAgain web-1"]);
  });

  test("tells what a process could not tell that died after it saved the operation", async () => {
    const { notices } = lamps.store;
    const { open } = notices;
    const dying = async (some: readonly Notice[]) => {
      if (some.length > 0) throw new Error("killed");
    };
    lamps.wake("db-1");
    Object.assign(notices, { open: dying });
    await expect(lamps.tick(5 * minute)).rejects.toThrow("killed");
    Object.assign(notices, { open });
    expect(await lamps.told()).toEqual([]);
    expect(await lamps.ofGuard()).toHaveLength(1);
    await lamps.tick();
    await lamps.tick();
    expect(await lamps.ofGuard()).toHaveLength(1);
    expect(await lamps.told()).toEqual(["pausedAgain db-1"]);
  });

  test("leaves alone what an operation is at work on", async () => {
    await lamps.force(lamps.token("ci"), "resume");
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.operations()).toHaveLength(2);
    expect(await lamps.told()).toEqual([]);
  });

  test("does not undo a resume that did not come out equal", async () => {
    lamps.world.faults.push({ op: "dim", match: "db-1", fault: denied, times: 1 });
    await lamps.resume({ names: ["db-1"] });
    expect((await lamps.operations())[0]).toMatchObject({ action: "resume", state: "failed" });
    await lamps.tick(5 * minute);
    expect((await lamps.record("db-1")).state).toBe("drifted");
    await lamps.tick(5 * minute);
    expect(await lamps.ofGuard()).toEqual([]);
    expect(await lamps.told()).toEqual([]);
  });

  test("never pauses what is protected now, and says so", async () => {
    await lamps.grouped({ id: "grp_2", name: "core", filter: { names: ["db-1"] }, guard: "report", protected: true });
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.ofGuard()).toEqual([]);
    expect((await lamps.notices())[0]).toMatchObject({ kind: "woke", text: expect.stringContaining("the group core") });
  });

  test("stops fighting at the third waking within an hour, says so, and stays so", async () => {
    for (const _ of [1, 2]) {
      lamps.wake("db-1");
      await lamps.tick(5 * minute);
      await lamps.work();
      expect(lamps.isOn("db-1")).toBe(false);
    }
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.ofGuard()).toHaveLength(2);
    expect(await lamps.told()).toEqual(["pausedAgain db-1", "pausedAgain db-1", "woke db-1 (open)"]);
    expect((await lamps.notices())[0]?.text).toContain("It woke 3 times within an hour");
    await lamps.tick(3 * hour);
    await lamps.tick(24 * hour);
    expect(await lamps.ofGuard()).toHaveLength(2);
    expect(lamps.isOn("db-1")).toBe(true);

    await lamps.pause();
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toContain("woke db-1");
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    await lamps.work();
    expect(lamps.isOn("db-1")).toBe(false);
    expect(await lamps.ofGuard()).toHaveLength(3);
  });

  test("what AWS refuses is tried once and reported with the reason", async () => {
    lamps.world.faults.push({ op: "dim", match: "db-1", fault: denied, times: 9 });
    lamps.wake("db-1");
    for (const _ of [1, 2, 3, 4]) {
      await lamps.tick(5 * minute);
      await lamps.work();
    }
    expect(await lamps.ofGuard()).toHaveLength(1);
    expect((await lamps.notices())[0]).toMatchObject({
      kind: "woke",
      text: "Somebody else started it. The guard could not pause it again: Not allowed. Allow it.",
    });
    await lamps.tick(24 * hour);
    expect(await lamps.ofGuard()).toHaveLength(2);
  });
});

test("enforce pauses each again with the options that it was paused with", async () => {
  const { planPause } = lampWorld({}).adapter as unknown as AnyAdapter;
  const options = z.strictObject({ softly: z.boolean().default(false) });
  lamps = await guardedLamps({ options, planPause: (seen, chosen) => planPause(seen, chosen) });
  await lamps.grouped({ name: "dev", guard: "enforce" });
  const pauses: readonly (readonly [string, boolean])[] = [
    ["db-1", true],
    ["web-1", true],
    ["api-1", false],
  ];
  for (const [name, softly] of pauses) {
    const wish = { scope: { names: [name] }, options: { "test.lamp": { softly } } };
    const body = { action: "pause" as const, force: true as const, ...wish };
    await lamps.usecases.startOperation(lamps.token("ci"), { params: {}, query: {}, body });
    await lamps.work();
  }
  await lamps.tick();
  for (const [name] of pauses) lamps.wake(name);
  await lamps.tick(5 * minute);
  const started = await Promise.all((await lamps.ofGuard()).map(({ id }) => lamps.store.operations.get(id)));
  const how = started.map((one) => (one?.items ?? []).map(({ plan }) => [plan.name, plan.options]));
  expect(how.sort((one, other) => other.length - one.length)).toEqual([
    [
      ["db-1", { softly: true }],
      ["web-1", { softly: true }],
    ],
    [["api-1", { softly: false }]],
  ]);
  expect(await lamps.told()).toEqual(["pausedAgain api-1", "pausedAgain db-1", "pausedAgain web-1"]);
});

describe("honour", () => {
  beforeEach(async () => {
    lamps = await guardedLamps();
    await lamps.grouped({ name: "dev", guard: "honour" });
    await lamps.paused();
  });

  test("ends the hold with a reason, and what was saved stays readable", async () => {
    lamps.wake("db-1", lit(3));
    const saved = (await lamps.holds("active")).find(({ name }) => name === "db-1");
    await lamps.tick(5 * minute);
    expect(lamps.isOn("db-1")).toBe(true);
    expect(await lamps.record("db-1")).toMatchObject({ state: "running", pausable: true, holdId: null });
    const [ended] = await lamps.holds("ended");
    expect(ended).toMatchObject({
      id: saved?.id,
      saved: { dimmer: 3 },
      inventory: saved?.inventory,
      endReason: expect.stringMatching(/^Somebody else started it on 2026-11-20 19:\d\d UTC; honoured$/),
    });
    expect(await lamps.told()).toEqual(["honoured db-1"]);
    const [entry] = await lamps.store.audit.list(1);
    expect(entry).toMatchObject({ actorId: "guard", action: "hold.end", subject: saved?.id });
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["honoured db-1"]);
    expect(await lamps.operations()).toHaveLength(1);
  });

  test("keeps the hold of what is only half back, and tells what is missing", async () => {
    lamps.wake("db-1");
    await lamps.tick(5 * minute);
    expect(await lamps.holds("ended")).toEqual([]);
    expect((await lamps.notices())[0]).toMatchObject({
      kind: "woke",
      text: "Somebody else started it, but not wholly: dimmer 0 instead of dimmer 3. Start it to finish, or end its hold.",
    });
    lamps.wake("db-1", lit(3));
    await lamps.tick(5 * minute);
    expect(await lamps.told()).toEqual(["honoured db-1", "woke db-1"]);
  });
});
