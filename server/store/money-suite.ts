import { expect, test } from "vitest";
import { RefusalError } from "../core/fault";
import type { Anomaly } from "../costs/trends/anomalies";
import type { Firing, KeptBudget } from "../usecases/cost-ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What is kept of unusual days, of budgets and of what ran each hour. */

type Get = () => Bench;
type Found = Anomaly & { readonly currency: string };

function anomaly(change: Partial<Found> = {}): Found {
  return {
    accountId: "acc_1",
    service: "Amazon SageMaker",
    kind: "spike",
    direction: "up",
    severity: "alert",
    firstDay: "2026-11-11",
    lastDay: "2026-11-12",
    days: ["2026-11-11", "2026-11-12"],
    cost: 2 ** 53 - 1,
    addedBack: 1,
    expected: { low: -1, mid: 2, high: 3 },
    excess: 4,
    final: true,
    currency: "USD",
    ...change,
  };
}

export function describeAnomalies(get: Get): void {
  test("come back as they were found, newest first, of the accounts and since the day that are asked for", async () => {
    const { anomalies } = get().store;
    const found = [
      anomaly({ firstDay: "2026-11-01" }),
      anomaly(),
      anomaly({ service: null }),
      anomaly({ accountId: "acc_2", firstDay: "2026-11-15", severity: "note", direction: "down", currency: "EUR" }),
    ];
    const fresh = await anomalies.keep(["acc_1", "acc_2"], "2026-10-01", found, make.noon);
    expect(fresh).toHaveLength(4);
    const unmarked = { foundAt: make.noon, mark: null, markedBy: null, markedAt: null };
    expect(await anomalies.list(["acc_1", "acc_2"], "2026-10-01")).toEqual(
      [found[3], found[2], found[1], found[0]].map((one) => ({ ...one, ...unmarked, id: expect.any(String) })),
    );
    expect(new Set(fresh.map(({ id }) => id)).size).toBe(4);
    const days = async (...asked: Parameters<typeof anomalies.list>) =>
      (await anomalies.list(...asked)).map(({ firstDay }) => firstDay);
    expect(await days(["acc_1"], "2026-11-02")).toEqual(["2026-11-11", "2026-11-11"]);
    expect(await days([], "2026-10-01")).toEqual([]);
  });

  test("one that is found again says what is new, and keeps its id, its mark and when it was found", async () => {
    const { anomalies, audit } = get().store;
    const [first] = await anomalies.keep(["acc_1"], "2026-10-01", [anomaly()], make.noon);
    const marked = await anomalies.mark(first?.id ?? "", "expected", "Ada", make.after(5), make.audit());
    expect(marked).toEqual({ ...first, mark: "expected", markedBy: "Ada", markedAt: make.after(5) });
    const again = anomaly({ lastDay: "2026-11-13", cost: 7 });
    const other = anomaly({ service: "AWS Lambda" });
    const fresh = await anomalies.keep(["acc_1"], "2026-10-01", [other, again], make.after(9));
    expect(fresh.map(({ service }) => service)).toEqual(["AWS Lambda"]);
    expect(await anomalies.list(["acc_1"], "2026-11-01")).toEqual([
      { ...other, id: fresh[0]?.id, foundAt: make.after(9), mark: null, markedBy: null, markedAt: null },
      { ...marked, ...again },
    ]);
    expect(await audit.list(10)).toHaveLength(1);
  });

  test("what two processes find at once is new to one of them", async () => {
    const { store, other } = get();
    for (let round = 1; round <= 20; round++) {
      const accountId = `acc_${round}`;
      const found = Array.from({ length: 20 }, (_, index) => anomaly({ accountId, service: `service ${index}` }));
      const keep = ({ anomalies }: typeof store) => anomalies.keep([accountId], "2026-10-01", found, make.noon);
      const fresh = await Promise.all([store, other, store, other].map(keep));
      expect(fresh.map(({ length }) => length).sort()).toEqual([0, 0, 0, 20]);
    }
  });

  test("what is not found any more is gone, but neither of other accounts nor of days before", async () => {
    const { anomalies } = get().store;
    const early = anomaly({ firstDay: "2026-09-01" });
    const others = anomaly({ accountId: "acc_2" });
    await anomalies.keep(["acc_1", "acc_2"], "2026-01-01", [early, anomaly(), others], make.noon);
    expect(await anomalies.keep(["acc_1"], "2026-10-01", [], make.after(1))).toEqual([]);
    const left = await anomalies.list(["acc_1", "acc_2"], "2026-01-01");
    expect(left.map(({ accountId, firstDay }) => [accountId, firstDay])).toEqual([
      ["acc_2", "2026-11-11"],
      ["acc_1", "2026-09-01"],
    ]);
    expect(await anomalies.keep([], "2026-01-01", [], make.noon)).toEqual([]);
    expect(await anomalies.list(["acc_1", "acc_2"], "2026-01-01")).toHaveLength(2);
  });

  test("a mark can be taken back, and what is not there is not marked and leaves no audit row", async () => {
    const { anomalies, audit } = get().store;
    const [first] = await anomalies.keep(["acc_1"], "2026-10-01", [anomaly()], make.noon);
    await anomalies.mark(first?.id ?? "", "wrong", "Ada", make.noon, make.audit());
    expect(await anomalies.mark(first?.id ?? "", null, "Ada", make.noon, make.audit())).toEqual(first);
    expect(await anomalies.mark("ano_9", "wrong", "Ada", make.noon, make.audit())).toBeNull();
    expect(await audit.list(10)).toHaveLength(2);
  });
}

function budget(change: Partial<KeptBudget> = {}): KeptBudget {
  return {
    id: "bud_1",
    name: "dev",
    scope: { type: "tag", key: "Environment", value: "dev" },
    period: "month",
    limit: 2 ** 53 - 1,
    currency: "USD",
    thresholds: [
      { on: "actual", share: 0.8 },
      { on: "forecast", share: 1 },
    ],
    revision: 1,
    createdAt: make.noon,
    ...change,
  };
}

function firing(change: Partial<Firing> = {}): Firing {
  const own = { key: "bud_1/1/2026-11/actual/0.8", budgetId: "bud_1", at: make.noon, period: "2026-11" };
  return { ...own, on: "actual", share: 0.8, limit: 100, amount: 2 ** 53 - 1, ...change };
}

export function describeBudgets(get: Get): void {
  test("are created, changed in part, and removed, each with an audit row; each change counts the revision up", async () => {
    const { budgets, audit } = get().store;
    const group = budget({ id: "bud_2", name: "Zebra", scope: { type: "group", groupId: "grp_1" }, period: "year" });
    await budgets.create(budget(), make.audit());
    await budgets.create(group, make.audit());
    expect(await budgets.list()).toEqual([group, budget()]);
    expect(await budgets.get("bud_1")).toEqual(budget());
    expect(await budgets.get("bud_9")).toBeNull();
    const changed = await budgets.update("bud_1", { limit: 5, thresholds: [] }, make.audit());
    expect(changed).toEqual(budget({ limit: 5, thresholds: [], revision: 2 }));
    expect(await budgets.get("bud_1")).toEqual(changed);
    expect(await budgets.update("bud_9", { limit: 5 }, make.audit())).toBeNull();
    expect(await budgets.remove("bud_1", make.audit())).toBe(true);
    expect(await budgets.remove("bud_1", make.audit())).toBe(false);
    expect(await budgets.list()).toEqual([group]);
    expect(await audit.list(10)).toHaveLength(4);
  });

  test("a taken name is a conflict and leaves nothing behind, not even an audit row", async () => {
    const { budgets, audit } = get().store;
    await budgets.create(budget(), make.audit());
    await budgets.create(budget({ id: "bud_2", name: "test" }), make.audit());
    await expect(budgets.create(budget({ id: "bud_3" }), make.audit())).rejects.toMatchObject({ code: "conflict" });
    await expect(budgets.update("bud_2", { name: "dev" }, make.audit())).rejects.toThrow(RefusalError);
    expect((await budgets.list()).map(({ name, revision }) => [name, revision])).toEqual([
      ["dev", 1],
      ["test", 1],
    ]);
    expect(await audit.list(10)).toHaveLength(2);
  });

  test("fire each key once, and what fired is gone with its budget", async () => {
    const { budgets } = get().store;
    await budgets.create(budget(), make.audit());
    const next = firing({ key: "bud_1/1/2026-11/forecast/1", on: "forecast", share: 1, at: make.after(1) });
    expect(await budgets.fire([firing()])).toEqual([firing()]);
    expect(await budgets.fire([firing({ amount: 3 }), next])).toEqual([next]);
    expect(await budgets.fired(["bud_1"])).toEqual([next, firing()]);
    expect(await budgets.fired([])).toEqual([]);
    await budgets.remove("bud_1", make.audit());
    expect(await budgets.fired(["bud_1"])).toEqual([]);
    expect(await budgets.fire([firing()])).toEqual([]);
    expect(await budgets.fire([])).toEqual([]);
  });

  test("of many that fire the same at once one does", async () => {
    const { store, other } = get();
    await store.budgets.create(budget(), make.audit());
    const tries = Array.from({ length: 6 }, (_, index) =>
      (index % 2 ? store : other).budgets.fire([firing({ amount: index })]),
    );
    const fired = (await Promise.all(tries)).flat();
    expect(fired).toHaveLength(1);
    expect(await store.budgets.fired(["bud_1"])).toEqual(fired);
  });
}

export function describeSpend(get: Get): void {
  const hour = (n: number) => new Date(make.noon.getTime() + n * 3_600_000);
  const sample = (n: number, running = 2 ** 53 - 1, accountId = "acc_1") => {
    return { accountId, hour: hour(n), running, pausedAway: 5, unpriced: 2 };
  };

  test("of an hour the newest look stays, and what is too old is dropped", async () => {
    const { spend } = get().store;
    await spend.keep([sample(0), sample(1), sample(1, 3, "acc_2")], hour(0));
    await spend.keep([sample(1, 7), sample(2)], hour(1));
    expect(await spend.list(["acc_1", "acc_2"], hour(0))).toEqual([sample(1, 7), sample(2), sample(1, 3, "acc_2")]);
    expect(await spend.list(["acc_1"], hour(2))).toEqual([sample(2)]);
    expect(await spend.list([], hour(0))).toEqual([]);
    await spend.keep([], hour(9));
    expect(await spend.list(["acc_1", "acc_2"], hour(0))).toEqual([]);
  });
}
