import {
  ApplicationAutoScalingClient,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  type ScalingPolicy,
  type ScheduledAction,
  type ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { pages, type ReadDoor } from "../door";

/** Both reads take one resource or none. Beyond so many the whole list of the namespace is cheaper: it has 50 a page. */
const idsAtMost = 5;

/** The scaling policies of one service namespace in the region: those of a few resources, or all. */
export async function scalingPolicies(
  aws: ReadDoor,
  namespace: ServiceNamespace,
  resourceIds?: readonly string[],
): Promise<readonly ScalingPolicy[]> {
  const lists = questions(namespace, resourceIds).map(async (question) => {
    const found: ScalingPolicy[] = [];
    const list = pages(
      (token) =>
        aws.read(
          ApplicationAutoScalingClient,
          new DescribeScalingPoliciesCommand({ ...question, ...(token && { NextToken: token }) }),
        ),
      (out) => out.NextToken,
    );
    for await (const { ScalingPolicies = [] } of list) found.push(...ScalingPolicies);
    return found;
  });
  return (await Promise.all(lists)).flat();
}

/** The scheduled actions of one service namespace in the region: those of a few resources, or all. */
export async function scheduledActions(
  aws: ReadDoor,
  namespace: ServiceNamespace,
  resourceIds?: readonly string[],
): Promise<readonly ScheduledAction[]> {
  const lists = questions(namespace, resourceIds).map(async (question) => {
    const found: ScheduledAction[] = [];
    const list = pages(
      (token) =>
        aws.read(
          ApplicationAutoScalingClient,
          new DescribeScheduledActionsCommand({ ...question, ...(token && { NextToken: token }) }),
        ),
      (out) => out.NextToken,
    );
    for await (const { ScheduledActions = [] } of list) found.push(...ScheduledActions);
    return found;
  });
  return (await Promise.all(lists)).flat();
}

function questions(ServiceNamespace: ServiceNamespace, resourceIds?: readonly string[]) {
  if (!resourceIds || resourceIds.length > idsAtMost) return [{ ServiceNamespace }];
  return resourceIds.map((ResourceId) => ({ ServiceNamespace, ResourceId }));
}
