import { differencesBetween } from "../../core/differences";
import type { RestoreClass, Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import type { Meanwhile, PausePlan, Refused, ResumePlan } from "../contract";
import type { GroupDetail, GroupLimits, Member } from "./group-detail";
import { count, freezeHazards, isAdministrative, resumeHazards, zeroHazards } from "./group-hazards";
import type { GroupOptions, Op, Saved } from "./group-saved";

type PlanStep = Step & { readonly op: Op };

/**
 * What would stop, start, replace or move members on its own. `AddToLoadBalancer` stays: nothing is launched meanwhile.
 * `Terminate` and `AZRebalance` go together: one without the other can grow the group (Auto Scaling User Guide).
 */
const freezeProcesses = [
  "Launch",
  "Terminate",
  "HealthCheck",
  "ReplaceUnhealthy",
  "AZRebalance",
  "AlarmNotification",
  "ScheduledActions",
  "InstanceRefresh",
];
/** What would scale an empty group up again. */
const zeroProcesses = ["AlarmNotification", "ScheduledActions", "AZRebalance"];

/** All processes that a group has; what is not suspended of them is active. */
const processCount = 9;

export function suspendedNames(detail: GroupDetail): string[] {
  return detail.suspended.map(({ process }) => process);
}

export function planPause({ detail }: Observed<GroupDetail>, chosen: GroupOptions): PausePlan<Saved, Op> | Refused {
  return chosen.mode === "freeze" ? planFreeze(detail, chosen) : planZero(detail);
}

function planFreeze(detail: GroupDetail, chosen: GroupOptions): PausePlan<Saved, Op> | Refused {
  const refusal = whyNotFreeze(detail, chosen);
  if (refusal) return refusal;
  const running = detail.members.filter((one) => one.state === "running");
  const instanceIds = running.map((one) => one.id);
  const { kept, step } = suspension(detail, freezeProcesses);
  const stop: PlanStep = {
    op: "stopMembers",
    params: { instanceIds },
    before: `${count(running.length)} running`,
    after: `${count(running.length)} stopped`,
    settle: true,
  };
  return {
    result: "planned",
    saved: {
      mode: "freeze",
      limits: detail.limits,
      ...kept,
      members: detail.members.map(({ id, state }) => ({ id, was: state === "running" ? "running" : "stopped" })),
      configuration: detail.configuration,
    },
    steps: [...step, stop],
    hazards: freezeHazards(detail),
    restore: freezeRestore(running),
  };
}

function freezeRestore(running: readonly Member[]): RestoreClass {
  if (running.some((one) => one.instanceStore !== false)) return "lossy";
  return running.some((one) => one.publicIp) ? "newAddress" : "exact";
}

function whyNotFreeze(detail: GroupDetail, chosen: GroupOptions): Refused | null {
  const { members, mayUseSpot } = detail;
  if (mayUseSpot || members.some((one) => one.spot)) {
    return refused(
      "It uses Spot instances, which a group cannot keep stopped",
      "Scale it to zero instead, if its members hold nothing of their own",
    );
  }
  const unread = members.find((one) => one.state === null);
  if (unread) return refused(`EC2 does not list its member ${unread.id}`, "Scan again when the group has settled");
  const rootless = members.find((one) => one.state === "running" && !one.ebsRoot);
  if (rootless) {
    return refused(
      `The root disk of ${rootless.id} is instance store, which cannot be stopped`,
      "Scale it to zero instead, if its members hold nothing of their own",
    );
  }
  const erased = members.find((one) => one.state === "running" && one.instanceStore !== false);
  if (!erased || chosen.instanceStore) return null;
  const refusal = refused(
    erased.instanceStore === null
      ? `EC2 does not tell whether ${erased.type ?? erased.id} has instance-store disks, which a stop would erase`
      : `${erased.type} has instance-store disks: a stop erases their data for ever`,
    "Copy the data away, then allow instance-store loss in the plan's options",
  );
  return { ...refusal, accepts: "instanceStore" };
}

function planZero(detail: GroupDetail): PausePlan<Saved, Op> | Refused {
  const { limits, members, configuration } = detail;
  const suspended = suspendedNames(detail);
  const stuck = ["Launch", "Terminate"].find((process) => suspended.includes(process));
  if (stuck) {
    return refused(
      `Its process ${stuck} is suspended, so it cannot go to zero and back`,
      `Resume ${stuck}, or freeze the group`,
    );
  }
  const kept = members.filter((one) => one.protected).length;
  if (kept > 0) {
    return refused(
      `${count(kept)} protected from scale-in would keep running`,
      "Remove the protection, or freeze the group instead",
    );
  }
  if (configuration.warmPool) {
    // A warm pool fills up to the maximum as the group shrinks: scaling in would launch machines.
    return refused("Its warm pool grows when the group shrinks", "Delete the warm pool, or freeze the group instead");
  }
  const { kept: processes, step } = suspension(detail, zeroProcesses);
  return {
    result: "planned",
    saved: { mode: "zero", limits, ...processes, members: [], configuration },
    steps: [...step, resizeStep(limits, { min: 0, max: limits.max, desired: 0 })],
    hazards: zeroHazards(members),
    restore: "recreated",
  };
}

/** Suspends what is not suspended yet, and remembers whose is whose. */
function suspension(detail: GroupDetail, wanted: readonly string[]) {
  const suspendedBefore = suspendedNames(detail);
  const suspendedByUs = wanted.filter((process) => !suspendedBefore.includes(process));
  const step: PlanStep = {
    op: "suspend",
    params: { processes: suspendedByUs },
    before: `${processCount - suspendedBefore.length} processes active`,
    after: `${suspendedByUs.length} suspended`,
    settle: true,
  };
  return { kept: { suspendedBefore, suspendedByUs }, step: suspendedByUs.length > 0 ? [step] : [] };
}

function resizeStep(from: GroupLimits, to: GroupLimits): PlanStep {
  return {
    op: "resize",
    params: to,
    before: `min ${from.min}, desired ${from.desired}, max ${from.max}`,
    after: `min ${to.min}, desired ${to.desired}, max ${to.max}`,
    settle: true,
  };
}

export function planResume(before: Saved, seen: Observed<GroupDetail> | null): ResumePlan<Op> | Refused {
  if (!seen || seen.detail.status !== null) {
    return refused(
      "The group was deleted while it was paused",
      "Create it again from its configuration in the hold, then end the hold",
    );
  }
  return before.mode === "freeze" ? resumeFrozen(before, seen.detail) : resumeZero(before, seen.detail);
}

/**
 * What somebody changed of a paused group. A group at zero has no minimum and no wish of its own; anything else of its
 * sizes is somebody's. No step sets any of it back.
 */
export function meanwhile(before: Saved, { detail }: Observed<GroupDetail>): Meanwhile<Saved> | null {
  const { limits, configuration } = detail;
  const atZero = before.mode === "zero" && limits.min === 0 && limits.desired === 0;
  const sizes = atZero ? { ...before.limits, max: limits.max } : limits;
  const differences = [
    ...differencesBetween(before.limits, sizes, "limits"),
    ...differencesBetween(before.configuration, configuration, "configuration"),
  ];
  if (differences.length === 0) return null;
  return { differences, theirs: { ...before, limits: sizes, configuration }, canSetBack: false };
}

/**
 * Members first, processes last, and of these `HealthCheck` before `ReplaceUnhealthy`: a group that looks at its members
 * before they are well terminates them and launches new ones (Auto Scaling User Guide, "Suspend and resume", scenario 8).
 * Auto Scaling never turns a member that it found unhealthy back to healthy by itself, so with HealthCheck at work again
 * every member is set healthy before replacing may begin. Load balancer health is not read: by the time both EC2 status
 * checks pass, the application usually answers. Where it does not, HealthCheck says so while nothing can be replaced yet,
 * the member is set healthy up to three times, and then the item fails with ReplaceUnhealthy still suspended.
 */
function resumeFrozen(before: Saved, detail: GroupDetail): ResumePlan<Op> {
  const ours = stillOurs(before, detail);
  const members = wereRunning(before, detail);
  const instanceIds = members.map((one) => one.id);
  const down = members.filter((one) => !isUp(one));
  const steps: PlanStep[] = [];
  if (down.length > 0) {
    const [from, to] = [`${count(down.length)} stopped`, `${count(members.length)} running`];
    steps.push({ op: "startMembers", params: { instanceIds }, before: from, after: to, settle: true });
  }
  if (ours.includes("HealthCheck")) steps.push(resumeStep(["HealthCheck"]));
  if (down.length > 0 || members.some((one) => !one.healthy)) {
    const after = `${count(members.length)} healthy`;
    steps.push({ op: "markHealthy", params: { instanceIds }, before: "health unknown", after, settle: true });
  }
  const rest = ours.filter((process) => process !== "HealthCheck");
  if (rest.length > 0) steps.push(resumeStep(rest));
  return { result: "planned", steps, hazards: resumeHazards(before, detail) };
}

function resumeZero(before: Saved, detail: GroupDetail): ResumePlan<Op> | Refused {
  const now = detail.limits;
  const asSaved = now.min === before.limits.min && now.desired === before.limits.desired;
  const atZero = now.min === 0 && now.desired === 0;
  const steps: PlanStep[] = [];
  // Sizes that are neither ours nor the saved ones are somebody's: they stay, and the read-back names them.
  if (atZero || asSaved) {
    if (now.max < before.limits.desired) {
      return refused(
        `Somebody set its maximum to ${now.max}, below the ${before.limits.desired} to restore`,
        "Raise the maximum, then resume",
      );
    }
    const wanted = { min: before.limits.min, max: now.max, desired: before.limits.desired };
    if (!asSaved || !isAtSize(detail, wanted)) steps.push(resizeStep(now, wanted));
  }
  const ours = stillOurs(before, detail);
  if (ours.length > 0) steps.push(resumeStep(ours));
  return { result: "planned", steps, hazards: resumeHazards(before, detail) };
}

function resumeStep(processes: readonly string[]): PlanStep {
  const names = processes.length > 3 ? `${processes.length} processes` : processes.join(", ");
  return { op: "resume", params: { processes }, before: `${names} suspended`, after: `${names} active`, settle: true };
}

/** Processes that Standby suspended and that are still suspended, by a person's call and not by AWS itself. */
function stillOurs(before: Saved, detail: GroupDetail): string[] {
  const now = new Map(detail.suspended.map(({ process, reason }) => [process, reason]));
  return before.suspendedByUs.filter((process) => {
    const reason = now.get(process);
    return reason !== undefined && !isAdministrative(reason);
  });
}

export function wereRunning(before: Saved, detail: GroupDetail): Member[] {
  const running = new Set(before.members.filter((one) => one.was === "running").map((one) => one.id));
  return detail.members.filter((one) => running.has(one.id));
}

export function isUp(member: Member): boolean {
  return member.state === "running" && member.statusChecks === "ok";
}

/** In service exactly as many (by weight) as wanted; at zero, nobody left at all. */
export function isAtSize(detail: GroupDetail, { desired }: GroupLimits): boolean {
  if (desired === 0) return detail.members.length === 0;
  const inService = detail.members.filter((one) => one.lifecycle === "InService");
  const settled = inService.length === detail.members.length;
  return settled && inService.reduce((sum, one) => sum + one.weight, 0) >= desired;
}

function refused(reason: string, remedy: string): Refused {
  return { result: "refused", reason, remedy };
}
