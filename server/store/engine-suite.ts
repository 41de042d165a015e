import { expect, test } from "vitest";
import { type EngineChange, type HoldChange, LeaseLostError, type OperationRecord } from "../engine/ports";
import { allHolds } from "../testing/all-holds";
import { begin, beginAndClaim, db, ending, leaseMs, sliceOf, web } from "./operation-fixtures";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What the engine saves of an operation: under a lease, all or nothing. */

export function describeEngine(get: () => Bench): void {
  test("many claims race and exactly one wins; an expired lease may be taken, and the epoch grows", async () => {
    const { store, other } = get();
    const id = sliceOf((await begin(store, "a")).id);
    expect(await store.engine.claimable(make.noon)).toEqual([id]);
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? store : other).engine.claim(id, `w${index}`, make.noon, leaseMs),
      ),
    );
    expect(claims.filter((epoch) => epoch !== null)).toEqual([1]);
    expect(await store.engine.claimable(make.after(leaseMs - 1))).toEqual([]);
    expect(await store.engine.claimable(make.after(leaseMs))).toEqual([id]);
    expect(await other.engine.claim(id, "later", make.after(leaseMs), leaseMs)).toBe(2);
    expect(await store.engine.renew(id, 1, make.after(leaseMs), leaseMs)).toBe(false);
    expect(await store.engine.renew(id, 2, make.after(2 * leaseMs), leaseMs)).toBe(true);
    expect(await store.engine.claimable(make.after(2 * leaseMs))).toEqual([]);
    await store.engine.release(id, 1, null);
    expect(await store.engine.claim(id, "x", make.after(2 * leaseMs), leaseMs)).toBeNull();
    await store.engine.release(id, 2, null);
    expect(await store.engine.claim(id, "x", make.after(2 * leaseMs), leaseMs)).toBe(3);
  });

  test("a stale epoch is refused and nothing of its commit is saved", async () => {
    const { store } = get();
    const { id, slice, epoch, items } = await beginAndClaim(store, "a");
    const next = await store.engine.claim(slice, "two", make.after(leaseMs), leaseMs);
    const change = {
      items: items.map((one) => ({ ...one, state: "done" as const })),
      events: [{ at: make.noon, type: "item" as const, resourceId: web.id, state: "done", text: "done" }],
      newHolds: [make.hold(make.planItem(web), "hold_1")],
      audit: [make.audit()],
      startedAt: make.after(1),
    };
    await expect(store.engine.commit(slice, epoch, change)).rejects.toThrow(LeaseLostError);
    await expect(store.engine.finish(slice, epoch, ending("succeeded"))).rejects.toThrow(LeaseLostError);
    expect(await store.engine.load(slice)).toMatchObject({
      state: "queued",
      items: [{ state: "waiting" }, { state: "waiting" }],
    });
    expect(await allHolds(store.holds, ["active"])).toEqual([]);
    expect(await store.operations.events(id, 0, 10)).toEqual([]);
    expect(await store.audit.list(10)).toHaveLength(1);
    await store.engine.commit(slice, next ?? 0, change);
    expect(await store.engine.load(slice)).toMatchObject({ state: "running", startedAt: make.after(1) });
    expect(await store.engine.finish(slice, next ?? 0, ending("succeeded"))).toBe(true);
    expect(await store.engine.load(slice)).toMatchObject({ state: "succeeded", endedAt: make.after(9) });
    expect(await store.engine.claim(slice, "three", make.after(9 * leaseMs), leaseMs)).toBeNull();
  });

  test("one commit saves items, numbered events, audit rows and the state", async () => {
    const { store } = get();
    const { id, slice, epoch, items } = await beginAndClaim(store, "a");
    const event = (text: string) => ({ at: make.after(3), type: "call" as const, resourceId: null, state: "", text });
    const fault = { code: "throttled" as const, reason: "Slow down", remedy: "", awsRequestId: "r" };
    const moved = items.slice(0, 1).map((one) => ({
      ...one,
      state: "settling" as const,
      checked: true,
      stepIndex: 1,
      attempts: 2,
      startedAt: make.after(1),
      sentAt: make.after(2),
      deferrals: 3,
      deferredAt: make.after(1),
      notBefore: make.after(2),
      outcome: { fault, differences: [{ path: "a.b", saved: "1", now: "2" }], saw: "stopping" },
    }));
    await store.engine.commit(slice, epoch, {
      items: moved,
      events: [event("one"), event("two")],
      startedAt: make.after(1),
      audit: [make.audit({ action: "resource.pause" }), make.audit({ action: "resource.pause" })],
    });
    await store.engine.commit(slice, epoch, { events: [event("three")], startedAt: make.after(7) });
    const loaded = await store.engine.load(slice);
    expect(loaded.items).toEqual([...moved, items[1]]);
    expect(loaded).toMatchObject({ state: "running", startedAt: make.after(1), endedAt: null });
    expect((await store.operations.events(id, 0, 10)).map(({ seq, text }) => `${seq} ${text}`)).toEqual([
      "1 one",
      "2 two",
      "3 three",
    ]);
    expect(await store.operations.events(id, 1, 1)).toEqual([{ seq: 2, ...event("two") }]);
    expect((await store.operations.list(1)).items[0]?.counts).toMatchObject({ waiting: 1, changing: 1 });
    expect(await store.audit.verify()).toEqual({ checked: 3, brokenAt: null });
    await expect(
      store.engine.commit(slice, epoch, { items: [make.item(make.planItem(make.resource("i-x")))] }),
    ).rejects.toThrow("0 of the 1");
  });

  test("a second pause keeps the first hold, for the item and the resource; a released hold makes room", async () => {
    const { store } = get();
    const first = await beginAndClaim(store, "a", [web]);
    const saved = { size: 2 ** 53 - 1, z: 1, a: [0.1, "ü"] };
    await store.engine.commit(first.slice, first.epoch, {
      newHolds: [make.hold(make.planItem(web), "hold_1", { saved })],
      holdChanges: [{ id: "hold_1", to: "verified", at: make.after(4), reason: null }],
    });
    await store.engine.finish(first.slice, first.epoch, ending("succeeded"));
    const second = await beginAndClaim(store, "b", [web, db]);
    await store.engine.commit(second.slice, second.epoch, {
      items: second.items.map((one, index) => ({ ...one, holdId: `hold_new_${index}` })),
      newHolds: [web, db].map((one, index) => make.hold(make.planItem(one), `hold_new_${index}`, { saved: "paused" })),
    });
    expect((await store.engine.load(second.slice)).items.map((one) => one.holdId)).toEqual(["hold_1", "hold_new_1"]);
    expect((await store.inventory.get(web.id))?.holdId).toBe("hold_1");
    expect((await store.inventory.get(db.id))?.holdId).toBe("hold_new_1");
    const [kept] = await store.holds.active([web.id]);
    const { inventory, ...rest } = make.hold(make.planItem(web), "hold_1", { saved });
    const unsettled = { state: "active", verifiedAt: make.after(4), endedAt: null, endReason: null };
    expect(kept).toEqual({ ...rest, inventory, ...unsettled, operationId: first.id });

    const release: HoldChange = { id: "hold_1", to: "released", at: make.after(8), reason: null };
    const giveUp: HoldChange = { id: "hold_new_1", to: "ended", at: make.after(9), reason: "It is gone" };
    await store.engine.commit(second.slice, second.epoch, {
      holdChanges: [release, giveUp],
    });
    await store.engine.finish(second.slice, second.epoch, ending("succeeded"));
    expect(await store.holds.active([web.id, db.id])).toEqual([]);
    expect((await store.inventory.byIds([web.id, db.id])).map((one) => one.holdId)).toEqual([null, null]);
    expect(await allHolds(store.holds, ["released", "ended"])).toMatchObject([
      { id: "hold_new_1", state: "ended", endedAt: make.after(9), endReason: "It is gone" },
      { id: "hold_1", state: "released", endedAt: make.after(8), verifiedAt: make.after(4) },
    ]);

    const third = await beginAndClaim(store, "c", [web]);
    await store.engine.commit(third.slice, third.epoch, { newHolds: [make.hold(make.planItem(web), "hold_3")] });
    expect((await store.inventory.get(web.id))?.holdId).toBe("hold_3");
    await store.engine.commit(third.slice, third.epoch, { holdChanges: [{ ...release, at: make.after(99) }] });
    expect((await store.inventory.get(web.id))?.holdId).toBe("hold_3");
    expect((await allHolds(store.holds, ["released"]))[0]?.endedAt).toEqual(make.after(8));
    const unknown = { ...release, id: "hold_none" };
    await expect(store.engine.commit(third.slice, third.epoch, { holdChanges: [unknown] })).rejects.toThrow(
      "no hold hold_none",
    );
  });

  test("a hold that its operation opened and did not use ends; one of an earlier operation, or a proved one, stays", async () => {
    const { store } = get();
    const unused = (id: string): HoldChange => ({ id, to: "unused", at: make.after(3), reason: "Nothing was sent" });
    const first = await beginAndClaim(store, "a", [web, db]);
    await store.engine.commit(first.slice, first.epoch, {
      newHolds: [web, db].map((one, index) => make.hold(make.planItem(one), `hold_${index}`)),
      holdChanges: [{ id: "hold_0", to: "verified", at: make.after(2), reason: null }],
    });
    await store.engine.commit(first.slice, first.epoch, { holdChanges: [unused("hold_0"), unused("hold_1")] });
    expect((await store.holds.active([web.id, db.id])).map(({ id }) => id)).toEqual(["hold_0"]);
    expect(await allHolds(store.holds, ["ended"])).toMatchObject([{ id: "hold_1", endReason: "Nothing was sent" }]);
    expect((await store.inventory.byIds([db.id])).map((one) => one.holdId)).toEqual([null]);
    await store.engine.finish(first.slice, first.epoch, ending("succeeded"));
    const second = await beginAndClaim(store, "b", [web]);
    await store.engine.commit(second.slice, second.epoch, { holdChanges: [unused("hold_0")] });
    expect((await store.inventory.get(web.id))?.holdId).toBe("hold_0");
  });

  test("an operation is not saved whose planned hold is over", async () => {
    const { store } = get();
    const first = await beginAndClaim(store, "a", [web]);
    await store.engine.commit(first.slice, first.epoch, { newHolds: [make.hold(make.planItem(web), "hold_1")] });
    await store.engine.finish(first.slice, first.epoch, ending("succeeded"));
    const held = { ...make.planItem(web), holdId: "hold_1" };
    const plan = await store.plans.save(make.plan("b", [held]));
    const freed = { state: "running", pausable: true } as const;
    await store.holds.end({ id: "hold_1", at: make.after(5), reason: "It stays on", freed }, make.audit());
    const items = make.operation(plan).items.map((item) => ({ ...item, holdId: "hold_1" }));
    await expect(store.operations.create({ ...make.operation(plan), items }, make.audit())).rejects.toMatchObject({
      code: "plan-stale",
    });
    expect(await store.operations.get(make.operation(plan).id)).toBeNull();
  });

  test("who rings while a slice is run is heard, or finds it due when it is given back", async () => {
    const { store } = get();
    const { id, slice, epoch } = await beginAndClaim(store, "a", [web]);
    expect(await store.engine.answerRing(slice, epoch)).toBe(false);
    await store.operations.requestCancel(id, make.audit());
    expect(await store.engine.answerRing(slice, epoch + 1)).toBe(false);
    expect(await store.engine.answerRing(slice, epoch)).toBe(true);
    expect(await store.engine.answerRing(slice, epoch)).toBe(false);
    await store.operations.requestCancel(id, make.audit());
    await store.engine.release(slice, epoch, make.after(600_000));
    expect(await store.engine.claimable(make.noon)).toEqual([slice]);
    const again = (await store.engine.claim(slice, "two", make.noon, leaseMs)) ?? 0;
    await store.engine.release(slice, again, make.after(600_000));
    expect(await store.engine.claimable(make.after(599_999))).toEqual([]);
  });

  test("an operation has a slice per account and region, and ends with the last of them", async () => {
    const { store, other } = get();
    const far = make.resource("i-far", { region: "us-east-1" });
    const { id, slice, epoch } = await beginAndClaim(store, "a", [web, far]);
    const second = { operationId: id, lane: "acc_1 us-east-1" };
    expect(await other.engine.claimable(make.noon)).toEqual([second]);
    expect((await other.engine.load(second)).items.map((one) => one.plan.nativeId)).toEqual(["i-far"]);
    const secondEpoch = (await other.engine.claim(second, "two", make.noon, leaseMs)) ?? 0;
    const told: number[] = [];
    const tell = (whole: OperationRecord) => {
      told.push(whole.items.length);
      return { state: "succeeded" as const, endedAt: make.after(5), events: [], audit: [make.audit()] };
    };
    const ends = await Promise.all([
      store.engine.finish(slice, epoch, tell),
      other.engine.finish(second, secondEpoch, tell),
    ]);
    expect(ends.sort()).toEqual([false, true]);
    expect(told).toEqual([2]);
    expect(await store.operations.get(id)).toMatchObject({ state: "succeeded", endedAt: make.after(5) });
    expect(await store.engine.claimable(make.after(9 * leaseMs))).toEqual([]);
  });

  test("an operation is not due before it starts, and a slice that waits for AWS not before it wakes", async () => {
    const { store } = get();
    await store.inventory.upsert([web]);
    const plan = await store.plans.save(make.plan("a", [make.planItem(web)]));
    const operation = make.operation(plan, { startsAt: make.after(10_000) });
    await store.operations.create(operation, make.audit());
    const slice = sliceOf(operation.id);
    expect(await store.engine.claimable(make.after(9_999))).toEqual([]);
    expect(await store.engine.claimable(make.after(10_000))).toEqual([slice]);
    const epoch = (await store.engine.claim(slice, "one", make.after(10_000), leaseMs)) ?? 0;
    await store.engine.release(slice, epoch, make.after(900_000));
    expect(await store.engine.claimable(make.after(899_999))).toEqual([]);
    expect(await store.engine.claim(slice, "two", make.after(899_999), leaseMs)).toBeNull();
    expect(await store.engine.claimable(make.after(900_000))).toEqual([slice]);
    await store.operations.requestCancel(operation.id, make.audit());
    expect(await store.engine.claimable(make.after(10_001))).toEqual([slice]);
  });

  test("a settled item is free for the next operation while others still wait for AWS", async () => {
    const { store } = get();
    const { slice, epoch, items } = await beginAndClaim(store, "a", [web, db]);
    const moved = items.map((one, index) => ({ ...one, state: index ? ("deferred" as const) : ("done" as const) }));
    await store.engine.commit(slice, epoch, { items: moved });
    expect(await begin(store, "b", [web])).toMatchObject({ number: 2 });
    await expect(begin(store, "c", [db])).rejects.toMatchObject({ code: "conflict" });
  });

  test("1,000 items with their holds and events are one commit", async () => {
    const { store } = get();
    const resources = Array.from({ length: 1_000 }, (_, index) => make.resource(`i-${index}`));
    const { id, slice, epoch, items } = await beginAndClaim(store, "a", resources);
    const change: EngineChange = {
      items: items.map((one) => ({ ...one, state: "applying" as const })),
      newHolds: items.map((one, index) => make.hold(one.plan, `hold_${index}`)),
      events: items.map(({ plan }) => ({
        at: make.noon,
        type: "item",
        resourceId: plan.resourceId,
        state: "applying",
        text: "",
      })),
    };
    await store.engine.commit(slice, epoch, change);
    const loaded = await store.engine.load(slice);
    expect(loaded.items.every((one, index) => one.state === "applying" && one.holdId === `hold_${index}`)).toBe(true);
    expect((await store.operations.events(id, 900, 1_000)).at(-1)?.seq).toBe(1_000);
  });
}
