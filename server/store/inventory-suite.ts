import { expect, test } from "vitest";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

const names = (records: readonly { readonly name: string }[]) => records.map((record) => record.name);

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

  test("a look that began earlier changes nothing, unless the clock was set back", async () => {
    const { inventory } = get().store;
    const paused = make.resource("i-1", { state: "paused", seenAt: make.after(20) });
    const other = make.resource("i-2");
    await inventory.upsert([paused, other]);
    const late = { state: "running", seenAt: make.after(10) } as const;
    await inventory.upsert([make.resource("i-1", late), make.resource("i-2", late)]);
    expect(await inventory.get(paused.id)).toEqual(paused);
    expect(await inventory.get(other.id)).toMatchObject(late);
    const yesterday = make.after(-86_400_000);
    await inventory.upsert([make.resource("i-1", { state: "running", seenAt: yesterday })]);
    expect(await inventory.get(paused.id)).toMatchObject({ state: "running", seenAt: yesterday });
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
    const listed = await inventory.summaries([]);
    expect(names(listed)).toEqual(["name of vol", "name of i-held", "name of i-new"]);
    expect(await inventory.summaries(["acc_2"])).toEqual([]);
    const [gone] = await inventory.byIds([make.resource("i-old").id]);
    expect(gone).toMatchObject({ state: "gone", hourlyNow: 0, pausable: false, changedAt: make.after(10) });
  });

  test("a summary is the record, without what only its own page shows, by bytes in the order of kind, name and id", async () => {
    const { inventory } = get().store;
    const texts = ["a", "B", "ä", "Z", "_", "10", "9", "a", "é", "z"];
    await inventory.upsert(
      texts.map((name, index) => make.resource(`i-${index}`, { name, hourlyNow: index ? 2 ** 53 - 1 : null })),
    );
    const summaries = await inventory.summaries(["acc_1"]);
    const sorted = [...texts].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    expect(names(summaries)).toEqual(sorted);
    for (const summary of summaries) {
      const record = await inventory.get(summary.id);
      const { hourlyRunning, hourlyPaused, held, ...same } = summary;
      expect(record).toMatchObject({ ...same, estimate: { running: hourlyRunning, paused: hourlyPaused } });
      expect(held).toBeNull();
    }
  });

  test("a write that changes nothing keeps number and time; every change has a higher number", async () => {
    const { inventory } = get().store;
    const [one, two] = [make.resource("i-1"), make.resource("i-2")];
    await inventory.upsert([one, two]);
    const serial = await inventory.serial();
    expect((await inventory.changedSince(serial - 1)).map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
    const later = { seenAt: make.after(5), changedAt: make.after(5), firstSeenAt: make.after(5) };
    await inventory.upsert([
      { ...one, ...later },
      { ...two, ...later, tags: { Environment: "prod" } },
    ]);
    expect((await inventory.changedSince(serial)).map(({ id }) => id)).toEqual([two.id]);
    expect(await inventory.get(one.id)).toEqual({ ...one, seenAt: make.after(5) });
    expect(await inventory.get(two.id)).toMatchObject({ changedAt: make.after(5), firstSeenAt: make.noon });
    const next = await inventory.serial();
    await inventory.markUnseen("acc_1", "eu-central-1", "ec2.instance", make.after(9));
    expect(await inventory.changedSince(next)).toMatchObject([{ state: "gone" }, { state: "gone" }]);
    expect(await inventory.serial()).toBeGreaterThan(next);
  });

  test("members are found by their owner", async () => {
    const { inventory } = get().store;
    const member = make.resource("i-1", { ownerId: "res_owner" });
    await inventory.upsert([member, make.resource("i-2"), make.resource("i-3", { ownerId: "res_else" })]);
    expect(await inventory.membersOf(["res_owner", "res_none"])).toEqual([member]);
  });

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
    await inventory.upsert(records.map((record) => ({ ...record, state: "paused" as const })));
    const ids = (await inventory.summaries(["acc_1"])).map((summary) => summary.id);
    expect(new Set(ids).size).toBe(10_000);
    const all = await inventory.byIds(ids);
    expect(all).toHaveLength(10_000);
    expect(all.every((record) => record.state === "paused")).toBe(true);
  });
}
