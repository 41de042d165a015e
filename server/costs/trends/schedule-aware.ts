import type { MicroUsd } from "../../core/money";
import { type Day, numberOf } from "./days";
import { type Forecast, type ForecastInput, type MonthForecast, outlookOf, settle } from "./forecast";
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

export interface PlannedPauses {
  readonly day: Day;
  /** Σ hourly (running − paused) × paused hours of the day that are still to come. */
  readonly planned: MicroUsd;
  /** What goes on whatever is paused: storage, addresses, kinds that cannot be paused. 0 when that is unknown. */
  readonly unpausable: MicroUsd;
}

export interface ScheduleAwareInput extends ForecastInput {
  /** What pauses took away by day, the running day included, from the ledger. Without an entry: nothing. */
  readonly realised: readonly DayCost[];
  readonly planned: readonly PlannedPauses[];
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
  if ("code" in outlook) return { forecast: null, reason: outlook };
  const realised = amountsByDay(input.realised);
  const planned = amountsByDay(input.planned.map(({ day, planned }) => ({ day, cost: planned })));
  const unpausable = amountsByDay(input.planned.map(({ day, unpausable }) => ({ day, cost: unpausable })));
  const away = (day: number) => (realised.get(day) ?? 0) + (planned.get(day) ?? 0);
  const forecast = settle(outlook, (day, expected) =>
    Math.max(expected - away(day), Math.min(expected, unpausable.get(day) ?? 0)),
  );
  const unpaused = settle(outlook, (_, expected) => expected);
  const takenAway = unpaused.total - forecast.total;
  const wanted = forecast.days.reduce((sum, { day }) => sum + away(numberOf(day)), 0);
  return {
    forecast: { ...forecast, totalUnpaused: unpaused.total, takenAway, notTaken: wanted - takenAway },
    reason: null,
  };
}
