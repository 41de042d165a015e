import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { isOver, type Relation } from "../core/operation";
import type { Action, Plan } from "../core/plan";
import type { OperationRecord } from "../engine/ports";
import { buildPlan } from "./build-plan";
import { checkConfirmed } from "./confirmation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { existing } from "./get-operation";
import { leftOf } from "./left-of";
import { startPlan } from "./start-operation";

/** How an operation is confirmed that follows another: its resources were confirmed once. */
export type FollowUpBody = BodyOf<typeof endpoints.retryOperation>;

/**
 * Plans what an operation left, afresh, and starts it at once: its resources were confirmed when it was. What can lose
 * data, is over a limit or needs a second person is asked for again.
 * @throws RefusalError not-found, conflict, unconfirmed, forbidden
 */
export async function startFollowUp(
  deps: Deps,
  ctx: Context,
  { id, relation, body }: { readonly id: string; readonly relation: Relation; readonly body: FollowUpBody },
): Promise<ResponseOf<typeof endpoints.startOperation>> {
  const plan = await followUpPlan(deps, ctx, await existing(deps, id), relation);
  if (plan.items.length === 0) throw nothingLeft(plan);
  checkConfirmed(plan, { ...body, actor: ctx.actor, hashed: false });
  return startPlan(deps, ctx, plan, { ...body, justPlanned: true });
}

/** @throws RefusalError conflict where the operation is not over, or leaves nothing of this kind */
export async function followUpPlan(
  deps: Deps,
  ctx: Context,
  operation: OperationRecord,
  relation: Relation,
): Promise<Plan> {
  const { number, state } = operation;
  if (!isOver(state))
    throw new RefusalError("conflict", `Operation ${number} is not over: wait for it, or cancel it first`);
  const ids = (await leftOf(deps, operation))[relation];
  if (ids.length === 0) throw new RefusalError("conflict", `Operation ${number} ${leavesNothing[relation]}`);
  const original = await deps.store.plans.get(operation.planId);
  return buildPlan(deps, ctx, {
    action: relation === "undo" ? opposite(operation.action) : operation.action,
    scope: { ...placesOf(operation, new Set(ids)), ids: [...ids] },
    options: { ...(original?.options as Record<string, unknown> | undefined) },
    includeProtected: original?.includeProtected,
    conflicts: original?.conflicts,
    parent: { id: operation.id, relation },
    name: operation.title.replace(/^(Stop|Start) /, ""),
  });
}

const leavesNothing: Readonly<Record<Relation, string>> = {
  continue: "left nothing undone, or a later operation took it up",
  retry: "has nothing that failed, or a later operation took it up",
  undo: "has nothing to undo: nothing is left as it made it",
};

function opposite(action: Action): Action {
  return action === "pause" ? "resume" : "pause";
}

/** Only there is AWS read, also when one of the resources is not known any more. */
function placesOf({ items }: OperationRecord, ids: ReadonlySet<string>) {
  const plans = items.map((item) => item.plan).filter((plan) => ids.has(plan.resourceId));
  const all = (field: "accountId" | "region" | "kind") => [...new Set(plans.map((plan) => plan[field]))];
  return { accounts: all("accountId"), regions: all("region"), kinds: all("kind") };
}

function nothingLeft({ skipped }: Plan): RefusalError {
  const [first] = skipped;
  const why = first ? `: ${first.name}: ${first.reason}` : ": AWS does not know any of it any more";
  const more = skipped.length > 1 ? ` (and ${skipped.length - 1} more)` : "";
  const errors = skipped.map(({ name, reason }, index) => ({
    pointer: `/skipped/${index}`,
    detail: `${name}: ${reason}`,
  }));
  return new RefusalError("conflict", `There is nothing left to do${why}${more}`, errors);
}
