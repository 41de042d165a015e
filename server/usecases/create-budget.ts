import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { auditOf } from "./audit-of";
import { checkedLimit, checkedScope, checkedThresholds } from "./budget-scope";
import { knownFor, wireOne } from "./budget-state";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.createBudget;

/** Sets a limit. @throws RefusalError invalid, conflict when the name is taken */
export async function createBudget(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const known = await knownFor(deps);
  const budget = {
    ...body,
    id: deps.newId("bud"),
    scope: checkedScope(body.scope, known),
    limit: checkedLimit(body.limit),
    thresholds: checkedThresholds(body.thresholds),
    revision: 1,
    createdAt: ctx.now,
  };
  await deps.store.budgets.create(budget, auditOf(ctx, "budget.create", budget.id, { after: budget }));
  return wireOne(deps, budget, known, ctx.now);
}
