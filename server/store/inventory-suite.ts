import { expect, test } from "vitest";
import type { ResourceRecord } from "../core/inventory";
import type { ResourceQuery } from "../inventory/ports";
import type { Store } from "../usecases/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

const names = (records: readonly ResourceRecord[]) => records.map((record) => record.name);

/** Every page of a list, one after the other; `between` runs after each. */
async function walk(store: Store, query: Omit<ResourceQuery, "cursor">, between: () => Promise<void> = async () => {}) {
  const pages: (readonly ResourceRecord[])[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.inventory.list({ ...query, ...(cursor && { cursor }) });
    pages.push(page.items);
    cursor = page.next;
    await between();
  } while (cursor);
  return pages;
}

export function describeInventory(get: () => Bench): void {
  test("records come back as they were, and a second look overwrites all but the hold", async () => {
    const { inventory } = get().store;
    const first = make.resource("i-1", {
      hourlyNow: 2 ** 53 - 1,
      holdId: "hold_1",
      ownerId: "res_owner",
      protected: true,
    });
    await inventory.upsert([first, make.resource("i-2", { hourlyNow: null })]);
    expect(await inventory.get(first.id)).toEqual(first);
    expect((await inventory.byIds([first.id, "res_none"]))[0]).toEqual(first);

    const second = make.resource("i-1", {
      state: "paused",
      saw: "stopped",
      name: "new",
      tags: {},
      holdId: null,
      seenAt: make.after(1),
    });
    await inventory.upsert([second]);
    expect(await inventory.get(first.id)).toEqual({ ...second, holdId: "hold_1" });
    expect(await inventory.get("res_none")).toBeNull();
  });

  test("what was not seen is gone, unless it is held; gone is listed only when asked for", async () => {
    const { inventory } = get().store;
    const old = [
      make.resource("i-old"),
      make.resource("i-held", { holdId: "hold_1" }),
      make.resource("vol", { kind: "ebs.volume" }),
    ];
    await inventory.upsert([...old, make.resource("i-new", { seenAt: make.after(10) })]);
    expect(await inventory.markUnseen("acc_1", "eu-central-1", "ec2.instance", make.after(10))).toBe(1);
    expect(await inventory.markUnseen("acc_1", "eu-central-1", "ec2.instance", make.after(10))).toBe(0);
    const listed = await inventory.list({ filter: {}, limit: 10 });
    expect(names(listed.items)).toEqual(["name of vol", "name of i-held", "name of i-new"]);
    const gone = await inventory.list({ filter: {}, states: ["gone"], limit: 10 });
    expect(gone.items).toMatchObject([{ nativeId: "i-old", state: "gone", hourlyNow: 0, changedAt: make.after(10) }]);
    expect(names(await inventory.all([]))).toEqual(names(listed.items));
    expect(await inventory.all(["acc_2"])).toEqual([]);
  });

  test("filters, states and search agree, whether SQL answers them or not", async () => {
    const { inventory } = get().store;
    await inventory.upsert([
      make.resource("i-1", { name: "Web-1", tags: { Environment: "prod" } }),
      make.resource("i-2", { name: "web-2", region: "us-east-1", state: "paused" }),
      make.resource("db-1", { name: "db", kind: "rds.instance", accountId: "acc_2", tags: { "50%_off": "Ja" } }),
    ]);
    const found = async (query: Partial<ResourceQuery>) =>
      names((await inventory.list({ filter: {}, limit: 10, ...query })).items);
    expect(await found({})).toEqual(["Web-1", "web-2", "db"]);
    expect(await found({ filter: { accounts: ["acc_2"] } })).toEqual(["db"]);
    expect(await found({ filter: { regions: ["us-east-1"], kinds: ["ec2.instance"] } })).toEqual(["web-2"]);
    expect(await found({ states: ["paused"] })).toEqual(["web-2"]);
    expect(await found({ filter: { tags: ["Environment=prod"] } })).toEqual(["Web-1"]);
    expect(await found({ filter: { names: ["*eb-*"], exclude: { regions: ["us-east-1"] } } })).toEqual(["Web-1"]);
    expect(await found({ filter: { ids: ["db-1"] } })).toEqual(["db"]);
    expect(await found({ q: "WEB" })).toEqual(["Web-1", "web-2"]);
    expect(await found({ q: "50%_OFF=ja" })).toEqual(["web-2", "db"]);
    expect(await found({ q: "5__off" })).toEqual([]);
    expect(await found({ q: "'; DROP TABLE" })).toEqual([]);
  });

  test("pages sort by kind, name and id, by bytes, and never repeat or skip", async () => {
    const { inventory } = get().store;
    const texts = ["a", "B", "ä", "Z", "_", "10", "9", "a", "é", "z"];
    await inventory.upsert(texts.map((name, index) => make.resource(`i-${index}`, { name })));
    const pages = await walk(get().store, { filter: {}, limit: 3 });
    expect(pages.map((page) => page.length)).toEqual([3, 3, 3, 1]);
    const sorted = [...texts].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    expect(names(pages.flat())).toEqual(sorted);
    expect(new Set(pages.flat().map((record) => record.id)).size).toBe(texts.length);
  });

  test("a walk sees every row that was there throughout, while rows are inserted and filtered", async () => {
    const { store } = get();
    const there = Array.from({ length: 1_300 }, (_, index) =>
      make.resource(`i-${index}`, {
        name: `n${String(index).padStart(4, "0")}`,
        tags: index % 3 ? {} : { pick: "me" },
      }),
    );
    await store.inventory.upsert(there);
    let inserted = 0;
    const insert = async () => {
      inserted += 1;
      const tags = { pick: "me" };
      await store.inventory.upsert([
        make.resource(`early-${inserted}`, { name: `a${inserted}`, tags }),
        make.resource(`late-${inserted}`, { name: `z${inserted}`, tags }),
      ]);
    };
    const seen = (await walk(store, { filter: { tags: ["pick=me"] }, limit: 50 }, insert))
      .flat()
      .map((record) => record.id);
    expect(new Set(seen).size).toBe(seen.length);
    const wanted = there.filter((record) => record.tags.pick).map((record) => record.id);
    expect(wanted.filter((id) => !seen.includes(id))).toEqual([]);
    expect(seen.length).toBeGreaterThan(wanted.length);
  });

  test.each(["garbage", Buffer.from('{"a":1}').toString("base64url"), ""])(
    "the cursor %j is refused",
    async (cursor) => {
      await expect(get().store.inventory.list({ filter: {}, limit: 1, cursor })).rejects.toMatchObject({
        code: "invalid",
      });
    },
  );

  test("coverage keeps the last row of each account, region and kind", async () => {
    const { inventory } = get().store;
    const fault = { code: "denied" as const, reason: "No", remedy: "Ask", action: "rds:DescribeDBInstances" };
    const row = {
      accountId: "acc_1",
      region: "eu-central-1",
      kind: "rds.instance",
      found: 0,
      at: make.noon,
      milliseconds: 12,
    };
    await inventory.saveCoverage([
      { ...row, status: "notRead", fault },
      { ...row, kind: "ec2.instance", status: "notRead", fault },
    ]);
    const later = { ...row, kind: "ec2.instance", status: "read" as const, fault: null, found: 7, at: make.after(1) };
    await inventory.saveCoverage([later]);
    expect(await inventory.coverage([])).toEqual([later, { ...row, status: "notRead", fault }]);
    expect(await inventory.coverage(["acc_2"])).toEqual([]);
  });

  test("10,000 rows go in and come out", async () => {
    const { inventory } = get().store;
    const records = Array.from({ length: 10_000 }, (_, index) => make.resource(`i-${index}`));
    await inventory.upsert(records);
    const again = records.map((record) => ({ ...record, state: "paused" as const }));
    const milliseconds = await make.shortestOfThree(() => inventory.upsert(again.slice(0, 1_000)));
    await inventory.upsert(again.slice(1_000));
    const all = await inventory.all(["acc_1"]);
    expect(all).toHaveLength(10_000);
    expect(all.every((record) => record.state === "paused")).toBe(true);
    expect(await inventory.byIds(records.slice(0, 5_000).map((record) => record.id))).toHaveLength(5_000);
    // Some 60 ms; single inserts take more than 300.
    expect(milliseconds).toBeLessThan(150);
  });
}
