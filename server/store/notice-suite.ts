import { expect, test } from "vitest";
import type { Notice } from "../core/notice";
import { resourceId } from "../core/resource";
import { allHolds } from "../testing/all-holds";
import type { Store } from "../usecases/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What the guard keeps: notices, and holds that end without a restore. */

const web = make.resource("i-web");

function notice(id: string, change: Partial<Notice> = {}): Notice {
  return {
    id,
    at: make.noon,
    kind: "woke",
    accountId: "acc_1",
    groupId: "grp_1",
    resourceId: web.id,
    name: web.name,
    text: "Somebody else started it.",
    operationId: null,
    endedAt: null,
    ...change,
  };
}

export function describeNotices(get: () => Bench): void {
  test("one is open per kind and resource; those that are over may be many", async () => {
    const { notices } = get().store;
    const over = { kind: "pausedAgain", operationId: "op_1", endedAt: make.noon } as const;
    const first = [notice("n1"), notice("n2", { kind: "appeared" }), notice("n3", over), notice("n4", over)];
    expect(await notices.open(first)).toEqual(first);
    expect(await notices.open([notice("n5"), notice("n6", { resourceId: "res_2" })])).toEqual([
      notice("n6", { resourceId: "res_2" }),
    ]);
    expect(await notices.open([])).toEqual([]);
    expect((await notices.listOpen()).map(({ id }) => id).sort()).toEqual(["n1", "n2", "n6"]);
  });

  test("of many who open the same at once, one does", async () => {
    const { store, other } = get();
    const opened = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? store : other).notices.open([notice(`n${index}`)])),
    );
    expect(opened.flat()).toHaveLength(1);
    expect(await store.notices.listOpen()).toEqual(opened.flat());
  });

  test("end by kind and resource, and may then be opened anew", async () => {
    const { notices } = get().store;
    await notices.open([notice("n1"), notice("n2", { kind: "appeared" }), notice("n3", { resourceId: "res_2" })]);
    await notices.end([web.id], ["woke"], make.after(60));
    await notices.end([], ["woke"], make.after(70));
    await notices.end([web.id], ["woke"], make.after(80));
    expect((await notices.listOpen()).map(({ id }) => id).sort()).toEqual(["n2", "n3"]);
    expect(await notices.endedSince(make.after(60))).toEqual([notice("n1", { endedAt: make.after(60) })]);
    expect(await notices.endedSince(make.after(61))).toEqual([]);
    expect(await notices.open([notice("n4")])).toHaveLength(1);
  });

  test("are listed open ones first, then newest first", async () => {
    const { notices } = get().store;
    await notices.open([
      notice("n1", { at: make.after(1), endedAt: make.after(1) }),
      notice("n2", { at: make.after(2), endedAt: make.after(2) }),
      notice("n3"),
      notice("n4", { at: make.after(9), kind: "appeared" }),
    ]);
    expect((await notices.list(10)).map(({ id }) => id)).toEqual(["n4", "n3", "n2", "n1"]);
    expect((await notices.list(2)).map(({ id }) => id)).toEqual(["n4", "n3"]);
  });
}

/** A resource that an operation has paused; `over`: the operation has ended. */
async function held({ inventory, plans, operations, engine }: Store, over: boolean): Promise<string> {
  await inventory.upsert([web]);
  const plan = await plans.save(make.plan("a", [make.planItem(web)]));
  const operation = make.operation(plan);
  await operations.create(operation, make.audit());
  const slice = { operationId: operation.id, lane: "acc_1 eu-central-1" };
  const epoch = (await engine.claim(slice, "one", make.noon, 30_000)) ?? 0;
  const [item] = operation.items;
  if (!item) throw new Error("no item");
  await engine.commit(slice, epoch, { items: [item], newHolds: [make.hold(item.plan, "hold_1")] });
  if (!over) return "hold_1";
  await engine.commit(slice, epoch, {
    items: [{ ...item, state: "done", holdId: "hold_1", settledAt: make.after(5) }],
    holdChanges: [{ id: "hold_1", to: "verified", at: make.after(5), reason: null }],
  });
  return "hold_1";
}

const end = (id: string) => ({
  id,
  at: make.after(60),
  reason: "It shall stay on",
  freed: { state: "running" as const, pausable: true },
});

export function describeHoldEnds(get: () => Bench): void {
  test("an ended hold keeps what was saved; the resource is free, with audit row and notice", async () => {
    const { store } = get();
    const id = await held(store, true);
    await store.inventory.upsert([{ ...web, state: "drifted", pausable: false }]);
    await store.notices.open([notice("n1")]);
    const serial = await store.inventory.serial();
    const honoured = notice("n2", { kind: "honoured", endedAt: make.after(60) });
    expect(await store.holds.end(end(id), make.audit({ action: "hold.end", subject: id }), [honoured])).toBe("ended");
    expect(await store.holds.get(id)).toMatchObject({
      state: "ended",
      endReason: "It shall stay on",
      endedAt: make.after(60),
      saved: { instanceId: "i-web", z: 1, a: 2 },
      inventory: { tags: { a: "b" } },
    });
    expect(await allHolds(store.holds, ["ended"])).toEqual([await store.holds.get(id)]);
    expect(await store.holds.active([web.id])).toEqual([]);
    expect(await store.inventory.get(web.id)).toMatchObject({ state: "running", pausable: true, holdId: null });
    expect((await store.inventory.summaries([])).map(({ held: is, state }) => [is, state])).toEqual([
      [null, "running"],
    ]);
    expect((await store.inventory.changedSince(serial)).map((one) => one.id)).toEqual([web.id]);
    expect((await store.notices.list(10)).map((one) => [one.id, one.endedAt])).toEqual([
      ["n2", make.after(60)],
      ["n1", make.after(60)],
    ]);
    expect((await store.audit.list(1))[0]).toMatchObject({ action: "hold.end", subject: id });
  });

  test("is not ended while an operation is at work, nor twice, and then nothing is written", async () => {
    const { store, other } = get();
    const id = await held(store, false);
    const rows = (await store.audit.list(50)).length;
    expect(await store.holds.end(end(id), make.audit(), [notice("n1")])).toBe("busy");
    expect(await store.holds.end(end("hold_9"), make.audit(), [notice("n1")])).toBe("over");
    expect(await store.holds.get("hold_9")).toBeNull();
    expect(await store.audit.list(50)).toHaveLength(rows);
    expect(await store.notices.list(10)).toEqual([]);
    expect((await store.holds.active([web.id])).map((one) => one.id)).toEqual([id]);

    const slice = { operationId: "op_a", lane: "acc_1 eu-central-1" };
    const [item] = (await store.engine.load(slice)).items;
    if (!item) throw new Error("no item");
    await store.engine.commit(slice, 1, { items: [{ ...item, state: "done", settledAt: make.after(5) }] });
    const ends = await Promise.all([store, other].map((one) => one.holds.end(end(id), make.audit())));
    expect(ends.sort()).toEqual(["ended", "over"]);
    expect(await store.audit.list(50)).toHaveLength(rows + 1);
  });

  test("holds are listed newest first, page by page, also where times are equal, or those of one resource", async () => {
    const { store } = get();
    const resources = ["a", "b", "c", "d"].map((id) => make.resource(`i-${id}`));
    await store.inventory.upsert(resources);
    const items = resources.map((one) => make.planItem(one));
    const operation = make.operation(await store.plans.save(make.plan("a", items)));
    await store.operations.create(operation, make.audit());
    const slice = { operationId: operation.id, lane: "acc_1 eu-central-1" };
    const epoch = (await store.engine.claim(slice, "one", make.noon, 30_000)) ?? 0;
    const newHolds = items.map((item, index) =>
      make.hold(item, `hold_${index}`, { createdAt: make.after(index === 0 ? 9 : 5) }),
    );
    await store.engine.commit(slice, epoch, { newHolds });
    const page = async (cursor?: string) => {
      const { items: holds, next } = await store.holds.list({ states: ["active"] }, 2, cursor);
      return { ids: holds.map(({ id }) => id), next };
    };
    const first = await page();
    expect(first.ids).toEqual(["hold_0", "hold_3"]);
    expect(await page(first.next ?? "")).toEqual({ ids: ["hold_2", "hold_1"], next: null });
    await expect(page("x")).rejects.toMatchObject({ code: "invalid" });
    const [, second = web] = resources;
    const own = await store.holds.list({ states: ["active"], resourceId: second.id }, 2);
    expect(own).toMatchObject({ items: [{ id: "hold_1" }], next: null });
    expect(await store.holds.list({ states: ["released", "ended"] }, 2)).toEqual({ items: [], next: null });
  });

  test("a resource that the inventory has nothing to say of stays as it is", async () => {
    const { store } = get();
    const id = await held(store, true);
    await store.inventory.upsert([{ ...web, state: "gone", pausable: false }]);
    expect(await store.holds.end({ ...end(id), freed: null }, make.audit())).toBe("ended");
    expect(await store.inventory.get(resourceId(web))).toMatchObject({ state: "gone", holdId: null });
  });
}
