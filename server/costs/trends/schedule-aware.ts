import type { MicroUsd } from "../../core/money";
import { type Day, numberOf } from "./days";
import { type Forecast, type ForecastInput, type MonthForecast, type Outlook, outlookOf, settle } from "./forecast";
import { amountsByDay, type DayCost } from "./series";

/**
 * The month's end with the planned pauses priced in.
 *
 *   unpaused(past day)  = cost + realised           what the day would have cost: the model learns from this only
 *   unpaused(day ahead) = model(unpaused days)
 *   away(day)           = realised + planned        realised: until now; planned: from now on
 *   bill(day ahead)     = max(unpaused − away, min(unpaused, unpausable), what AWS reports already)
 *   total               = costs of the final days + bill of the others
 *
 * Pauses of the past are in the costs of the final days once, and taken out of what the model learns: so a plan that has
 * run for months is subtracted once, and one that begins tomorrow is subtracted, too. List prices may be above what the
 * account pays; `unpausable` keeps a day from falling below what cannot be paused.
 */

export interface PlannedDay {
  readonly day: Day;
  /** Σ hourly (running − paused) × paused hours of the day that are still to come: see `plannedDays`. */
  readonly planned: MicroUsd;
  /** What goes on whatever is paused: storage, addresses, kinds that cannot be paused. 0 when that is unknown. */
  readonly unpausable: MicroUsd;
}

export interface ScheduleAwareInput extends ForecastInput {
  /** What pauses took away by day, the running day included, from the ledger. Without an entry: nothing. */
  readonly realised: readonly DayCost[];
  readonly planned: readonly PlannedDay[];
}

export interface ScheduleAwareForecast extends MonthForecast {
  /** The same month if nothing more was paused on the days ahead; the pauses of the final days stay as they were. */
  readonly totalUnpaused: MicroUsd;
  /** What pauses take away from the days ahead: `totalUnpaused` − `total`. */
  readonly takenAway: MicroUsd;
  /** What was planned or realised on the days ahead and is not in the forecast because of the unpausable part. */
  readonly notTaken: MicroUsd;
}

export function forecastWithPauses(input: ScheduleAwareInput): Forecast<ScheduleAwareForecast> {
  const outlook = outlookOf(input, input.realised);
  return "code" in outlook
    ? { forecast: null, reason: outlook }
    : { forecast: lessPauses(outlook, input), reason: null };
}

export interface ComparedForecast {
  /** With what is planned anyway. */
  readonly unscheduled: ScheduleAwareForecast;
  /** With what is planned instead. */
  readonly scheduled: ScheduleAwareForecast;
  /** `unscheduled` − `scheduled`: negative where the other plan lets run what would have stayed off. */
  readonly takenAway: MicroUsd;
}

/** The same month with another plan from now on. The model is asked once, so only the plans tell the two apart. */
export function forecastCompared(
  input: ScheduleAwareInput,
  instead: readonly PlannedDay[],
): Forecast<ComparedForecast> {
  const outlook = outlookOf(input, input.realised);
  if ("code" in outlook) return { forecast: null, reason: outlook };
  const unscheduled = lessPauses(outlook, input);
  const scheduled = lessPauses(outlook, { ...input, planned: instead });
  return { forecast: { unscheduled, scheduled, takenAway: unscheduled.total - scheduled.total }, reason: null };
}

function lessPauses(
  outlook: Outlook,
  { realised: wasAway, planned: ahead }: Pick<ScheduleAwareInput, "realised" | "planned">,
): ScheduleAwareForecast {
  const realised = amountsByDay(wasAway);
  const planned = amountsByDay(ahead.map(({ day, planned }) => ({ day, cost: planned })));
  const unpausable = amountsByDay(ahead.map(({ day, unpausable }) => ({ day, cost: unpausable })));
  const away = (day: number) => (realised.get(day) ?? 0) + (planned.get(day) ?? 0);
  const forecast = settle(outlook, (day, expected) =>
    Math.max(expected - away(day), Math.min(expected, unpausable.get(day) ?? 0)),
  );
  const unpaused = settle(outlook, (_, expected) => expected);
  const takenAway = unpaused.total - forecast.total;
  const wanted = forecast.days.reduce((sum, { day }) => sum + away(numberOf(day)), 0);
  return { ...forecast, totalUnpaused: unpaused.total, takenAway, notTaken: wanted - takenAway };
}
