import type { WireScheduleForecast } from "../../contract/what-if";
import type { Account } from "../../core/account";
import { toDecimal } from "../../core/money";
import type { ToSchedule } from "../../costs/scheduled-pauses";
import type { ComparedForecast, ScheduleAwareForecast } from "../../costs/trends/schedule-aware";
import type { DailyBill } from "../daily-bill";
import { inWords } from "./amount";
import { basisWords, count } from "./outlook";

/** A month's end twice, with a schedule and without it. */
export function wireScheduleForecast(
  { unscheduled, scheduled, takenAway }: ComparedForecast,
  bill: Pick<DailyBill, "accounts">,
  asked: readonly Account[],
  taken: readonly ToSchedule[],
): WireScheduleForecast {
  const words = [
    `The whole bill of ${namesOf(bill.accounts)}, twice. Without the schedule, what is paused now stays paused until the ` +
      `month's end. With it, its hours hold from now on for ${count(taken.length, "resource")}, at list prices, less what ` +
      "AWS bills while they stop and start.",
    awakeWords(taken),
    unpricedWords(taken),
    flooredWords(scheduled.notTaken - unscheduled.notTaken),
    unreadWords(asked, bill.accounts),
    "Both ends are off by the same, so the difference is surer than either.",
  ].filter((text) => text !== "");
  return {
    month: scheduled.month,
    unscheduled: bandOf(unscheduled),
    scheduled: bandOf(scheduled),
    takenAway: toDecimal(takenAway),
    basis: basisWords(scheduled.basis, words.join(" ")),
  };
}

function bandOf({ total, band: { low, high, share } }: ScheduleAwareForecast): WireScheduleForecast["scheduled"] {
  return { mean: toDecimal(total), low: toDecimal(low), high: toDecimal(high), share };
}

function awakeWords(taken: readonly ToSchedule[]): string {
  const off = taken.filter(({ isOff }) => isOff).length;
  if (off === 0) return "";
  return `${off} of them ${off === 1 ? "is paused now, and costs" : "are paused now, and cost"} again at the hours that are on.`;
}

function unpricedWords(taken: readonly ToSchedule[]): string {
  const unpriced = taken.filter(({ hourly }) => hourly === null).length;
  return unpriced === 0 ? "" : `${unpriced} of them without a price ${unpriced === 1 ? "is" : "are"} left as now.`;
}

/** Less than a cent is what rounding each day comes to. */
const roundingMicro = 10_000;

function flooredWords(notTaken: number): string {
  if (notTaken < roundingMicro) return "";
  return `${inWords(notTaken, "USD")} more would stop by the prices, but no day costs less than what goes on whatever is paused.`;
}

function unreadWords(asked: readonly Account[], read: readonly Account[]): string {
  const unread = asked.filter(({ id }) => !read.some((one) => one.id === id));
  return unread.length === 0 ? "" : `The bill of ${namesOf(unread)} is not known: neither figure has it.`;
}

function namesOf(accounts: readonly Account[]): string {
  return accounts.map(({ name }) => name).join(", ");
}
