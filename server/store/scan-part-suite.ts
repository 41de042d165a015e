import { expect, test } from "vitest";
import type { CoverageRow } from "../core/inventory";
import { type ClaimedPart, type ScanReading, wholeAccount } from "../usecases/scan-ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

const leaseMs = 30_000;
const regions = ["eu-central-1", "us-east-1"];
const reading: ScanReading = {
  finishedAt: make.after(2_000),
  dueAt: make.after(900_000),
  found: 7,
  calls: 12,
  failures: 0,
  fault: null,
};

export function describeScanParts(get: () => Bench): void {
  const parts = () => get().store.scanParts;
  const due = async (now = make.noon, askedOnly = false) =>
    (await parts().claimable({ now, limit: 100, askedOnly })).map(({ region }) => region);

  async function claim(region: string, now = make.noon): Promise<ClaimedPart> {
    const claimed = await parts().claim({ accountId: "acc_1", region }, "one", now, leaseMs);
    if (!claimed) throw new Error(`${region} was not claimed`);
    return claimed;
  }

  /** Reads a region, so that it is not due any more. */
  async function read(region: string, change: Partial<ScanReading> = {}): Promise<void> {
    expect(await parts().finish(await claim(region, make.after(5)), { ...reading, ...change })).toBe(true);
  }

  test("every account has a part of its own; those of an account that is gone go", async () => {
    const { accounts } = get().store;
    await accounts.create(make.account(), make.audit());
    await parts().keepRegions("acc_gone", regions, make.noon, null);
    await parts().keepAccounts(make.noon);
    await parts().keepAccounts(make.after(5));
    expect(await parts().list([])).toEqual([
      {
        accountId: "acc_1",
        region: wholeAccount,
        dueAt: make.noon,
        requestedAt: null,
        startedAt: null,
        finishedAt: null,
        found: 0,
        calls: 0,
        billedCents: 0,
        failures: 0,
        fault: null,
      },
    ]);
  });

  test("a region that an account does not have any more goes with its coverage, and so does a fault of the account", async () => {
    const { inventory } = get().store;
    const rowOf = (accountId: string, region: string): CoverageRow => {
      const known = { accountId, region, kind: "ec2.instance", found: 1, fault: null, at: make.noon, milliseconds: 1 };
      return { ...known, status: "read" };
    };
    const mine = [...regions, wholeAccount].map((region) => rowOf("acc_1", region));
    await inventory.saveCoverage([...mine, rowOf("acc_2", "us-east-1")]);
    await parts().ask("acc_1", make.noon);
    await parts().keepRegions("acc_1", regions, make.noon, null);
    await read("eu-central-1");
    await parts().keepRegions("acc_1", ["eu-central-1", "us-west-2"], make.after(9), null);
    expect((await parts().list(["acc_1"])).map(({ region, found }) => `${region} ${found}`)).toEqual([
      "eu-central-1 7",
      `${wholeAccount} 0`,
      "us-west-2 0",
    ]);
    expect((await inventory.coverage([])).map(({ accountId, region }) => `${accountId} ${region}`)).toEqual([
      "acc_1 eu-central-1",
      "acc_2 us-east-1",
    ]);
  });

  test("what a person asks for comes first, then where most was found, then what waits longest", async () => {
    for (const [at, region] of ["a", "b", "c"].entries()) {
      const known = ["a", "b", "c"].slice(0, at + 1);
      await parts().keepRegions("acc_1", known, make.after(at), null);
      expect(await due(make.after(at))).toContain(region);
    }
    await read("c", { found: 90, dueAt: make.after(10) });
    expect(await due(make.after(9))).toEqual(["a", "b"]);
    expect(await due(make.after(10))).toEqual(["c", "a", "b"]);
    expect(await due(make.after(10), true)).toEqual([]);
    await parts().ask("acc_1", make.after(10));
    expect(await due(make.after(10))).toEqual([wholeAccount, "c", "a", "b"]);
    expect(await due(make.after(10), true)).toEqual([wholeAccount]);
    await parts().keepRegions("acc_1", ["a", "b", "c", "d"], make.after(11), make.after(11));
    expect(await due(make.after(9), true)).toEqual([wholeAccount, "c", "a", "b", "d"]);
    expect(await parts().claimable({ now: make.noon, limit: 2, askedOnly: true })).toHaveLength(2);
  });

  test("of regions in which nothing was found the one with the larger bill comes first", async () => {
    const key = (region: string) => ({ accountId: "acc_1", region });
    await parts().keepRegions("acc_1", ["a", "b", "c"], make.noon, null);
    await parts().keepBilled([
      { ...key("b"), billedCents: 5 },
      { ...key("c"), billedCents: 900, dueAt: make.after(1) },
      { ...key("gone"), billedCents: 9000, dueAt: make.noon },
    ]);
    expect(await due(make.noon)).toEqual(["b", "a"]);
    expect(await due(make.after(1))).toEqual(["c", "b", "a"]);
    await read("a", { dueAt: make.after(1) });
    expect(await due(make.after(5))).toEqual(["a", "c", "b"]);
    expect((await parts().list(["acc_1"])).map(({ billedCents }) => billedCents)).toEqual([0, 5, 900]);
  });

  test("of many readers at once exactly one has a part, until its lease runs out", async () => {
    const { store, other } = get();
    await parts().keepRegions("acc_1", ["eu-central-1"], make.noon, null);
    const key = { accountId: "acc_1", region: "eu-central-1" };
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 ? store : other).scanParts.claim(key, `reader ${index}`, make.noon, leaseMs),
      ),
    );
    const first = claims.find((claimed) => claimed !== null);
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    expect(first).toMatchObject({ ...key, epoch: 1, startedAt: make.noon });
    expect(await due(make.after(leaseMs - 1))).toEqual([]);
    if (!first) return;
    expect(await parts().renew(first, make.after(10_000), leaseMs)).toBe(true);
    expect(await due(make.after(leaseMs))).toEqual([]);
    expect(await due(make.after(10_000 + leaseMs), true)).toEqual(["eu-central-1"]);
    const second = await claim("eu-central-1", make.after(50_000));
    expect(second.epoch).toBe(2);
    expect(await parts().renew(first, make.after(50_000), leaseMs)).toBe(false);
    expect(await parts().finish(first, reading)).toBe(false);
    expect((await parts().list([]))[0]).toMatchObject({ finishedAt: null, found: 0 });
    expect(await parts().finish(second, reading)).toBe(true);
    expect((await parts().list([]))[0]).toMatchObject(reading);
    expect(await parts().finish(second, { ...reading, found: 99 })).toBe(false);
  });

  test("a part that is given back is free at once, and still asked for", async () => {
    await parts().keepRegions("acc_1", ["eu-central-1"], make.noon, make.noon);
    await parts().release(await claim("eu-central-1"));
    expect(await due(make.noon, true)).toEqual(["eu-central-1"]);
  });

  test("a fault comes back as it was", async () => {
    const fault = { code: "denied", reason: "No", remedy: "Add it", action: "sts:AssumeRole" } as const;
    await parts().keepRegions("acc_1", ["eu-central-1"], make.noon, null);
    await read("eu-central-1", { fault, failures: 3 });
    expect((await parts().list(["acc_1"]))[0]).toMatchObject({ fault, failures: 3 });
    expect(await parts().list(["acc_2"])).toEqual([]);
  });

  test("an account that is asked for twice is asked for once, by whoever was first", async () => {
    const { store, other } = get();
    const asked = await Promise.all([store, other].map((one, at) => one.scanParts.ask("acc_1", make.after(at))));
    expect(new Set(asked.map((at) => at.getTime())).size).toBe(1);
    const wish = asked[0] ?? make.noon;
    const account = await claim(wholeAccount);
    await parts().keepRegions("acc_1", regions, make.after(5), account.requestedAt);
    expect(await parts().finish(account, reading)).toBe(true);
    expect(await parts().ask("acc_1", make.after(60))).toEqual(wish);
    for (const region of regions) await read(region);
    expect((await parts().list(["acc_1"])).map(({ requestedAt }) => requestedAt)).toEqual([null, null, null]);
    expect(await parts().ask("acc_1", make.after(70))).toEqual(make.after(70));
  });

  test("what is asked for while it is read is still asked for after it", async () => {
    await parts().keepRegions("acc_1", ["eu-central-1"], make.noon, null);
    const claimed = await claim("eu-central-1");
    await parts().keepRegions("acc_1", ["eu-central-1"], make.after(3), make.after(3));
    await parts().finish(claimed, reading);
    expect(await due(make.after(4), true)).toEqual(["eu-central-1"]);
    await read("eu-central-1");
    expect(await due(make.after(4), true)).toEqual([]);
  });
}

export function describeTicks(get: () => Bench): void {
  test("a tick is taken once among all processes, and again when its time is over", async () => {
    const { store, other } = get();
    const take = (now: Date) =>
      Promise.all(Array.from({ length: 6 }, (_, at) => (at % 2 ? store : other).ticks.take("guard", now, 1_000)));
    const won = (taken: readonly boolean[]) => taken.filter(Boolean).length;
    expect(won(await take(make.noon))).toBe(1);
    expect(won(await take(make.after(999)))).toBe(0);
    expect(won(await take(make.after(1_000)))).toBe(1);
    expect(await store.ticks.take("sweep", make.noon, 1_000)).toBe(true);
  });

  test("its next time is put off, never brought forward", async () => {
    const { ticks } = get().store;
    await ticks.take("guard", make.noon, 1_000);
    await ticks.next("guard", make.after(60_000));
    await ticks.next("guard", make.after(5));
    expect(await ticks.take("guard", make.after(59_999), 1_000)).toBe(false);
    expect(await ticks.take("guard", make.after(60_000), 1_000)).toBe(true);
  });
}
