import type { WireOutlook } from "../contract/outlook";
import { toDecimal } from "../core/money";
import type { BillFilter, BillReading } from "../costs/actual/ports";
import { addDays, type Day, firstOfMonth, lastOfMonth } from "../costs/trends/days";
import type { DailyBill } from "./daily-bill";
import type { Deps } from "./deps";

/**
 * What AWS's own model says of the whole month: its answer covers the days since it was asked, those before are added as
 * they were billed. It is of the connected accounts alone. Null where one of them has none: the others would be too little.
 */
export async function awsForecastOf({ store }: Deps, bill: DailyBill): Promise<WireOutlook["awsForecast"]> {
  if (bill.accounts.length === 0) return null;
  const readings = await store.bill.readings(bill.accounts.map(({ id }) => id));
  const parts: Part[] = [];
  for (const { id } of bill.accounts) {
    const mine = readings.filter(({ accountId }) => accountId === id);
    const part = await partOf(store, bill, mine);
    if (part === null) return null;
    parts.push(part);
  }
  const sum = (amount: (part: Part) => number) => toDecimal(parts.reduce((total, part) => total + amount(part), 0));
  const share = Math.min(...parts.map((part) => part.level)) / 100;
  // Low with low: what makes one account dear makes the others dear, too. The band is rather too wide.
  return { mean: sum(({ mean }) => mean), low: sum(({ low }) => low), high: sum(({ high }) => high), share };
}

type Part = Pick<NonNullable<BillReading["forecast"]>, "mean" | "low" | "high" | "level">;

async function partOf(
  store: Deps["store"],
  { today, currency }: DailyBill,
  readings: readonly BillReading[],
): Promise<Part | null> {
  const forecast = readings.find(({ by }) => by === "forecast")?.forecast;
  const account = readings.find(({ by }) => by === "account");
  if (!forecast || !account || forecast.currency !== currency || !isOfMonth(forecast, today)) return null;
  const billed = await billedBefore(store, account, firstOfMonth(today), forecast.from, currency);
  if (billed === null) return null;
  const { mean, low, high, level } = forecast;
  return { mean: billed + mean, low: billed + low, high: billed + high, level };
}

function isOfMonth({ from, until }: { readonly from: Day; readonly until: Day }, today: Day): boolean {
  return from >= firstOfMonth(today) && until === addDays(lastOfMonth(today), 1);
}

/** Null: some of these days were not read. */
async function billedBefore(
  { bill }: Deps["store"],
  { accountId, known }: BillReading,
  from: Day,
  until: Day,
  currency: string,
): Promise<number | null> {
  if (from === until) return 0;
  if (known === null || known.from > from || known.until < until) return null;
  const filter: BillFilter = { accountIds: [accountId], by: "account", whose: "own", span: { from, until } };
  const sums = await bill.sums(filter, []);
  return sums.find((sum) => sum.currency === currency)?.unblended ?? 0;
}
