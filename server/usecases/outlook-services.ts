import { setImmediate as othersTurn } from "node:timers/promises";
import type { WireOutlook } from "../contract/outlook";
import { addHourly, type MicroUsd, noMoney, toDecimal } from "../core/money";
import { savingsOf } from "../costs/savings";
import { addDays, firstOfMonth } from "../costs/trends/days";
import { monthToDate } from "../costs/trends/month-to-date";
import { forecastWithPauses } from "../costs/trends/schedule-aware";
import type { DayCost } from "../costs/trends/series";
import type { DailyBill } from "./daily-bill";
import type { Deps } from "./deps";
import { billedAs, noPauses, ofService, type PausedThings, pausesOf } from "./pauses-of";
import { changeOf, wireAmount } from "./present/outlook";

/** Of a service alone five months are enough: eight weeks, and the charges of two months. */
const learntDays = 155;

type Row = WireOutlook["services"][number];

/** Dearest first: what each service cost this month, will have cost at its end, and what was saved of it. */
export async function outlookOfServices(
  deps: Deps,
  bill: DailyBill,
  things: PausedThings,
  now: Date,
): Promise<WireOutlook["services"]> {
  const serviceOf = billedAs(deps);
  const known = new Set(serviceOf.values());
  const since = firstOfMonth(addDays(firstOfMonth(bill.today), -1));
  const rows: { readonly row: Row; readonly soFar: MicroUsd }[] = [];
  for (const [service, days] of bill.services) {
    if (!days.some(({ day, cost }) => day >= since && cost !== 0)) continue;
    const mine = known.has(service) ? ofService(things, service, serviceOf) : null;
    rows.push(rowOf(bill, service, days, mine, now));
    // A forecast takes some 10 ms.
    await othersTurn();
  }
  return rows.sort((a, b) => b.soFar - a.soFar || (a.row.service < b.row.service ? -1 : 1)).map(({ row }) => row);
}

function rowOf(
  { today, currency, accounts }: DailyBill,
  service: string,
  days: readonly DayCost[],
  things: PausedThings | null,
  now: Date,
): { readonly row: Row; readonly soFar: MicroUsd } {
  const from = addDays(today, -learntDays);
  const pauses = things && currency === "USD" ? pausesOf(things, new Date(`${from}T00:00:00Z`), now) : noPauses;
  const learnt = days.filter(({ day }) => day >= from);
  const { forecast } = forecastWithPauses({ days: learnt, today, ...pauses });
  const month = monthToDate(days, today);
  const isScanned = accounts.every(({ lastScanAt }) => lastScanAt !== null);
  return {
    soFar: month.soFar.total ?? 0,
    row: {
      service,
      monthToDate: changeOf(month),
      soFar: wireAmount(month.soFar.total),
      forecast: forecast && toDecimal(forecast.total),
      savedThisMonth: wireAmount(things && savedThisMonth(things, now)),
      hourlyNow: wireAmount(things && isScanned ? hourlyNow(things) : null),
    },
  };
}

function savedThisMonth({ entries }: PausedThings, now: Date): MicroUsd | null {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const { net, priced, unpriced } = savingsOf(entries, first, now, now);
  return priced === 0 && unpriced > 0 ? null : net;
}

/** Null where all that it bills has no price: what is off beside it costs nothing, and makes no 0 of it. */
function hourlyNow({ resources }: PausedThings): MicroUsd | null {
  const total = resources.reduce((sum, resource) => addHourly(sum, resource.hourlyNow), noMoney);
  return total.unpriced > 0 && total.hourly === 0 ? null : total.hourly;
}
