import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import type { ResourceRecord } from "../core/inventory";
import * as make from "../store/store-fixtures";
import { lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Deps } from "./deps";
import { getResource } from "./get-resource";

let standby: LampStandby;
let deps: Deps;
let read: string[];

/** A socket is needed by lamps, and a switch needs nothing that it says. */
const socketTag = "socket";

beforeEach(async () => {
  standby = await lampStandby({ lamps: { "web-1": lit(7) } });
  const lamp: AnyAdapter = {
    ...standby.deps.adapterFor("test.lamp"),
    needs: ["test.socket"],
    relations: ({ tags }) =>
      tags[socketTag] ? [{ role: "needs", kind: "test.socket", nativeId: tags[socketTag] }] : [],
  };
  const others = ["test.socket", "test.switch"].map((kind) => ({ ...standby.deps.adapterFor(kind), kind }));
  const adapters = [lamp, ...others];
  read = [];
  const { store } = standby;
  const byIds = (ids: readonly string[]) => {
    read.push(...ids);
    return store.inventory.byIds(ids);
  };
  deps = {
    ...standby.deps,
    adapters,
    adapterFor: (kind) => adapters.find((adapter) => adapter.kind === kind) ?? lamp,
    store: { ...store, inventory: { ...store.inventory, byIds } },
  };
});
afterEach(() => standby.close());

const show = (id: string) => getResource(deps, standby.person("ana", "viewer"), { params: { id } });
const one = (kind: string, name: string, change: Partial<ResourceRecord> = {}) =>
  make.resource(name, { kind, name, tags: {}, detail: lit(1), ...change });

test("relations go both ways, and to find them nothing is read that could not be one", async () => {
  const socket = one("test.socket", "wall");
  const wired = one("test.lamp", "wired", { tags: { [socketTag]: "wall" } });
  const free = one("test.lamp", "free");
  const far = one("test.lamp", "far", { region: "us-east-1", tags: { [socketTag]: "wall" } });
  const member = one("test.switch", "member", { ownerId: wired.id });
  await standby.store.inventory.upsert([socket, wired, free, far, member]);
  expect((await show(socket.id)).relations).toEqual([
    { role: "neededBy", id: wired.id, name: "wired", kind: "test.lamp" },
  ]);
  expect(read.sort()).toEqual([wired.id, free.id].sort());
  read = [];
  expect((await show(wired.id)).relations.map(({ role, name }) => [role, name])).toEqual([
    ["needs", "wall"],
    ["member", "member"],
  ]);
  expect((await show(member.id)).relations).toEqual([
    { role: "owner", id: wired.id, name: "wired", kind: "test.lamp" },
  ]);
  expect(read).toEqual([]);
});

test("its last restore is told with how many attributes were compared, and its history newest first", async () => {
  const ana = standby.person("ana");
  await standby.force(ana, "pause");
  await standby.work();
  const [paused] = (await standby.store.inventory.summaries([])).map(({ id }) => id);
  expect(await show(paused ?? "")).toMatchObject({
    state: "paused",
    lastRestore: null,
    hold: { saved: { dimmer: 7 } },
  });
  const { id } = await standby.force(ana, "resume");
  await standby.work();
  const shown = await show(paused ?? "");
  expect(shown).toMatchObject({ state: "running", hold: null });
  expect(shown.lastRestore).toMatchObject({ equal: true, attributes: 1, operationId: id });
  expect(shown.history.map(({ action, state, by }) => [action, state, by])).toEqual([
    ["resume", "succeeded", "ana"],
    ["pause", "succeeded", "ana"],
  ]);
});

test("one that nobody knows is not found", async () => {
  await expect(show("res_none")).rejects.toMatchObject({ code: "not-found" });
});
