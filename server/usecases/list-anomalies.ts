import type { QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Account } from "../core/account";
import { type MicroUsd, toDecimal } from "../core/money";
import type { BillReading } from "../costs/actual/ports";
import { addDays } from "../costs/trends/days";
import { type EarlyWarning, type HourlyEstimate, warnEarly } from "../costs/trends/early-warning";
import type { SpendSample } from "../costs/trends/ports";
import type { Context } from "./context";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { learningServices } from "./keep-anomalies";
import { inWords } from "./present/amount";
import { wireAnomaly } from "./present/anomaly";
import { wireAmount } from "./present/outlook";
import { hourOf, sampledMs } from "./sample-spend";
import { chosenAccounts } from "./scope";

type E = typeof endpoints.listAnomalies;
type Now = ResponseOf<E>["now"][number];

const shownDays = 90;
/** What was sampled before the hour that has just ended says nothing of now. */
const freshMs = 3_600_000;

/** What was found in the bill, and what runs above the usual within the hour. Reads the database only. @throws RefusalError invalid */
export async function listAnomalies(
  deps: Deps,
  ctx: Context,
  { query }: { query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const accounts = chosenAccounts(await deps.store.accounts.list(), query.account);
  const accountIds = accounts.map(({ id }) => id);
  const from = query.from ?? addDays(dayOfInstant(ctx.now), -shownDays);
  const [items, samples, learning, readings] = await Promise.all([
    deps.store.anomalies.list(accountIds, from),
    deps.store.spend.list(accountIds, new Date(ctx.now.getTime() - sampledMs)),
    learningServices(deps, accountIds),
    deps.store.bill.readings(accountIds),
  ]);
  return {
    items: items.map((anomaly) => wireAnomaly(anomaly, accounts)),
    aws: awsAnomalies(readings, accounts).filter(({ lastDay }) => lastDay === null || lastDay >= from),
    now: accounts.map((account) => nowOf(account, samples, ctx.now)),
    learning,
  };
}

function awsAnomalies(readings: readonly BillReading[], accounts: readonly Account[]): ResponseOf<E>["aws"] {
  const found = readings.flatMap(({ accountId, anomalies }) =>
    (anomalies ?? []).map(({ excess, cost, expected, ...one }) => ({
      ...one,
      account: { id: accountId, name: accounts.find(({ id }) => id === accountId)?.name ?? accountId },
      excess: toDecimal(excess),
      cost: wireAmount(cost),
      expected: wireAmount(expected),
    })),
  );
  return found.sort((one, other) => (one.firstDay < other.firstDay ? 1 : -1));
}

function nowOf({ id, name }: Account, samples: readonly SpendSample[], now: Date): Now {
  const account = { id, name };
  const mine = samples.filter(({ accountId }) => accountId === id);
  const last = mine.at(-1);
  if (!last || hourOf(now).getTime() - last.hour.getTime() > freshMs) {
    const text = "What runs was not read in the last hours, so nothing can be said of now.";
    return { account, state: "unknown", hourly: null, usual: null, excessMonthly: null, since: null, text };
  }
  const warning = warnEarly(mine.slice(0, -1).map(hourlyOf), hourlyOf(last));
  return {
    account,
    state: warning.state,
    hourly: toDecimal(warning.rate),
    usual: wireAmount(warning.expected?.mid ?? null),
    excessMonthly: wireAmount(warning.excessMonthly),
    since: warning.since === null ? null : new Date(`${warning.since}:00:00Z`).toISOString(),
    text: textOf(warning, last.pausedAway),
  };
}

/** "2026-11-21T20" */
function hourlyOf({ hour, running, pausedAway, unpriced }: SpendSample): HourlyEstimate {
  return { hour: hour.toISOString().slice(0, 13), running, pausedAway, unpriced };
}

function textOf({ state, reason, rate, expected, excessMonthly, since, unpricedMore }: EarlyWarning, paused: MicroUsd) {
  const money = (micro: MicroUsd) => inWords(micro, "USD");
  const held = paused === 0 ? "What runs" : "What runs and what Standby holds paused";
  const now = `${held} comes to ${money(rate)} an hour at the prices known here`;
  const usual = `${money(expected?.mid ?? 0)} is usual at this hour`;
  const more = excessMonthly === null ? "" : ` If it stays, that is ${money(excessMonthly)} a month more.`;
  const unpriced = unpricedMore === 0 ? "" : ` ${unpricedMore} more resources than usual have no price.`;
  const said = {
    jump: `${now} since ${since}:00 UTC; ${usual}.${more}`,
    watching: `${now}; ${usual}. It has only begun, and may be a deployment.${more}`,
    usual: `${now}; ${usual}.`,
    unknown: `${now}. ${reason ?? ""}`,
  }[state];
  return `${said}${unpriced}`;
}
