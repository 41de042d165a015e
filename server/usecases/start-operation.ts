import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { Plan } from "../core/plan";
import { newItem } from "../engine/changes";
import type { OperationRecord } from "../engine/ports";
import { auditOf } from "./audit-of";
import { buildPlan } from "./build-plan";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireOperation } from "./present/operation";

type E = typeof endpoints.startOperation;

/** A look this young needs no second one before the first call: a look and its call are never closer by much. */
const freshForMs = 15_000;

/**
 * Applies a plan that was shown, or plans and applies in one go when a script says force. Saves the operation with its
 * audit row and wakes the worker; nothing is sent to AWS here. What changed since the plan is found by the engine's
 * fresh look and left alone.
 * @throws RefusalError not-found, plan-expired, plan-stale, conflict, invalid
 */
export async function startOperation(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const plan = "planId" in body ? await shownPlan(deps, ctx, body) : await buildPlan(deps, ctx, body);
  const operation = operationFrom(deps, ctx, plan);
  const after = { title: plan.title, planHash: plan.hash, resources: plan.items.map((item) => item.resourceId) };
  await deps.store.operations.create(operation, auditOf(ctx, `operation.${plan.action}`, operation.id, { after }));
  deps.wakeWorker();
  const saved = await deps.store.operations.get(operation.id);
  return wireOperation(saved ?? operation, 0, deps.adapterFor);
}

type Shown = Extract<BodyOf<E>, { planId: string }>;

async function shownPlan(deps: Deps, ctx: Context, body: Shown): Promise<Plan> {
  const plan = await deps.store.plans.get(body.planId);
  if (!plan) throw new RefusalError("not-found", `There is no plan ${body.planId}`);
  if (plan.hash !== body.planHash) {
    throw new RefusalError(
      "plan-stale",
      "The plan's hash is another one: this is not the plan that was shown. Plan again",
    );
  }
  if (plan.expiresAt <= ctx.now) {
    throw new RefusalError("plan-expired", `The plan was good until ${plan.expiresAt.toISOString()}. Plan again`);
  }
  const { confirm } = plan;
  // A script confirms by the hash of the plan that it read; a person types what the plan asks for.
  if (confirm.level === "type" && ctx.actor.type === "user" && !body.force && body.confirmText !== confirm.text) {
    const detail = `must be ${JSON.stringify(confirm.text)}: ${confirm.reason.toLowerCase()}`;
    throw new RefusalError("invalid", "The confirmation is missing", [{ pointer: "/confirmText", detail }]);
  }
  return plan;
}

function operationFrom(deps: Deps, ctx: Context, plan: Plan): OperationRecord {
  const now = deps.clock.now();
  const isFresh = now.getTime() - plan.lookedAt.getTime() <= freshForMs;
  return {
    id: deps.newId("op"),
    number: plan.number,
    planId: plan.id,
    title: plan.title,
    action: plan.action,
    state: "queued",
    actorType: ctx.actor.type,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    createdAt: now,
    startsAt: now,
    startedAt: null,
    endedAt: null,
    cancelRequested: false,
    parent: null,
    items: plan.items.map((item) => newItem(item, isFresh)),
  };
}
