import { type BudgetState, budgetStates, knownFor } from "./budget-state";
import type { Firing } from "./cost-ports";
import type { Deps } from "./deps";

/**
 * Fires the thresholds that are passed now, each once per period and revision. It goes by what is kept: it may be called at
 * any time, twice, or by two processes at once.
 */
export async function checkBudgets(deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const [budgets, known] = await Promise.all([store.budgets.list(), knownFor(deps)]);
  const states = await budgetStates(deps, budgets, known, now);
  await store.budgets.fire(states.flatMap((state) => firingsOf(state, now)));
}

/** The lower shares, too, which the highest one says along. */
function firingsOf({ budget, figures, decision }: BudgetState, at: Date): readonly Firing[] {
  return decision.thresholds.flatMap(({ key, on, share, state }) => {
    const amount = on === "actual" ? (figures.actual?.amount ?? null) : figures.forecast;
    if (state !== "fires" || amount === null) return [];
    return [{ key, budgetId: budget.id, at, period: decision.period, on, share, limit: budget.limit, amount }];
  });
}
