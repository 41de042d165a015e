import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { canonicalJson } from "../core/canonical-json";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import { checkedLimit, checkedScope, checkedThresholds } from "./budget-scope";
import { knownFor, wireOne } from "./budget-state";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.updateBudget;

/** Changes what is given of a budget; a change arms its thresholds again. @throws RefusalError not-found, invalid, conflict */
export async function updateBudget(
  deps: Deps,
  ctx: Context,
  { params: { id }, body }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const { name, scope, period, limit, currency, thresholds } = body;
  const [before, known] = await Promise.all([deps.store.budgets.get(id), knownFor(deps)]);
  if (!before) throw new RefusalError("not-found", `There is no budget ${id}`);
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(scope === undefined ? {} : { scope: checkedScope(scope, known) }),
    ...(period === undefined ? {} : { period }),
    ...(limit === undefined ? {} : { limit: checkedLimit(limit) }),
    ...(currency === undefined ? {} : { currency }),
    ...(thresholds === undefined ? {} : { thresholds: checkedThresholds(thresholds) }),
  };
  // What changes nothing arms nothing: the same message would come twice.
  if (Object.entries(change).every(([key, value]) => isSame(value, before[key as keyof typeof change]))) {
    return wireOne(deps, before, known, ctx.now);
  }
  const audit = auditOf(ctx, "budget.update", id, { before, after: change });
  const budget = await deps.store.budgets.update(id, change, audit);
  if (!budget) throw new RefusalError("not-found", `There is no budget ${id}`);
  return wireOne(deps, budget, known, ctx.now);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
