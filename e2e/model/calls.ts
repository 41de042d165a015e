import type { AuditEntry } from "../../server/audit/entry";
import { isSettled } from "../../server/core/operation";
import type { ItemRecord, OperationRecord } from "../../server/engine/ports";
import { nameOf } from "./books";

/** What must be saved of an operation when one of its calls leaves. The first two say what is wrong, or null. */

/** A call leaves for the step that its item is at, and the item says so. */
export function notSaid({ plan, state, stepIndex }: ItemRecord, op: string, params: unknown): string | null {
  const step = plan.steps[stepIndex];
  const isSaid = state === "applying" && step?.op === op && JSON.stringify(step.params) === JSON.stringify(params);
  return isSaid ? null : `${op} of ${plan.nativeId} was not said before: it is ${state} at ${step?.op}`;
}

/** The first call for a resource waits for the earlier waves, and for what it needs or what needs it. */
export function tooEarly({ items, action }: OperationRecord, item: ItemRecord): string | null {
  if (item.attempts > 1 || item.stepIndex > 0) return null;
  const direction = action === "pause" ? 1 : -1;
  for (const other of items) {
    if (other === item || isSettled(other.state) || other.state === "deferred") continue;
    const isEarlier = (item.plan.wave - other.plan.wave) * direction > 0;
    if (!isEarlier && !item.plan.after.includes(other.plan.resourceId)) continue;
    return `${nameOf(item)} was sent before ${nameOf(other)}, which is ${other.state}`;
  }
  return null;
}

export function isTold(trail: readonly AuditEntry[], { id, action }: OperationRecord, resourceId: string): boolean {
  return trail.some(
    (row) => row.requestId === id && row.action === `resource.${action}` && row.subject.split(",").includes(resourceId),
  );
}
