import { expect, test } from "vitest";
import type { CostAmount, CostBy } from "../core/actual-cost";
import type { Asked, BillReading, CostQuestion } from "../costs/actual/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What the bill keeps of Cost Explorer, what it adds up to, and what reading it cost. */

const november = { from: "2026-11-01", until: "2026-12-01" };
const ownDigits = "111122223333";

function amount(change: Partial<CostAmount> = {}): CostAmount {
  return {
    by: "account",
    day: "2026-11-16",
    service: "Amazon EC2",
    value: ownDigits,
    currency: "USD",
    unblended: 1_000_001,
    amortized: 2_000_002,
    netUnblended: 900_000,
    isFinal: true,
    ...change,
  };
}

function reading(change: Partial<BillReading> = {}): BillReading {
  return {
    accountId: "acc_1",
    by: "account",
    readAt: make.noon,
    failedAt: null,
    known: november,
    last: { days: 30, requests: 2 },
    fault: null,
    forecast: null,
    anomalies: null,
    ...change,
  };
}

const answered = (...amounts: readonly CostAmount[]): Asked => ({
  requests: 1,
  outcome: "answered",
  answer: { amounts, forecast: null, anomalies: null },
});

/** Kept as the answer for all of November. */
function told(
  { store: { bill } }: Bench,
  amounts: readonly CostAmount[],
  { accountId = "acc_1", by = "account", ...span }: Partial<CostQuestion & { accountId: string; by: CostBy }> = {},
) {
  const question = { ...november, ...span, by };
  return bill.keep({ reading: reading({ accountId, by }), question, asked: answered(...amounts) });
}

const all = { accountIds: ["acc_1", "acc_2"], by: "account", span: november } as const;

export function describeBill(get: () => Bench): void {
  const sums = (...args: Parameters<Bench["store"]["bill"]["sums"]>) => get().store.bill.sums(...args);

  test("an answer takes the place of its subject's rows within its days, and of no others", async () => {
    await told(get(), [amount(), amount({ day: "2026-11-17" })]);
    await told(get(), [amount({ by: "region", value: "eu-central-1" })], { by: "region" });
    await told(get(), [amount({ value: "999999999999" })], { accountId: "acc_2" });
    await told(get(), [amount({ day: "2026-11-17", unblended: 5 })], { from: "2026-11-17" });
    const days = await sums(all, ["accountId", "day"]);
    expect(days.map(({ accountId, day, unblended }) => [accountId, day, unblended]).sort()).toEqual([
      ["acc_1", "2026-11-16", 1_000_001],
      ["acc_1", "2026-11-17", 5],
      ["acc_2", "2026-11-16", 1_000_001],
    ]);
    await told(get(), []);
    expect((await sums(all, ["accountId"])).map(({ accountId }) => accountId)).toEqual(["acc_2"]);
    expect(await sums({ ...all, by: "region" }, ["value"])).toEqual([
      {
        ...{ accountId: "", day: "", service: "", value: "eu-central-1", currency: "USD" },
        ...{ unblended: 1_000_001, amortized: 2_000_002, netUnblended: 900_000 },
      },
    ]);
  });

  test("an answer that cannot be kept as a whole leaves all as it was", async () => {
    await told(get(), [amount()]);
    await expect(told(get(), [amount({ day: "2026-11-18" }), amount({ day: "2026-11-18" })])).rejects.toThrow();
    expect((await sums(all, ["day"])).map(({ day }) => day)).toEqual(["2026-11-16"]);
  });

  test("thousands of rows go in and come out, and others have their turn in between", async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      amount({
        service: `service ${index % 400}`,
        day: `2026-11-${String(1 + Math.floor(index / 400)).padStart(2, "0")}`,
      }),
    );
    let turns = 0;
    let isOver = false;
    const others = () => {
      turns += 1;
      if (!isOver) setImmediate(others);
    };
    others();
    await told(get(), rows);
    isOver = true;
    // 48 statements of 250 rows, each of which took 10 to 30 ms.
    expect(turns).toBeGreaterThan(40);
    const days = await sums(all, ["day"]);
    expect(days).toHaveLength(30);
    expect(new Set(days.map(({ unblended }) => unblended))).toEqual(new Set([400 * 1_000_001]));
  });

  test("sums are told by what was asked for, over months, and each currency for itself", async () => {
    const [october, euro] = ["2026-10-31", "EUR"];
    await told(get(), [
      ...[amount(), amount({ day: "2026-11-17", unblended: -250_000 }), amount({ service: "Amazon S3", unblended: 7 })],
      amount({ service: "Amazon S3", day: "2026-11-17", currency: euro, unblended: 3 }),
    ]);
    await told(get(), [amount({ day: october, unblended: 10 })], { from: october, until: "2026-11-01" });
    const found = async (filter: object, keys: Parameters<typeof sums>[1]) =>
      (await sums({ ...all, span: { from: october, until: "2026-12-01" }, ...filter }, keys))
        .map(({ day, service, currency, unblended }) => [day, service, currency, unblended].join(" "))
        .sort();
    expect(await found({}, [])).toEqual(["  EUR 3", "  USD 750018"]);
    expect(await found({}, ["service"])).toEqual([" Amazon EC2 USD 750011", " Amazon S3 EUR 3", " Amazon S3 USD 7"]);
    expect(await found({ service: "Amazon S3" }, ["day"])).toEqual(["2026-11-16  USD 7", "2026-11-17  EUR 3"]);
    expect(await found({ span: { from: "2026-11-17", until: "2026-11-18" } }, [])).toEqual([
      "  EUR 3",
      "  USD -250000",
    ]);
    expect(await found({ accountIds: [] }, [])).toEqual([]);
  });

  test("a metric that one row lacks is unknown in its sum, and only there, also when the row is in another month", async () => {
    const october = "2026-10-31";
    await told(get(), [amount({ service: "a", amortized: null }), amount({ service: "a", day: "2026-11-17" })]);
    await told(get(), [amount({ service: "a", day: october }), amount({ service: "b", day: october })], {
      ...{ from: october, until: "2026-11-01" },
    });
    const found = await sums({ ...all, span: { from: october, until: "2026-12-01" } }, ["service"]);
    expect(
      Object.fromEntries(found.map((sum) => [sum.service, [sum.unblended, sum.amortized, sum.netUnblended]])),
    ).toEqual({
      a: [3_000_003, null, 2_700_000],
      b: [1_000_001, 2_000_002, 900_000],
    });
  });

  test("what a payer has of a linked account is left out on days on which that one is known itself", async () => {
    const { accounts } = get().store;
    const linked = "444455556666";
    await accounts.create(make.account({ awsAccountId: ownDigits }), make.audit());
    await accounts.create(make.account({ id: "acc_2", name: "Two", awsAccountId: linked }), make.audit());
    const days = ["2026-11-05", "2026-11-16"];
    const other = "777788889999";
    await told(
      get(),
      days.flatMap((day) => [ownDigits, linked, other].map((value) => amount({ day, value, unblended: 1 }))),
    );
    const found = async (filter: object = {}) =>
      (await sums({ ...all, ...filter }, ["accountId", "value"]))
        .map(({ accountId, value, unblended }) => `${accountId} ${value} ${unblended}`)
        .sort();
    expect(await found()).toEqual([`acc_1 ${ownDigits} 2`, `acc_1 ${linked} 2`, `acc_1 ${other} 2`]);

    await get().store.bill.keep({
      reading: reading({ accountId: "acc_2", known: { from: "2026-11-10", until: "2026-12-01" } }),
      question: { by: "account", from: "2026-11-10", until: "2026-12-01" },
      asked: answered(amount({ value: linked, unblended: 100 })),
    });
    expect(await found()).toEqual([
      `acc_1 ${ownDigits} 2`,
      `acc_1 ${linked} 1`,
      `acc_1 ${other} 2`,
      `acc_2 ${linked} 100`,
    ]);
    expect(await found({ accountIds: ["acc_1"] })).toHaveLength(3);
    expect(await found({ whose: "own" })).toEqual([`acc_1 ${ownDigits} 2`, `acc_2 ${linked} 100`]);
    expect(await found({ whose: "linked" })).toEqual([`acc_1 ${linked} 1`, `acc_1 ${other} 2`]);
  });

  test("readings come back as they were kept, with their fault and forecast, and the newest stays", async () => {
    const { bill } = get().store;
    const fault = { code: "denied", reason: "no", remedy: "allow it", action: "ce:GetCostAndUsage" } as const;
    const failed = reading({ readAt: null, failedAt: make.noon, known: null, last: null, fault });
    const question = { by: "account", ...november } as const;
    await bill.keep({ reading: failed, question, asked: { requests: 0, outcome: "failed", fault } });
    expect(await bill.readings(["acc_1", "acc_2"])).toEqual([failed]);
    const forecast = {
      ...{ from: "2026-11-20", until: "2026-12-01", currency: "EUR" },
      ...{ mean: 3, low: 2, high: 4, level: 80 },
    };
    const told = [reading(), reading({ by: "forecast", known: null, forecast }), reading({ by: "tag:Env$ it" })];
    for (const one of told) {
      await bill.keep({ reading: one, question: { ...november, by: one.by }, asked: answered() });
    }
    const byName = (one: BillReading, other: BillReading) => (one.by < other.by ? -1 : 1);
    expect([...(await bill.readings(["acc_1"]))].sort(byName)).toEqual(told.sort(byName));
    expect(await bill.readings([])).toEqual([]);
  });

  test("of many who want a request at once, no more get one than there are", async () => {
    const { store, other } = get();
    const day = "2026-11-20";
    const takes = Array.from({ length: 24 }, (_, index) =>
      (index % 2 ? store : other).bill.takeRequest("costExplorer", "acc_1", day, 10),
    );
    expect((await Promise.all(takes)).filter((isTaken) => isTaken)).toHaveLength(10);
    await store.bill.addRequests("costExplorer", "acc_1", day, -1);
    await store.bill.addRequests("metrics", "acc_1", day, 500);
    await store.bill.addRequests("costExplorer", "acc_1", "2026-11-21", 1);
    expect(await store.bill.requests("costExplorer", ["acc_1", "acc_2"], day)).toEqual(new Map([["acc_1", 9]]));
    expect(await store.bill.requests("metrics", ["acc_1"], day)).toEqual(new Map([["acc_1", 500]]));
    expect(await store.bill.takeRequest("costExplorer", "acc_1", day, 10)).toBe(true);
    expect(await store.bill.takeRequest("costExplorer", "acc_1", day, 10)).toBe(false);
  });
}
