import { caretakerOf } from "../../aws/reads/ec2";
import { differencesBetween } from "../../core/differences";
import { assertNever } from "../../core/fault";
import type { Action, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Classified, StepStatus, Verdict } from "../contract";
import { makerOfGroup } from "../managed-machines";
import type { GroupDetail, Member } from "./group-detail";
import { isAtSize, isUp, suspendedNames, wereRunning } from "./group-plan";
import { memberParams, type Op, processParams, resizeParams, type Saved } from "./group-saved";

/** What a group is at, where a step of it stands, and whether the whole is reached. Pure. */

type Seen = Observed<GroupDetail>;

/** Lifecycle states in which nothing moves. */
const restful = new Set(["InService", "Standby"]);

export function classify(seen: Seen): Classified {
  const { status, limits, members, refreshing, operator } = seen.detail;
  const saw = membersText(members);
  const moving = members.find(
    (one) => !restful.has(one.lifecycle) || !["running", "stopped", null].includes(one.state),
  );
  if (!moving && isOff(seen.detail)) return { state: "paused", saw };
  const maker = makerOfGroup(seen.nativeId, seen.tags);
  const keeper = maker ? null : caretakerOf(seen.tags);
  if (keeper) return { state: "unsupported", saw, reason: `It is run by ${keeper.name}`, remedy: keeper.remedy };
  if (operator && !maker) {
    const remedy = "Act through the service that operates it";
    return { state: "unsupported", saw, reason: `It is operated by ${operator}`, remedy };
  }
  if (status !== null) {
    return { state: "unsupported", saw: status, reason: "The group is being deleted", remedy: "Wait until it is gone" };
  }
  if (refreshing) return { state: "changing", saw: "an instance refresh is under way" };
  if (moving) return { state: "changing", saw: `${moving.id} is ${moving.state ?? moving.lifecycle}` };
  if (members.length === 0) return { state: "changing", saw: `0 of ${limits.desired} members` };
  return { state: "running", saw };
}

/** Nothing runs, and nothing is about to. */
function isOff({ limits, members, suspended }: GroupDetail): boolean {
  if (members.length > 0) return members.every((one) => one.state === "stopped");
  return limits.desired === 0 || suspended.some(({ process }) => process === "Launch");
}

function membersText(members: readonly Member[]): string {
  if (members.length === 0) return "no members";
  return `${members.filter((one) => one.state === "running").length} of ${members.length} members running`;
}

export function check(step: Step, seen: Seen | null): StepStatus {
  if (!seen || seen.detail.status !== null) {
    return {
      status: "blocked",
      saw: "deleted",
      fault: {
        code: "gone",
        reason: "The group was deleted",
        remedy: "Create it again from its configuration in the hold, then end the hold",
      },
    };
  }
  const { detail } = seen;
  const op = step.op as Op;
  switch (op) {
    case "suspend":
    case "resume":
      return checkProcesses(op, processParams.parse(step.params).processes, suspendedNames(detail));
    case "stopMembers":
      return checkStop(namedMembers(step, detail));
    case "startMembers":
      return checkStart(namedMembers(step, detail));
    case "markHealthy": {
      const members = namedMembers(step, detail);
      const well = members.filter((one) => one.healthy).length;
      return { status: well === members.length ? "done" : "todo", saw: `${well} of ${members.length} members healthy` };
    }
    case "resize":
      return checkSize(step, detail);
    default:
      return assertNever(op);
  }
}

/** A member that left the group meanwhile cannot hold a step up; the verdict on the whole names it. */
function namedMembers(step: Step, detail: GroupDetail): Member[] {
  const ids = new Set(memberParams.parse(step.params).instanceIds);
  return detail.members.filter((one) => ids.has(one.id));
}

/** `now`: all that are suspended. */
export function checkProcesses(
  op: "suspend" | "resume",
  processes: readonly string[],
  now: readonly string[],
): StepStatus {
  const suspended = now.filter((process) => processes.includes(process)).length;
  const isDone = op === "suspend" ? suspended === processes.length : suspended === 0;
  return { status: isDone ? "done" : "todo", saw: `${suspended} of ${processes.length} processes suspended` };
}

/** EC2 refuses a whole call for one member that has not come up yet, so it is sent when none is on its way. */
function checkStop(members: readonly Member[]): StepStatus {
  const saw = membersText(members);
  if (members.every((one) => one.state === "stopped")) return { status: "done", saw };
  if (members.some((one) => one.state === "pending")) return { status: "pending", saw };
  return { status: members.some((one) => one.state === "running") ? "todo" : "pending", saw };
}

function checkStart(members: readonly Member[]): StepStatus {
  const saw = `${members.filter(isUp).length} of ${members.length} members running and checked`;
  if (members.every(isUp)) return { status: "done", saw };
  if (members.some((one) => one.state === "stopping")) return { status: "pending", saw };
  return { status: members.some((one) => one.state === "stopped") ? "todo" : "pending", saw };
}

function checkSize(step: Step, detail: GroupDetail): StepStatus {
  const wanted = resizeParams.parse(step.params);
  const inService = detail.members.filter((one) => one.lifecycle === "InService").length;
  const others = detail.members.filter((one) => one.lifecycle !== "InService").map((one) => one.lifecycle);
  const saw = [`${inService} members in service`, ...new Set(others)].join(", ");
  if (differencesBetween(wanted, detail.limits).length > 0) return { status: "todo", saw };
  return { status: isAtSize(detail, wanted) ? "done" : "pending", saw };
}

export function verify(action: Action, before: Saved, seen: Seen | null): Verdict {
  if (!seen || seen.detail.status !== null) return { verdict: "gone", saw: "deleted" };
  return action === "pause" ? verifyPause(before, seen.detail) : verifyResume(before, seen.detail);
}

function verifyPause(before: Saved, detail: GroupDetail): Verdict {
  const saw = membersText(detail.members);
  const suspended = suspendedNames(detail);
  if (!before.suspendedByUs.every((process) => suspended.includes(process))) {
    return { verdict: "pending", saw: "processes still active" };
  }
  if (before.mode === "zero") {
    const isZero = detail.limits.min === 0 && isAtSize(detail, { ...detail.limits, desired: 0 });
    return { verdict: isZero && detail.limits.desired === 0 ? "reached" : "pending", saw };
  }
  const members = wereRunning(before, detail);
  if (members.some((one) => one.state !== "stopped")) return { verdict: "pending", saw };
  const differences = memberDifferences(before, detail);
  return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
}

function verifyResume(before: Saved, detail: GroupDetail): Verdict {
  const saw = membersText(detail.members);
  if (before.mode === "freeze" && !wereRunning(before, detail).every((one) => isUp(one) && one.healthy)) {
    return { verdict: "pending", saw };
  }
  if (before.mode === "zero" && !isAtSize(detail, detail.limits)) return { verdict: "pending", saw };
  const differences = [
    ...differencesBetween(before.limits, detail.limits, "limits"),
    ...differencesBetween(before.suspendedBefore, suspendedNames(detail), "suspended"),
    ...memberDifferences(before, detail),
    ...differencesBetween(before.configuration, detail.configuration, "configuration"),
  ];
  return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
}

/** Members that were saved and are no longer there. New ones are the group's own doing once it works again. */
function memberDifferences(before: Saved, detail: GroupDetail) {
  const now = new Set(detail.members.map((one) => one.id));
  return before.members
    .filter((one) => !now.has(one.id))
    .map((one) => ({ path: `members.${one.id}`, saved: one.was, now: "gone" }));
}
