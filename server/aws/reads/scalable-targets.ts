import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  type ScalableTarget,
  type ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import { pages, type ReadDoor } from "../door";

/** All Application Auto Scaling targets of one service namespace ("ecs", "lambda") in the region. */
export async function scalableTargets(aws: ReadDoor, namespace: ServiceNamespace): Promise<readonly ScalableTarget[]> {
  const found: ScalableTarget[] = [];
  const list = pages(
    (token) =>
      aws.read(
        ApplicationAutoScalingClient,
        new DescribeScalableTargetsCommand({ ServiceNamespace: namespace, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { ScalableTargets = [] } of list) found.push(...ScalableTargets);
  return found;
}
