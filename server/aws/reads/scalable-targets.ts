import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  type ScalableTarget,
  type ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { pages, type ReadDoor } from "../door";

/** DescribeScalableTargets takes at most 50 ids and answers at most 50 targets a page. */
const idsAtMost = 50;

/**
 * Application Auto Scaling's targets of one service namespace ("ecs", "lambda") in the region: those of a few resources,
 * or all. A resource without a target is left out.
 */
export async function scalableTargets(
  aws: ReadDoor,
  namespace: ServiceNamespace,
  resourceIds?: readonly string[],
): Promise<readonly ScalableTarget[]> {
  const few = resourceIds && resourceIds.length <= idsAtMost ? { ResourceIds: [...resourceIds] } : {};
  const found: ScalableTarget[] = [];
  const list = pages(
    (token) =>
      aws.read(
        ApplicationAutoScalingClient,
        new DescribeScalableTargetsCommand({ ServiceNamespace: namespace, ...few, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { ScalableTargets = [] } of list) found.push(...ScalableTargets);
  return found;
}
