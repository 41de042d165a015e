import {
  ApplicationAutoScalingClient,
  type PolicyType,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  type ScalableDimension,
  type ServiceNamespace,
  TagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { ActDoor } from "../aws/door";
import { assertNever } from "../core/fault";
import { restoreCommand } from "./scaling-hold";
import { paramsSchemas, type ScalingOp } from "./scaling-policies";

/** Sends one step. PutScalingPolicy and PutScheduledAction overwrite what has the name, so once more changes nothing. */
export async function sendScaling(
  aws: ActDoor,
  namespace: ServiceNamespace,
  op: ScalingOp,
  params: unknown,
): Promise<void> {
  const targetId = ({ resourceId, dimension }: { readonly resourceId: string; readonly dimension: string }) => ({
    ServiceNamespace: namespace,
    ResourceId: resourceId,
    ScalableDimension: dimension as ScalableDimension,
  });
  switch (op) {
    case "registerTarget": {
      const { limits, tags, ...at } = paramsSchemas.registerTarget.parse(params);
      const { ScalableTargetARN } = await aws.act(ApplicationAutoScalingClient, restoreCommand(targetId(at), limits));
      return tag(aws, ScalableTargetARN, tags);
    }
    case "putPolicy": {
      const { policy, ...at } = paramsSchemas.putPolicy.parse(params);
      const { name, type, configuration } = policy;
      const command = new PutScalingPolicyCommand({
        ...targetId(at),
        PolicyName: name,
        PolicyType: type as PolicyType,
        [`${type}PolicyConfiguration`]: configuration,
      });
      await aws.act(ApplicationAutoScalingClient, command);
      return;
    }
    case "putSchedule": {
      const { schedule: one, ...at } = paramsSchemas.putSchedule.parse(params);
      const command = new PutScheduledActionCommand({
        ...targetId(at),
        ScheduledActionName: one.name,
        Schedule: one.schedule,
        ...(one.timezone !== null && { Timezone: one.timezone }),
        ...(one.start !== null && { StartTime: new Date(one.start) }),
        ...(one.end !== null && { EndTime: new Date(one.end) }),
        ScalableTargetAction: {
          ...(one.min !== null && { MinCapacity: one.min }),
          ...(one.max !== null && { MaxCapacity: one.max }),
        },
      });
      await aws.act(ApplicationAutoScalingClient, command);
      return;
    }
    default:
      return assertNever(op);
  }
}

/**
 * By a call of its own: RegisterScalableTarget takes tags of a target that is new only, and this one may be there since a
 * try that was broken off (Application Auto Scaling API reference).
 */
async function tag(
  aws: ActDoor,
  ResourceARN: string | undefined,
  Tags: Readonly<Record<string, string>>,
): Promise<void> {
  if (ResourceARN === undefined || Object.keys(Tags).length === 0) return;
  await aws.act(ApplicationAutoScalingClient, new TagResourceCommand({ ResourceARN, Tags }));
}
