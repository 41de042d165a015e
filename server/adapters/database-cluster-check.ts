import { differencesBetween } from "../core/differences";
import type { Difference } from "../core/operation";
import type { Action, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Meanwhile, StepStatus, Verdict } from "./contract";
import type {
  ClusterConfiguration,
  ClusterDetail,
  ClusterOp,
  ClusterSaved,
  MemberConfiguration,
} from "./database-cluster-detail";
import { brokenFault, isBroken } from "./database-common";
import {
  describeScaling,
  isHeld,
  matchesParams,
  restoreParamsSchema,
  scalingDifferences,
  scalingMeanwhile,
} from "./scaling-hold";

/** Where a step of a DB cluster stands, whether the whole is reached, and what somebody changed meanwhile. Pure. */

type Seen = Observed<ClusterDetail>;

export function checkCluster(step: Step, seen: Seen | null): StepStatus {
  if (!seen) {
    const remedy = "Restore it from a snapshot under the same name, then end the hold";
    return { status: "blocked", saw: "deleted", fault: { code: "gone", reason: "The cluster was deleted", remedy } };
  }
  const { detail } = seen;
  switch (step.op as ClusterOp) {
    case "holdScaling":
      return {
        status: !detail.scaling || isHeld(detail.scaling) ? "done" : "todo",
        saw: describeScaling(detail.scaling),
      };
    case "stop":
      return checkMove(detail, "available", "stopped");
    case "start":
      return checkMove(detail, "stopped", "available");
    case "restoreScaling":
      return checkRestore(step, detail);
    default:
      throw new Error(`A DB cluster has no step ${step.op}`);
  }
}

/** A cluster may say that it is there before its members are: the step is over when all of them are. */
function checkMove(detail: ClusterDetail, from: string, goal: string): StepStatus {
  const saw = sawOf(detail);
  if (isAll(detail, goal)) return { status: "done", saw };
  if (isAll(detail, from)) return { status: "todo", saw };
  const broken = brokenStatus(detail);
  return broken ? { status: "blocked", saw, fault: brokenFault(broken) } : { status: "pending", saw };
}

function checkRestore(step: Step, detail: ClusterDetail): StepStatus {
  const saw = describeScaling(detail.scaling);
  if (matchesParams(detail.scaling, restoreParamsSchema.parse(step.params))) return { status: "done", saw };
  if (isAll(detail, "available")) return { status: "todo", saw };
  if (!isStopping(detail.status)) return { status: "pending", saw: sawOf(detail) };
  const fault = {
    code: "refused" as const,
    reason: "The cluster was stopped again; its scaling would try to add readers to it",
    remedy: "Resume the cluster again",
  };
  return { status: "blocked", saw: sawOf(detail), fault };
}

export function verifyCluster(action: Action, saved: ClusterSaved, seen: Seen | null): Verdict {
  if (!seen) return { verdict: "gone", saw: "deleted" };
  const { detail } = seen;
  const saw = sawOf(detail);
  if (!isAll(detail, action === "pause" ? "stopped" : "available")) return { verdict: "pending", saw };
  const differences = action === "pause" ? notHeld(saved, detail) : notRestored(saved, detail);
  return differences.length > 0 ? { verdict: "wrong", saw, differences } : { verdict: "reached", saw };
}

function notHeld(saved: ClusterSaved, { scaling }: ClusterDetail): readonly Difference[] {
  if (!saved.scaling || !scaling || isHeld(scaling)) return [];
  return [{ path: "scaling", saved: "scaling held", now: describeScaling(scaling) }];
}

function notRestored(saved: ClusterSaved, detail: ClusterDetail): readonly Difference[] {
  const members = comparable(detail, saved).map((member) => asSaved(member, saved.members));
  return [
    ...differencesBetween(saved.configuration, { ...detail.configuration, zones: saved.configuration.zones }),
    ...memberDifferences(comparable(saved, saved), members),
    ...scalingDifferences("scaling", saved.scaling, detail.scaling),
  ];
}

/** A start sets nothing but what is saved of the scaling target: only that can be set back. */
export function clusterMeanwhile(saved: ClusterSaved, { detail }: Seen): Meanwhile<ClusterSaved> | null {
  // Another cluster of the same name: the resume is refused.
  if (detail.configuration.resourceId !== saved.configuration.resourceId) return null;
  const configuration = { ...detail.configuration, ...movedByAws(saved.configuration) };
  const members = comparable(detail, saved).map((member) => asSaved(member, saved.members));
  const changed = [
    ...differencesBetween(saved.configuration, configuration),
    ...memberDifferences(comparable(saved, saved), members),
  ];
  const scaling = scalingMeanwhile("scaling", saved.scaling, detail.scaling);
  const differences = [...changed, ...scaling.differences];
  if (differences.length === 0) return null;
  const all = detail.members.map((member) => asSaved(member, saved.members));
  const theirs = { ...saved, configuration, members: all, scaling: scaling.theirs };
  return { differences, theirs, canSetBack: changed.length === 0 };
}

/**
 * What a stopped cluster leaves out or AWS moves by itself. The zones are those that its storage may be in; which it
 * names depends on its members.
 */
function movedByAws({ zones, endpoint, activityStream, localWriteForwarding }: ClusterConfiguration) {
  return { zones, endpoint, activityStream, localWriteForwarding };
}

/** How Application Auto Scaling names the readers that it makes: of Aurora, and of Neptune. */
const scaledReader = /^(application-autoscaling-|autoscaled-reader)/;

/** Readers that scaling made come and go while it is on, and only it deletes them (Aurora and Neptune guides). */
function comparable(
  { members }: { readonly members: readonly MemberConfiguration[] },
  { scaling }: ClusterSaved,
): readonly MemberConfiguration[] {
  if (!scaling || isHeld(scaling)) return members;
  return members.filter(({ id }) => !scaledReader.test(id));
}

/** Which member writes and in which zone a member runs may be others after a start: a failover would do the same. */
function asSaved(member: MemberConfiguration, saved: readonly MemberConfiguration[]): MemberConfiguration {
  const known = saved.find(({ id }) => id === member.id);
  return known ? { ...member, writer: known.writer, zone: known.zone } : member;
}

function memberDifferences(
  saved: readonly MemberConfiguration[],
  now: readonly MemberConfiguration[],
): readonly Difference[] {
  const byId = (members: readonly MemberConfiguration[]) => Object.fromEntries(members.map((each) => [each.id, each]));
  return differencesBetween(byId(saved), byId(now), "members");
}

export function isStopping(status: string): boolean {
  return status === "stopped" || status === "stopping";
}

/** The cluster and every member. */
export function isAll({ status, memberStatus }: ClusterDetail, wanted: string): boolean {
  return status === wanted && Object.values(memberStatus).every((each) => each === wanted);
}

export function brokenStatus({ status, memberStatus }: ClusterDetail): string | undefined {
  return [status, ...Object.values(memberStatus)].find(isBroken);
}

/** "available", or "available, reader-1 starting". */
export function sawOf({ status, memberStatus }: ClusterDetail): string {
  const others = Object.entries(memberStatus).filter(([, each]) => each !== status);
  return [status, ...others.map(([id, each]) => `${id} ${each}`)].join(", ");
}
