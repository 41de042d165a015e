import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WireOutlook } from "../contract/outlook";
import type { Account } from "../core/account";
import { oldestDay } from "../costs/actual/due";
import { addDays, type Day, firstOfMonth, lastOfMonth, numberOf } from "../costs/trends/days";
import { type MonthToDate, monthToDate, type Window, windowOf } from "../costs/trends/month-to-date";
import { forecastWithPauses } from "../costs/trends/schedule-aware";
import { type DayCost, seriesOf } from "../costs/trends/series";
import { trends } from "../costs/trends/trend";
import { awsForecastOf } from "./aws-forecast";
import { billStamp } from "./bill-stamp";
import type { Context } from "./context";
import { dailyBill, dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { keptFor } from "./kept-for";
import { outlookOfServices } from "./outlook-services";
import { noPauses, pausedThings, pausesOf } from "./pauses-of";
import { changeOf, noForecastWords, wholeOf, wireAmount, wireForecast } from "./present/outlook";
import { chosenAccounts } from "./scope";

type E = typeof endpoints.getOutlook;
type Query = QueryOf<E>;

/** The bill changes at most a few times a day; forecasting each service of a year takes the fifth of a second. */
const kept = keptFor<WireOutlook>(60_000);

/** Where the bill is going, from what was kept: nothing is asked of AWS. At most a minute old. @throws RefusalError invalid */
export async function getOutlook(deps: Deps, ctx: Context, { query }: { query: Query }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const accounts = chosenAccounts(await deps.store.accounts.list(), query.account);
  const stamp = await billStamp(deps, accounts);
  const key = JSON.stringify([accounts.map(({ id }) => id), query.currency, dayOfInstant(ctx.now), stamp]);
  return kept(deps.store.bill, key, ctx.now, () => outlookOf(deps, accounts, query.currency, ctx.now));
}

async function outlookOf(
  deps: Deps,
  accounts: readonly Account[],
  currency: string | undefined,
  now: Date,
): Promise<WireOutlook> {
  const today = dayOfInstant(now);
  const from = oldestDay(today);
  const bill = await dailyBill(deps, accounts, { from, today, currency });
  const accountIds = bill.accounts.map(({ id }) => id);
  const begun = new Date(`${from}T00:00:00Z`);
  const things = await pausedThings(deps, accountIds, begun, now);
  const pauses = bill.currency === "USD" ? pausesOf(things, begun, now) : noPauses;
  const { forecast, reason } = forecastWithPauses({ days: bill.total, today, ...pauses });
  const month = monthToDate(bill.total, today);
  return {
    today,
    month: today.slice(0, 7),
    daysLeft: numberOf(lastOfMonth(today)) - numberOf(today),
    currency: bill.currency,
    otherCurrencies: [...bill.otherCurrencies],
    soFar: soFarOf(month, today),
    monthToDate: changeOf(month),
    lastMonth: wireAmount(wholeOf(lastMonthOf(bill.total, today))),
    forecast: forecast && wireForecast(forecast, bill.currency),
    noForecast: reason === null ? null : noForecastWords(bill, accounts, reason.text),
    awsForecast: await awsForecastOf(deps, bill),
    trends: trendsOf(bill.total, today),
    services: await outlookOfServices(deps, bill, things, now),
    unread: [...bill.unread],
    readAt: bill.readAt?.toISOString() ?? null,
  };
}

/** The running day is not missing: AWS tells it some hours later. */
function soFarOf({ soFar, final }: MonthToDate, today: Day): WireOutlook["soFar"] {
  return {
    amount: wireAmount(soFar.total),
    missing: soFar.missing.filter((day) => day < today).length,
    finalThrough: final?.through ?? addDays(firstOfMonth(today), -1),
  };
}

function lastMonthOf(days: readonly DayCost[], today: Day): Window {
  const last = addDays(firstOfMonth(today), -1);
  return windowOf(seriesOf(days), firstOfMonth(last), last);
}

function trendsOf(days: readonly DayCost[], today: Day): WireOutlook["trends"] {
  return trends(days, today).map(({ length, window, before, changeShare, perDay }) => ({
    days: length,
    change: { amount: wireAmount(wholeOf(window)), before: wireAmount(wholeOf(before)), share: changeShare },
    perDay: wireAmount(perDay),
  }));
}
