import {
  AutoScalingClient,
  ResumeProcessesCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { type ActDoor, chunks } from "../../aws/door";
import { reservationsRead } from "../../aws/reads/reservations";
import { assertNever } from "../../core/fault";
import { type ApplyItem, defineAdapter } from "../contract";
import { makerOfGroup } from "../managed-machines";
import { groupAhead } from "./group-ahead";
import { check, classify, verify } from "./group-check";
import { discoverGroups, type GroupDetail, groupDetail } from "./group-detail";
import { glanceAtGroups } from "./group-glance";
import { meanwhile, planPause, planResume } from "./group-plan";
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
    stillCosts: "Volumes and Elastic IPs of stopped members, a warm pool, and capacity reservations.",
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
  // Its last step: members were seen up before, and what runs on them needs none of the group's processes.
  onOnceAccepted: ["resume"],
  iam: {
    read: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeInstanceRefreshes",
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstanceTypes",
      reservationsRead,
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
  glance: glanceAtGroups,

  // Members are started by EC2.
  grantsVia: "ec2",
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
