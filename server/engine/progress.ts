import type { AnyAdapter, StepStatus, Verdict } from "../adapters/contract";
import { type Fault, isRetryable } from "../core/fault";
import type { ItemState } from "../core/operation";
import type { Action } from "../core/plan";
import type { Observed } from "../core/resource";
import { digestOf } from "./judge";
import type { ItemRecord } from "./ports";

/** How one resource's record moves on when a look or a call comes back. Pure; the time is an argument. */

export interface Moment {
  readonly action: Action;
  readonly adapter: AnyAdapter;
  readonly now: Date;
  /** When this process took the operation up: time that nobody looked does not count against AWS. */
  readonly since: Date;
  /** How fast waiting goes: 1 on AWS. */
  readonly pace: number;
}

/** A step that AWS accepted and that never took effect is sent this often before it is called failed. */
const sendAtMost = 3;
/** A first look that fails (throttled, network) is repeated this often; unknown then means: do nothing. */
const firstLooksAtMost = 5;

/** The look before the first call: is it still what the plan showed? */
export function afterFirstLook(item: ItemRecord, seen: Observed | null, moment: Moment): ItemRecord {
  const { adapter, action, now } = moment;
  if (action === "pause") {
    if (!seen) return settled(item, "skipped", "It is gone since the plan was made", now);
    const classified = adapter.classify(seen);
    if (classified.state === "paused") return settled(item, "skipped", "Somebody else switched it off meanwhile", now);
    if (classified.state !== "running") {
      return settled(item, "skipped", `Changed since the plan was made: AWS says ${classified.saw}`, now);
    }
  }
  const { options, saved: planned, spent } = item.plan;
  const again =
    action === "pause" && seen
      ? adapter.planPause(seen, adapter.options.parse(options), spent)
      : adapter.planResume(planned, seen, spent);
  if (again.result === "refused") return failed(item, refusedFault(again.reason, again.remedy), again.reason, now);
  const saved = "saved" in again ? again.saved : planned;
  const meanwhile = action === "resume" && seen ? adapter.meanwhile?.(planned, seen) : null;
  if (digestOf(again, saved, meanwhile?.differences) !== item.plan.seenHash) {
    return settled(item, "skipped", "Changed since the plan was made, so it is left alone", now);
  }
  return { ...item, checked: true, attempts: 0, notBefore: null };
}

export function afterFailedFirstLook(item: ItemRecord, fault: Fault, moment: Moment): ItemRecord {
  const attempts = item.attempts + 1;
  if (!isRetryable(fault.code) || attempts >= firstLooksAtMost)
    return failed(item, fault, "Not read, so not touched", moment.now);
  return { ...item, attempts, notBefore: later(moment, 2 ** attempts) };
}

/** A call was answered. `fault` null: accepted. */
export function afterCall(item: ItemRecord, fault: Fault | null, moment: Moment): ItemRecord {
  if (fault === null) return accepted(item);
  switch (fault.code) {
    case "throttled":
      return gaveUp(item, moment)
        ? failed(item, fault, "", moment.now)
        : { ...item, state: "waiting", attempts: item.attempts - 1, notBefore: later(moment, 5) };
    case "capacity":
    case "quota":
      return moment.action === "resume"
        ? deferred(item, fault, moment)
        : failed(item, fault, item.outcome.saw, moment.now);
    case "busy":
      return gaveUp(item, moment) ? failed(item, fault, "", moment.now) : turnedAway(item, fault, moment);
    // It may have happened: only AWS knows. The step is decided again from what a look shows.
    case "transient":
    case "gone":
      return { ...item, state: "settling", outcome: { ...item.outcome, fault }, notBefore: later(moment, 1) };
    default:
      return failed(item, fault, item.outcome.saw, moment.now);
  }
}

/**
 * AWS is at something else and took nothing, so it is no try of the step: copying a backup makes a cache's restore wait for
 * many minutes. A look tells when it is over; the pauses grow to the kind's own rhythm, until the kind gives up.
 */
function turnedAway(item: ItemRecord, fault: Fault, moment: Moment): ItemRecord {
  const outcome = { ...item.outcome, fault };
  return { ...item, state: "settling", attempts: item.attempts - 1, outcome, notBefore: nextLook(item, moment) };
}

function accepted(item: ItemRecord): ItemRecord {
  const step = item.plan.steps[item.stepIndex];
  const clean = { ...item, outcome: { ...item.outcome, fault: null } };
  // The first look is at once: many effects are immediate, and one list shows all of a batch.
  if (step?.settle || isLastStep(item)) return { ...clean, state: "settling", notBefore: null };
  return { ...clean, state: "waiting", stepIndex: item.stepIndex + 1, attempts: 0, sentAt: null, notBefore: null };
}

/** Whether the step at hand is the last one: nothing is sent after it. */
export function isLastStep({ plan, stepIndex }: ItemRecord): boolean {
  return stepIndex + 1 >= plan.steps.length;
}

/** Minutes until the next try; the last one for as long as it takes. EC2 capacity comes and goes within minutes. */
const deferMinutes = [1, 2, 5, 10, 15, 30] as const;

/** AWS cannot do it now and may later: it stays in the queue, and everything else goes on without it. */
function deferred(item: ItemRecord, fault: Fault, moment: Moment): ItemRecord {
  const minutes = deferMinutes[Math.min(item.deferrals, deferMinutes.length - 1)] ?? 30;
  return {
    ...item,
    state: "deferred",
    attempts: 0,
    sentAt: null,
    deferrals: item.deferrals + 1,
    deferredAt: item.deferredAt ?? moment.now,
    notBefore: later(moment, minutes * 60),
    outcome: { ...item.outcome, fault },
  };
}

/** A look came back: walk over the steps that are in effect, then verify the whole. */
export function afterLook(item: ItemRecord, seen: Observed | null, moment: Moment): ItemRecord {
  const { adapter, action, now } = moment;
  // AWS did nothing about the tries that it had no capacity for: the time that it may take begins with this one.
  let at = item.state === "deferred" ? { ...item, startedAt: now } : item;
  for (let step = at.plan.steps[at.stepIndex]; step; step = at.plan.steps[at.stepIndex]) {
    const status = adapter.check(step, seen, now);
    if (status.status !== "done") return waiting(at, status, moment, seen === null);
    at = afterStep(at, status);
  }
  const verdict = adapter.verify(action, at.plan.saved, seen);
  return judged(at, verdict, moment, now);
}

/** A glance told where the step at hand stands: the next one is sent, and after the last the whole is read. */
export function afterGlance(item: ItemRecord, status: StepStatus, moment: Moment): ItemRecord {
  if (status.status !== "done") return waiting(item, status, moment);
  if (!isLastStep(item)) return { ...afterStep(item, status), state: "waiting", notBefore: null };
  return { ...item, notBefore: null, outcome: { ...item.outcome, saw: status.saw } };
}

function afterStep(item: ItemRecord, { saw }: StepStatus): ItemRecord {
  return { ...item, stepIndex: item.stepIndex + 1, attempts: 0, sentAt: null, outcome: { ...item.outcome, saw } };
}

function waiting(item: ItemRecord, status: StepStatus, moment: Moment, isGone = false): ItemRecord {
  const outcome = { ...item.outcome, saw: status.saw };
  // Only a step that makes it again is still to be sent for something that AWS does not know.
  if (isGone && status.status !== "todo") {
    // Its adapter knows more: what a resume makes again is not given up by ending its hold.
    const isKnown = status.status === "blocked" && moment.action === "resume";
    return failed(item, isKnown ? status.fault : goneFault(), status.saw, moment.now);
  }
  if (status.status === "blocked") {
    const canWait = status.fault.code === "capacity" || status.fault.code === "quota";
    const isNextTry = canWait && item.state === "deferred";
    // Some services accept a start, fail later and stay so (a SageMaker notebook): nothing but the next call ends it.
    if (isNextTry) return { ...item, state: "waiting", outcome, notBefore: null };
    if (canWait && moment.action === "resume") return deferred({ ...item, outcome }, status.fault, moment);
    return failed(item, status.fault, status.saw, moment.now);
  }
  if (gaveUp(item, moment)) return failed(item, lateFault(item, status), status.saw, moment.now);
  if (status.status === "pending") return { ...item, state: "settling", outcome, notBefore: nextLook(item, moment) };
  // AWS shows a change a moment late: a step that was sent is looked at for 2, 4, then 8 seconds before it is sent again.
  const patienceMs = 1000 * 2 ** Math.max(1, item.attempts) * moment.pace;
  const isLate = item.sentAt === null || moment.now.getTime() - item.sentAt.getTime() >= patienceMs;
  if (!isLate) return { ...item, state: "settling", outcome, notBefore: later(moment, 1) };
  if (item.attempts >= sendAtMost) {
    return failed(item, item.outcome.fault ?? bouncedFault(status.saw), status.saw, moment.now);
  }
  return { ...item, state: "waiting", outcome, notBefore: null };
}

function judged(item: ItemRecord, verdict: Verdict, moment: Moment, now: Date): ItemRecord {
  const outcome = { ...item.outcome, saw: verdict.saw };
  switch (verdict.verdict) {
    case "reached":
      return {
        ...item,
        state: "done",
        settledAt: now,
        notBefore: null,
        outcome: { fault: null, differences: [], saw: verdict.saw },
      };
    case "pending":
      if (gaveUp(item, moment)) return failed(item, timeoutFault(verdict.saw), verdict.saw, now);
      return { ...item, state: "settling", outcome, notBefore: nextLook(item, moment) };
    case "wrong":
      return {
        ...failed(item, differsFault(verdict.differences.length), verdict.saw, now),
        outcome: {
          fault: differsFault(verdict.differences.length),
          differences: verdict.differences,
          saw: verdict.saw,
        },
      };
    case "gone":
      return failed(item, goneFault(), verdict.saw, now);
  }
}

export function afterFailedLook(item: ItemRecord, fault: Fault, moment: Moment): ItemRecord {
  if (isRetryable(fault.code) && item.state === "deferred") return { ...item, notBefore: later(moment, 60) };
  if (!isRetryable(fault.code) || gaveUp(item, moment))
    return failed(item, fault, "Could not be read back", moment.now);
  return { ...item, state: "settling", notBefore: nextLook(item, moment) };
}

/** Marks a step as about to be sent: saved before the call leaves (law 3). */
export function sending(item: ItemRecord, now: Date): ItemRecord {
  return {
    ...item,
    state: "applying",
    attempts: item.attempts + 1,
    startedAt: item.startedAt ?? now,
    sentAt: now,
    notBefore: null,
  };
}

export function cancelled(item: ItemRecord, now: Date): ItemRecord {
  const saw = item.startedAt ? "Cancelled while it waited for AWS" : "Cancelled before anything was sent";
  const left = settled(item, "skipped", saw, now);
  return { ...left, outcome: { ...left.outcome, cancelled: true } };
}

function settled(item: ItemRecord, state: ItemState, saw: string, now: Date): ItemRecord {
  return { ...item, state, settledAt: now, notBefore: null, outcome: { ...item.outcome, saw } };
}

function failed(item: ItemRecord, fault: Fault, saw: string, now: Date): ItemRecord {
  return { ...settled(item, "failed", saw, now), outcome: { ...item.outcome, fault, saw } };
}

/**
 * A time from now, on a grid of one second (of the account's own clock): what is due together is looked at together, and
 * a hundred resources cost one list instead of a hundred.
 */
function later(moment: Moment, seconds: number): Date {
  const grid = Math.max(1, 1000 * moment.pace);
  return new Date(Math.ceil((moment.now.getTime() + seconds * grid) / grid) * grid);
}

/** Looks come quickly at first and then settle at the kind's own rhythm: half of the time that has passed. */
function nextLook(item: ItemRecord, moment: Moment): Date {
  const started = item.startedAt?.getTime() ?? moment.now.getTime();
  const passedSeconds = (moment.now.getTime() - started) / 1000 / Math.max(moment.pace, 0.001);
  return later(moment, Math.min(moment.adapter.timing.pollSeconds, Math.max(1, passedSeconds / 2)));
}

function gaveUp(item: ItemRecord, moment: Moment): boolean {
  if (!item.startedAt) return false;
  const allowedMs = moment.adapter.timing.giveUpSeconds * 1000 * Math.max(moment.pace, 0.02);
  const waitedSince = Math.max(item.startedAt.getTime(), moment.since.getTime());
  return moment.now.getTime() - waitedSince > allowedMs;
}

function refusedFault(reason: string, remedy: string): Fault {
  return { code: "refused", reason, remedy };
}

function goneFault(): Fault {
  return {
    code: "gone",
    reason: "It does not exist any more",
    remedy: "Its saved configuration is kept: download it where the resource is shown, and end its hold there",
  };
}

/** Where AWS never took the call, its own line tells why; otherwise it took it and did not finish. */
function lateFault({ outcome: { fault } }: ItemRecord, { status, saw }: StepStatus): Fault {
  return status === "todo" && fault?.code === "busy" ? fault : timeoutFault(saw);
}

function timeoutFault(saw: string): Fault {
  return {
    code: "busy",
    reason: `AWS did not finish in time; it says ${saw}`,
    remedy: "Look at it in the AWS console, then try again",
  };
}

function bouncedFault(saw: string): Fault {
  return {
    code: "refused",
    reason: `AWS accepted it three times and it did not happen; it says ${saw}`,
    remedy: "Look at the reason in the AWS console, then try again",
  };
}

function differsFault(count: number): Fault {
  return {
    code: "refused",
    reason: `It is back, but ${count === 1 ? "one attribute differs" : `${count} attributes differ`} from what was saved`,
    remedy: "Look at the differences; the saved configuration is kept",
  };
}
