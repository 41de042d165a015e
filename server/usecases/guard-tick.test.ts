import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import type { Group } from "../core/account";
import type { Fault } from "../core/fault";
import type { Notice } from "../core/notice";
import { audit, group } from "../store/store-fixtures";
import { lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import { guardTick } from "./guard-tick";

/** The guard on a real database, with a world of lamps: what it does, what it tells, and what it leaves alone. */

const minute = 60_000;
const hour = 60 * minute;
const nothing = { params: {}, query: {}, body: {} };
const denied: Fault = { code: "denied", reason: "Not allowed", remedy: "Allow it", action: "lamp:off" };

let standby: LampStandby;
let looks: number;

async function open(adapter: Partial<AnyAdapter> = {}): Promise<void> {
  standby = await lampStandby({ lamps: { "api-1": lit(5), "db-1": lit(3), "web-1": lit(7) }, adapter });
  const { deps } = standby;
  const scan = deps.doors.scan;
  looks = 0;
  Object.assign(deps.doors, {
    scan: (accountId: string) => {
      looks += 1;
      return scan(accountId);
    },
  });
}

beforeEach(() => open());
afterEach(() => standby.close());

const tick = async (later = minute) => {
  standby.clock.advance(later);
  await guardTick(standby.deps);
};
const ana = () => standby.person("ana");
const grouped = (change: Partial<Group> = {}) =>
  standby.store.groups.create(
    group({ filter: { names: ["*-1"] }, awakeUntil: null, createdAt: standby.clock.now(), ...change }),
    audit(),
  );
const work = async () => {
  standby.clock.advance(11_000);
  await standby.work();
};
/** Everything paused, and the guard has seen it so. */
const paused = async () => {
  await standby.force(standby.token("ci"), "pause");
  await work();
  await tick();
};
/** Somebody switches it on, past Standby. */
const wake = (name: string) => {
  Object.assign(standby.world.lamps[name] ?? {}, { on: true });
};
const isOn = (name: string) => standby.world.lamps[name]?.on;
const notices = async () => (await standby.usecases.listNotices(ana(), { ...nothing, query: { limit: 50 } })).items;
const told = async () =>
  (await notices()).map(({ kind, name, endedAt }) => `${kind} ${name}${endedAt ? "" : " (open)"}`).sort();
const operations = async () => (await standby.store.operations.list(50)).items;
const guards = async () => (await operations()).filter(({ actorId }) => actorId === "guard");
const record = async (name: string) => {
  const all = await standby.store.inventory.summaries([]);
  const found = await standby.store.inventory.get(all.find((one) => one.name === name)?.id ?? "");
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const holds = async (state: "active" | "ended" | "released") =>
  (await standby.usecases.listHolds(ana(), { ...nothing, query: { state } })).items;

describe("enforce", () => {
  beforeEach(async () => {
    await grouped({ name: "dev", guard: "enforce" });
    await paused();
  });

  test("pauses again what woke: the same hold, an operation of the guard, and a notice that leads to it", async () => {
    const before = await holds("active");
    wake("db-1");
    await tick(5 * minute);
    const [operation] = await guards();
    expect(operation).toMatchObject({ title: "Stop db-1", actorType: "system", actorName: "Guard", state: "queued" });
    expect(standby.woken()).toBeGreaterThan(1);
    await work();
    expect(isOn("db-1")).toBe(false);
    expect((await record("db-1")).state).toBe("paused");
    const kept = await holds("active");
    expect(kept.map(({ id, saved }) => ({ id, saved }))).toEqual(before.map(({ id, saved }) => ({ id, saved })));
    expect(await notices()).toMatchObject([
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
    expect((await standby.store.audit.list(50)).map((one) => [one.actorName, one.action])).toContainEqual([
      "Guard",
      "operation.pause",
    ]);
  });

  test("brings it back as it was at first, not as it was when it woke", async () => {
    Object.assign(standby.world.lamps["db-1"] ?? {}, { on: true, dimmer: 1 });
    await tick(5 * minute);
    await work();
    await standby.force(standby.token("ci"), "resume");
    await work();
    expect(standby.world.lamps["db-1"]).toEqual(lit(3));
  });

  test("called again and again makes one operation for all that woke", async () => {
    wake("db-1");
    wake("web-1");
    await tick(5 * minute);
    await tick(0);
    await tick();
    expect(await guards()).toMatchObject([{ title: "Stop what woke in dev", counts: { total: 2 } }]);
    expect(await told()).toEqual(["pausedAgain db-1", "pausedAgain web-1"]);
    await work();
    await tick();
    await tick(5 * minute);
    expect(await guards()).toHaveLength(1);
    expect(await told()).toEqual(["pausedAgain db-1", "pausedAgain web-1"]);
  });

  test("tells what a process could not tell that died after it saved the operation", async () => {
    const { open: openNotices } = standby.store.notices;
    wake("db-1");
    const dying = async (some: readonly Notice[]) => {
      if (some.length > 0) throw new Error("killed");
    };
    Object.assign(standby.store.notices, { open: dying });
    await expect(tick(5 * minute)).rejects.toThrow("killed");
    Object.assign(standby.store.notices, { open: openNotices });
    expect(await told()).toEqual([]);
    expect(await guards()).toHaveLength(1);
    await tick();
    await tick();
    expect(await guards()).toHaveLength(1);
    expect(await told()).toEqual(["pausedAgain db-1"]);
  });

  test("leaves alone what an operation is at work on", async () => {
    await standby.force(standby.token("ci"), "resume");
    wake("db-1");
    await tick(5 * minute);
    expect(await operations()).toHaveLength(2);
    expect(await told()).toEqual([]);
  });

  test("does not undo a resume that did not come out equal", async () => {
    standby.world.faults.push({ op: "dim", match: "db-1", fault: denied, times: 1 });
    await standby.force(standby.token("ci"), "resume", { scope: { names: ["db-1"] } });
    await work();
    expect((await operations())[0]).toMatchObject({ action: "resume", state: "failed" });
    await tick(5 * minute);
    expect((await record("db-1")).state).toBe("drifted");
    await tick(5 * minute);
    expect(await guards()).toEqual([]);
    expect(await told()).toEqual([]);
  });

  test("never pauses what is protected now, and says so", async () => {
    await grouped({ id: "grp_2", name: "core", filter: { names: ["db-1"] }, guard: "report", protected: true });
    wake("db-1");
    await tick(5 * minute);
    expect(await guards()).toEqual([]);
    expect((await notices())[0]).toMatchObject({ kind: "woke", text: expect.stringContaining("the group core") });
  });

  test("stops fighting at the third waking within an hour, says so, and stays so", async () => {
    for (const _ of [1, 2]) {
      wake("db-1");
      await tick(5 * minute);
      await work();
      expect(isOn("db-1")).toBe(false);
    }
    wake("db-1");
    await tick(5 * minute);
    expect(await guards()).toHaveLength(2);
    expect(await told()).toEqual(["pausedAgain db-1", "pausedAgain db-1", "woke db-1 (open)"]);
    expect((await notices())[0]?.text).toContain("It woke 3 times within an hour");
    await tick(3 * hour);
    await tick(24 * hour);
    expect(await guards()).toHaveLength(2);
    expect(isOn("db-1")).toBe(true);

    await standby.force(standby.token("ci"), "pause");
    await work();
    await tick(5 * minute);
    expect(await told()).toContain("woke db-1");
    wake("db-1");
    await tick(5 * minute);
    await work();
    expect(isOn("db-1")).toBe(false);
    expect(await guards()).toHaveLength(3);
  });

  test("what AWS refuses is tried once and reported with the reason", async () => {
    standby.world.faults.push({ op: "dim", match: "db-1", fault: denied, times: 9 });
    wake("db-1");
    for (const _ of [1, 2, 3, 4]) {
      await tick(5 * minute);
      await work();
    }
    expect(await guards()).toHaveLength(1);
    expect((await notices())[0]).toMatchObject({
      kind: "woke",
      text: "Somebody else started it. The guard could not pause it again: Not allowed. Allow it.",
    });
    await tick(24 * hour);
    expect(await guards()).toHaveLength(2);
  });
});

describe("honour", () => {
  beforeEach(async () => {
    await grouped({ name: "dev", guard: "honour" });
    await paused();
  });

  test("ends the hold with a reason, and what was saved stays readable", async () => {
    Object.assign(standby.world.lamps["db-1"] ?? {}, lit(3));
    const saved = (await holds("active")).find(({ name }) => name === "db-1");
    await tick(5 * minute);
    expect(isOn("db-1")).toBe(true);
    expect(await record("db-1")).toMatchObject({ state: "running", pausable: true, holdId: null });
    const [ended] = await holds("ended");
    expect(ended).toMatchObject({
      id: saved?.id,
      saved: { dimmer: 3 },
      inventory: saved?.inventory,
      endReason: "Somebody else started it on 2026-11-20 19:18 UTC; honoured",
    });
    expect(await told()).toEqual(["honoured db-1"]);
    const entry = (await standby.store.audit.list(1))[0];
    expect(entry).toMatchObject({ actorId: "guard", action: "hold.end", subject: saved?.id });
    await tick(5 * minute);
    expect(await told()).toEqual(["honoured db-1"]);
    expect(await operations()).toHaveLength(1);
  });

  test("keeps the hold of what is only half back, and tells what is missing", async () => {
    wake("db-1");
    await tick(5 * minute);
    expect(await holds("ended")).toEqual([]);
    expect((await notices())[0]).toMatchObject({
      kind: "woke",
      text: "Somebody else started it, but not wholly: dimmer 0 instead of dimmer 3. Start it to finish, or end its hold.",
    });
    Object.assign(standby.world.lamps["db-1"] ?? {}, lit(3));
    await tick(5 * minute);
    expect(await told()).toEqual(["honoured db-1", "woke db-1"]);
  });
});

describe("report", () => {
  beforeEach(() => paused());

  test("tells once, and the notice ends when it is paused", async () => {
    wake("db-1");
    await tick(5 * minute);
    await tick();
    await tick(5 * minute);
    expect(await notices()).toMatchObject([
      { kind: "woke", name: "db-1", group: null, operationId: null, endedAt: null, text: "Somebody else started it." },
    ]);
    expect(await guards()).toEqual([]);
    await standby.force(standby.token("ci"), "pause");
    expect(await told()).toEqual(["woke db-1 (open)"]);
    await work();
    await tick();
    expect(await told()).toEqual(["woke db-1"]);
    wake("db-1");
    await tick(5 * minute);
    expect(await told()).toEqual(["woke db-1", "woke db-1 (open)"]);
  });

  test("the notice ends when it is resumed, and when it is gone", async () => {
    wake("db-1");
    wake("web-1");
    await tick(5 * minute);
    await standby.force(standby.token("ci"), "resume", { scope: { names: ["db-1"] } });
    await work();
    delete standby.world.lamps["web-1"];
    await tick(5 * minute);
    expect((await record("db-1")).state).toBe("running");
    expect(await told()).toEqual(["woke db-1", "woke web-1"]);
  });

  test("AWS's own start is named", async () => {
    await standby.close();
    await open({
      timing: {
        pollSeconds: 5,
        giveUpSeconds: 120,
        expectSeconds: { pause: 1, resume: 1 },
        wakesItselfAfterHours: 168,
      },
    });
    await paused();
    standby.clock.advance(168 * hour);
    wake("db-1");
    await tick();
    expect((await notices())[0]?.text).toBe("AWS started it by itself, as it does after 7 days.");
  });
});

describe("keep awake until", () => {
  test("nothing is done and nothing is told before it, and then it goes on by itself", async () => {
    await grouped({ name: "dev", guard: "enforce" });
    await paused();
    wake("web-1");
    await tick(5 * minute);
    await work();
    const [dev] = await standby.store.groups.list();
    const until = new Date(standby.clock.now().getTime() + 2 * hour);
    await standby.usecases.updateGroup(standby.person("root", "admin"), {
      params: { id: dev?.id ?? "" },
      query: {},
      body: { awakeUntil: until.toISOString() },
    });
    wake("db-1");
    for (const _ of [1, 2, 3]) await tick(10 * minute);
    expect(await told()).toEqual(["pausedAgain web-1"]);
    expect(isOn("db-1")).toBe(true);
    await tick(2 * hour);
    expect(await guards()).toMatchObject([{ title: "Stop db-1" }, { title: "Stop web-1" }]);
  });

  test("a notice that is open ends with it", async () => {
    await grouped({ name: "dev", guard: "report" });
    await paused();
    wake("db-1");
    await tick(5 * minute);
    expect(await told()).toEqual(["woke db-1 (open)"]);
    const [dev] = await standby.store.groups.list();
    const awakeUntil = new Date(standby.clock.now().getTime() + hour);
    await standby.store.groups.update(dev?.id ?? "", { awakeUntil }, standby.clock.now(), audit());
    await tick();
    expect(await told()).toEqual(["woke db-1"]);
  });
});

describe("what is new in a paused group", () => {
  test("is told until it is off", async () => {
    await grouped({ name: "dev", guard: "enforce" });
    await paused();
    standby.world.lamps["new-1"] = lit(2);
    standby.world.lamps["other-2"] = lit(2);
    await tick(5 * minute);
    await tick();
    expect(await notices()).toMatchObject([
      {
        kind: "appeared",
        name: "new-1",
        group: "dev",
        endedAt: null,
        text: "It is new in dev, which is paused, and it runs.",
      },
    ]);
    expect(await guards()).toEqual([]);
    Object.assign(standby.world.lamps["new-1"] ?? {}, { on: false });
    await tick(5 * minute);
    expect(await told()).toEqual(["appeared new-1"]);
  });

  test("is not news any more once the group is resumed", async () => {
    await grouped({ name: "dev" });
    await paused();
    standby.world.lamps["new-1"] = lit(2);
    await tick(5 * minute);
    expect(await told()).toEqual(["appeared new-1 (open)"]);
    await standby.force(standby.token("ci"), "resume");
    await work();
    await tick();
    expect(await told()).toEqual(["appeared new-1"]);
  });
});

describe("looking", () => {
  test("is done every five minutes where something is paused, and nowhere else", async () => {
    await tick();
    expect(looks).toBe(0);
    await paused();
    looks = 0;
    await tick();
    await tick();
    expect(looks).toBe(0);
    await tick(3 * minute);
    expect(looks).toBe(1);
    await tick();
    expect(looks).toBe(1);
  });

  test("is done at once where a scan found it running, and not each minute after it was told", async () => {
    await paused();
    wake("db-1");
    await standby.plan(ana());
    looks = 0;
    await tick();
    expect(looks).toBe(1);
    expect(await told()).toEqual(["woke db-1 (open)"]);
    await tick();
    await tick();
    expect(looks).toBe(1);
  });

  test("what cannot be read is neither paused nor told, and stays told", async () => {
    await grouped({ name: "dev", guard: "enforce" });
    await paused();
    wake("db-1");
    await standby.plan(ana());
    const { discover } = standby.deps.adapterFor("test.lamp");
    Object.assign(standby.deps.adapterFor("test.lamp"), {
      // biome-ignore lint/correctness/useYield: it throws before the first one
      async *discover() {
        throw new Error("no network");
      },
    });
    await tick(5 * minute);
    expect(await guards()).toEqual([]);
    expect(await told()).toEqual([]);
    Object.assign(standby.deps.adapterFor("test.lamp"), { discover });
    await tick();
    expect(await guards()).toHaveLength(1);
  });
});
