import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { manyResources, type Plan } from "../core/plan";
import { newItem } from "../engine/changes";
import type { OperationRecord } from "../engine/ports";
import { auditOf } from "./audit-of";
import { buildPlan } from "./build-plan";
import { checkStale } from "./check-stale";
import { checkConfirmed } from "./confirmation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { existing } from "./get-operation";
import { readSettings } from "./get-settings";
import { showOperation } from "./show-operation";

type E = typeof endpoints.startOperation;

/** What is planned and started in one go needs no second look, where reading and planning took no longer than this. */
const freshForMs = 20_000;

/**
 * Applies a plan that was shown, or plans and applies in one go when a script says force. Saves the operation with its
 * audit row and wakes the worker; nothing is sent to AWS here. What changes from now on is found by the engine's fresh
 * look and left alone.
 * @throws RefusalError invalid, plan-expired, plan-stale, unconfirmed, forbidden, conflict
 */
export async function startOperation(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  if ("planId" in body) {
    const plan = await shownPlan(deps, ctx, body);
    checkConfirmed(plan, { ...body, actor: ctx.actor, hashed: true });
    await checkStale(deps, plan);
    return startPlan(deps, ctx, plan, body);
  }
  const plan = await buildPlan(deps, ctx, body);
  checkConfirmed(plan, { ...body, actor: ctx.actor, hashed: false });
  return startPlan(deps, ctx, plan, { ...body, justPlanned: true });
}

async function shownPlan(deps: Deps, ctx: Context, body: Extract<BodyOf<E>, { planId: string }>): Promise<Plan> {
  const plan = await deps.store.plans.get(body.planId);
  if (!plan) {
    const detail = "is not a plan; POST /plans makes one";
    throw new RefusalError("invalid", `There is no plan ${body.planId}`, [{ pointer: "/planId", detail }]);
  }
  if (plan.hash !== body.planHash) {
    throw new RefusalError(
      "plan-stale",
      "The plan's hash is another one: this is not the plan that was shown. Plan again",
    );
  }
  if (plan.expiresAt <= ctx.now) {
    throw new RefusalError("plan-expired", `The plan was good until ${plan.expiresAt.toISOString()}. Plan again`);
  }
  return plan;
}

interface Start {
  readonly force?: true | undefined;
  /** Where the caller says it; else the setting's for a person's small stop. */
  readonly undoSeconds?: number | undefined;
  /** Nobody has looked at the plan: its own look is the one before the first call. */
  readonly justPlanned?: boolean;
}

/** Saves the operation of a plan that is confirmed, with its audit row, and wakes the worker. @throws RefusalError conflict */
export async function startPlan(deps: Deps, ctx: Context, plan: Plan, start: Start): Promise<ResponseOf<E>> {
  const seconds = start.undoSeconds ?? (isSmallStop(ctx, plan, start) ? (await readSettings(deps)).undoSeconds : 0);
  const operation = operationFrom(deps, ctx, plan, { seconds, justPlanned: start.justPlanned ?? false });
  const { title, hash: planHash, parent, approval } = plan;
  const resources = plan.items.map((item) => item.resourceId);
  const after = { title, planHash, resources, ...(parent && { parent }), ...(approval && { approval }) };
  await deps.store.operations.create(operation, auditOf(ctx, `operation.${plan.action}`, operation.id, { after }));
  deps.wakeWorker();
  return showOperation(deps, ctx, await existing(deps, operation.id));
}

/** A stop that a person starts with one click, and may take back as easily. */
function isSmallStop({ actor }: Context, { action, confirm, items }: Plan, { force }: Start): boolean {
  const isEasy = confirm.level === "none" || confirm.level === "click";
  return actor.type === "user" && !force && action === "pause" && isEasy && items.length <= manyResources;
}

interface Beginning {
  readonly seconds: number;
  readonly justPlanned: boolean;
}

function operationFrom(deps: Deps, ctx: Context, plan: Plan, { seconds, justPlanned }: Beginning): OperationRecord {
  const now = deps.clock.now();
  const startsAt = new Date(now.getTime() + seconds * 1000);
  const isFresh = justPlanned && seconds === 0 && now.getTime() - plan.lookedAt.getTime() <= freshForMs;
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
    startsAt,
    startedAt: null,
    endedAt: null,
    cancelRequested: false,
    parent: plan.parent,
    items: plan.items.map((item) => newItem(item, isFresh)),
  };
}
