import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { Plan } from "../core/plan";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wirePlan } from "./present/plan";

type E = typeof endpoints.approvePlan;

/** From the approval on the plan is good for this long: two people need not sit side by side. */
const approvedForMs = 60 * 60_000;

/**
 * The second person's yes to a plan that takes protected resources: what is approved is the plan with this hash, and it
 * is checked against the inventory once more when it starts.
 * @throws RefusalError not-found, forbidden, conflict, plan-expired
 */
export async function approvePlan(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const plan = await deps.store.plans.get(params.id);
  if (!plan) throw new RefusalError("not-found", `There is no plan ${params.id}`);
  checkMayApprove(plan, ctx);
  const approval = { by: ctx.actor.name, byId: ctx.actor.id, at: ctx.now };
  const expiresAt = new Date(ctx.now.getTime() + approvedForMs);
  const audit = auditOf(ctx, "plan.approve", plan.id, { after: { title: plan.title, planHash: plan.hash, expiresAt } });
  if (!(await deps.store.plans.approve(plan.id, approval, expiresAt, audit)))
    throw new RefusalError("conflict", "The plan was approved already");
  return wirePlan({ ...plan, approval, expiresAt }, null, deps.adapterFor);
}

function checkMayApprove({ confirm, createdById, expiresAt }: Plan, { actor, now }: Context): void {
  if (confirm.level !== "approve") throw new RefusalError("conflict", "The plan needs no second person");
  if (actor.type !== "user") throw new RefusalError("forbidden", "Only a person approves, and only when signed in");
  if (actor.id === createdById)
    throw new RefusalError("forbidden", "You made the plan: somebody else has to approve it");
  if (expiresAt <= now)
    throw new RefusalError("plan-expired", `The plan was good until ${expiresAt.toISOString()}. Plan again`);
}
