import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { WireReconciliation, WireSavingsReport } from "../contract/savings";
import type { CostAmount } from "../core/actual-cost";
import { addDays } from "../costs/trends/days";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "../usecases/keep-ledger";
import { handle } from "./handle";

/** The ledger beside a bill: one region of the sandbox account is off for four days, and its bill falls by as much. */

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
const compute = "Amazon Elastic Compute Cloud - Compute";
const databases = "Amazon Relational Database Service";
let standby: SandboxStandby;
let saved: ReadonlyMap<string, bigint>;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases, clock, as, settle, deps } = standby;
  const scope = { regions: ["eu-central-1"], kinds: ["ec2.instance", "rds.instance"] };
  const confirmed = {
    options: {},
    force: true,
    undoSeconds: 0,
    confirmText: "ec2.instance, rds.instance, eu-central-1",
  } as const;
  const body = { action: "pause" as const, scope, ...confirmed };
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
  await settle(id);
  // From the evening of Friday the 20th to that of Tuesday the 24th; the 23rd is not final before the 26th.
  clock.advance(96 * hour);
  await keepLedger(deps);
  saved = new Map();
  const byDay = await savings("by=day&kind=ec2.instance");
  saved = new Map(byDay.items.map(({ key, net }) => [key, micro(net)]));
  await keepBill();
}, 60_000);
afterAll(() => standby.close());

/** $400 of compute a day less what the ledger says, for two months; databases are known up to the 21st as all is. */
async function keepBill(paidAhead = 0) {
  const days = Array.from({ length: 61 }, (_, index) => addDays("2026-09-22", index));
  const rows = days.flatMap((day) => [
    amount(day, compute, "111122223333", 400_000_000 - Number(saved.get(day) ?? 0n), paidAhead),
    amount(day, databases, "111122223333", 90_000_000),
    amount(day, compute, "999988887777", 5_000_000),
  ]);
  const span = { from: "2026-09-22", until: "2026-11-22" };
  const record = days.map((day) => ({ ...amount(day, databases, "DiscountedUsage", 0), by: "record" as const }));
  for (const [by, amounts] of [
    ["account", rows],
    ["record", record],
  ] as const) {
    const reading = {
      ...{ accountId, by, readAt: standby.clock.now(), failedAt: null, known: span },
      ...{ last: { days: 61, requests: 1 }, fault: null, forecast: null, anomalies: null },
    };
    const answer = { amounts, forecast: null, anomalies: null };
    const asked = { outcome: "answered" as const, requests: 1, answer };
    await standby.store.bill.keep({ reading, question: { by, ...span }, asked });
  }
}

function amount(day: string, service: string, value: string, unblended: number, paidAhead = 0): CostAmount {
  const rest = { currency: "USD", amortized: unblended + paidAhead, netUnblended: unblended, isFinal: true };
  return { by: "account", day, service, value, unblended, ...rest };
}

async function get<T>(endpoint: (typeof endpoints)["getSavings" | "getReconciliation"], query: string) {
  const request = new Request(`http://standby.local/api/v1${endpoint.path}?${query}`, {
    headers: await standby.bearer("viewer"),
  });
  const answer = handle<typeof endpoint>(endpoint, async () => standby.app);
  const response = await answer(request, { params: Promise.resolve({}) });
  return { status: response.status, json: (await response.json()) as T };
}

const savings = async (query: string) => (await get<WireSavingsReport>(endpoints.getSavings, query)).json;
const reconciliation = async (query: string) =>
  (await get<WireReconciliation>(endpoints.getReconciliation, query)).json;
const micro = (money: { readonly amount: string } | null) => BigInt((money?.amount ?? "0").replace(".", ""));

test("a final day is compared to the cent, the others are said and in no figure", async () => {
  const { items, finalThrough } = await reconciliation("from=2026-11-01");
  expect(finalThrough).toBe("2026-11-21");
  const ec2 = items.find(({ service }) => service === compute);
  expect(ec2?.byDay.map(({ day, state }) => [day, state])).toEqual([
    ["2026-11-20", "compared"],
    ["2026-11-21", "compared"],
    ["2026-11-22", "notFinal"],
    ["2026-11-23", "notFinal"],
    ["2026-11-24", "notFinal"],
  ]);
  expect(ec2?.byDay[1]).toMatchObject({ basis: "untouched", expected: { amount: "400.000000" } });
  expect(micro(ec2?.saved ?? null)).toBe((saved.get("2026-11-20") ?? 0n) + (saved.get("2026-11-21") ?? 0n));
  expect(micro(ec2?.fell ?? null)).toBe(micro(ec2?.saved ?? null));
  expect(ec2).toMatchObject({
    difference: { amount: "0.000000" },
    share: 0,
    verdict: "agree",
    untouched: 2,
    committed: null,
  });
  expect(ec2?.text).toContain("they agree");
  expect(ec2?.text).toContain("3 days not final");
});

test("what a reservation covers did not make the bill fall, and the words say why", async () => {
  const { items } = await reconciliation("from=2026-11-01&account=tidewater");
  const rds = items.find(({ service }) => service === databases);
  expect(rds).toMatchObject({ fell: { amount: "0.000000" }, committed: true, share: 1, verdict: "ledgerMore" });
  expect(rds?.text).toContain("saves nothing in cash");
});

test("services without pauses are left out, and parts add up to the whole", async () => {
  const { items, total, unread } = await reconciliation("from=2026-11-01");
  expect(items.map(({ service }) => service).sort()).toEqual([compute, databases]);
  for (const figure of ["billed", "expected", "fell", "saved", "difference"] as const)
    expect(items.reduce((sum, item) => sum + micro(item[figure]), 0n)).toBe(micro(total[figure]));
  // The bill ends with the 21st: the days after it are missing.
  expect(unread).toMatchObject([{ account: { name: "tidewater" }, from: "2026-11-22", state: "waiting" }]);
  expect((await reconciliation("from=2026-11-01&until=2026-11-20")).items).toEqual([]);
});

test("days that nobody can compare are refused, each named", async () => {
  const { status, json } = await get<{ errors: { pointer: string }[] }>(
    endpoints.getReconciliation,
    "from=2026-01-01&until=2026-06-01&account=moon",
  );
  expect(status).toBe(400);
  expect(json.errors.map(({ pointer }) => pointer)).toEqual(["/from", "/account"]);
});

test("the savings name the reservation, and what goes on until the month's end", async () => {
  const { method, expected, total } = await savings("");
  expect(method).toContain(`reservations (${databases})`);
  expect(method).toContain("saves nothing in cash");
  expect(expected?.until).toBe("2026-12-01T00:00:00.000Z");
  expect(expected?.pauses).toBeGreaterThan(0);
  // Nothing is resumed: each hour until then saves what each hour since did.
  const perHour = micro((await savings("from=2026-11-23&until=2026-11-24")).total.running) / 24n;
  const left = BigInt(Date.parse("2026-12-01") - standby.clock.now().getTime());
  const error = micro(expected?.amount ?? null) - (perHour * left) / 3_600_000n;
  expect(error < 0n ? -error : error).toBeLessThan(1000n);
  expect(micro(total.running)).toBeGreaterThan(0n);
  expect((await savings("from=2026-10-01&until=2026-11-01")).expected).toBeNull();
});

test("what is paid ahead is seen by its amortised cost, too", async () => {
  await keepBill(1_000_000);
  const { items } = await reconciliation("from=2026-11-01");
  expect(items.find(({ service }) => service === compute)).toMatchObject({ committed: true, verdict: "agree" });
});
