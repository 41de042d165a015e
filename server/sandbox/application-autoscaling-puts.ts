import type {
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
  PutScheduledActionCommandInput,
  PutScheduledActionCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import { awsError } from "./errors";
import { type Answer, change, type Moment, type Service } from "./operation";
import type { ScalableTarget } from "./world";

/** What is put on a scalable target. Both overwrite what has the name, as AWS's do. */
export const scalingPuts: Service = {
  PutScalingPolicy: change(putScalingPolicy),
  PutScheduledAction: change(putScheduledAction),
};

function find(input: PutScalingPolicyCommandInput | PutScheduledActionCommandInput, at: Moment): ScalableTarget {
  const { ServiceNamespace, ResourceId, ScalableDimension } = input;
  const target = at.region.scalableTargets.find(
    (one) => one.namespace === ServiceNamespace && one.resourceId === ResourceId && one.dimension === ScalableDimension,
  );
  if (!target) {
    const place = `service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`;
    throw awsError("ObjectNotFoundException", `No scalable target found for ${place}`);
  }
  return target;
}

function putScalingPolicy(input: PutScalingPolicyCommandInput, at: Moment): Answer<PutScalingPolicyCommandOutput> {
  const target = find(input, at);
  const name = input.PolicyName ?? "";
  const { TargetValue, PredefinedMetricSpecification: metric } = input.TargetTrackingScalingPolicyConfiguration ?? {};
  if (TargetValue === undefined || metric?.PredefinedMetricType === undefined) {
    throw new Error("The sandbox's PutScalingPolicy takes target tracking of a predefined metric only.");
  }
  const alarmNames = ["AlarmHigh", "AlarmLow"].map((alarm) => `TargetTracking-${target.resourceId}-${alarm}`);
  const policy = { name, metric: metric.PredefinedMetricType, target: TargetValue, alarmNames };
  target.policies = replaced(target.policies, policy);
  const arn = `arn:aws:autoscaling:${at.regionName}:${at.world.accountId}:scalingPolicy:resource/${target.namespace}/${target.resourceId}:policyName/${name}`;
  return { PolicyARN: arn, Alarms: alarmNames.map((AlarmName) => ({ AlarmName, AlarmARN: AlarmName })) };
}

function putScheduledAction(
  input: PutScheduledActionCommandInput,
  at: Moment,
): Answer<PutScheduledActionCommandOutput> {
  const target = find(input, at);
  const { ScheduledActionName: name = "", Schedule: schedule = "", ScalableTargetAction: action } = input;
  const { MinCapacity: min = target.min, MaxCapacity: max = target.max } = action ?? {};
  target.scheduledActions = replaced(target.scheduledActions, { name, schedule, min, max });
  return {};
}

function replaced<T extends { readonly name: string }>(list: readonly T[], one: T): T[] {
  return [...list.filter(({ name }) => name !== one.name), one];
}
