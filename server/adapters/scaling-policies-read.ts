import type {
  ScalableTarget,
  ScalingPolicy,
  ScheduledAction,
  ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { chunks, type ReadDoor } from "../aws/door";
import { scalableTargets } from "../aws/reads/scalable-targets";
import { scalingPolicies, scheduledActions } from "../aws/reads/scaling-policies";
import type { Tags } from "../core/resource";
import { toScaling } from "./scaling-hold";
import { type Policy, policySchema, type Scaled, type Schedule } from "./scaling-policies";
import { tagsOfTarget } from "./scaling-tags";

/** Tags are one call a target. AWS publishes no limit for it; a few at a time leave room for others. */
const readAtOnce = 5;

/** Targets of a namespace with their tags, policies and scheduled actions, in the order of their ids. */
export async function readScaled(
  aws: ReadDoor,
  namespace: ServiceNamespace,
  resourceIds?: readonly string[],
): Promise<readonly Scaled[]> {
  const [targets, policies, actions] = await Promise.all([
    scalableTargets(aws, namespace, resourceIds),
    scalingPolicies(aws, namespace, resourceIds),
    scheduledActions(aws, namespace, resourceIds),
  ]);
  const tags = await tagsOf(aws, targets);
  return targets
    .map((target, at) => {
      const isIts = (one: { ResourceId?: string | undefined; ScalableDimension?: string | undefined }) =>
        one.ResourceId === target.ResourceId && one.ScalableDimension === target.ScalableDimension;
      return toScaled(target, tags[at] ?? {}, policies.filter(isIts), actions.filter(isIts));
    })
    .sort(by((one) => `${one.resourceId} ${one.dimension}`));
}

async function tagsOf(aws: ReadDoor, targets: readonly ScalableTarget[]): Promise<readonly Tags[]> {
  const tags: Tags[] = [];
  for (const some of chunks(targets, readAtOnce)) {
    tags.push(...(await Promise.all(some.map(({ ScalableTargetARN }) => tagsOfTarget(aws, ScalableTargetARN)))));
  }
  return tags;
}

function toScaled(
  target: ScalableTarget,
  tags: Tags,
  policies: readonly ScalingPolicy[],
  actions: readonly ScheduledAction[],
): Scaled {
  return {
    resourceId: target.ResourceId ?? "",
    dimension: target.ScalableDimension ?? "",
    limits: toScaling(target),
    // Those that begin with `aws:` nobody may put back (AWS Tagging best practices).
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:"))),
    policies: policies.map(toPolicy).sort(by(({ name }) => name)),
    schedules: actions.map(toSchedule).sort(by(({ name }) => name)),
  };
}

function toPolicy(policy: ScalingPolicy): Policy {
  const configuration =
    policy.TargetTrackingScalingPolicyConfiguration ??
    policy.StepScalingPolicyConfiguration ??
    policy.PredictiveScalingPolicyConfiguration ??
    {};
  return {
    name: policy.PolicyName ?? "",
    type: policy.PolicyType ?? "unknown",
    // Through JSON, as it is kept: fields that AWS leaves undefined would not be equal to fields that are not there.
    configuration: policySchema.shape.configuration.parse(JSON.parse(JSON.stringify(configuration))),
  };
}

function toSchedule(action: ScheduledAction): Schedule {
  return {
    name: action.ScheduledActionName ?? "",
    schedule: action.Schedule ?? "",
    timezone: action.Timezone ?? null,
    start: action.StartTime?.toISOString() ?? null,
    end: action.EndTime?.toISOString() ?? null,
    min: action.ScalableTargetAction?.MinCapacity ?? null,
    max: action.ScalableTargetAction?.MaxCapacity ?? null,
  };
}

function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
}
