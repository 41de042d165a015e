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

/**
 * The first call for a resource waits for the kinds that its plan names, or for the earlier waves where it names none, and
 * for what it needs or what needs it. `isAccepted`: this very process had AWS's yes to the call that was saved last;
 * `isInEffect`: it saw what that call should do.
 */
export function tooEarly(
  { items, action }: OperationRecord,
  item: ItemRecord,
  of: { readonly isAccepted: Whether; readonly isInEffect: Whether },
): string | null {
  if (item.attempts > 1 || item.stepIndex > 0) return null;
  const direction = action === "pause" ? 1 : -1;
  const { waits, after, wave } = item.plan;
  for (const other of items) {
    if (other === item || isSettled(other.state) || other.state === "deferred") continue;
    const { kind } = other.plan;
    if (isWholly(other) && of.isInEffect(other)) continue;
    const isEnough = waits?.accepted.includes(kind) && isWholly(other) && of.isAccepted(other);
    const isNamed = waits && (waits.settled.includes(kind) || waits.accepted.includes(kind));
    const isWaited = (isNamed ?? (wave - other.plan.wave) * direction > 0) && !isEnough;
    if (!isWaited && !after.includes(other.plan.resourceId)) continue;
    return `${nameOf(item)} was sent before ${nameOf(other)}, which is ${other.state}`;
  }
  return null;
}

type Whether = (other: ItemRecord) => boolean;

/** Every call for it was sent and answered. */
function isWholly({ state, stepIndex, plan }: ItemRecord): boolean {
  return state === "settling" && stepIndex >= plan.steps.length - 1;
}

export function isTold(trail: readonly AuditEntry[], { id, action }: OperationRecord, resourceId: string): boolean {
  return trail.some(
    (row) => row.requestId === id && row.action === `resource.${action}` && row.subject.split(",").includes(resourceId),
  );
}
