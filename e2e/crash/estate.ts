import { adapters } from "../../server/adapters/registry";
import type { Scope } from "../../server/core/filter";
import type { Action, Plan, PlanItem } from "../../server/core/plan";
import { newItem } from "../../server/engine/changes";
import type { OperationRecord } from "../../server/engine/ports";
import type { App } from "../../server/runtime/app";
import { consent } from "../../server/testing/consent";
import { auditOf } from "../../server/usecases/audit-of";
import { contextOf } from "../support/sandbox-app";

/** What the crash tests stop and start: some fifty resources of the sandbox, of every kind there is, in two regions. */

const wanted = 40;

const pausable = adapters.filter(({ restore }) => restore !== "reportOnly");

/**
 * Turn by turn one of each kind in each region, until there are enough. A kind that is new joins by itself.
 * @returns their ids @throws Error naming a kind of which the sandbox has nothing that can be paused
 */
export async function chooseEstate(app: App): Promise<readonly string[]> {
  const all = (await planFor(app, "pause", {})).items;
  for (const { kind } of pausable) {
    if (all.some((one) => one.kind === kind)) continue;
    throw new Error(`The sandbox has nothing of ${kind} that can be paused: add some in server/sandbox/seed-*.ts`);
  }
  const homes = twoRegions(all).flatMap((region) =>
    pausable.map(({ kind }) => all.filter((one) => one.kind === kind && one.region === region)),
  );
  const chosen: PlanItem[] = [];
  for (let round = 0; chosen.length < wanted; round += 1) {
    const turn = homes.flatMap((home) => home[round] ?? []);
    if (turn.length === 0) break;
    chosen.push(...turn);
  }
  const elsewhere = pausable.flatMap(({ kind }) =>
    chosen.some((one) => one.kind === kind) ? [] : all.filter((one) => one.kind === kind).slice(0, 1),
  );
  return [...chosen, ...elsewhere].map((one) => one.resourceId);
}

/** The two with most kinds. */
function twoRegions(items: readonly PlanItem[]): readonly string[] {
  const kindsIn = (region: string) => new Set(items.filter((one) => one.region === region).map((one) => one.kind)).size;
  const regions = [...new Set(items.map((one) => one.region))].sort();
  return regions.sort((a, b) => kindsIn(b) - kindsIn(a)).slice(0, 2);
}

async function planFor(app: App, action: Action, scope: Scope): Promise<Plan> {
  const body = { action, scope, options: { ...consent } };
  const { id } = await app.usecases.createPlan(contextOf(app), { params: {}, query: {}, body });
  const plan = await app.deps.store.plans.get(id);
  if (!plan) throw new Error(`The plan ${id} was not kept`);
  return plan;
}

/**
 * Plans for the resources and saves the operation, not yet begun. `isFresh`: the plan's own look is young enough, so the
 * engine needs no look of its own before the first call.
 */
export async function beginWith(app: App, action: Action, ids: readonly string[], isFresh: boolean): Promise<string> {
  const ctx = contextOf(app);
  const plan = await planFor(app, action, { ids: [...ids] });
  const now = app.clock.now();
  const operation: OperationRecord = {
    id: app.newId("op"),
    number: plan.number,
    planId: plan.id,
    title: plan.title,
    action,
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
  await app.deps.store.operations.create(operation, auditOf(ctx, `operation.${action}`, operation.id));
  return operation.id;
}
