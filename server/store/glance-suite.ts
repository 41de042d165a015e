import { expect, test } from "vitest";
import type { ResourceRecord } from "../core/inventory";
import type { Action } from "../core/plan";
import type { EngineChange, HoldChange } from "../engine/ports";
import type { Store } from "../usecases/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What pages see at a glance, of any number of resources: summaries that are kept in memory, states without plans. */

const web = make.resource("i-web");
const db = make.resource("i-db");

/** Saves an operation on resources that the inventory knows, and takes its lease. */
async function begin(store: Store, id: string, resources: readonly ResourceRecord[], action: Action = "pause") {
  const items = resources.map((one) => make.planItem(one));
  const plan = await store.plans.save({ ...make.plan(id, items), action });
  const { id: operationId, items: saved } = make.operation(plan);
  await store.operations.create(make.operation(plan), make.audit());
  const slice = { operationId, lane: "acc_1 eu-central-1" };
  const epoch = await store.engine.claim(slice, "one", make.noon, 30_000);
  const commit = (change: EngineChange) => store.engine.commit(slice, epoch ?? 0, change);
  const finish = () =>
    store.engine.finish(slice, epoch ?? 0, () => ({
      state: "succeeded",
      endedAt: make.after(9),
      events: [],
      audit: [],
    }));
  return { id: operationId, items: saved, commit, finish };
}

export function describeGlances(get: () => Bench): void {
  test("a summary is as new as the last look, whichever process wrote it", async () => {
    const { store, other } = get();
    const list = () => store.inventory.summaries([]);
    expect(await list()).toEqual([]);
    await other.inventory.upsert([web, db]);
    expect(await list()).toMatchObject([{ id: db.id }, { id: web.id }]);
    await other.inventory.upsert([{ ...web, state: "paused", name: "a", pausable: false, hourlyNow: 1_900 }]);
    expect(await list()).toMatchObject([{ id: web.id, name: "a", pausable: false, hourlyNow: 1_900 }, { id: db.id }]);
    await other.inventory.markUnseen("acc_1", "eu-central-1", "ec2.instance", make.after(1));
    expect(await list()).toEqual([]);
    await other.inventory.upsert([db]);
    expect(await list()).toMatchObject([{ id: db.id, state: "running" }]);
  });

  test("a price that changed is in the summary and has a number, and the resource did not change by it", async () => {
    const { inventory } = get().store;
    await inventory.upsert([web, db]);
    await inventory.summaries([]);
    const serial = await inventory.serial();
    const estimate = { ...web.estimate, paused: null };
    await inventory.upsert([
      { ...web, estimate, hourlyNow: null, changedAt: make.after(5), seenAt: make.after(5) },
      db,
    ]);
    expect(await inventory.summaries(["acc_1"])).toMatchObject([
      { id: db.id },
      { id: web.id, hourlyNow: null, hourlyRunning: 96_000, hourlyPaused: null },
    ]);
    expect(await inventory.changedSince(serial)).toMatchObject([{ id: web.id, changedAt: make.noon }]);
  });

  test("a hold is in the summary from its making to its end, and so is what is held and gone", async () => {
    const { store, other } = get();
    await store.inventory.upsert([web]);
    const seen = async () => (await store.inventory.summaries([]))[0];
    expect(await seen()).toMatchObject({ holdId: null, held: null });
    const { items, commit } = await begin(other, "a", [web]);
    await commit({ newHolds: items.map((item) => make.hold(item.plan, "hold_1", { createdAt: make.after(1) })) });
    expect(await seen()).toMatchObject({ holdId: "hold_1", held: { since: make.after(1), verifiedAt: null } });
    const change: HoldChange = { id: "hold_1", to: "verified", at: make.after(2), reason: null };
    await commit({ holdChanges: [change] });
    expect(await seen()).toMatchObject({ held: { since: make.after(1), verifiedAt: make.after(2) } });
    await other.inventory.upsert([{ ...web, state: "gone" }]);
    expect(await seen()).toMatchObject({ state: "gone", holdId: "hold_1" });
    await commit({ holdChanges: [{ ...change, to: "ended" }] });
    expect(await seen()).toBeUndefined();
  });

  test("pages that ask at once, while others write, all see what was written before they asked", async () => {
    const { store, other } = get();
    const resources = Array.from({ length: 1_200 }, (_, index) => make.resource(`i-${index}`));
    for (const [index, resource] of resources.entries()) {
      if (index % 100 === 0) await other.inventory.upsert(resources.slice(0, index));
      if (index % 100 > 1) continue;
      const lists = await Promise.all([store.inventory.summaries([]), store.inventory.summaries(["acc_1"])]);
      const known = Math.floor(index / 100) * 100;
      expect(lists.map((list) => list.length)).toEqual([known, known]);
      expect(lists[0].some((one) => one.id === resource.id)).toBe(false);
    }
  });

  test("of unfinished operations one sees where each resource is", async () => {
    const { store } = get();
    await store.inventory.upsert([web, db]);
    const { id, items, commit, finish } = await begin(store, "a", [web, db], "resume");
    expect(await store.operations.busy()).toEqual([
      {
        id,
        action: "resume",
        items: new Map([web.id, db.id].map((resourceId) => [resourceId, { state: "waiting", started: false }])),
      },
    ]);
    const [first, second] = items;
    if (!first || !second) throw new Error("two items");
    await commit({
      items: [
        { ...first, state: "done" },
        { ...second, startedAt: make.after(1) },
      ],
    });
    const [busy] = await store.operations.busy();
    expect(busy?.items.get(web.id)).toEqual({ state: "done", started: false });
    expect(busy?.items.get(db.id)).toEqual({ state: "waiting", started: true });
    expect(await store.operations.item(id, db.id)).toEqual({ ...second, startedAt: make.after(1) });
    expect(await store.operations.item(id, "res_none")).toBeNull();
    await finish();
    expect(await store.operations.busy()).toEqual([]);
  });

  test("of the last resumes one sees how many came back equal and how many did not", async () => {
    const { store } = get();
    const differences = [{ path: "a", saved: "1", now: "2" }];
    expect(await store.operations.restores(2)).toEqual({ equal: 0, different: 0 });
    for (const [id, action] of Object.entries({ a: "resume", b: "resume", c: "pause", d: "resume" } as const)) {
      const resources = Array.from({ length: 3 }, (_, index) => make.resource(`i-${id}-${index}`));
      const { items, commit, finish } = await begin(store, id, resources, action);
      const outcome = { fault: null, saw: "" };
      const changed = items.map((item, index) => ({
        ...item,
        state: index === 0 ? ("done" as const) : ("failed" as const),
        outcome: { ...outcome, differences: index === 1 ? differences : [] },
      }));
      await commit({ items: changed });
      if (id !== "d") await finish();
    }
    expect(await store.operations.restores(1)).toEqual({ equal: 1, different: 1 });
    expect(await store.operations.restores(20)).toEqual({ equal: 2, different: 2 });
  });
}
