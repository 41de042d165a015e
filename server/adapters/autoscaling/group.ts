import {
  AutoScalingClient,
  ResumeProcessesCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { type ActDoor, chunks } from "../../aws/door";
import { caretakerOf } from "../../aws/reads/ec2";
import { differencesBetween } from "../../core/differences";
import { assertNever } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { type ApplyItem, type Classified, defineAdapter, type StepStatus, type Verdict } from "../contract";
import { makerOfGroup } from "../managed-machines";
import { groupAhead } from "./group-ahead";
import { discoverGroups, type GroupDetail, groupDetail, type Member } from "./group-detail";
import { isAtSize, isUp, meanwhile, planPause, planResume, suspendedNames, wereRunning } from "./group-plan";
import { goneMembers } from "./group-price";
import {
  type GroupOptions,
  memberParams,
  type Op,
  options,
  processParams,
  resizeParams,
  type Saved,
  saved,
} from "./group-saved";

type Seen = Observed<GroupDetail>;

/** Ids in one call; the members of a larger group take several. */
const idsAtMost = 500;

/**
 * Auto Scaling groups, in two ways that are never mixed. `freeze` suspends the processes that would interfere and stops
 * the members, which come back as they are. `zero` sets minimum and desired capacity to 0: the members are terminated,
 * so it is only done where the plan's options ask for it.
 */
export const autoscalingGroup = defineAdapter<GroupDetail, Saved, Op, GroupOptions>({
  kind: "autoscaling.group",
  title: "Auto Scaling group",
  plural: "Auto Scaling groups",
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  about: {
    pause:
      "Suspends the processes that would interfere and stops the members (freeze). Where the plan asks for the mode zero it sets minimum and desired capacity to 0, which terminates the members.",
    resume:
      "Starts the members, waits until their status checks pass, and resumes only the processes that Standby suspended. From zero it restores the sizes and waits for new members.",
    saves:
      "Sizes, suspended processes, the members and what they were doing, and the configuration: template, subnets, load balancers, health checks, warm pool.",
    stillCosts: "Volumes and Elastic IPs of stopped members, and a warm pool.",
    hazards: [
      "In the mode zero members end for good, with all that is on disks that are deleted with them.",
      "Public addresses that are no Elastic IPs change.",
      "Data on instance-store disks is erased; off unless somebody accepts that.",
      "A group with Spot instances cannot be frozen.",
      "Members that pass the maximum instance lifetime while frozen are replaced soon after the resume.",
      "Scheduled scaling that falls due meanwhile is not made up for.",
    ],
  },
  waveTitle: "Auto Scaling groups",
  restore: "exact",
  wave: 70,
  iam: {
    read: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeInstanceRefreshes",
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstanceTypes",
    ],
    pause: ["autoscaling:SuspendProcesses", "autoscaling:UpdateAutoScalingGroup", "ec2:StopInstances"],
    resume: [
      "ec2:StartInstances",
      "autoscaling:ResumeProcesses",
      "autoscaling:SetInstanceHealth",
      "autoscaling:UpdateAutoScalingGroup",
    ],
  },
  terraform: {
    aws_autoscaling_group: {
      drift: ({ mode, suspendedByUs }) => [
        ...(mode === "zero" ? ["min_size", "desired_capacity"] : []),
        ...(suspendedByUs.length > 0 ? ["suspended_processes"] : []),
      ],
    },
  },
  detail: groupDetail,
  saved: { version: 1, schema: saved },
  options,
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 120, resume: 240 } },
  // Auto Scaling's calls name one group each.
  batch: { suspend: 1, stopMembers: 1, startMembers: 1, resume: 1, markHealthy: 1, resize: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,

  /** Members name their group as owner; the group itself is owned where EKS or Batch made it. */
  relations: ({ nativeId, tags }) => {
    const maker = makerOfGroup(nativeId, tags);
    return maker ? [maker] : [];
  },

  /** A group is free. Its members are resources of their own and carry their own price. */
  price: () => [],
  membersGone: (before, { detail }) => goneMembers(before.detail, detail),

  discover: discoverGroups,

  ahead: groupAhead,

  async apply(aws, op, items) {
    for (const item of items) await applyOne(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

async function applyOne(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<void> {
  const AutoScalingGroupName = nativeId;
  switch (op) {
    case "suspend": {
      const { processes: ScalingProcesses } = processParams.parse(params);
      await aws.act(AutoScalingClient, new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
      return;
    }
    case "resume": {
      const { processes: ScalingProcesses } = processParams.parse(params);
      await aws.act(AutoScalingClient, new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses }));
      return;
    }
    case "stopMembers":
      for (const ids of chunks(memberParams.parse(params).instanceIds, idsAtMost)) {
        await aws.act(EC2Client, new StopInstancesCommand({ InstanceIds: [...ids] }));
      }
      return;
    case "startMembers":
      for (const ids of chunks(memberParams.parse(params).instanceIds, idsAtMost)) {
        await aws.act(EC2Client, new StartInstancesCommand({ InstanceIds: [...ids] }));
      }
      return;
    case "markHealthy":
      for (const InstanceId of memberParams.parse(params).instanceIds) {
        await aws.act(AutoScalingClient, new SetInstanceHealthCommand({ InstanceId, HealthStatus: "Healthy" }));
      }
      return;
    case "resize": {
      const { min, max, desired } = resizeParams.parse(params);
      const sizes = { MinSize: min, MaxSize: max, DesiredCapacity: desired };
      await aws.act(AutoScalingClient, new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...sizes }));
      return;
    }
    default:
      return assertNever(op);
  }
}

/** Lifecycle states in which nothing moves. */
const restful = new Set(["InService", "Standby"]);

function classify(seen: Seen): Classified {
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

function check(step: Step, seen: Seen | null): StepStatus {
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
      return checkProcesses(op, processParams.parse(step.params).processes, detail);
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

function checkProcesses(op: "suspend" | "resume", processes: readonly string[], detail: GroupDetail): StepStatus {
  const suspended = suspendedNames(detail).filter((process) => processes.includes(process)).length;
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

function verify(action: "pause" | "resume", before: Saved, seen: Seen | null): Verdict {
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
