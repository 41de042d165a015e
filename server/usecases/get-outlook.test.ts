import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { toMicro } from "../core/actual-cost";
import { accountId, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { keepLedger } from "./keep-ledger";
import { refreshCosts } from "./refresh-costs";

/** The outlook of the sandbox account's bill: read before and after a region is paused. */

const nothing = { params: {}, query: {}, body: {} };
const hour = 3_600_000;
let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
}, 60_000);
afterAll(() => standby.close());

async function outlook(query: { account?: string; currency?: string } = {}) {
  const { usecases, as } = standby;
  return endpoints.getOutlook.response.parse(await usecases.getOutlook(as("viewer"), { ...nothing, query }));
}

const micro = (amount: string | null | undefined) => toMicro(amount ?? "not told");

test("before a bill was read nothing is known, nothing is zero, and what is in the way is said", async () => {
  const told = await outlook();
  expect(told).toMatchObject({
    month: "2026-11",
    daysLeft: 10,
    currency: "USD",
    soFar: { amount: null, missing: 19, finalThrough: "2026-11-17" },
    monthToDate: { amount: null, before: null, share: null },
    lastMonth: null,
    forecast: null,
    awsForecast: null,
    services: [],
    readAt: null,
    unread: [
      { account: { name: "tidewater" }, state: "waiting", from: "2025-10-01", until: "2026-11-21", fault: null },
    ],
  });
  expect(told.noForecast).toContain("No bill was read yet");
  await expect(outlook({ account: "nobody" })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/account" }],
  });
});

test("what was told before the bill was read is told anew as soon as it is", async () => {
  expect((await outlook()).forecast).toBeNull();
  await refreshCosts(standby.deps);
  expect((await outlook()).forecast).not.toBeNull();
});

test("of the bill it tells month, forecast with a band, AWS's forecast, trends and services, which add up", async () => {
  await refreshCosts(standby.deps);
  standby.clock.advance(hour);
  const told = await outlook();
  expect(told).toMatchObject({ unread: [], noForecast: null, otherCurrencies: [], readAt: "2026-11-20T19:12:00.000Z" });
  expect(told.soFar.missing).toBe(0);
  const { forecast, awsForecast } = told;
  const [mean, low, high] = [micro(forecast?.mean), micro(forecast?.low), micro(forecast?.high)];
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(mean).toBeGreaterThan(micro(told.soFar.amount));
  const rest = forecast?.days.reduce((sum, { amount }) => sum + micro(amount), 0) ?? 0;
  expect(mean).toBe(micro(told.monthToDate.amount) + rest);
  expect(forecast).toMatchObject({ takenAway: "0.000000", unpaused: forecast?.mean, share: 0.8 });
  expect(forecast?.basis).toContain("56 final days");
  expect(micro(awsForecast?.low)).toBeLessThan(micro(awsForecast?.high));
  // Both are of the same month: AWS's without the linked account, which is $1.50 a day.
  expect(Math.abs(micro(awsForecast?.mean) / mean - 1)).toBeLessThan(0.15);
  expect(told.trends.map(({ days }) => days)).toEqual([30, 90, 365]);
  expect(told.trends[2]?.change).toMatchObject({ amount: expect.any(String), before: null, share: null });
  expect(told.services.length).toBeGreaterThan(10);
  const soFar = told.services.reduce((sum, service) => sum + micro(service.soFar), 0);
  expect(soFar).toBe(micro(told.soFar.amount));
  const dearest = told.services.map((service) => micro(service.soFar));
  expect(dearest).toEqual([...dearest].sort((a, b) => b - a));
  const named = (service: string) => told.services.find((one) => one.service === service);
  expect(named("AWS Cost Explorer")).toMatchObject({ savedThisMonth: null, hourlyNow: null });
  expect(named("Amazon Relational Database Service")?.savedThisMonth).toBe("0.000000");
});

test("AWS's forecast covers the days since it was asked; those of the month before are added as they were billed", async () => {
  const { store, clock } = standby;
  const reading = (await store.bill.readings([accountId])).find(({ by }) => by === "forecast");
  expect(reading?.forecast).toMatchObject({ from: "2026-11-20", until: "2026-12-01" });
  const own = { accountIds: [accountId], by: "account", whose: "own" } as const;
  const [before] = await store.bill.sums({ ...own, span: { from: "2026-11-01", until: "2026-11-20" } }, []);
  const whole = (before?.unblended ?? 0) + (reading?.forecast?.mean ?? 0);
  clock.advance(24 * hour);
  const told = await outlook();
  expect(told.today).toBe("2026-11-21");
  expect(micro(told.awsForecast?.mean)).toBe(whole);
  expect(told.unread).toEqual([]);
});

test("what is paused is taken away until the month's end, from the whole and from its services", async () => {
  const { usecases, as, deps, settle, clock } = standby;
  const before = await outlook();
  const scope = { regions: ["eu-central-1"] };
  const rest = { options: {}, force: true, undoSeconds: 0, confirmText: "eu-central-1" } as const;
  const body = { action: "pause", scope, ...rest } as const;
  const { id } = await usecases.startOperation(as("admin"), { ...nothing, body });
  await settle(id);
  await keepLedger(deps);
  clock.advance(hour);
  const after = await outlook({ account: "tidewater" });
  expect(micro(after.forecast?.takenAway)).toBeGreaterThan(0);
  expect(micro(after.forecast?.mean)).toBe(micro(after.forecast?.unpaused) - micro(after.forecast?.takenAway));
  expect(micro(after.forecast?.mean)).toBeLessThan(micro(before.forecast?.mean));
  const forecastOf = (told: typeof after, service: string) =>
    micro(told.services.find((one) => one.service === service)?.forecast);
  const compute = "Amazon Elastic Compute Cloud - Compute";
  expect(forecastOf(after, compute)).toBeLessThan(forecastOf(before, compute));
  expect(forecastOf(after, "Amazon Route 53")).toBe(forecastOf(before, "Amazon Route 53"));
  const saved = after.services.find(({ service }) => service === compute)?.savedThisMonth;
  expect(micro(saved)).toBeGreaterThan(0);
});

test("in another currency nothing was charged, and pauses, which are priced in USD, are not taken away", async () => {
  const told = await outlook({ currency: "EUR" });
  expect(told).toMatchObject({ currency: "EUR", otherCurrencies: ["USD"], awsForecast: null, services: [] });
  expect(told.soFar.amount).toBe("0.000000");
  expect(told.forecast?.takenAway).toBe("0.000000");
});

test("an account whose bill is denied is named with what to do, and is in no figure", async () => {
  const { store, clock } = standby;
  const before = await outlook();
  const [account] = await store.accounts.list();
  const audit = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
  const why = { action: "account.create", subject: "acc_2", outcome: "ok", requestId: null, ip: null } as const;
  const other = { ...account, id: "acc_2", name: "other", awsAccountId: "999988887777" } as NonNullable<typeof account>;
  await store.accounts.create(other, { ...audit, ...why, at: clock.now() });
  const fault = {
    code: "denied",
    reason: "No",
    remedy: "Allow ce:GetCostAndUsage",
    action: "ce:GetCostAndUsage",
  } as const;
  const question = { by: "account", from: "2026-10-17", until: "2026-11-21" } as const;
  const reading = { by: "account", readAt: null, failedAt: clock.now(), known: null, last: null } as const;
  const asked = { requests: 0, outcome: "failed", fault } as const;
  await store.bill.keep({
    reading: { ...reading, accountId: "acc_2", fault, forecast: null, anomalies: null },
    question,
    asked,
  });
  const told = await outlook();
  expect(told.unread).toMatchObject([{ account: { id: "acc_2" }, state: "denied", fault }]);
  expect(told.soFar).toEqual(before.soFar);
  expect((await outlook({ account: accountId })).unread).toEqual([]);
  expect((await outlook({ account: "other" })).forecast).toBeNull();
});

test("a currency that is none is refused, not answered with nothing", () => {
  const query = (currency: string) => endpoints.getOutlook.query.safeParse({ currency }).success;
  expect([query("EUR"), query("e"), query("")]).toEqual([true, false, false]);
});
