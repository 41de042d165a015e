import type { WireWhatIf } from "../contract/what-if";
import type { Account } from "../core/account";
import type { ResourceSummary } from "../core/inventory";
import type { WeeklyHours } from "../core/weekly-hours";
import { oldestDay } from "../costs/actual/due";
import { scheduledPauses } from "../costs/scheduled-pauses";
import { lastOfMonth } from "../costs/trends/days";
import { endOf, type PlannedPause, plannedDays, realisedByDay } from "../costs/trends/pauses";
import { forecastCompared } from "../costs/trends/schedule-aware";
import type { Scheduled } from "../costs/what-if";
import { billStamp } from "./bill-stamp";
import { type DailyBill, dailyBill, dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { keptFor } from "./kept-for";
import { goingOn, pausedIn, unpausableOf } from "./pauses-of";
import { noForecastWords } from "./present/outlook";
import { wireScheduleForecast } from "./present/schedule-forecast";

type Told = Pick<WireWhatIf, "forecast" | "noForecast">;

/** A form asks at each key that is pressed; the bill of fourteen months changes at most a few times a day. */
const kept = keptFor<DailyBill>(60_000);

/** Where the month would end with the schedule from now on, beside where it ends with the pauses that go on. */
export async function forecastOfSchedule(
  deps: Deps,
  question: {
    /** Whose bill is told: those with a resource in the scope. */
    readonly accounts: readonly Account[];
    /** Of all accounts. */
    readonly resources: readonly ResourceSummary[];
    /** What the schedule takes, wherever it is. */
    readonly scheduled: readonly (Scheduled & { readonly accountId: string })[];
    readonly schedule: WeeklyHours;
    readonly now: Date;
  },
): Promise<Told> {
  const { accounts, now } = question;
  if (accounts.length === 0) return none("Nothing that is known is in this scope, so it touches no bill.");
  const bill = await billOf(deps, accounts, now);
  if (bill.accounts.length > 0 && bill.currency !== "USD")
    return none(`The bill is in ${bill.currency}. Pauses are priced in USD and cannot be taken away from it.`);
  const read = new Set(bill.accounts.map(({ id }) => id));
  const isMine = ({ accountId }: { readonly accountId: string }) => read.has(accountId);
  const begun = new Date(`${oldestDay(bill.today)}T00:00:00Z`);
  const entries = read.size > 0 ? await deps.store.ledger.all({ accountIds: [...read], from: begun, to: now }) : [];
  const resources = question.resources.filter(isMine);
  const paused = pausedIn(resources);
  const going = goingOn({ resources, paused }, now);
  const taken = question.scheduled.filter(isMine).map((one) => ({ ...one, isOff: paused.has(one.id) }));
  const until = new Date(endOf(lastOfMonth(bill.today)));
  const instead = [...withoutAny(going, taken), ...scheduledPauses(taken, question.schedule, { from: now, until })];
  const unpausable = unpausableOf(resources);
  const { forecast, reason } = forecastCompared(
    {
      days: bill.total,
      today: bill.today,
      realised: realisedByDay(entries, begun, now),
      planned: plannedDays(going, unpausable, now),
    },
    plannedDays(instead, unpausable, now),
  );
  if (reason) return none(noForecastWords(bill, accounts, reason.text));
  return { forecast: wireScheduleForecast(forecast, bill, accounts, taken), noForecast: null };
}

function none(noForecast: string): Told {
  return { forecast: null, noForecast };
}

/** The same days as the outlook's, so that the two never tell two figures of one month. */
async function billOf(deps: Deps, accounts: readonly Account[], now: Date): Promise<DailyBill> {
  const today = dayOfInstant(now);
  const stamp = await billStamp(deps, accounts);
  const key = JSON.stringify([accounts.map(({ id }) => id), today, stamp]);
  return kept(deps.store.bill, key, now, () => dailyBill(deps, accounts, { from: oldestDay(today), today }));
}

/** What the schedule takes is not paused twice: its own hours stand in the place of the pause that goes on. */
function withoutAny(going: readonly PlannedPause[], taken: readonly { readonly id: string }[]) {
  const ids = new Set(taken.map(({ id }) => id));
  return going.filter(({ resourceId }) => !ids.has(resourceId));
}
