import type {
  ResumeProcessesCommandInput,
  ResumeProcessesCommandOutput,
  SetDesiredCapacityCommandInput,
  SetDesiredCapacityCommandOutput,
  SetInstanceHealthCommandInput,
  SetInstanceHealthCommandOutput,
  SuspendProcessesCommandInput,
  SuspendProcessesCommandOutput,
  UpdateAutoScalingGroupCommandInput,
  UpdateAutoScalingGroupCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import { groupNamed, validation } from "./autoscaling-groups";
import type { Answer, Moment } from "./operation";
import type { Group } from "./world";

const processes = [
  "Launch",
  "Terminate",
  "AddToLoadBalancer",
  "AlarmNotification",
  "AZRebalance",
  "HealthCheck",
  "InstanceRefresh",
  "ReplaceUnhealthy",
  "ScheduledActions",
];

/** Without names, all processes. Already suspended ones keep their reason. */
export function suspendProcesses(
  input: SuspendProcessesCommandInput,
  at: Moment,
): Answer<SuspendProcessesCommandOutput> {
  const group = groupNamed(at, input.AutoScalingGroupName);
  const reason = `User suspended at ${new Date(at.now).toISOString()}`;
  for (const name of processNames(input.ScalingProcesses)) {
    if (!group.suspended.some((each) => each.name === name)) group.suspended.push({ name, reason });
  }
  return {};
}

export function resumeProcesses(input: ResumeProcessesCommandInput, at: Moment): Answer<ResumeProcessesCommandOutput> {
  const group = groupNamed(at, input.AutoScalingGroupName);
  const names = processNames(input.ScalingProcesses);
  group.suspended = group.suspended.filter((each) => !names.includes(each.name));
  return {};
}

function processNames(names: readonly string[] | undefined): readonly string[] {
  if (!names || names.length === 0) return processes;
  const unknown = names.find((name) => !processes.includes(name));
  if (unknown !== undefined)
    throw validation(`Value '${unknown}' is not a valid process. Valid: ${processes.join(", ")}`);
  return names;
}

export function setInstanceHealth(
  input: SetInstanceHealthCommandInput,
  at: Moment,
): Answer<SetInstanceHealthCommandOutput> {
  const members = at.region.groups.flatMap((group) => group.members);
  const member = members.find((each) => each.instanceId === input.InstanceId);
  if (!member)
    throw validation(`Instance Id not found - No managed instance found for instance ID ${input.InstanceId}`);
  if (input.HealthStatus !== "Healthy" && input.HealthStatus !== "Unhealthy") {
    throw validation(`Invalid health status ${input.HealthStatus}: it must be Healthy or Unhealthy`);
  }
  member.health = input.HealthStatus;
  return {};
}

export function setDesiredCapacity(
  input: SetDesiredCapacityCommandInput,
  at: Moment,
): Answer<SetDesiredCapacityCommandOutput> {
  const group = groupNamed(at, input.AutoScalingGroupName);
  const desired = input.DesiredCapacity ?? Number.NaN;
  assertSizes({ ...group, desired });
  group.desired = desired;
  return {};
}

/** Sizes only. A new minimum or maximum without a desired capacity moves the desired capacity into the range. */
export function updateAutoScalingGroup(
  input: UpdateAutoScalingGroupCommandInput,
  at: Moment,
): Answer<UpdateAutoScalingGroupCommandOutput> {
  const { AutoScalingGroupName, MinSize, MaxSize, DesiredCapacity, ...others } = input;
  const [other] = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (other) throw new Error(`The sandbox's UpdateAutoScalingGroup changes sizes only, not ${other}.`);
  const group = groupNamed(at, AutoScalingGroupName);
  const min = MinSize ?? group.min;
  const max = MaxSize ?? group.max;
  const desired = DesiredCapacity ?? Math.min(Math.max(group.desired, min), max);
  assertSizes({ min, max, desired });
  Object.assign(group, { min, max, desired });
  return {};
}

function assertSizes({ min, max, desired }: Pick<Group, "min" | "max" | "desired">): void {
  if (!Number.isInteger(desired) || desired < 0)
    throw validation("Desired capacity must be a whole number of 0 or more.");
  if (min > max) throw validation(`Min bound, ${min}, must be less than or equal to max bound, ${max}.`);
  if (desired < min) throw validation(`Desired capacity:${desired} must be above or equal to min size:${min}`);
  if (desired > max) throw validation(`Desired capacity:${desired} must be below or equal to max size:${max}`);
}
