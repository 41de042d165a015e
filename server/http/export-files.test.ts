import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costKeys, type WireCosts } from "../contract/costs";
import { endpoints } from "../contract/endpoints";
import { report as wireReport } from "../contract/exports";
import { savingsKeys, type WireSavingsReport } from "../contract/savings";
import { type FocusColumn, type FocusRow, focusColumns } from "../costs/focus/rows";
import { wrongIn } from "../testing/focus-rules";
import { isFormula, parseCsv, textOf, toldByCsv, toldByHtml, toldByJson } from "../testing/read-report";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "../usecases/keep-ledger";
import { refreshCosts } from "../usecases/refresh-costs";
import { costsFile, handleFile, savingsFile } from "./export";
import { handle } from "./handle";

/** Exports over the wire, of a sandbox account whose bill was read and of which a region is paused. */

const nothing = { params: {}, query: {}, body: {} };
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  const { usecases, clock, as, settle, deps } = standby;
  const body = { name: '=HYPERLINK("x")', filter: { tags: ["Environment=dev"] } };
  const rest = { guard: "report", awakeUntil: null, options: {}, protected: false } as const;
  await usecases.createGroup(as("admin"), { ...nothing, body: { ...body, ...rest } });
  const scope = { regions: ["eu-central-1"] };
  const pause = {
    action: "pause",
    scope,
    options: {},
    force: true,
    undoSeconds: 0,
    confirmText: "eu-central-1",
  } as const;
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body: pause });
  await settle(id);
  await keepLedger(deps);
  clock.advance(30 * 3_600_000);
  await refreshCosts(deps);
  await keepLedger(deps);
}, 120_000);
afterAll(() => standby.close());

async function answerOf(handler: ReturnType<typeof handle>, path: string): Promise<Response> {
  const request = new Request(`http://standby.local/api/v1${path}`, { headers: await standby.bearer("viewer") });
  return handler(request, { params: Promise.resolve({}) });
}

const getApp = async () => standby.app;
const exported = {
  costs: (query: string) => answerOf(handleFile(endpoints.exportCosts, getApp, costsFile), `/costs/export?${query}`),
  savings: (query: string) =>
    answerOf(handleFile(endpoints.exportSavings, getApp, savingsFile), `/savings/export?${query}`),
};

async function textOfFile(of: keyof typeof exported, query: string): Promise<string> {
  const response = await exported[of](query);
  expect(response.status, query).toBe(200);
  const format = /format=(\w+)/.exec(query)?.[1] ?? "json";
  const ending = format === "focus" ? "csv" : format;
  expect(response.headers.get("content-disposition")).toMatch(
    new RegExp(`^attachment; filename="[\\w-]+\\.${ending}"$`),
  );
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  return response.text();
}

async function costs(query: string): Promise<WireCosts> {
  return (await answerOf(handle(endpoints.getCosts, getApp), `/costs?${query}`)).json() as Promise<WireCosts>;
}

async function alike(of: keyof typeof exported, query: string) {
  const told = toldByJson(await textOfFile(of, `${query}&format=json`));
  expect(told.records.length).toBeGreaterThan(0);
  const csv = await textOfFile(of, `${query}&format=csv`);
  expect(toldByCsv(csv)).toEqual(told);
  expect(toldByHtml(await textOfFile(of, `${query}&format=html`))).toEqual(told);
  for (const row of parseCsv(csv)) expect(row.filter(isFormula)).toEqual([]);
  return told;
}

const micro = (amount: string | null | undefined) => BigInt((amount ?? "0").replace(".", ""));

describe("costs", () => {
  test.each(costKeys.filter((by) => by !== "tag"))("by %s, all forms say what GET /costs says", async (by) => {
    const query = `by=${by}&every=month&from=2026-09-01`;
    const told = await alike("costs", query);
    const answer = await costs(query);
    const cost = `cost ${answer.currency}`;
    const of = (record: string) => told.records.filter((one) => one.record === record).map(({ cells }) => cells[cost]);
    expect(of(by)).toEqual(answer.items.map(({ total }) => total ?? undefined));
    expect(of(`${by} total`)).toEqual([answer.total.total ?? undefined]);
    expect(of("month")).toEqual(answer.total.amounts.map((amount) => amount ?? undefined));
    expect(of(`${by} and month`)).toEqual(
      answer.periods.flatMap((_, at) => answer.items.map(({ amounts }) => amounts[at] ?? undefined)),
    );
    const facts = new Map(told.facts.map(({ name, value }) => [name, value]));
    expect(facts.get("source")).toBe(answer.method);
    expect(facts.get("cost")).toContain("Unblended");
    expect(facts.get("read at")).toBe(answer.readAt);
    expect([...facts.keys()]).toEqual(expect.arrayContaining(["from", "until", "currency", "final", "missing"]));
  });

  test("the JSON is as the contract has it", async () => {
    const json: unknown = JSON.parse(await textOfFile("costs", "every=month"));
    expect(wireReport.parse(json)).toEqual(json);
  });

  test("what cannot be asked is refused before a file begins", async () => {
    for (const format of ["csv", "focus"]) {
      const response = await exported.costs(`format=${format}&account=nobody`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ pointer: "/account" }] });
    }
  });
});

describe("savings", () => {
  test.each(savingsKeys)("by %s, all forms say what GET /savings says", async (by) => {
    const told = await alike("savings", `by=${by}`);
    const response = await answerOf(handle(endpoints.getSavings, getApp), `/savings?by=${by}`);
    const { items, total, expected } = (await response.json()) as WireSavingsReport;
    const [ahead] = told.records.filter(({ record }) => record === "expected");
    expect(ahead?.cells["expected USD"]).toBe(expected?.amount?.amount);
    const of = (record: string) =>
      told.records.filter((one) => one.record === record).map(({ cells }) => cells["net USD"]);
    expect(of(by)).toEqual(items.map(({ net }) => net?.amount));
    expect(of(`${by} total`)).toEqual([total.net?.amount]);
  });
});

async function focus(query: string): Promise<readonly FocusRow[]> {
  const [head = [], ...lines] = parseCsv(await textOfFile("costs", `${query}&format=focus`));
  expect(head).toEqual(focusColumns);
  return lines.map(
    (cells) =>
      Object.fromEntries(cells.map((cell, at) => [head[at], cell === "" ? null : textOf(cell)])) as Record<
        FocusColumn,
        string | null
      >,
  );
}

const sum = (rows: readonly FocusRow[], column: FocusColumn) =>
  rows.reduce((total, row) => total + micro(row[column]), 0n);

describe("FOCUS 1.2", () => {
  test("every row of the bill keeps the rules, and they add up to it: credits, refunds and taxes, too", async () => {
    const rows = await focus("from=2026-09-01");
    expect(rows.length).toBeGreaterThan(500);
    for (const row of rows) expect(wrongIn(row), JSON.stringify(row)).toEqual([]);
    const { store } = standby;
    const accounts = await store.accounts.list();
    const span = { from: "2026-09-01", until: rows.at(-1)?.ChargePeriodEnd?.slice(0, 10) ?? "" };
    const accountIds = accounts.map(({ id }) => id);
    const [own] = await store.bill.sums({ accountIds, by: "record", span }, []);
    const payer = accounts[0]?.awsAccountId;
    const [linked] = (await store.bill.sums({ accountIds, by: "account", span }, ["value"])).filter(
      ({ value }) => value !== payer,
    );
    expect(linked?.unblended).toBeGreaterThan(0);
    expect(sum(rows, "BilledCost")).toBe(BigInt((own?.unblended ?? 0) + (linked?.unblended ?? 0)));
    expect(sum(rows, "EffectiveCost")).toBe(BigInt((own?.amortized ?? 0) + (linked?.amortized ?? 0)));
    expect(new Set(rows.map(({ ChargeCategory }) => ChargeCategory))).toContain("Usage");
    const others = rows.filter((row) => row.SubAccountId !== row.BillingAccountId);
    expect(sum(others, "BilledCost")).toBe(BigInt(linked?.unblended ?? 0));
    const refund = rows.find(({ x_RecordType }) => x_RecordType === "Refund");
    expect(refund).toMatchObject({ ChargeCategory: "Adjustment", ChargeClass: "Correction" });
  });

  test("it is what GET /costs tells by record type, with what stands apart there", async () => {
    const rows = await focus("from=2026-10-01&until=2026-11-01");
    const { total, apart } = await costs("from=2026-10-01&until=2026-11-01&by=record&every=month");
    const of = (...categories: readonly string[]) =>
      sum(
        rows.filter(({ ChargeCategory }) => categories.includes(ChargeCategory ?? "")),
        "BilledCost",
      );
    expect(of("Usage", "Purchase")).toBe(micro(total.total));
    expect(of("Tax")).toBe(micro(apart.tax));
    expect(of("Credit", "Adjustment")).toBe(micro(apart.credit) + micro(apart.refund));
  });

  test("what Standby saved stands with its service and day, and is what the ledger says", async () => {
    const rows = await focus("");
    const response = await answerOf(handle(endpoints.getSavings, getApp), "/savings?from=2026-10-01");
    const { total } = (await response.json()) as WireSavingsReport;
    expect(micro(total.net?.amount)).toBeGreaterThan(0n);
    expect(sum(rows, "x_StandbySavedUsd")).toBe(micro(total.net?.amount));
  });

  test("one service, and a currency that nothing was charged in", async () => {
    const rows = await focus("service=Amazon%20Relational%20Database%20Service");
    expect(new Set(rows.map(({ ServiceName }) => ServiceName))).toEqual(
      new Set(["Amazon Relational Database Service"]),
    );
    expect(await focus("currency=EUR")).toEqual([]);
  });
});
