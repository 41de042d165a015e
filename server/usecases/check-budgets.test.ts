import { afterAll, beforeAll, expect, test } from "vitest";
import type { WireBudgetInput } from "../contract/budgets";
import { endpoints } from "../contract/endpoints";
import { toMicro } from "../core/actual-cost";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { checkBudgets } from "./check-budgets";
import { refreshCosts } from "./refresh-costs";

/** Budgets on the sandbox account's bill: about $54,000 a month, of which $35,890 are told on 20 November. */

const nothing = { params: {}, query: {}, body: {} };
const day = 24 * 3_600_000;
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases, as } = standby;
  const rest = { guard: "report", awakeUntil: null, options: {}, protected: false } as const;
  const group = (name: string, filter: object) =>
    usecases.createGroup(as("admin"), { ...nothing, body: { name, filter, ...rest } });
  await group("dev", { tags: ["Environment=dev"] });
  await group("databases", { kinds: ["rds.instance"] });
}, 60_000);
afterAll(() => standby.close());

const account = { type: "account", accountId: "tidewater" } as const;

function create(input: Partial<WireBudgetInput>) {
  const own = { name: "all", scope: account, period: "month", limit: "43000" } as const;
  const thresholds: WireBudgetInput["thresholds"] = [
    { on: "forecast", share: 1 },
    { on: "actual", share: 0.8 },
    { on: "actual", share: 0.5 },
    { on: "actual", share: 1 },
  ];
  const body = endpoints.createBudget.body.parse({ ...own, thresholds, ...input });
  return standby.usecases.createBudget(standby.as("admin"), { ...nothing, body });
}

const list = async () =>
  endpoints.listBudgets.response.parse(await standby.usecases.listBudgets(standby.as("viewer"), nothing)).items;
const named = async (name: string) => (await list()).find((budget) => budget.name === name);
const states = async (name: string) =>
  (await named(name))?.thresholds.map(({ on, share, state }) => [on, share, state]);

async function detailOf(refused: Promise<unknown>): Promise<string> {
  const errors = await refused.then(
    () => [],
    (error: { errors?: readonly { pointer: string; detail: string }[] }) => error.errors ?? [],
  );
  return errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join();
}

test("what does not exist is refused with what there is, and what makes no sense with why", async () => {
  expect(await detailOf(create({ scope: { type: "account", accountId: "x" } }))).toBe(
    "/scope/accountId is not a connected account; there are tidewater",
  );
  expect(await detailOf(create({ scope: { type: "group", groupId: "x" } }))).toBe(
    "/scope/groupId is not a group; there are databases, dev",
  );
  expect(await detailOf(create({ scope: { type: "tag", key: "Team", value: "x" } }))).toBe(
    "/scope/key is not read from the bill; read are Environment. A group that goes by a tag makes it one of them",
  );
  expect(await detailOf(create({ limit: "0.0" }))).toBe("/limit must be more than 0");
  const twice: WireBudgetInput["thresholds"] = [
    { on: "actual", share: 1 },
    { on: "actual", share: 1 },
  ];
  expect(await detailOf(create({ thresholds: twice }))).toBe("/thresholds/1 is there twice");
  expect(await list()).toEqual([]);
});

test("before the bill was read a budget is unknown, says why, and fires nothing", async () => {
  const made = await create({});
  expect(made).toMatchObject({ scope: { type: "account", accountId }, scopeName: "tidewater", current: "2026-11" });
  expect(made).toMatchObject({ actual: null, isComplete: false, forecast: null, currency: "USD" });
  expect(made.reason).toContain("The bill of tidewater was not read yet");
  await checkBudgets(standby.deps);
  expect((await states("all"))?.map(([, , state]) => state)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  await expect(create({})).rejects.toMatchObject({ code: "conflict" });
});

test("what is passed fires once, also when two processes look at once", async () => {
  const { deps, clock, store } = standby;
  await refreshCosts(deps);
  clock.advance(60_000);
  expect(await states("all")).toEqual([
    ["actual", 0.5, "fires"],
    ["actual", 0.8, "fires"],
    ["actual", 1, "below"],
    ["forecast", 1, "fires"],
  ]);
  await Promise.all([checkBudgets(deps), checkBudgets(deps)]);
  const all = await named("all");
  expect(all?.thresholds.map(({ state, firedAt }) => [state, firedAt])).toEqual([
    ["fired", "2026-11-20T19:13:00.000Z"],
    ["fired", "2026-11-20T19:13:00.000Z"],
    ["below", null],
    ["fired", "2026-11-20T19:13:00.000Z"],
  ]);
  expect(all).toMatchObject({ isComplete: true, reason: null });
  expect(toMicro(all?.forecast ?? "")).toBeGreaterThan(toMicro(all?.actual ?? ""));
  const { money } = await standby.usecases.getOverview(standby.as("viewer"), nothing);
  expect(money).toEqual({
    anomalies: { count: 0, text: null },
    budgets: { count: 1, text: "all has passed 80 % of $43,000.00 in 2026-11: $35,892.03 when it was noticed." },
  });
  clock.advance(3_600_000);
  await checkBudgets(deps);
  const fired = await store.budgets.fired([all?.id ?? ""]);
  expect(fired.map(({ on, share }) => [on, share]).sort()).toEqual([
    ["actual", 0.5],
    ["actual", 0.8],
    ["forecast", 1],
  ]);
});

test("a tag and a group of exactly this tag are the same money; another group cannot be told and is not zero", async () => {
  const dev = { type: "tag", key: "Environment", value: "dev" } as const;
  const tag = await create({ name: "tag", scope: dev });
  const group = await create({ name: "group", scope: { type: "group", groupId: "dev" } });
  expect(tag).toMatchObject({ scopeName: "Environment = dev", isComplete: true, reason: null });
  expect(toMicro(tag.actual ?? "")).toBeGreaterThan(1_000_000_000);
  expect(group).toMatchObject({ scopeName: "dev", actual: tag.actual, forecast: tag.forecast });
  const other = await create({ name: "other", scope: { type: "group", groupId: "databases" } });
  expect(other).toMatchObject({ actual: null, forecast: null, reason: expect.stringContaining("cannot be told") });
});

test("a tag that no cost carries, and a currency that is not the bill's, are unknown with what to do", async () => {
  const { usecases, as } = standby;
  const rest = { guard: "report", awakeUntil: null, options: {}, protected: false } as const;
  const { id } = await usecases.createGroup(as("admin"), {
    ...nothing,
    body: { name: "web", filter: { tags: ["Team=web"] }, ...rest },
  });
  // Today's requests are used up.
  standby.clock.advance(day);
  await refreshCosts(standby.deps);
  const untagged = await create({ name: "web", scope: { type: "tag", key: "Team", value: "web" } });
  expect(untagged).toMatchObject({
    actual: null,
    reason: expect.stringContaining("activate it as a cost allocation tag"),
  });
  const foreign = await create({ name: "euro", currency: "EUR" });
  expect(foreign).toMatchObject({ actual: null, reason: expect.stringContaining("set it in the bill's currency") });
  const params = { id };
  await usecases.deleteGroup(as("admin"), { ...nothing, params });
});

test("a change arms it again and leaves the rest as it was; all of it is written down", async () => {
  const { usecases, as, deps, store, clock } = standby;
  const before = await named("all");
  const params = { id: before?.id ?? "" };
  const change = (input: object) => {
    const body = endpoints.updateBudget.body.parse(input);
    return usecases.updateBudget(as("admin"), { ...nothing, params, body });
  };
  expect(endpoints.updateBudget.body.parse({})).toEqual({});
  await expect(usecases.updateBudget(as("operator"), { ...nothing, params, body: {} })).rejects.toThrow();
  const changed = await change({ limit: "65000" });
  expect(changed).toMatchObject({ limit: "65000.000000", name: "all", currency: "USD", period: "month" });
  expect(changed.thresholds.map(({ state, firedAt }) => [state, firedAt])).toEqual([
    ["fires", null],
    ["below", null],
    ["below", null],
    ["below", null],
  ]);
  clock.advance(60_000);
  await checkBudgets(deps);
  expect((await states("all"))?.[0]).toEqual(["actual", 0.5, "fired"]);
  expect(await store.audit.list(1)).toMatchObject([{ action: "budget.update", subject: params.id }]);
  await change({ limit: "65000.00", scope: account });
  expect((await states("all"))?.[0]).toEqual(["actual", 0.5, "fired"]);
  await expect(change({ name: "tag" })).rejects.toMatchObject({ code: "conflict" });
  const gone = { ...nothing, params: { id: "bud_9" }, body: {} };
  await expect(usecases.updateBudget(as("admin"), gone)).rejects.toMatchObject({ code: "not-found" });
});

test("the next month arms it again; a quarter is forecast with the months before and after", async () => {
  const { deps, clock } = standby;
  const quarter = await create({ name: "quarter", period: "quarter", limit: "200000" });
  expect(quarter).toMatchObject({ current: "2026-Q4", isComplete: true, reason: null });
  const november = await named("all");
  const before = toMicro(quarter.actual ?? "") - toMicro(november?.actual ?? "");
  expect(before).toBeGreaterThan(0);
  const [month, whole] = [november, quarter].map((budget) => toMicro(budget?.forecast ?? ""));
  const december = (whole ?? 0) - (month ?? 0) - before;
  expect(december / (month ?? 0)).toBeGreaterThan(0.9);
  expect(december / (month ?? 0)).toBeLessThan(1.1);
  for (let night = 0; night < 20; night++) {
    clock.advance(day);
    await refreshCosts(deps);
  }
  const all = await named("all");
  expect(all).toMatchObject({ current: "2026-12", isComplete: true });
  expect(all?.thresholds.map(({ state }) => state)).toEqual(["below", "below", "below", "below"]);
  const last = await named("quarter");
  const rest = toMicro(all?.forecast ?? "") - toMicro(all?.actual ?? "");
  expect(toMicro(last?.forecast ?? "")).toBe(toMicro(last?.actual ?? "") + rest);
});

test("one that is deleted is gone with what it told, once", async () => {
  const { usecases, as, store } = standby;
  const params = { id: (await named("all"))?.id ?? "" };
  await usecases.deleteBudget(as("admin"), { ...nothing, params });
  expect(await named("all")).toBeUndefined();
  expect(await store.budgets.fired([params.id])).toEqual([]);
  expect(await store.audit.list(1)).toMatchObject([{ action: "budget.delete" }]);
  await expect(usecases.deleteBudget(as("admin"), { ...nothing, params })).rejects.toMatchObject({ code: "not-found" });
});
