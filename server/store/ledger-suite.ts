import { expect, test } from "vitest";
import type { LedgerEntry } from "../core/ledger";
import { beginAndClaim, db, ending, web } from "./operation-fixtures";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What the savings ledger keeps, and how it finds what is not entered yet. */

const ever = { from: new Date(0), to: new Date("2100-01-01") };

function entry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  const { holdId = "hold_1", ordinal = 0 } = change;
  const { id: resourceId, accountId, region, kind, nativeId, arn, name, tags } = web;
  return {
    id: `${holdId}.${ordinal}`,
    holdId,
    ordinal,
    type: "saved",
    ...{ resourceId, accountId, region, kind, nativeId, arn, name, tags },
    from: make.noon,
    until: null,
    end: null,
    restartFrom: null,
    hourly: 2 ** 53 - 1,
    seenUntil: make.noon,
    lines: [
      {
        label: "Instance",
        note: "m6i.large",
        price: { table: "ec2.linux", key: "m6i.large" },
        quantity: 1,
        unit: "hour",
        stopsWhenPaused: true,
        rate: "0.115",
        hourly: 115_000,
        source: { id: "list", title: "List prices", asOf: "2026-07-20" },
      },
    ],
    ...change,
  };
}

const closed = (until: number, change: Partial<LedgerEntry> = {}) =>
  entry({ until: make.after(until), end: "resumed", restartFrom: make.after(until - 1), ...change });

/** A pause of two resources, read back; the store's own row of the first hold. */
async function paused({ store }: Bench) {
  const { slice, epoch, items } = await beginAndClaim(store, "a");
  const holds = items.map(({ plan }, index) => make.hold(plan, `hold_${index + 1}`));
  await store.engine.commit(slice, epoch, { items, newHolds: holds });
  const at = make.after(5);
  await store.engine.commit(slice, epoch, {
    items: items.map((item, index) => ({
      ...item,
      state: "done" as const,
      startedAt: make.after(1),
      settledAt: at,
      holdId: `hold_${index + 1}`,
    })),
    holdChanges: holds.map(({ id }) => ({ id, to: "verified" as const, at, reason: null })),
  });
  await store.engine.finish(slice, epoch, ending("succeeded"));
}

const serialOf = async ({ store }: Bench, holdId: string) => {
  const [facts] = await store.ledger.facts([holdId]);
  return facts?.record?.serial ?? -1;
};

export function describeLedger(get: () => Bench): void {
  test("entries come back as they were entered, without a price, too", async () => {
    const { ledger } = get().store;
    const unpriced = entry({
      ordinal: 1,
      id: "hold_1.1",
      from: make.after(60),
      type: "missed",
      hourly: null,
      lines: [],
    });
    const rows = [closed(60), { ...unpriced, seenUntil: null }];
    await ledger.keep([{ holdId: "hold_1", entries: rows, serial: 1 }]);
    await ledger.keep([]);
    expect(await ledger.list(ever, 10)).toEqual({ items: [...rows].reverse(), next: null });
    const heads = rows.map(({ lines: _, ...head }) => head);
    const [first] = await ledger.stretches({ ...ever, to: make.after(1) });
    const { type, from, until, end, restartFrom, hourly, seenUntil } = closed(60);
    expect(first).toEqual({ type, from, until, end, restartFrom, hourly, seenUntil });
    expect([...(await ledger.all(ever))].sort((one, other) => one.ordinal - other.ordinal)).toEqual(heads);
  });

  test("what is entered again takes the place of what was there; what was made from something older does not", async () => {
    const { ledger } = get().store;
    const missed = entry({ ordinal: 1, id: "hold_1.1", type: "missed", from: make.after(9) });
    await ledger.keep([{ holdId: "hold_1", entries: [closed(9, { end: "woke" }), missed], serial: 5 }]);
    await ledger.keep([{ holdId: "hold_1", entries: [entry()], serial: 4 }]);
    expect((await ledger.list(ever, 10)).items).toHaveLength(2);
    await ledger.keep([{ holdId: "hold_1", entries: [closed(20)], serial: 6 }]);
    expect((await ledger.list(ever, 10)).items).toEqual([closed(20)]);
  });

  /** Where they do not go one after the other, Postgres fails in one of some dozens. */
  const rounds = 20;

  test("of many who enter the same at once, each entry is there once", async () => {
    const { store, other } = get();
    for (let round = 1; round <= rounds; round++) {
      const holds = Array.from({ length: 20 }, (_, index) => {
        const holdId = `hold_${round}_${index}`;
        return { holdId, entries: [entry({ holdId, id: `${holdId}.0` })], serial: 1 };
      });
      await Promise.all([store, other, store, other].map(({ ledger }) => ledger.keep(holds)));
      expect(await store.ledger.all(ever)).toHaveLength(20 * round);
    }
  });

  test("are listed newest first, page by page, also where times are equal", async () => {
    const { ledger } = get().store;
    const entries = [1, 2, 3, 4].map((one) =>
      entry({ holdId: `hold_${one}`, id: `hold_${one}.0`, from: make.after(one === 1 ? 9 : 5) }),
    );
    await ledger.keep(entries.map((one) => ({ holdId: one.holdId, entries: [one], serial: 1 })));
    const page = async (cursor?: string) => {
      const { items, next } = await ledger.list(ever, 2, cursor);
      return { ids: items.map(({ holdId }) => holdId), next };
    };
    const first = await page();
    expect(first.ids).toEqual(["hold_1", "hold_4"]);
    expect(await page(first.next ?? "")).toEqual({ ids: ["hold_3", "hold_2"], next: null });
    await expect(page("x")).rejects.toMatchObject({ code: "invalid" });
  });

  test("are filtered by account, kind, resource, and by having a moment within a span", async () => {
    const { ledger } = get().store;
    const rows = [
      closed(60, { holdId: "early", id: "early.0" }),
      entry({ holdId: "late", id: "late.0", from: make.after(100), accountId: "acc_2" }),
      entry({ holdId: "other", id: "other.0", from: make.after(50), kind: "rds.instance", resourceId: "res_2" }),
    ];
    await ledger.keep(rows.map((one) => ({ holdId: one.holdId, entries: [one], serial: 1 })));
    const found = async (change: object) =>
      (await ledger.all({ ...ever, ...change })).map(({ holdId }) => holdId).sort();
    expect(await found({})).toEqual(["early", "late", "other"]);
    expect(await found({ accountIds: ["acc_2"] })).toEqual(["late"]);
    expect(await found({ kinds: ["rds.instance"] })).toEqual(["other"]);
    expect(await found({ resourceIds: [web.id] })).toEqual(["early", "late"]);
    expect(await found({ accountIds: [] })).toEqual([]);
    expect(await found({ from: make.after(60) })).toEqual(["late", "other"]);
    expect(await found({ to: make.after(50) })).toEqual(["early"]);
    expect(await found({ from: make.after(59), to: make.after(100) })).toEqual(["early", "other"]);
  });

  test("finds verified holds without an entry, and those whose resource changed since", async () => {
    const bench = get();
    const { ledger, inventory, holds } = bench.store;
    expect(await ledger.stale(null, 10)).toEqual([]);
    await paused(bench);
    expect([...(await ledger.stale(null, 10))].sort()).toEqual(["hold_1", "hold_2"]);
    expect(await ledger.stale(null, 1)).toHaveLength(1);
    const enter = async (holdId: string) =>
      ledger.keep([{ holdId, entries: [entry({ holdId, id: `${holdId}.0` })], serial: await serialOf(bench, holdId) }]);
    await enter("hold_1");
    await enter("hold_2");
    expect(await ledger.stale(null, 10)).toEqual([]);

    await inventory.upsert([{ ...web, state: "drifted" }]);
    expect(await ledger.stale(null, 10)).toEqual(["hold_1"]);
    await enter("hold_1");
    const end = { id: "hold_2", at: make.after(60), reason: "It stays", freed: null };
    await holds.end(end, make.audit());
    expect(await ledger.stale(make.after(9_000), 10)).toEqual(["hold_2"]);
  });

  test("of what is over and was never entered it finds what ended since then", async () => {
    const bench = get();
    const { ledger, holds } = bench.store;
    await paused(bench);
    for (const [index, id] of ["hold_1", "hold_2"].entries()) {
      await holds.end({ id, at: make.after(100 * (index + 1)), reason: "It stays", freed: null }, make.audit());
    }
    expect(await ledger.stale(null, 10)).toEqual(["hold_1", "hold_2"]);
    expect(await ledger.stale(make.after(200), 10)).toEqual(["hold_2"]);
    expect(await ledger.stale(make.after(201), 10)).toEqual([]);
  });

  test("gives the facts of a hold: its parts of operations, what was told of it, and how its resource was seen", async () => {
    const bench = get();
    const { ledger, notices } = bench.store;
    await paused(bench);
    const told = { kind: "woke", accountId: "acc_1", groupId: null, name: "web", text: "", operationId: null } as const;
    await notices.open([
      { ...told, id: "n1", resourceId: web.id, at: make.after(-60), endedAt: make.after(-50) },
      { ...told, id: "n2", resourceId: web.id, at: make.after(30), endedAt: null },
    ]);
    const found = await ledger.facts(["hold_1", "hold_2", "hold_9"]);
    expect(found.map(({ hold }) => hold.id).sort()).toEqual(["hold_1", "hold_2"]);
    const one = found.find(({ hold }) => hold.id === "hold_1");
    expect(one).toMatchObject({
      items: [
        {
          action: "pause",
          state: "done",
          startedAt: make.after(1),
          settledAt: make.after(5),
          hourlyNow: 96_000,
          hourlyAfter: 1_900,
        },
      ],
      notices: [{ kind: "woke", at: make.after(30) }],
      record: { holdId: "hold_1" },
      entries: [],
    });
    expect(found.find(({ hold }) => hold.resourceId === db.id)?.items[0]?.hourlyNow).toBeNull();
  });

  test("notes looks of what is entered as off, and of nothing that changed since it was entered", async () => {
    const bench = get();
    const { ledger, inventory } = bench.store;
    await paused(bench);
    const off = { ...web, state: "paused" as const, holdId: "hold_1" };
    await inventory.upsert([{ ...off, seenAt: make.after(50) }]);
    await ledger.keep([{ holdId: "hold_1", entries: [entry()], serial: await serialOf(bench, "hold_1") }]);
    const seenUntil = async () => (await ledger.list(ever, 1)).items[0]?.seenUntil;
    await ledger.noteLooks();
    expect(await seenUntil()).toEqual(make.after(50));
    await inventory.upsert([{ ...off, seenAt: make.after(90) }]);
    await ledger.noteLooks();
    expect(await seenUntil()).toEqual(make.after(90));
    await inventory.upsert([{ ...off, state: "drifted", seenAt: make.after(95) }]);
    await inventory.upsert([{ ...off, seenAt: make.after(99) }]);
    await ledger.noteLooks();
    expect(await seenUntil()).toEqual(make.after(90));
  });
}
