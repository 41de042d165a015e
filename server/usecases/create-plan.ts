import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { buildPlan } from "./build-plan";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wirePlan } from "./present/plan";

type E = typeof endpoints.createPlan;

/** A dry run: what a pause or resume would do. Reads AWS, changes nothing, and freezes the answer. */
export async function createPlan(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:plan");
  return wirePlan(await buildPlan(deps, ctx, body), null, deps.adapterFor);
}
