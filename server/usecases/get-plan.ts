import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wirePlan } from "./present/plan";

type E = typeof endpoints.getPlan;

/** A plan as it was frozen. @throws RefusalError not-found */
export async function getPlan(deps: Deps, ctx: Context, { params }: { params: ParamsOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  const plan = await deps.store.plans.get(params.id);
  if (!plan) throw new RefusalError("not-found", `There is no plan ${params.id}`);
  const { items } = await deps.store.operations.list(100);
  const started = items.find((operation) => operation.planId === plan.id);
  return wirePlan(plan, started?.id ?? null, deps.adapterFor);
}
