import { expect, test } from "vitest";
import { headOf } from "../usecases/present/operation";
import { begin, beginAndClaim, db, ending, sliceOf, web } from "./operation-fixtures";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** How an operation begins, is listed, and is asked to end. */

export function describeOperations(get: () => Bench): void {
  test("an operation comes back as it was started, with heads for lists", async () => {
    const { operations, engine, audit } = get().store;
    const operation = await begin(get().store, "a");
    expect(await operations.get(operation.id)).toEqual(operation);
    expect(await engine.load(sliceOf(operation.id))).toEqual(operation);
    expect(await operations.get("op_none")).toBeNull();
    const { items: _, ...head } = operation;
    const counts = { total: 2, waiting: 2, changing: 0, deferred: 0, done: 0, failed: 0, skipped: 0 };
    // The database of the fixtures has no price of today, so what it costs afterwards is in neither sum.
    const listed = { ...head, counts, hourlyBefore: 96_000, hourlyAfter: 1_900, unpriced: 1 };
    expect(headOf(operation)).toEqual(listed);
    expect(await operations.list(10)).toEqual({ items: [listed], next: null });
    expect(await operations.historyOf(web.id, 10)).toEqual([listed]);
    expect(await operations.historyOf("res_other", 10)).toEqual([]);
    expect(await audit.list(10)).toMatchObject([{ action: "operation.start", subject: operation.id }]);
  });

  test("a plan starts once, also when it is started twice at once", async () => {
    const { store, other } = get();
    await store.inventory.upsert([web]);
    const plan = await store.plans.save(make.plan("a", [make.planItem(web)]));
    const tries = [store, other].map((one, index) =>
      one.operations.create(make.operation(plan, { id: `op_${index}` }), make.audit()),
    );
    const results = await Promise.allSettled(tries);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({
      code: "conflict",
      message: "The plan was started already: it is operation 1",
    });
    expect(await store.audit.list(10)).toHaveLength(1);
  });

  test("a resource is never in two unfinished operations; the refusal names both, and saves nothing", async () => {
    const { store } = get();
    const { id, epoch, slice } = await beginAndClaim(store, "a");
    const refused = begin(store, "b", [make.resource("i-free"), db]);
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      message: "name of i-db is in operation 1, which is not over yet; wait for it or cancel it, then plan again",
      errors: [{ pointer: "/items/1" }],
    });
    expect((await store.operations.list(10)).items.map((head) => head.id)).toEqual([id]);
    expect(await store.audit.list(10)).toHaveLength(1);

    expect(await store.engine.finish(slice, epoch, ending("partial"))).toBe(true);
    expect(await begin(store, "c", [db])).toMatchObject({ number: 3 });
  });

  test("of two operations that start at once on the same resources, one is made", async () => {
    const { store, other } = get();
    const results = await Promise.allSettled([begin(store, "a", [web, db]), begin(other, "b", [web, db])]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await store.operations.list(10)).items).toHaveLength(1);
  });

  test("a cancel is noted while the operation is not over", async () => {
    const { store } = get();
    const { id, slice, epoch } = await beginAndClaim(store, "a");
    expect(await store.engine.cancelRequested(id)).toBe(false);
    expect(await store.operations.requestCancel(id, make.audit({ action: "operation.cancel" }))).toBe(true);
    expect(await store.engine.cancelRequested(id)).toBe(true);
    await store.engine.finish(slice, epoch, ending("cancelled"));
    expect(await store.operations.requestCancel(id, make.audit())).toBe(false);
    expect((await store.audit.list(10)).map((entry) => entry.action)).toEqual(["operation.cancel", "operation.start"]);
  });

  test("the list of operations pages from the newest, also where times are equal", async () => {
    const { store } = get();
    for (const id of ["a", "b", "c", "d"]) await begin(store, id, [make.resource(`i-${id}`)]);
    const first = await store.operations.list(3);
    expect(first.items.map((head) => head.id)).toEqual(["op_d", "op_c", "op_b"]);
    await begin(store, "e", [make.resource("i-e")]);
    const second = await store.operations.list(3, first.next ?? "");
    expect(second).toMatchObject({ items: [{ id: "op_a" }], next: null });
    await expect(store.operations.list(3, "x")).rejects.toMatchObject({ code: "invalid" });
  });
}
