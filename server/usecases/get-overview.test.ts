import { afterEach, beforeEach, expect, test } from "vitest";
import type { ResourceRecord } from "../core/inventory";
import { resourceId } from "../core/resource";
import * as make from "../store/store-fixtures";
import { lit } from "../testing/lamp";
import { accountId, type LampStandby, lampStandby, region } from "../testing/lamp-standby";
import { getOverview } from "./get-overview";
import { keepLedger } from "./keep-ledger";

/** The first screen, on a database alone: lamps that Standby pauses, and rows as a scan would leave them. */

let standby: LampStandby;

beforeEach(async () => {
  standby = await lampStandby({
    lamps: { "web-1": lit(7), "web-2": lit(7), "api-1": lit(5) },
    tags: { "web-1": { env: "dev" }, "web-2": { env: "dev" }, "api-1": { env: "prod" } },
  });
});
afterEach(() => standby.close());

const overview = (query: { account?: string } = {}) =>
  standby.usecases.getOverview(standby.person("ana", "viewer"), { params: {}, query, body: {} });
const save = (...records: ResourceRecord[]) => standby.store.inventory.upsert(records);
const lamp = (name: string, change: Partial<ResourceRecord> = {}) =>
  make.resource(`i-${name}`, { name, kind: "test.lamp", tags: {}, pausable: false, ...change });
const idOf = (nativeId: string) => resourceId({ accountId, region, kind: "test.lamp", nativeId });
const estimate = (running: number | null, paused: number | null) => ({ lines: [], running, paused, unpriced: 0 });
const usd = (amount: string) => ({ amount, currency: "USD" });

async function group(name: string, tag: string, change = {}): Promise<void> {
  const filter = { tags: [tag] };
  await standby.store.groups.create(make.group({ id: `grp_${name}`, name, filter, ...change }), make.audit());
}

test("while an evening goes by, rockers, houses and money follow", async () => {
  await group("dev", "env=dev");
  await group("prod", "env=prod", { protected: true });
  const plan = await standby.plan(standby.person("ana"));
  const before = await overview();
  expect(before.rocker).toMatchObject({ canStop: 2, stopSaves: usd("0.000002"), canStart: 0, operation: null });
  expect(before.counts).toMatchObject({ total: 3, running: 3, protected: 1 });
  expect(before.houses.map(({ name, protected: kept }) => [name, kept])).toEqual([
    ["dev", false],
    ["prod", true],
  ]);
  expect(before.houses[1]?.rocker).toMatchObject({ canStop: 0 });

  const { id } = await standby.start(standby.person("ana"), plan, { undoSeconds: 0 });
  const during = await overview();
  expect(during.rocker.operation).toEqual({ id, action: "pause", done: 0, total: 2 });
  expect(during.houses.map(({ rocker }) => rocker.operation?.total ?? null)).toEqual([2, null]);
  expect(during.operations).toMatchObject([{ id, state: "queued" }]);

  await standby.work();
  const after = await overview();
  expect(after.rocker).toMatchObject({ canStop: 0, canStart: 2, startCosts: usd("0.000002"), operation: null });
  expect(after.savedNow).toEqual(usd("0.000002"));
  expect(after.savedThisMonth).toEqual({ net: usd("0.000000"), unpriced: 0 });
  standby.clock.advance(3 * 3_600_000);
  await keepLedger(standby.deps);
  expect((await overview()).savedThisMonth).toEqual({ net: usd("0.000006"), unpriced: 0 });
  expect(after.hourly).toEqual(usd("0.000004"));
  const [hold] = await standby.store.holds.active([idOf("web-1")]);
  expect(after.houses[0]?.pausedSince).toBe(hold?.createdAt.toISOString());

  await standby.force(standby.person("ana"), "resume");
  await standby.work();
  const again = await overview();
  expect(again.restores).toEqual({ total: 2, exact: 2 });
  expect(again).toMatchObject({ rocker: { canStop: 2, canStart: 0 }, savedNow: usd("0.000000") });
});

test("a member's money goes with its owner, and it is no switch of its own", async () => {
  const plan = await standby.plan(standby.person("ana"), { scope: { names: ["web-1"] } });
  const owner = idOf("web-1");
  await save(lamp("member", { ownerId: owner, pausable: true, estimate: estimate(10, 4) }));
  expect((await overview({ account: accountId })).rocker).toMatchObject({ canStop: 3, stopSaves: usd("0.000009") });
  await standby.start(standby.person("ana"), plan, { undoSeconds: 0 });
  await standby.work();
  await save(lamp("member", { ownerId: owner, state: "paused", estimate: estimate(10, 4), hourlyNow: 4 }));
  const dark = await overview();
  expect(dark.rocker).toMatchObject({ canStart: 1, startCosts: usd("0.000007") });
  expect(dark.savedNow).toEqual(usd("0.000007"));
});

test("a member of what has no stop is no part of what a stop saves", async () => {
  const before = (await overview({ account: accountId })).rocker.stopSaves;
  const owner = lamp("broken", { state: "alwaysOn", reason: "It cannot be stopped" });
  await save(owner, lamp("member", { ownerId: owner.id, pausable: true, estimate: estimate(10, 4) }));
  expect((await overview({ account: accountId })).rocker.stopSaves).toEqual(before);
});

test("what bills on is told dearest first with its reason, the tail in one line, and what has no price is counted", async () => {
  const off = (name: string, hourlyNow: number | null) =>
    lamp(name, { state: "paused", hourlyNow, kind: name === "d" ? "test.bulb" : "test.lamp" });
  const broken = lamp("broken", { state: "alwaysOn", reason: "It cannot be stopped", hourlyNow: 100 });
  await save(
    broken,
    off("free", 0),
    ...["a", "b", "c", "d", "e"].map((name, at) => off(name, 10 + at)),
    off("x", null),
  );
  const { stillBills, stillBillsTotal, stillBillsUnpriced, unpriced, hourly } = await overview();
  expect(stillBills.map(({ name, note, hourly: money }) => [name, note, money?.amount])).toEqual([
    ["broken", "It cannot be stopped", "0.000100"],
    ["e", "", "0.000014"],
    ["d", "", "0.000013"],
    ["c", "", "0.000012"],
    ["b", "", "0.000011"],
    ["2 others", "Lamps", "0.000010"],
  ]);
  expect([stillBillsTotal, unpriced, hourly]).toEqual([usd("0.000160"), 1, usd("0.000160")]);
  expect(stillBillsUnpriced).toBe(1);
});

test("a house of more than 120 shows windows that stand for several alike, and all together for all", async () => {
  await group("big", "env=big");
  const tags = { env: "big" };
  const lamps = Array.from({ length: 200 }, (_, at) =>
    lamp(`l-${at}`, { tags, state: at < 150 ? "running" : "paused" }),
  );
  await save(...lamps, lamp("lone"));
  const { houses, ungrouped } = await overview();
  const [house] = houses;
  expect(house?.grouped).toBe(true);
  expect(house?.panes.length).toBeLessThanOrEqual(121);
  const standing = (state: string) =>
    house?.panes.filter((pane) => pane.state === state).reduce((sum, { stands }) => sum + stands, 0);
  expect([standing("running"), standing("paused")]).toEqual([150, 50]);
  expect(ungrouped.count).toBe(1);
});

test("one account alone is shown on request, and reads as a whole no more than it names", async () => {
  const { store } = standby;
  await store.accounts.create(make.account({ id: "acc_2", name: "second" }), make.audit());
  const off = Array.from({ length: 30 }, (_, at) => lamp(`o-${at}`, { state: "paused", accountId: "acc_2" }));
  await save(...off, lamp("here"));
  let read = 0;
  const byIds = (ids: readonly string[]) => {
    read += ids.length;
    return store.inventory.byIds(ids);
  };
  const deps = { ...standby.deps, store: { ...store, inventory: { ...store.inventory, byIds } } };
  const { counts } = await getOverview(deps, standby.person("ana"), { query: { account: "second" } });
  expect(counts.total).toBe(30);
  expect(read).toBe(5);
  await expect(overview({ account: "third" })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/account" }],
  });
});
