import { expect, test } from "vitest";
import type { Fault } from "../core/fault";
import type { ItemRecord, OperationRecord } from "../engine/ports";
import type { Store, UnbegunEnd } from "../usecases/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

const leaseMs = 30_000;
const lane = "acc_1 eu-central-1";
const web = make.resource("i-web");
const db = make.resource("i-db");
const far = make.resource("i-far", { region: "us-east-1" });
const noCapacity: Fault = { code: "capacity", reason: "No machines left", remedy: "It is tried again" };

async function begin(store: Store, id: string, change: Partial<OperationRecord> = {}, resources = [web, db]) {
  await store.inventory.upsert(resources);
  const items = resources.map((one) => make.planItem(one));
  const operation = make.operation(await store.plans.save(make.plan(id, items)), change);
  await store.operations.create(operation, make.audit());
  return operation;
}

async function claimed(store: Store, { id }: { readonly id: string }) {
  const epoch = await store.engine.claim({ operationId: id, lane }, "one", make.noon, leaseMs);
  if (epoch === null) throw new Error("not claimed");
  return epoch;
}

/** Ends an operation of one slice with these items. */
async function end(store: Store, { id }: OperationRecord, items: readonly ItemRecord[], more = {}) {
  const slice = { operationId: id, lane };
  const epoch = await claimed(store, { id });
  await store.engine.commit(slice, epoch, { items, ...more });
  await store.engine.finish(slice, epoch, () => ({ state: "partial", endedAt: make.after(9), events: [], audit: [] }));
}

function cancelled(whole: OperationRecord): UnbegunEnd {
  const items = whole.items.map((item) => ({ ...item, state: "skipped" as const, settledAt: make.after(5) }));
  const event = { at: make.after(5), type: "done", resourceId: null, state: "cancelled", text: "undone" } as const;
  const audit = [make.audit({ action: "operation.undo", subject: whole.id })];
  return { items, state: "cancelled", endedAt: make.after(5), events: [event], audit };
}

export function describeFollowUps(get: () => Bench): void {
  test("an operation knows its number and which of its resources a later one took up", async () => {
    const { store } = get();
    const first = await begin(store, "a");
    await end(
      store,
      first,
      first.items.map((item) => ({ ...item, state: "failed" })),
    );
    expect(await store.followUps.takenUp(first.id)).toEqual(new Set());
    const parent = { id: first.id, relation: "retry" } as const;
    const second = await begin(store, "b", { createdAt: make.after(1), parent }, [db]);
    expect(await store.followUps.takenUp(first.id)).toEqual(new Set([db.id]));
    expect(await store.followUps.takenUp(second.id)).toEqual(new Set());
    expect(await store.followUps.number(second.id)).toBe(second.number);
    expect(await store.followUps.number("op_none")).toBeNull();
    expect((await store.operations.get(second.id))?.parent).toEqual(parent);
  });

  test("what an operation holds: what it made, or found and verified, while it is active", async () => {
    const { store } = get();
    const first = await begin(store, "a");
    const holds = first.items.map((item, index) => make.hold(item.plan, `hold_${index}`));
    const [webItem, dbItem] = first.items.map((item, index) => ({ ...item, holdId: `hold_${index}` }));
    const ended = [
      { ...webItem, state: "done" as const },
      { ...dbItem, state: "failed" as const },
    ] as ItemRecord[];
    await end(store, first, ended, { newHolds: holds });
    expect(await store.followUps.held(first.id)).toEqual([web.id, db.id]);

    // The second one finds the holds of the first, proves one pause, and fails at the other.
    const second = await begin(store, "b", { createdAt: make.after(1) });
    await end(store, second, ended, { newHolds: holds.map((hold) => ({ ...hold, id: `${hold.id}_2` })) });
    expect(await store.followUps.held(second.id)).toEqual([web.id]);

    const third = await begin(store, "c", { createdAt: make.after(2) }, [web]);
    const released = { id: "hold_0", to: "released", at: make.after(3), reason: null } as const;
    await end(
      store,
      third,
      third.items.map((item) => ({ ...item, state: "done" })),
      { holdChanges: [released] },
    );
    expect(await store.followUps.held(first.id)).toEqual([db.id]);
    expect(await store.followUps.held(second.id)).toEqual([]);
  });

  test("an operation that nobody has begun ends whole, once, and its resources are free", async () => {
    const { store } = get();
    const { id } = await begin(store, "a", { startsAt: make.after(10_000) }, [web, db, far]);
    expect(await store.followUps.endUnbegun(id, cancelled)).toBe(true);
    expect(await store.operations.get(id)).toMatchObject({
      state: "cancelled",
      cancelRequested: true,
      endedAt: make.after(5),
      items: [{ state: "skipped" }, { state: "skipped" }, { state: "skipped" }],
    });
    expect(await store.operations.events(id, 0, 10)).toMatchObject([{ seq: 1, state: "cancelled", text: "undone" }]);
    expect(await store.audit.list(1)).toMatchObject([{ action: "operation.undo", subject: id }]);
    expect(await store.engine.claimable(make.after(60_000))).toEqual([]);
    expect(await store.engine.claim({ operationId: id, lane }, "late", make.after(60_000), leaseMs)).toBeNull();
    expect(await store.followUps.endUnbegun(id, cancelled)).toBe(false);
    expect(await store.audit.list(10)).toHaveLength(2);
    await begin(store, "b");
  });

  test("one that somebody has begun, be it in one region of two, stays as it is", async () => {
    const { store } = get();
    const before = await begin(store, "a", {}, [web, far]);
    await claimed(store, before);
    expect(await store.followUps.endUnbegun(before.id, cancelled)).toBe(false);
    expect(await store.operations.get(before.id)).toEqual(before);
    expect(await store.engine.claimable(make.noon)).toEqual([{ operationId: before.id, lane: "acc_1 us-east-1" }]);
    expect(await store.followUps.endUnbegun("op_none", cancelled)).toBe(false);
  });

  test("of an undo and a worker that come at once, one gets it", async () => {
    const { store, other } = get();
    for (let round = 0; round < 5; round++) {
      const { id } = await begin(store, `r${round}`, {}, [make.resource(`i-${round}`)]);
      const slice = { operationId: id, lane };
      const [epoch, isOver] = await Promise.all([
        other.engine.claim(slice, "worker", make.noon, leaseMs),
        store.followUps.endUnbegun(id, cancelled),
      ]);
      expect(isOver).toBe(epoch === null);
      expect(await store.operations.state(id)).toBe(isOver ? "cancelled" : "queued");
    }
  });

  test("the queue lists what waits for AWS, longest first; a try that is asked for is due at once", async () => {
    const { store } = get();
    const operation = await begin(store, "a", { action: "resume" });
    const slice = { operationId: operation.id, lane };
    const epoch = await claimed(store, operation);
    const waiting = operation.items.map(
      (item, index): ItemRecord => ({
        ...item,
        state: "deferred",
        startedAt: make.noon,
        deferrals: 3,
        deferredAt: make.after(100 - index),
        notBefore: make.after(600_000),
        outcome: { fault: noCapacity, differences: [], saw: "stopped" },
      }),
    );
    await store.engine.commit(slice, epoch, { items: waiting, startedAt: make.noon });
    await store.engine.release(slice, epoch, make.after(600_000));
    const { id, number, title, action } = operation;
    expect(await store.queue.list()).toEqual(
      [...waiting].reverse().map((item) => ({ operation: { id, number, title, action }, item })),
    );
    expect(await store.engine.claimable(make.after(2))).toEqual([]);

    const audit = make.audit({ action: "resource.tryNow", subject: web.id });
    expect(await store.queue.tryNow(web.id, make.after(1), audit)).toBe(true);
    expect(await store.engine.claimable(make.after(2))).toEqual([slice]);
    const after = await store.queue.list();
    expect(after.map(({ item }) => item.notBefore)).toEqual([make.after(600_000), make.after(1)]);
    expect(await store.audit.list(1)).toMatchObject([{ action: "resource.tryNow", subject: web.id }]);

    expect(await store.queue.tryNow(far.id, make.after(1), audit)).toBe(false);
    expect(await store.audit.list(10)).toHaveLength(2);
  });

  test("a plan is approved once, is then good for longer, and the row says by whom", async () => {
    const { store, other } = get();
    const saved = await store.plans.save(make.plan("a", [make.planItem(web)]));
    expect(await store.plans.get("a")).toEqual(saved);
    const by = (name: string) => ({ by: name, byId: `usr_${name}`, at: make.after(1) });
    const results = await Promise.all([
      store.plans.approve("a", by("ben"), make.after(3_600_000), make.audit({ action: "plan.approve" })),
      other.plans.approve("a", by("eve"), make.after(3_600_000), make.audit({ action: "plan.approve" })),
    ]);
    expect([...results].sort()).toEqual([false, true]);
    const approval = by(results[0] ? "ben" : "eve");
    expect(await store.plans.get("a")).toEqual({ ...saved, approval, expiresAt: make.after(3_600_000) });
    expect(await store.audit.list(10)).toHaveLength(1);
  });

  test("a setting that a person changes leaves its audit row", async () => {
    const { settings, audit } = get().store;
    await settings.set("settings", "{}", make.audit({ action: "settings.update" }));
    await settings.set("other", "1");
    expect(await audit.list(10)).toMatchObject([{ action: "settings.update" }]);
  });
}
