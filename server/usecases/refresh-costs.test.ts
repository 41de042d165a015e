import { afterEach, beforeEach, expect, test } from "vitest";
import type { CostExplorer, CostQuestion } from "../costs/actual/ports";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import type { Deps } from "./deps";
import { refreshCosts } from "./refresh-costs";

/** What a refresh asks and pays for, on a real database; Cost Explorer is the sandbox's, or answers what the test says. */

const day = "2026-11-20";
const hour = 3_600_000;
let standby: SandboxStandby;

beforeEach(async () => {
  standby = await sandboxStandby();
});
afterEach(() => standby.close());

const questions = () => standby.calls().filter(({ service }) => service === "ce").length;

async function spent(accountId = "acc_1", on = day) {
  return (await standby.store.bill.requests("costExplorer", [accountId], on)).get(accountId) ?? 0;
}

async function reading(by: string, accountId = "acc_1") {
  return (await standby.store.bill.readings([accountId])).find((one) => one.by === by);
}

async function addAccount(id: string, awsAccountId: string | null) {
  const audit = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
  const why = { action: "account.create", subject: id, outcome: "ok", requestId: null, ip: null } as const;
  const account = { id, name: id, awsAccountId, credentials: { type: "sandbox" }, regions: null } as const;
  const at = standby.clock.now();
  await standby.store.accounts.create({ ...account, createdAt: at, lastScanAt: null }, { ...audit, ...why, at });
}

interface Script {
  /** Pages of the answer. */
  readonly pages?: number;
  readonly answer?: (accountId: string, question: CostQuestion) => Awaited<ReturnType<CostExplorer["ask"]>> | null;
}

/** Takes its pages from the allowance as the real one does; what was asked is in `asked`. */
function scripted({ pages = 1, answer }: Script, store = standby.store) {
  const asked: { readonly accountId: string; readonly question: CostQuestion }[] = [];
  let taken = 0;
  const costExplorer: CostExplorer = {
    ask: async ({ accountId }, question, allowance) => {
      asked.push({ accountId, question });
      const own = answer?.(accountId, question);
      if (own) return own;
      for (let page = 1; page <= pages; page += 1) {
        if (!(await allowance.take())) return { requests: page - 1, outcome: "cut" };
        taken += 1;
      }
      return { requests: pages, outcome: "answered", answer: { amounts: [], forecast: null, anomalies: null } };
    },
  };
  return { asked, taken: () => taken, deps: { ...standby.deps, store, costExplorer } satisfies Deps };
}

test("a fresh account has its bill after ten requests; on the same day no more are asked, on the next one seven", async () => {
  await refreshCosts(standby.deps);
  expect([questions(), await spent()]).toEqual([10, 10]);
  expect(await reading("account")).toMatchObject({ known: { from: "2025-10-01", until: "2026-11-21" }, fault: null });
  expect((await reading("forecast"))?.forecast).toMatchObject({ level: 80, currency: "USD" });
  standby.forget();
  await refreshCosts(standby.deps);
  expect(questions()).toBe(0);
  standby.clock.advance(24 * hour);
  await refreshCosts(standby.deps);
  expect([questions(), await spent("acc_1", "2026-11-21")]).toEqual([7, 7]);
  expect((await reading("anomalies"))?.anomalies).toMatchObject([{ service: "Amazon SageMaker", excess: 436_800_000 }]);
  expect((await reading("account"))?.known).toEqual({ from: "2025-10-01", until: "2026-11-22" });
});

test("two processes at once pay for no more than ten requests together", async () => {
  await Promise.all([refreshCosts(standby.deps), refreshCosts(standby.deps), refreshCosts(standby.deps)]);
  expect(questions()).toBeLessThanOrEqual(10);
  expect(await spent()).toBe(questions());
});

test("a process that dies before it can note an answer has paid all the same: ten times at most", async () => {
  const store = { ...standby.store, bill: { ...standby.store.bill, keep: () => Promise.reject(new Error("killed")) } };
  const { deps, taken } = scripted({}, store);
  for (let start = 0; start < 15; start += 1) await refreshCosts(deps).catch(() => {});
  expect([taken(), await spent()]).toEqual([10, 10]);
});

test("an answer that is cut is counted, and is not asked for again today", async () => {
  const { deps, taken, asked } = scripted({ pages: 4 });
  await refreshCosts(deps);
  expect([taken(), await spent()]).toEqual([10, 10]);
  expect(asked.map(({ question }) => question.by)).toEqual(["account", "region", "record"]);
  expect(await reading("account")).toMatchObject({ known: { until: "2026-11-21" }, last: { requests: 4 } });
  expect(await reading("record")).toMatchObject({ known: null, last: { requests: 4 } });
  await refreshCosts(deps);
  expect(taken()).toBe(10);
});

test("an account that fails stops no other, waits, and keeps what was known", async () => {
  await addAccount("acc_2", "444455556666");
  const fault = { code: "denied", reason: "no", remedy: "allow it", action: "ce:GetCostAndUsage" } as const;
  const failing = (accountId: string) =>
    accountId === "acc_1" ? ({ requests: 0, outcome: "failed", fault } as const) : null;
  await refreshCosts(scripted({}).deps);
  standby.clock.advance(24 * hour);
  const { deps, asked } = scripted({ answer: failing });
  await refreshCosts(deps);
  expect(await reading("account")).toMatchObject({ fault, known: { from: "2025-10-01", until: "2026-11-21" } });
  expect(await reading("account", "acc_2")).toMatchObject({ fault: null, known: { until: "2026-11-22" } });
  expect(await spent("acc_1", "2026-11-21")).toBe(0);
  const before = asked.length;
  await refreshCosts(deps);
  expect(asked).toHaveLength(before);
  standby.clock.advance(4 * hour);
  const later = scripted({});
  await refreshCosts(later.deps);
  expect(later.asked.filter(({ accountId }) => accountId === "acc_1")).toHaveLength(0);
  standby.clock.advance(2 * hour);
  await refreshCosts(later.deps);
  expect(later.asked.filter(({ accountId }) => accountId === "acc_1").length).toBeGreaterThan(0);
  expect(await reading("account")).toMatchObject({ fault: null, failedAt: null });
});

test("what nobody foresaw is a failure with a reason, and is not paid for again at once", async () => {
  await addAccount("acc_2", "444455556666");
  const { deps, asked } = scripted({
    answer: (accountId) => {
      if (accountId === "acc_1") throw new Error("Not an amount of money: many");
      return null;
    },
  });
  await refreshCosts(deps);
  expect((await reading("account"))?.fault).toMatchObject({ code: "unknown", reason: "Not an amount of money: many" });
  expect(await reading("account", "acc_2")).toMatchObject({ fault: null });
  const before = asked.length;
  await refreshCosts(deps);
  expect(asked).toHaveLength(before);
});

test("a database that fails for one account is told of after the others had their turn", async () => {
  await addAccount("acc_2", "444455556666");
  const { bill } = standby.store;
  const keep: typeof bill.keep = (kept) =>
    kept.reading.accountId === "acc_1" ? Promise.reject(new Error("disk full")) : bill.keep(kept);
  const { deps } = scripted({}, { ...standby.store, bill: { ...bill, keep } });
  await expect(refreshCosts(deps)).rejects.toThrow("disk full");
  expect(await reading("account", "acc_2")).toMatchObject({ fault: null });
});

test("an account whose twelve digits are not known yet waits for them", async () => {
  await addAccount("acc_2", null);
  const { deps, asked } = scripted({});
  await refreshCosts(deps);
  expect(asked.filter(({ accountId }) => accountId === "acc_2")).toEqual([]);
});
