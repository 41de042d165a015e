import type { WireOutlook } from "../../contract/outlook";
import type { Account } from "../../core/account";
import { type MicroUsd, toDecimal } from "../../core/money";
import type { ForecastBasis } from "../../costs/trends/forecast";
import type { MonthToDate, Window } from "../../costs/trends/month-to-date";
import type { ScheduleAwareForecast } from "../../costs/trends/schedule-aware";
import type { DailyBill } from "../daily-bill";

/** A day that nobody read makes a sum unknown. */
export function wholeOf(window: Window | null): MicroUsd | null {
  return window === null || window.missing.length > 0 ? null : window.total;
}

export function wireAmount(micro: MicroUsd | null): string | null {
  return micro === null ? null : toDecimal(micro);
}

export function changeOf({ final, lastMonth, changeShare }: MonthToDate): WireOutlook["monthToDate"] {
  return { amount: wireAmount(wholeOf(final)), before: wireAmount(wholeOf(lastMonth)), share: changeShare };
}

export function wireForecast(forecast: ScheduleAwareForecast, currency: string): WireOutlook["forecast"] {
  const { total, band, days, takenAway, totalUnpaused, basis } = forecast;
  return {
    mean: toDecimal(total),
    low: toDecimal(band.low),
    high: toDecimal(band.high),
    share: band.share,
    days: days.map(({ day, cost }) => ({ day, amount: toDecimal(cost) })),
    takenAway: toDecimal(takenAway),
    unpaused: toDecimal(totalUnpaused),
    basis: basisWords(basis, pausesWords(currency)),
  };
}

function pausesWords(currency: string): string {
  return currency === "USD"
    ? "What is paused now is taken to stay paused until the month's end, at list prices."
    : `Pauses are priced in USD and are not taken away from a bill in ${currency}.`;
}

/** With how much it was learnt, what was done with pauses, and how wide its band is. */
export function basisWords(
  { knownDays, hasPattern, hasTrend, missing, band, origins }: ForecastBasis,
  pauses: string,
): string {
  const learnt = [hasPattern ? "the weekdays" : "", hasTrend ? "the trend" : ""].filter((part) => part !== "");
  const how = learnt.length > 0 ? `, with ${learnt.join(" and ")}` : "";
  const tested =
    band === "backtest"
      ? `The band is as wide as ${origins} forecasts of the past were off: four of five months end in it.`
      : "The history is too short to test forecasts on it, so the band is computed from the noise, and is wider.";
  const gaps =
    missing.length > 0 ? ` ${count(missing.length, "day")} of this month were not read and are guessed.` : "";
  return `Learnt from ${count(knownDays, "final day")} of the last eight weeks${how}. ${pauses} ${tested}${gaps}`;
}

/** Why there is none: `reason` where a bill was read. */
export function noForecastWords(
  { accounts: read }: Pick<DailyBill, "accounts">,
  accounts: readonly Account[],
  reason: string,
): string {
  if (accounts.length === 0) return "There is no account yet. Connect one in the settings.";
  if (read.length > 0) return reason;
  return "No bill was read yet: a forecast needs 14 final days of it. What is in the way is said beside each account.";
}

export function count(many: number, word: string): string {
  return `${many} ${word}${many === 1 ? "" : "s"}`;
}
