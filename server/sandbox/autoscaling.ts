import type {
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  DescribeAutoScalingInstancesCommandInput,
  DescribeAutoScalingInstancesCommandOutput,
  DescribeInstanceRefreshesCommandInput,
  DescribeInstanceRefreshesCommandOutput,
  DescribeLifecycleHooksCommandInput,
  DescribeLifecycleHooksCommandOutput,
  DescribePoliciesCommandInput,
  DescribePoliciesCommandOutput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  DescribeWarmPoolCommandInput,
  DescribeWarmPoolCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import {
  resumeProcesses,
  setDesiredCapacity,
  setInstanceHealth,
  suspendProcesses,
  updateAutoScalingGroup,
} from "./autoscaling-actions";
import { describeGroup, describeMember, groupArn } from "./autoscaling-answers";
import { groupNamed, validation } from "./autoscaling-groups";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";

export const autoscaling: Service = {
  DescribeAutoScalingGroups: read(describeAutoScalingGroups),
  DescribeAutoScalingInstances: read(describeAutoScalingInstances),
  DescribeInstanceRefreshes: read(describeInstanceRefreshes),
  DescribeScheduledActions: read(describeScheduledActions),
  DescribePolicies: read(describePolicies),
  DescribeWarmPool: read(describeWarmPool),
  DescribeLifecycleHooks: read(describeLifecycleHooks),
  SuspendProcesses: change(suspendProcesses),
  ResumeProcesses: change(resumeProcesses),
  SetInstanceHealth: change(setInstanceHealth),
  SetDesiredCapacity: change(setDesiredCapacity),
  UpdateAutoScalingGroup: change(updateAutoScalingGroup),
};

const invalidToken = () => awsError("InvalidNextToken", "The NextToken value is not valid.");

/** Fifty rows a page by default and a hundred at most. */
function paged<Item>(
  items: readonly Item[],
  input: { MaxRecords?: number | undefined; NextToken?: string | undefined },
  most = 100,
): { readonly items: Item[]; readonly next?: string } {
  if (input.MaxRecords !== undefined && input.MaxRecords > most) {
    throw validation(`Max records must not be greater than ${most}`);
  }
  return page({ items, size: input.MaxRecords ?? 50, token: input.NextToken, invalidToken });
}

function describeAutoScalingGroups(
  input: DescribeAutoScalingGroupsCommandInput,
  at: Moment,
): Answer<DescribeAutoScalingGroupsCommandOutput> {
  const names = input.AutoScalingGroupNames ?? [];
  const found = at.region.groups.filter(
    (group) =>
      (names.length === 0 || names.includes(group.name)) &&
      (input.Filters ?? []).every((filter) => {
        const key = filter.Name?.startsWith("tag:") ? filter.Name.slice(4) : null;
        if (key !== null) return filter.Values?.includes(group.tags[key] ?? "") ?? false;
        if (filter.Name === "tag-key") return filter.Values?.some((value) => value in group.tags) ?? false;
        throw validation(
          `Filter type ${filter.Name} is not correct. Allowed Filter types are: tag-key tag-value tag:<key>`,
        );
      }),
  );
  const { items, next } = paged(found, input);
  return {
    AutoScalingGroups: items.map((group) => describeGroup(group, at, input.IncludeInstances !== false)),
    ...(next !== undefined && { NextToken: next }),
  };
}

/** Ids that are in no group are left out, without an error. */
function describeAutoScalingInstances(
  input: DescribeAutoScalingInstancesCommandInput,
  at: Moment,
): Answer<DescribeAutoScalingInstancesCommandOutput> {
  const ids = input.InstanceIds ?? [];
  if (ids.length > 50) throw validation("The number of instance ids exceeds the limit of 50");
  const rows = at.region.groups.flatMap((group) =>
    group.members
      .filter((member) => ids.length === 0 || ids.includes(member.instanceId))
      .map((member) => ({
        InstanceId: member.instanceId,
        InstanceType: group.template.instanceType,
        AutoScalingGroupName: group.name,
        AvailabilityZone: member.zone,
        LifecycleState: member.lifecycle,
        HealthStatus: member.health.toUpperCase(),
        ProtectedFromScaleIn: member.protectedFromScaleIn,
        LaunchTemplate: describeMember(member, group).LaunchTemplate,
      })),
  );
  const { items, next } = paged(rows, input, 50);
  return { AutoScalingInstances: items, ...(next !== undefined && { NextToken: next }) };
}

/** The company has none under way. */
function describeInstanceRefreshes(
  input: DescribeInstanceRefreshesCommandInput,
  at: Moment,
): Answer<DescribeInstanceRefreshesCommandOutput> {
  groupNamed(at, input.AutoScalingGroupName);
  return { InstanceRefreshes: [] };
}

function describeScheduledActions(
  input: DescribeScheduledActionsCommandInput,
  at: Moment,
): Answer<DescribeScheduledActionsCommandOutput> {
  const rows = chosenGroups(at, input.AutoScalingGroupName).flatMap((group) =>
    group.scheduledActions.map((action) => ({
      AutoScalingGroupName: group.name,
      ScheduledActionName: action.name,
      ScheduledActionARN: `${groupArn(group, at)}:scheduledActionName/${action.name}`,
      Recurrence: action.recurrence,
      TimeZone: "Etc/UTC",
      MinSize: action.min,
      MaxSize: action.max,
      DesiredCapacity: action.desired,
    })),
  );
  const { items, next } = paged(rows, input);
  return { ScheduledUpdateGroupActions: items, ...(next !== undefined && { NextToken: next }) };
}

function describePolicies(input: DescribePoliciesCommandInput, at: Moment): Answer<DescribePoliciesCommandOutput> {
  const rows = chosenGroups(at, input.AutoScalingGroupName).flatMap((group) =>
    group.policies.map((policy) => ({
      AutoScalingGroupName: group.name,
      PolicyName: policy.name,
      PolicyARN: `${groupArn(group, at)}:policyName/${policy.name}`,
      PolicyType: "TargetTrackingScaling",
      Enabled: true,
      StepAdjustments: [],
      Alarms: [],
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" as const },
        TargetValue: policy.targetValue,
        DisableScaleIn: false,
      },
    })),
  );
  const { items, next } = paged(rows, input);
  return { ScalingPolicies: items, ...(next !== undefined && { NextToken: next }) };
}

function describeWarmPool(input: DescribeWarmPoolCommandInput, at: Moment): Answer<DescribeWarmPoolCommandOutput> {
  groupNamed(at, input.AutoScalingGroupName);
  return { Instances: [] };
}

function describeLifecycleHooks(
  input: DescribeLifecycleHooksCommandInput,
  at: Moment,
): Answer<DescribeLifecycleHooksCommandOutput> {
  const group = groupNamed(at, input.AutoScalingGroupName);
  return {
    LifecycleHooks: group.lifecycleHooks.map((hook) => ({
      AutoScalingGroupName: group.name,
      LifecycleHookName: hook.name,
      LifecycleTransition: hook.transition,
      HeartbeatTimeout: hook.heartbeatSeconds,
      GlobalTimeout: hook.heartbeatSeconds * 100,
      DefaultResult: "CONTINUE",
    })),
  };
}

function chosenGroups(at: Moment, name: string | undefined) {
  return name === undefined ? at.region.groups : at.region.groups.filter((group) => group.name === name);
}
