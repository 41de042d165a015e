import type { Action } from "../../server/core/plan";
import { resourceId } from "../../server/core/resource";
import { newItem } from "../../server/engine/changes";
import { makePlan } from "../../server/engine/plan";
import { newId, systemClock } from "../../server/runtime/world";
import type { LampDetail } from "../../server/testing/lamp";
import type { Store } from "../../server/usecases/ports";
import { lampAdapter } from "./lamp-door";
import type { World } from "./world";

const accountId = "acc_lamps";
const adapter = lampAdapter(() => {});

/** Saves an operation on these lamps as the use case would, planned from what the world shows now. Answers its id. */
export async function beginOnLamps(
  store: Store,
  world: World,
  action: Action,
  ids: readonly string[],
): Promise<string> {
  const now = systemClock.now();
  const held = await store.holds.active(ids.map((id) => resourceOf(id).id));
  const candidates = ids.map((id) => {
    const seen = { nativeId: id, arn: id, name: id, type: "lamp", tags: {}, detail: lampIn(world, id) };
    const record = recordOf(id, seen, now);
    return { record, seen, hold: held.find((hold) => hold.resourceId === record.id) ?? null, protectedBy: null };
  });
  const input = { action, candidates, owned: [], options: {}, adapterFor: () => adapter, pace: () => 1 };
  const plan = await store.plans.save({
    ...makePlan(input),
    id: newId("plan"),
    hash: "hash",
    title: `${action} ${ids.join(" ")}`,
    scope: {},
    options: {},
    includeProtected: false,
    conflicts: null,
    parent: null,
    serial: 0,
    lookedAt: now,
    createdAt: now,
    expiresAt: now,
    createdBy: "Ana",
    createdById: "usr_1",
    confirm: { level: "click", reason: "" },
    approval: null,
  });
  if (plan.items.length < ids.length) throw new Error(`Only ${plan.items.length} of ${ids.length} lamps can ${action}`);
  const id = newId("op");
  const actor = { actorType: "user", actorId: "usr_1", actorName: "Ana" };
  const operation = {
    ...{ id, number: plan.number, planId: plan.id, title: plan.title, action, state: "queued" as const, ...actor },
    ...{ createdAt: now, startsAt: now, startedAt: null, endedAt: null, cancelRequested: false, parent: null },
    items: plan.items.map((item) => newItem(item)),
  };
  const nothing = { before: null, after: null, requestId: null, ip: null };
  const audit = { at: now, ...actor, action: `operation.${action}`, subject: id, outcome: "ok" as const, ...nothing };
  await store.operations.create(operation, audit);
  return id;
}

function lampIn(world: World, id: string): LampDetail {
  const lamp = world.lamps.get(id);
  if (!lamp) throw new Error(`There is no lamp ${id}`);
  const { on, dimmer } = lamp;
  return { on, dimmer, moving: false, broken: false };
}

/** A lamp's id ends with its region: `3-0@eu-central-1`. */
function resourceOf(nativeId: string) {
  const region = nativeId.slice(nativeId.indexOf("@") + 1);
  const ref = { accountId, region, kind: "test.lamp", nativeId };
  return { ...ref, id: resourceId(ref) };
}

function recordOf(nativeId: string, seen: { readonly detail: LampDetail }, at: Date) {
  return {
    ...resourceOf(nativeId),
    ...{ arn: nativeId, name: nativeId, type: "lamp", tags: {}, detail: seen.detail },
    state: seen.detail.on ? ("running" as const) : ("paused" as const),
    ...{ saw: "", reason: "", remedy: "", protected: false, pausable: true, ownerId: null, holdId: null },
    ...{ estimate: { lines: [], running: 2, paused: 1, unpriced: 0 }, hourlyNow: 2 },
    ...{ firstSeenAt: at, seenAt: at, changedAt: at },
  };
}
