import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { followUpPlan } from "./follow-up";
import { existing } from "./get-operation";
import { wirePlan } from "./present/plan";

type E = typeof endpoints.planFollowUp;

/** A dry run of what continuing, retrying or undoing an operation would do. @throws RefusalError not-found, conflict */
export async function planFollowUp(
  deps: Deps,
  ctx: Context,
  { params, body }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:plan");
  const plan = await followUpPlan(deps, ctx, await existing(deps, params.id), body.relation);
  return wirePlan(plan, null, deps.adapterFor);
}
