import type { WireOverview } from "../contract/overview";
import { periodOf } from "../costs/trends/budgets";
import { addDays } from "../costs/trends/days";
import type { Firing, KeptBudget } from "./cost-ports";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { inWords } from "./present/amount";
import { textOf } from "./present/anomaly";

type Money = WireOverview["money"];

/** Unusual days are told for two weeks, of which AWS takes three days until they are final; then they are only listed. */
const toldDays = 14;

/** What of the money is worth a look: from what was found and fired, nothing is computed anew. */
export async function moneyToTell(
  { store }: Pick<Deps, "store">,
  accountIds: readonly string[],
  isAll: boolean,
  now: Date,
): Promise<Money> {
  const [anomalies, budgets] = await Promise.all([anomaliesToTell(store, accountIds, now), store.budgets.list()]);
  const mine = budgets.filter(
    ({ scope }) => isAll || (scope.type === "account" && accountIds.includes(scope.accountId)),
  );
  return { anomalies, budgets: await budgetsToTell(store, mine, now) };
}

async function anomaliesToTell(
  store: Deps["store"],
  accountIds: readonly string[],
  now: Date,
): Promise<Money["anomalies"]> {
  const since = addDays(dayOfInstant(now), -toldDays);
  // One that goes on may have begun long before.
  const found = await store.anomalies.list(accountIds, addDays(since, -90));
  const open = found.filter(({ lastDay, severity, mark }) => lastDay >= since && severity === "alert" && mark === null);
  const [dearest] = [...open].sort((a, b) => b.excess - a.excess);
  return { count: open.length, text: dearest ? textOf(dearest) : null };
}

/** Those of which a share was passed in the running period, since they were changed last. */
async function budgetsToTell(
  store: Deps["store"],
  budgets: readonly KeptBudget[],
  now: Date,
): Promise<Money["budgets"]> {
  if (budgets.length === 0) return { count: 0, text: null };
  const firings = await store.budgets.fired(budgets.map(({ id }) => id));
  const today = dayOfInstant(now);
  const passed = budgets.flatMap((budget) => {
    const running = `${budget.id}/${budget.revision}/${periodOf(budget.period, today)}/`;
    const [highest] = firings
      .filter(({ key }) => key.startsWith(running))
      .sort((a, b) => Number(b.on === "actual") - Number(a.on === "actual") || b.share - a.share);
    return highest ? [{ budget, highest }] : [];
  });
  const [first] = passed.sort((a, b) => b.highest.share - a.highest.share);
  return { count: passed.length, text: first ? passedText(first.budget, first.highest) : null };
}

function passedText({ name, currency }: KeptBudget, { on, share, period, limit, amount }: Firing): string {
  const of = `${Math.round(share * 100)} % of ${inWords(limit, currency)}`;
  const said = on === "actual" ? `has passed ${of}` : `is forecast to pass ${of}`;
  return `${name} ${said} in ${period}: ${inWords(amount, currency)} when it was noticed.`;
}
