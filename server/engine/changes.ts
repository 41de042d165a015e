import type { AnyAdapter } from "../adapters/contract";
import type { AuditInput } from "../audit/entry";
import { concluded, countItems, isSettled, type OperationState } from "../core/operation";
import type { PlanItem } from "../core/plan";
import type { NewId } from "../core/ports";
import type { Observed } from "../core/resource";
import type { Effect } from "./decide";
import type {
  Conclusion,
  EngineChange,
  HoldChange,
  ItemRecord,
  NewEvent,
  NewHold,
  OperationRecord,
  Slice,
} from "./ports";

/** What a commit saves, built from what moved. Pure. */

type ActEffect = Extract<Effect, { type: "act" }>;

/** A resource's record at the start of an operation. `isFresh`: the plan's own look needs no second one. */
export function newItem(plan: PlanItem, isFresh = false): ItemRecord {
  return {
    plan,
    state: "waiting",
    checked: isFresh,
    stepIndex: 0,
    attempts: 0,
    startedAt: null,
    sentAt: null,
    settledAt: null,
    notBefore: null,
    deferrals: 0,
    deferredAt: null,
    holdId: plan.holdId,
    outcome: { fault: null, differences: [], saw: "" },
  };
}

/** Saved before the calls of these effects leave: the items as being sent, the story, and the audit rows (laws 3, 9). */
export function sendingChange(
  operation: OperationRecord,
  effects: readonly ActEffect[],
  items: readonly ItemRecord[],
  now: Date,
  adapterFor: (kind: string) => AnyAdapter,
): EngineChange {
  const spent = effects.filter(({ kind, op }) => adapterFor(kind).budgets?.[op]);
  return {
    items,
    spent: spent.flatMap(({ op, items: sent }) =>
      sent.map(({ plan }) => ({ resourceId: plan.resourceId, op, at: now })),
    ),
    events: [...asked(effects).map((text) => callEvent(now, text)), ...items.map((item) => itemEvent(item, now))],
    audit: effects.map((effect) => ({
      ...auditOf(
        operation,
        now,
        `resource.${operation.action}`,
        effect.items.map((item) => item.plan.resourceId).join(","),
      ),
      before: Object.fromEntries(
        effect.items.map((item) => [item.plan.resourceId, item.plan.steps[item.stepIndex]?.before]),
      ),
      after: Object.fromEntries(
        effect.items.map((item) => [item.plan.resourceId, item.plan.steps[item.stepIndex]?.after]),
      ),
    })),
  };
}

/** One line of the story for calls of one op in one region, however many calls AWS makes of them. */
function asked(effects: readonly ActEffect[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind, op, region, items } of effects) {
    const what = `${kind} ${op} in ${region}`;
    counts.set(what, (counts.get(what) ?? 0) + items.length);
  }
  return [...counts].map(([what, count]) => `${what}: ${count} asked`);
}

/** Holds for items that are about to be paused, with the full description that the first look saw. */
export function newHolds(
  items: readonly ItemRecord[],
  seen: ReadonlyMap<string, Observed>,
  newId: NewId,
  now: Date,
): NewHold[] {
  return items.map(({ plan }) => ({
    id: newId("hold"),
    resourceId: plan.resourceId,
    accountId: plan.accountId,
    region: plan.region,
    kind: plan.kind,
    nativeId: plan.nativeId,
    name: plan.name,
    saved: plan.saved,
    savedVersion: plan.savedVersion,
    inventory: seen.get(plan.resourceId) ?? null,
    createdAt: now,
  }));
}

/**
 * A pause read back marks its hold verified; a restore read back, equal, ends it (law 2). A hold whose calls never left
 * ends: the resource goes on without Standby, and a later pause saves it as it is then.
 */
export function holdChangesOf({ action }: OperationRecord, items: readonly ItemRecord[], now: Date): HoldChange[] {
  return items.flatMap(({ holdId: id, state, startedAt }): HoldChange[] => {
    if (id === null || !isSettled(state)) return [];
    if (state === "done") return [{ id, to: action === "pause" ? "verified" : "released", at: now, reason: null }];
    if (action === "resume" || startedAt !== null) return [];
    return [{ id, to: "unused", at: now, reason: "Nothing was sent to pause it" }];
  });
}

/** Two changes as one commit: of an item that is in both the later record is saved, and the story tells both. */
export function together(first: EngineChange, then: EngineChange): EngineChange {
  const later = new Set(then.items?.map((item) => item.plan.resourceId));
  const startedAt = first.startedAt ?? then.startedAt;
  return {
    items: [...(first.items ?? []).filter((item) => !later.has(item.plan.resourceId)), ...(then.items ?? [])],
    events: [...(first.events ?? []), ...(then.events ?? [])],
    newHolds: [...(first.newHolds ?? []), ...(then.newHolds ?? [])],
    holdChanges: [...(first.holdChanges ?? []), ...(then.holdChanges ?? [])],
    audit: [...(first.audit ?? []), ...(then.audit ?? [])],
    spent: [...(first.spent ?? []), ...(then.spent ?? [])],
    ...(startedAt && { startedAt }),
  };
}

export function isEmpty({ startedAt, ...lists }: EngineChange): boolean {
  return startedAt === undefined && Object.values(lists).every((list) => list.length === 0);
}

export function itemEvent(item: ItemRecord, now: Date): NewEvent {
  return {
    at: now,
    type: "item",
    resourceId: item.plan.resourceId,
    state: item.state,
    text: item.outcome.fault?.reason ?? item.outcome.saw,
  };
}

export function callEvent(now: Date, text: string): NewEvent {
  return { at: now, type: "call", resourceId: null, state: "", text };
}

export function startChange({ items }: OperationRecord, { lane }: Slice, now: Date): EngineChange {
  const region = lane.slice(lane.indexOf(" ") + 1);
  const what = `${items.length} ${items.length === 1 ? "resource" : "resources"}${region ? ` in ${region}` : ""}`;
  const text = `${what}: looked at before the first call`;
  return { startedAt: now, events: [{ at: now, type: "state", resourceId: null, state: "running", text }] };
}

/** The end: the state that the outcomes of all slices add up to, in the story and in the audit trail. */
export function conclusionOf(operation: OperationRecord, now: Date): Conclusion {
  const counts = countItems(operation.items.map((item) => item.state));
  // A cancel that came when all was done has left nothing out.
  const isCutShort = operation.cancelRequested && counts.done < counts.total;
  const state: OperationState = isCutShort ? "cancelled" : concluded(counts);
  const text = `${counts.done} done, ${counts.failed} failed, ${counts.skipped} left as they were`;
  return {
    state,
    endedAt: now,
    events: [{ at: now, type: "done", resourceId: null, state, text }],
    audit: [
      {
        ...auditOf(operation, now, "operation.finish", operation.id),
        after: { state, counts },
        outcome: counts.failed > 0 ? "failed" : "ok",
      },
    ],
  };
}

/** Items that a later look has not changed in any way that a person or a restart would miss. */
export function isWorthSaving(before: ItemRecord, after: ItemRecord): boolean {
  return (
    before.state !== after.state ||
    before.stepIndex !== after.stepIndex ||
    before.attempts !== after.attempts ||
    before.outcome.saw !== after.outcome.saw ||
    before.outcome.fault !== after.outcome.fault ||
    isSettled(after.state)
  );
}

function auditOf(operation: OperationRecord, now: Date, action: string, subject: string): AuditInput {
  return {
    at: now,
    actorType: operation.actorType,
    actorId: operation.actorId,
    actorName: operation.actorName,
    action,
    subject,
    before: null,
    after: null,
    outcome: "ok",
    requestId: operation.id,
    ip: null,
  };
}
