import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { budgetStates, knownFor, wireBudget } from "./budget-state";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** Budgets by name, with what is spent of them and what was told. Reads the database only, never AWS. */
export async function listBudgets(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.listBudgets>> {
  ctx.require("inventory:read");
  const [budgets, known] = await Promise.all([deps.store.budgets.list(), knownFor(deps)]);
  const states = await budgetStates(deps, budgets, known, ctx.now);
  return { items: states.map((state) => wireBudget(state, known)) };
}
