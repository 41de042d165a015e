import { afterEach, beforeEach, expect, test } from "vitest";
import { FaultError } from "../core/fault";
import { resourceId } from "../core/resource";
import * as make from "../store/store-fixtures";
import { lit } from "../testing/lamp";
import { accountId, type LampStandby, lampStandby, region } from "../testing/lamp-standby";
import { buildPlan } from "./build-plan";
import type { Deps } from "./deps";

/** What a plan reads of a large inventory: what its scope names and what is acted on through that, no more. */

let standby: LampStandby;
let deps: Deps;
let read: string[];

beforeEach(async () => {
  standby = await lampStandby({ lamps: { "web-1": lit(7), "web-2": lit(7), "api-1": lit(5) } });
  await standby.plan(standby.person("ana"));
  const { store } = standby;
  read = [];
  const byIds = (ids: readonly string[]) => {
    read.push(...ids);
    return store.inventory.byIds(ids);
  };
  deps = { ...standby.deps, store: { ...store, inventory: { ...store.inventory, byIds } } };
});
afterEach(() => standby.close());

const idOf = (nativeId: string) => resourceId({ accountId, region, kind: "test.lamp", nativeId });
const plan = (names: string[], over: Deps = deps) =>
  buildPlan(over, standby.person("ana"), { action: "pause", scope: { names }, options: {} });

test("only what the scope names is read as a whole", async () => {
  const { items } = await plan(["web-*"]);
  expect(items.map((item) => item.name)).toEqual(["web-1", "web-2"]);
  expect(read).toEqual([idOf("web-1"), idOf("web-2")]);
});

test("the money of what is acted on through a resource is in its figures, and of nobody else", async () => {
  const estimate = { lines: [], running: 100, paused: 40, unpriced: 0 };
  const member = { ...make.resource("i-1", { kind: "test.bulb" }), estimate, hourlyNow: 100 };
  const other = make.resource("i-2", { kind: "test.bulb", ownerId: idOf("web-2") });
  await standby.store.inventory.upsert([{ ...member, ownerId: idOf("web-1") }, other]);
  expect((await plan(["web-1"])).items).toMatchObject([{ name: "web-1", hourlyNow: 102, hourlyAfter: 41 }]);
});

test("what is left alone bills on, with its members", async () => {
  const member = { ...make.resource("i-1", { kind: "test.bulb" }), hourlyNow: 100, ownerId: idOf("web-1") };
  await standby.store.inventory.upsert([member]);
  const { skipped, totals } = await buildPlan(deps, standby.person("ana"), {
    action: "resume",
    scope: { names: ["web-1"] },
    options: {},
  });
  expect(skipped).toMatchObject([{ name: "web-1", code: "alreadyRunning", hourlyNow: 102 }]);
  expect([totals.hourlyNow, totals.hourlyAfter]).toEqual([102, 102]);
});

test("of an account that cannot be read everything is unknown, and nothing of it is planned", async () => {
  const fault = { code: "denied" as const, reason: "The role may not be taken", remedy: "Allow it" };
  const scan = () => Promise.reject(new FaultError(fault));
  const { items, skipped } = await plan(["*"], { ...deps, doors: { ...deps.doors, scan } });
  expect(items).toEqual([]);
  expect(skipped.map(({ name, code, reason }) => [name, code, reason])).toEqual(
    ["api-1", "web-1", "web-2"].map((name) => [name, "unknown", "Not read: The role may not be taken"]),
  );
});
