import type { WireBudget } from "../contract/budgets";
import { toDecimal } from "../core/money";
import { type BudgetDecision, decideBudget } from "../costs/trends/budgets";
import { type BudgetFigures, budgetFigures } from "./budget-figures";
import { type Known, scopeName } from "./budget-scope";
import type { Firing, KeptBudget } from "./cost-ports";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { wireAmount } from "./present/outlook";

/** A budget with what is spent of it, and what that means for its thresholds. */
export interface BudgetState {
  readonly budget: KeptBudget;
  readonly figures: BudgetFigures;
  readonly decision: BudgetDecision;
  readonly firings: readonly Firing[];
}

export async function budgetStates(
  deps: Deps,
  budgets: readonly KeptBudget[],
  known: Known,
  now: Date,
): Promise<readonly BudgetState[]> {
  if (budgets.length === 0) return [];
  const all = await deps.store.budgets.fired(budgets.map(({ id }) => id));
  const states: BudgetState[] = [];
  // One after the other: each is a walk over months of the bill.
  for (const budget of budgets) {
    const firings = all.filter(({ budgetId }) => budgetId === budget.id);
    const figures = await budgetFigures(deps, budget, known, now);
    const { actual, forecast } = figures;
    const fired = new Set(firings.map(({ key }) => key));
    const decision = decideBudget({ budget, today: dayOfInstant(now), fired, actual, forecast });
    states.push({ budget, figures, decision, firings });
  }
  return states;
}

export async function knownFor({ store }: Deps): Promise<Known> {
  const [accounts, groups] = await Promise.all([store.accounts.list(), store.groups.list()]);
  return { accounts, groups };
}

export function wireBudget({ budget, figures, decision, firings }: BudgetState, known: Known): WireBudget {
  const { id, name, scope, period, limit, currency } = budget;
  const firedAt = new Map(firings.map(({ key, at }) => [key, at.toISOString()]));
  return {
    id,
    name,
    scope: { ...scope },
    scopeName: scopeName(scope, known),
    period,
    limit: toDecimal(limit),
    currency,
    current: decision.period,
    actual: wireAmount(figures.actual?.amount ?? null),
    isComplete: figures.actual?.complete ?? false,
    forecast: wireAmount(figures.forecast),
    reason: figures.reason,
    thresholds: decision.thresholds.map(({ key, on, share, amount, state }) => ({
      on,
      share,
      amount: toDecimal(amount),
      state,
      firedAt: firedAt.get(key) ?? null,
    })),
  };
}

/** One budget as it is now, for whoever has just changed it. */
export async function wireOne(deps: Deps, budget: KeptBudget, known: Known, now: Date): Promise<WireBudget> {
  const [state] = await budgetStates(deps, [budget], known, now);
  if (!state) throw new Error(`There is no state of ${budget.id}`);
  return wireBudget(state, known);
}
