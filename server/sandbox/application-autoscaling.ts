import type {
  DescribeScalableTargetsCommandInput,
  DescribeScalableTargetsCommandOutput,
  DescribeScalingPoliciesCommandInput,
  DescribeScalingPoliciesCommandOutput,
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import { scalingPuts } from "./application-autoscaling-puts";
import type { Scaled } from "./corner";
import { corners } from "./corners";
import { setDesiredCount } from "./ecs";
import { awsError } from "./errors";
import { setProvisioned } from "./lambda-provisioned";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { forgetTags, targetArn } from "./scaling-targets";
import type { ScalableTarget } from "./world";

export const applicationAutoscaling: Service = {
  DescribeScalableTargets: read(describeScalableTargets),
  DescribeScalingPolicies: read(describeScalingPolicies),
  DescribeScheduledActions: read(describeScheduledActions),
  RegisterScalableTarget: change(registerScalableTarget),
  ...scalingPuts,
};

const validation = (message: string) => awsError("ValidationException", message);
const invalidToken = () => awsError("InvalidNextTokenException", "Invalid next token");

interface Chosen {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ResourceIds?: readonly string[] | undefined;
  readonly ScalableDimension?: string | undefined;
}

function chosen(input: Chosen, at: Moment): ScalableTarget[] {
  if (!input.ServiceNamespace) throw validation("serviceNamespace must not be null");
  const ids = input.ResourceIds ?? (input.ResourceId === undefined ? undefined : [input.ResourceId]);
  if ((ids?.length ?? 0) > 50) throw validation("resourceIds must have length less than or equal to 50");
  return at.region.scalableTargets.filter(
    (target) =>
      target.namespace === input.ServiceNamespace &&
      (ids === undefined || ids.length === 0 || ids.includes(target.resourceId)) &&
      (input.ScalableDimension === undefined || target.dimension === input.ScalableDimension),
  );
}

function paged<Item>(
  items: readonly Item[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { readonly items: Item[]; readonly next?: string } {
  return page({ items, size: input.MaxResults ?? 50, token: input.NextToken, invalidToken });
}

function describeScalableTargets(
  input: DescribeScalableTargetsCommandInput,
  at: Moment,
): Answer<DescribeScalableTargetsCommandOutput> {
  const { items, next } = paged(chosen(input, at), input);
  return {
    ScalableTargets: items.map((target) => ({
      ...keyOf(target),
      MinCapacity: target.min,
      MaxCapacity: target.max,
      RoleARN: roleArn(target, at),
      CreationTime: new Date(target.createdAt),
      SuspendedState: {
        DynamicScalingInSuspended: target.suspended.in,
        DynamicScalingOutSuspended: target.suspended.out,
        ScheduledScalingSuspended: target.suspended.scheduled,
      },
      ScalableTargetARN: targetArn(target, at),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function keyOf(target: ScalableTarget) {
  return {
    ServiceNamespace: target.namespace,
    ResourceId: target.resourceId,
    ScalableDimension: target.dimension,
  };
}

const roles: Readonly<Record<string, { readonly owner: string; readonly role: string }>> = {
  ecs: { owner: "ecs", role: "ECSService" },
  lambda: { owner: "lambda-concurrency", role: "LambdaConcurrency" },
  sagemaker: { owner: "sagemaker", role: "SageMakerEndpoint" },
  dynamodb: { owner: "dynamodb", role: "DynamoDBTable" },
  rds: { owner: "rds", role: "RDSCluster" },
  appstream: { owner: "appstream", role: "AppStreamFleet" },
  workspaces: { owner: "workspaces", role: "WorkSpacesPool" },
};

function roleArn(target: ScalableTarget, at: Moment): string {
  const { namespace } = target;
  const { owner, role } = roles[namespace] ?? { owner: namespace, role: namespace };
  return `arn:aws:iam::${at.world.accountId}:role/aws-service-role/${owner}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${role}`;
}

function describeScalingPolicies(
  input: DescribeScalingPoliciesCommandInput,
  at: Moment,
): Answer<DescribeScalingPoliciesCommandOutput> {
  const rows = chosen(input, at).flatMap((target) => target.policies.map((policy) => ({ target, policy })));
  const { items, next } = paged(
    rows.filter(({ policy }) => input.PolicyNames === undefined || input.PolicyNames.includes(policy.name)),
    input,
  );
  return {
    ScalingPolicies: items.map(({ target, policy }) => ({
      ...keyOf(target),
      PolicyName: policy.name,
      PolicyARN: `arn:aws:autoscaling:${at.regionName}:${at.world.accountId}:scalingPolicy:resource/${target.namespace}/${target.resourceId}:policyName/${policy.name}`,
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: policy.target,
        PredefinedMetricSpecification: { PredefinedMetricType: policy.metric },
        ScaleInCooldown: 120,
        ScaleOutCooldown: 60,
      },
      Alarms: policy.alarmNames.map((name) => ({
        AlarmName: name,
        AlarmARN: `arn:aws:cloudwatch:${at.regionName}:${at.world.accountId}:alarm:${name}`,
      })),
      CreationTime: new Date(target.createdAt),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeScheduledActions(
  input: DescribeScheduledActionsCommandInput,
  at: Moment,
): Answer<DescribeScheduledActionsCommandOutput> {
  const rows = chosen(input, at).flatMap((target) => target.scheduledActions.map((action) => ({ target, action })));
  const { items, next } = paged(rows, input);
  return {
    ScheduledActions: items.map(({ target, action }) => ({
      ...keyOf(target),
      ScheduledActionName: action.name,
      ScheduledActionARN: `${targetArn(target, at)}:scheduledActionName/${action.name}`,
      Schedule: action.schedule,
      Timezone: "Europe/Berlin",
      ScalableTargetAction: { MinCapacity: action.min, MaxCapacity: action.max },
      CreationTime: new Date(target.createdAt),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

/**
 * What is not named keeps its value. Every call, whatever it changes, pushes the capacity into [Min, Max] — that starts
 * a service which was set to 0 while the minimum is above it.
 */
function registerScalableTarget(
  input: RegisterScalableTargetCommandInput,
  at: Moment,
): Answer<RegisterScalableTargetCommandOutput> {
  const existing = chosen(input, at).find((target) => target.resourceId === input.ResourceId);
  const target = existing ?? newTarget(input, at);
  const min = input.MinCapacity ?? target.min;
  const max = input.MaxCapacity ?? target.max;
  if (min < 0 || min > max) {
    throw validation("Minimum capacity cannot be greater than maximum capacity, and none of them can be below 0");
  }
  const { suspended } = target;
  target.min = min;
  target.max = max;
  target.suspended = {
    in: input.SuspendedState?.DynamicScalingInSuspended ?? suspended.in,
    out: input.SuspendedState?.DynamicScalingOutSuspended ?? suspended.out,
    scheduled: input.SuspendedState?.ScheduledScalingSuspended ?? suspended.scheduled,
  };
  if (!existing) {
    at.region.scalableTargets.push(target);
    forgetTags(target, at);
  }
  pushIntoRange(target, at);
  return { ScalableTargetARN: targetArn(target, at) };
}

function newTarget(input: RegisterScalableTargetCommandInput, at: Moment): ScalableTarget {
  const { ServiceNamespace: namespace, ScalableDimension: dimension, ResourceId: resourceId } = input;
  if (input.MinCapacity === undefined || input.MaxCapacity === undefined || resourceId === undefined) {
    throw validation("MinCapacity and MaxCapacity are required for a scalable target that is not registered yet");
  }
  const target = {
    resourceId,
    min: input.MinCapacity,
    max: input.MaxCapacity,
    suspended: { in: false, out: false, scheduled: false },
    policies: [],
    scheduledActions: [],
    createdAt: at.now,
  };
  if (namespace === "ecs" && dimension === "ecs:service:DesiredCount") {
    if (!serviceOf(resourceId, at)) throw validation(`ECS service doesn't exist: ${resourceId}`);
    return { ...target, namespace, dimension };
  }
  if (namespace === "lambda" && dimension === "lambda:function:ProvisionedConcurrency") {
    if (!aliasOf(resourceId, at)) throw validation(`Lambda function or alias doesn't exist: ${resourceId}`);
    return { ...target, namespace, dimension };
  }
  const scaled = namespace ? scaledBy(namespace) : null;
  if (scaled && namespace && dimension) {
    if (!scaled.exists(resourceId, dimension, at)) throw validation(`The resource doesn't exist: ${resourceId}`);
    return { ...target, namespace, dimension };
  }
  throw validation(`The sandbox has no scalable dimension ${dimension} in ${namespace}`);
}

function scaledBy(namespace: string): Scaled | null {
  return corners.find((corner) => corner.scaled?.namespace === namespace)?.scaled ?? null;
}

function serviceOf(resourceId: string, at: Moment) {
  return at.region.services.find((each) => `service/${each.cluster}/${each.name}` === resourceId);
}

function aliasOf(resourceId: string, at: Moment) {
  const [, name, qualifier] = resourceId.split(":");
  const found = at.region.functions.find((each) => each.name === name);
  const hasAlias = found?.aliases.some((alias) => alias.name === qualifier) ?? false;
  return found && qualifier !== undefined && hasAlias ? { found, qualifier } : null;
}

function pushIntoRange(target: ScalableTarget, at: Moment): void {
  const clamp = (value: number) => Math.min(Math.max(value, target.min), target.max);
  const service = target.namespace === "ecs" ? serviceOf(target.resourceId, at) : undefined;
  if (service) setDesiredCount(service, clamp(service.desired), at);
  const alias = target.namespace === "lambda" ? aliasOf(target.resourceId, at) : null;
  const provisioned = alias?.found.provisioned.find((each) => each.qualifier === alias.qualifier);
  scaledBy(target.namespace)?.push(target, at);
  if (alias && provisioned && clamp(provisioned.requested) !== provisioned.requested) {
    setProvisioned(alias.found, { qualifier: alias.qualifier, requested: clamp(provisioned.requested) }, at);
  }
}
