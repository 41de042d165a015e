import type { WireBudget } from "@/server/contract/budgets";
import type { WireCosts, WireUnread } from "@/server/contract/costs";
import type { WireAnomaly, WireOutlook } from "@/server/contract/outlook";
import { amountOf, sumOf } from "./amounts";
import { addDays } from "./calendar";

/** Answers for tests: 1 Oct to 21 Nov 2026, each day the same, the last three not final. */

export const today = "2026-11-21";

export function wireCosts(change: Partial<WireCosts> = {}, each: Readonly<Record<string, number>> = spent): WireCosts {
  const [from, until] = ["2026-10-01", addDays(today, 1)];
  const periods = Array.from({ length: 52 }, (_, at) => addDays(from, at));
  const items = Object.entries(each).map(([key, dollars]) => {
    const amounts = periods.map(() => amountOf(dollars * 1e6));
    return { key, name: key, amounts, total: sumOf(amounts) };
  });
  const total = periods.map((_, at) => sumOf(items.map(({ amounts }) => amounts[at])));
  return {
    ...{ from, until, periods, items, by: "service", metric: "unblended", every: "day", currency: "USD" },
    otherCurrencies: [],
    total: { amounts: total, total: sumOf(total) },
    apart: { credit: "-12.000000", refund: "0.000000", tax: null },
    finalThrough: "2026-11-18",
    saved: periods.map(() => null),
    pauses: [{ group: { id: "grp_1", name: "dev" }, shares: periods.map(() => 0.5) }],
    unread: [],
    tags: ["Environment"],
    readAt: "2026-11-21T09:00:00.000Z",
    requests: { today: 4, atMost: 10, each: "0.010000", spent: "0.040000" },
    method: "Unblended cost of Cost Explorer, without credits, refunds and taxes.",
    ...change,
  };
}

const spent = { "Amazon Elastic Compute Cloud - Compute": 200, "Amazon Relational Database Service": 100 };

export function wireOutlook(change: Partial<WireOutlook> = {}): WireOutlook {
  const service = (name: string, times: number) => ({
    service: name,
    monthToDate: { amount: amountOf(1.8e9 * times), before: amountOf(2e9 * times), share: -0.1 },
    soFar: amountOf(2.1e9 * times),
    forecast: amountOf(3e9 * times),
    savedThisMonth: times === 2 ? "91.500000" : null,
    hourlyNow: times === 2 ? "8.443000" : null,
  });
  return {
    ...{ today, month: "2026-11", daysLeft: 9, currency: "USD", otherCurrencies: [] },
    soFar: { amount: "6300.000000", missing: 0, finalThrough: "2026-11-18" },
    monthToDate: { amount: "5400.000000", before: "6000.000000", share: -0.1 },
    lastMonth: "9300.000000",
    forecast: {
      ...{ mean: "9000.000000", low: "8730.000000", high: "9270.000000", share: 0.8 },
      days: Array.from({ length: 12 }, (_, at) => ({ day: addDays("2026-11-19", at), amount: "310.000000" })),
      takenAway: "412.000000",
      unpaused: "9412.000000",
      basis: "Eight weeks of days, by weekday.",
    },
    noForecast: null,
    awsForecast: { mean: "9100.000000", low: "8900.000000", high: "9400.000000", share: 0.8 },
    trends: [
      { days: 30, change: { amount: "9000.000000", before: "10000.000000", share: -0.1 }, perDay: "0.146177" },
      { days: 365, change: { amount: "99000.000000", before: null, share: null }, perDay: null },
    ],
    services: [service("Amazon Elastic Compute Cloud - Compute", 2), service("Amazon Relational Database Service", 1)],
    unread: [],
    readAt: "2026-11-21T09:00:00.000Z",
    ...change,
  };
}

export function wireAnomaly(change: Partial<WireAnomaly> = {}): WireAnomaly {
  return {
    ...{ id: "anm_1", account: { id: "acc_1", name: "tidewater" }, service: "Amazon SageMaker" },
    ...{ kind: "spike", severity: "alert", firstDay: "2026-11-11", lastDay: "2026-11-11", days: ["2026-11-11"] },
    ...{ currency: "USD", cost: "75.000000", excess: "61.400000", final: true },
    expected: { low: "10.000000", mid: "13.600000", high: "18.000000" },
    text: "It cost $75.00 on 11 Nov; $13.60 was usual.",
    ...{ foundAt: "2026-11-13T09:00:00.000Z", mark: null, markedBy: null },
    ...change,
  };
}

export function wireBudget(change: Partial<WireBudget> = {}): WireBudget {
  return {
    ...{ id: "bud_1", name: "All of it", scope: { type: "account", accountId: "acc_1" }, scopeName: "tidewater" },
    ...{ period: "month", limit: "8700.000000", currency: "USD", current: "2026-11" },
    ...{ actual: "6300.000000", isComplete: true, forecast: "9000.000000", reason: null },
    thresholds: [
      { on: "actual", share: 0.8, amount: "6960.000000", state: "below", firedAt: null },
      { on: "forecast", share: 1, amount: "8700.000000", state: "fired", firedAt: "2026-11-20T09:00:00.000Z" },
    ],
    ...change,
  };
}

export function wireUnread(change: Partial<WireUnread> = {}): WireUnread {
  return {
    ...{ account: { id: "acc_1", name: "tidewater" }, state: "denied", from: "2026-10-01", until: "2026-11-22" },
    fault: {
      code: "denied",
      reason: "AWS refused to tell the costs.",
      remedy: "Allow it in the role of Standby.",
      action: "ce:GetCostAndUsage",
    },
    ...change,
  };
}
