import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import { audit, group } from "../store/store-fixtures";
import { allHolds } from "../testing/all-holds";
import { type LampDetail, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Context } from "./context";

/** Starting what was shown: stale plans, the undo window, and limits. */

const opened: LampStandby[] = [];
let standby: LampStandby;
let ana: Context;
let ben: Context;
let script: Context;

async function open(lamps: Record<string, LampDetail>, adapter: Partial<AnyAdapter> = {}): Promise<void> {
  standby = await lampStandby({ lamps, adapter });
  opened.push(standby);
  ana = standby.person("ana");
  ben = standby.person("ben");
  script = standby.token("ci");
}

function many(count: number, prefix = "lamp"): Record<string, LampDetail> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index + 1}`, lit(7)]));
}

const nothing = { params: {}, query: {} };

/** Another look at everything, as a scan or another plan takes it. */
const look = () => standby.plan(ben);

beforeEach(() => open({ "web-1": lit(7), "api-1": lit(5), "db-1": lit(3) }));
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

describe("a plan that was shown", () => {
  test("starts while nothing changed, also after another look", async () => {
    const shown = await standby.plan(ana);
    await look();
    expect(await standby.start(ana, shown)).toMatchObject({ state: "queued", counts: { total: 3 } });
  });

  test("that nobody knows is a wrong field of the body", async () => {
    const body = { planId: "plan_none", planHash: "0" };
    await expect(standby.usecases.startOperation(ana, { ...nothing, body })).rejects.toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/planId" }],
    });
  });

  test("is stale when what it shows changed, and says what did", async () => {
    const shown = await standby.plan(ana);
    const at = (name: string) => `/items/${shown.steps.findIndex((item) => item.name === name)}`;
    const { lamps } = standby.world;
    lamps["web-1"] = { ...lit(7), on: false };
    lamps["api-1"] = lit(9);
    delete lamps["db-1"];
    lamps["api-2"] = lit(1);
    standby.clock.advance(1000);
    await look();
    const errors = [
      { pointer: at("web-1"), detail: "web-1 was running and is paused now" },
      { pointer: at("api-1"), detail: "api-1: its configuration changed since" },
      { pointer: at("db-1"), detail: "db-1 is gone" },
      { pointer: "/scope", detail: "api-2 is new in the scope" },
    ];
    const calls = standby.world.calls.length;
    const refused = standby.start(ana, shown);
    await expect(refused).rejects.toMatchObject({ code: "plan-stale", errors: expect.arrayContaining(errors) });
    await expect(refused).rejects.toThrow(/\(and 1 more\)\. Plan again$/);
    await expect(refused).rejects.toHaveProperty("errors.length", 4);
    expect(standby.world.calls).toHaveLength(calls);
    expect((await standby.store.operations.list(10)).items).toEqual([]);
  });

  test("is not stale for a change beside it, or one that plans the same", async () => {
    const { lamps } = standby.world;
    lamps["api-9"] = { ...lit(1), moving: true };
    const shown = await standby.plan(ana, { scope: { names: ["api-*"] } });
    expect(shown.skipped).toMatchObject([{ name: "api-9", code: "changing" }]);
    lamps["web-1"] = lit(99);
    lamps["api-9"] = { ...lit(1), on: false };
    await look();
    expect(await standby.start(ana, shown)).toMatchObject({ counts: { total: 1 } });
  });

  test("is stale when what was left alone would be stopped now", async () => {
    const { lamps } = standby.world;
    lamps["api-1"] = { ...lit(5), moving: true };
    const shown = await standby.plan(ana);
    lamps["api-1"] = lit(5);
    await look();
    await expect(standby.start(ana, shown)).rejects.toMatchObject({
      errors: [{ pointer: "/scope", detail: "api-1 was left alone and would be stopped now" }],
    });
  });

  test("is stale when a group protects something of it since", async () => {
    const shown = await standby.plan(ana);
    standby.clock.advance(1000);
    const change = { name: "prod", filter: { names: ["db-*"] }, protected: true, updatedAt: standby.clock.now() };
    await standby.store.groups.create(group(change), audit());
    await expect(standby.start(ana, shown)).rejects.toMatchObject({
      code: "plan-stale",
      errors: [{ detail: "db-1 is protected now: Protected by the group prod" }],
    });
  });

  test("of a start is stale when it runs already", async () => {
    await standby.force(script, "pause");
    await standby.work();
    const shown = await standby.plan(ana, { action: "resume" });
    expect(shown.steps).toHaveLength(3);
    standby.world.lamps["web-1"] = lit(7);
    await standby.plan(ben, { action: "resume" });
    await expect(standby.start(ana, shown)).rejects.toMatchObject({
      code: "plan-stale",
      errors: [{ detail: "web-1 was paused and is running now" }],
    });
  });
});

describe("what a script plans and starts in one go", () => {
  test.each([
    ["was read within twenty seconds is not looked at once more", 20_000, 0],
    ["took longer to read is looked at before the first call", 20_001, 1],
  ])("%s", async (_, takes, expected) => {
    let takesMs = takes;
    let looks = 0;
    await open(
      { "web-1": lit(7) },
      {
        async *discover(...from) {
          if (standby.world.calls.length === 0) looks += 1;
          standby.clock.advance(takesMs);
          takesMs = 0;
          yield* standby.world.adapter.discover(...from);
        },
      },
    );
    await standby.force(script, "pause");
    looks = 0;
    await standby.work();
    expect(standby.world.calls).not.toEqual([]);
    expect(looks).toBe(expected);
  });
});

describe("the undo window", () => {
  test("a person's small stop waits ten seconds, then it is done", async () => {
    const { id, startsAt, createdAt, can } = await standby.start(ana, await standby.plan(ana));
    expect(Date.parse(startsAt) - Date.parse(createdAt)).toBe(10_000);
    expect(can).toEqual({ cancel: true, continue: false, retry: false, undo: true });
    await standby.work();
    expect(standby.world.calls).toEqual([]);
    standby.clock.advance(10_000);
    await standby.work();
    expect(await standby.store.operations.state(id)).toBe("succeeded");
  });

  test.each([["undo"], ["cancel"]] as const)(
    "an %s within it ends the operation at once, without a worker",
    async (way) => {
      const { id } = await standby.start(ana, await standby.plan(ana));
      const verb = way === "undo" ? standby.usecases.undoOperation : standby.usecases.cancelOperation;
      const over = await verb(ana, { params: { id }, query: {}, body: {} });
      expect(over).toMatchObject({
        id,
        state: "cancelled",
        counts: { skipped: 3 },
        can: { cancel: false, continue: true, retry: false, undo: false },
      });
      standby.clock.advance(60_000);
      await standby.work();
      expect(standby.world.calls).toEqual([]);
      expect(await allHolds(standby.store.holds, ["active"])).toEqual([]);
      const events = await standby.store.operations.events(id, 0, 10);
      expect(events.map((event) => [event.type, event.state])).toEqual([["done", "cancelled"]]);
      const audit = await standby.store.audit.list(2);
      expect(audit.map((entry) => entry.action).sort()).toEqual([`operation.${way}`, "operation.finish"].sort());
      // Nothing of it is busy any more.
      expect(await standby.start(ana, await standby.plan(ana))).toMatchObject({ state: "queued" });
    },
  );

  test("there is none for scripts, with force, for a start, and where the setting says 0", async () => {
    const window = ({ startsAt, createdAt }: { startsAt: string; createdAt: string }) =>
      Date.parse(startsAt) - Date.parse(createdAt);
    expect(window(await standby.force(script, "pause", { undoSeconds: 30 }))).toBe(30_000);
    await open({ "web-1": lit(1), "api-1": lit(1), "db-1": lit(1), "x-1": lit(1) });
    const only = (name: string) => standby.plan(ana, { scope: { names: [name] } });
    expect(window(await standby.start(script, await only("web-1")))).toBe(0);
    expect(window(await standby.start(ana, await only("api-1"), { force: true }))).toBe(0);
    await standby.usecases.updateSettings(standby.person("root", "admin"), { ...nothing, body: { undoSeconds: 0 } });
    expect(window(await standby.start(ana, await only("db-1")))).toBe(0);
    expect(window(await standby.start(ana, await only("x-1"), { undoSeconds: 5 }))).toBe(5000);
  });
});

describe("limits", () => {
  test("a stop of nearly everything has to be typed, by scripts and with force, too", async () => {
    await open({ ...many(30), "web-1": { ...lit(1), on: false } });
    const shown = await standby.plan(script);
    const reason = "30 resources, 100 % of what runs in lamps-main; the limit is 50 %";
    expect(shown.confirm).toEqual({ level: "type", reason, text: "everything" });
    const errors = [{ pointer: "/confirmText", detail: `must be "everything" (${reason})` }];
    await expect(standby.start(script, shown)).rejects.toMatchObject({ code: "unconfirmed", errors });
    await expect(standby.start(ana, shown, { force: true })).rejects.toMatchObject({ code: "unconfirmed", errors });
    await expect(standby.force(script, "pause")).rejects.toMatchObject({ code: "unconfirmed", errors });
    expect(await standby.start(script, shown, { confirmText: "everything" })).toMatchObject({ counts: { total: 30 } });
  });

  test("a part of what runs is below them, and so are few resources of a small account", async () => {
    await open({ ...many(30, "dev"), ...many(40, "prod") });
    expect((await standby.plan(ana, { scope: { names: ["dev-*"] } })).confirm.level).toBe("hold");
    await open(many(20));
    expect((await standby.plan(ana)).confirm.level).toBe("click");
  });

  test("an admin sets them; a start has none", async () => {
    await open(many(30));
    const root = standby.person("root", "admin");
    const settings = (body: Parameters<LampStandby["usecases"]["updateSettings"]>[1]["body"]) =>
      standby.usecases.updateSettings(root, { ...nothing, body });
    expect(await settings({ limits: { share: null, resources: 29 } })).toEqual({
      undoSeconds: 10,
      limits: { share: null, resources: 29 },
      idleDays: 7,
    });
    expect((await standby.plan(ana)).confirm).toMatchObject({ level: "type", reason: "30 resources; the limit is 29" });
    expect(await settings({ limits: { resources: null } })).toMatchObject({ limits: { share: null, resources: null } });
    expect((await standby.plan(ana)).confirm.level).toBe("hold");
    await standby.force(script, "pause");
    await standby.work();
    await settings({ limits: { share: 0.1, resources: 1 } });
    expect((await standby.plan(ana, { action: "resume" })).confirm.level).toBe("click");
    expect(await standby.usecases.getSettings(root, { ...nothing, body: {} })).toMatchObject({
      limits: { share: 0.1 },
    });
    await expect(standby.usecases.getSettings(ana, { ...nothing, body: {} })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await standby.store.audit.list(50)).filter((entry) => entry.action === "settings.update")).toHaveLength(3);
  });

  test("data that can be lost is typed by people; a script has read the plan", async () => {
    const hazards = [{ level: "dataLoss", code: "disk", title: "Disk", detail: "The disk is emptied" }] as const;
    const { adapter } = standby.world;
    const planPause = (seen: never) => ({ ...adapter.planPause(seen, {}), hazards });
    await open({ "web-1": lit(7) }, { planPause: planPause as AnyAdapter["planPause"] });
    const shown = await standby.plan(ana);
    expect(shown.confirm.level).toBe("type");
    await expect(standby.start(ana, shown, { confirmText: "wrong" })).rejects.toMatchObject({ code: "unconfirmed" });
    expect(await standby.start(script, shown)).toMatchObject({ state: "queued" });
  });
});
