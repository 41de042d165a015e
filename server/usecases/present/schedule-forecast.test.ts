import { expect, test } from "vitest";
import type { Account } from "../../core/account";
import type { ToSchedule } from "../../costs/scheduled-pauses";
import type { ScheduleAwareForecast } from "../../costs/trends/schedule-aware";
import { wireScheduleForecast } from "./schedule-forecast";

const account = (name: string): Account => ({
  ...{ id: name, name, awsAccountId: null, credentials: { type: "sandbox" }, regions: [] },
  ...{ createdAt: new Date(0), lastScanAt: null },
});
const forecast = (total: number, notTaken = 0): ScheduleAwareForecast => ({
  ...{ month: "2026-11", finalThrough: "2026-11-17", actual: 0, days: [], total, totalUnpaused: total, takenAway: 0 },
  ...{ notTaken, band: { low: total - 10_000_000, high: total + 10_000_000, share: 0.8 } },
  basis: { knownDays: 56, hasPattern: true, hasTrend: false, missing: [], band: "backtest", origins: 24 },
});
const server = (change: Partial<ToSchedule> = {}): ToSchedule => ({
  ...{ id: "web", hourly: 100_000, seconds: { pause: 60, resume: 120 }, isOff: false },
  ...change,
});
function told(taken: readonly ToSchedule[], notTaken = 0, asked = [account("main")]) {
  const [unscheduled, scheduled] = [forecast(100_000_000), forecast(80_000_000, notTaken)];
  const compared = { unscheduled, scheduled, takenAway: 20_000_000 };
  return wireScheduleForecast(compared, { accounts: [account("main")] }, asked, taken);
}

test("both ends are told with their bands, and in plain words what they are made of", () => {
  const { basis, ...rest } = told([server()]);
  expect(rest).toEqual({
    month: "2026-11",
    unscheduled: { mean: "100.000000", low: "90.000000", high: "110.000000", share: 0.8 },
    scheduled: { mean: "80.000000", low: "70.000000", high: "90.000000", share: 0.8 },
    takenAway: "20.000000",
  });
  expect(basis).toContain("The whole bill of main, twice.");
  expect(basis).toContain("its hours hold from now on for 1 resource, at list prices");
  for (const word of ["paused now, and", "without a price", "more would stop", "is not known"])
    expect(basis).not.toContain(word);
});

test("what is paused now, has no price, did not fit or has no bill is said", () => {
  const taken = [server({ isOff: true }), server({ hourly: null }), server({ hourly: null })];
  const { basis } = told(taken, 12_340_000, [account("main"), account("lab")]);
  expect(basis).toContain("1 of them is paused now, and costs again");
  expect(basis).toContain("2 of them without a price are left as now.");
  expect(basis).toContain("$12.34 more would stop by the prices");
  expect(basis).toContain("The bill of lab is not known: neither figure has it.");
  // What rounding each day comes to is nothing to tell.
  expect(told(taken, 9_999).basis).not.toContain("more would stop");
});
