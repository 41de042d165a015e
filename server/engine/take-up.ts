import { isSettled } from "../core/operation";
import type { OperationRecord } from "./ports";

/** An operation that is taken up this soon after its start still has the fresh looks that it was planned with. */
const promptMs = 3_000;

/**
 * What a process begins with. For what nothing was sent yet, a look of an earlier time is no look. A call that was said
 * and never answered may not have left at all, so it does not count towards "AWS accepted it three times"; its patience
 * stays. What was throttled is looked at again like everything else that has begun. What AWS cannot do yet keeps the time
 * of its next try.
 */
export function takenUp(operation: OperationRecord, epoch: number, now: Date): OperationRecord {
  const isLate = epoch > 1 || now.getTime() - operation.startsAt.getTime() > promptMs;
  const items = operation.items.map((item) => {
    if (isSettled(item.state) || item.state === "deferred") return item;
    if (!item.startedAt) return isLate ? { ...item, checked: false, attempts: 0, notBefore: null } : item;
    const attempts = item.state === "applying" ? Math.max(1, item.attempts - 1) : item.attempts;
    return { ...item, state: item.state === "waiting" ? "settling" : item.state, attempts, notBefore: null };
  });
  return { ...operation, items };
}

/**
 * After a time in which the process stood still, or its clock was set back (`passedMs` below zero): what nothing was sent
 * for is looked at again, and what was due in so many seconds is due in as many.
 */
export function afterSleep(operation: OperationRecord, passedMs: number): OperationRecord {
  const back = Math.min(0, passedMs);
  const shifted = (time: Date | null) => time && new Date(time.getTime() + back);
  const items = operation.items.map((item) => {
    if (isSettled(item.state)) return item;
    const { startedAt, sentAt, notBefore } = item;
    const looked = startedAt ? item : { ...item, checked: false, attempts: 0 };
    return { ...looked, startedAt: shifted(startedAt), sentAt: shifted(sentAt), notBefore: shifted(notBefore) };
  });
  return { ...operation, items };
}

/** What waits for AWS, with the next try that somebody asked for. */
export function asAsked(operation: OperationRecord, saved: OperationRecord): OperationRecord {
  const asked = new Map(saved.items.map((item) => [item.plan.resourceId, item.notBefore]));
  const items = operation.items.map((item) => {
    const notBefore = asked.get(item.plan.resourceId) ?? item.notBefore;
    return item.state === "deferred" ? { ...item, notBefore } : item;
  });
  return { ...operation, items };
}
