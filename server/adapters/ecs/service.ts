import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { z } from "zod";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type ApplyItem, defineAdapter, type Outcome } from "../contract";
import { cpu, type Idle } from "../idle";
import { heldInTerraform, holdCommand, restoreCommand, restoreParamsSchema } from "../scaling-hold";
import { fargateLines, unpricedTasks } from "./fargate";
import { check, verify } from "./service-check";
import { discover, glanceAtServices, parts } from "./service-discover";
import {
  classify,
  type Detail,
  desiredParamsSchema,
  detailSchema,
  meanwhile,
  type Op,
  planPause,
  planResume,
  savedSchema,
} from "./service-plan";

/**
 * Of what its tasks reserve: one that waits for work uses next to nothing. The figure is this product's own. A paused
 * service has no tasks, and no metric.
 */
const serviceIdle: Idle<Detail> = {
  signals: [
    cpu("AWS/ECS", 1, ({ nativeId }) => {
      const named = parts(nativeId);
      return named ? [{ ClusterName: named.cluster, ServiceName: named.service }] : [];
    }),
  ],
};

/**
 * ECS services: the scaling target is held, then the desired count goes to 0. Stand-alone tasks (RunTask) are not
 * services: they are listed (task.ts).
 */
export const ecsService = defineAdapter({
  kind: "ecs.service",
  title: "ECS service",
  plural: "ECS services",
  billedAs: "Amazon Elastic Container Service",
  about: {
    pause: "Holds its scaling (minimum 0, suspended), then sets the desired count to 0.",
    resume: "Sets the desired count back, waits until all tasks run, then restores the scaling target exactly.",
    saves: "Desired count, task definition, and the limits and suspended state of the scaling target.",
    stillCosts: "Load balancers, logs, images, and EC2 instances that the tasks ran on.",
    hazards: [
      "Tasks come back new: their addresses and disks are lost.",
      "An image that is named by tag may be another by then, or expired.",
      "On EC2 instances nothing is saved until these stop, and a capacity provider with managed scaling may terminate them.",
      "A deployment by CodeDeploy or another controller meanwhile may set a count of its own.",
      "Fargate Spot starts tasks only while there is spare capacity.",
      "Scheduled scaling that falls due meanwhile is not made up for.",
    ],
  },
  waveTitle: "Services",
  restore: "exact",
  wave: 60,
  iam: {
    read: [
      "ecs:ListClusters",
      "ecs:ListServices",
      "ecs:DescribeServices",
      "ecs:DescribeTaskDefinition",
      "application-autoscaling:DescribeScalableTargets",
    ],
    pause: ["application-autoscaling:RegisterScalableTarget", "ecs:UpdateService"],
    resume: ["ecs:UpdateService", "application-autoscaling:RegisterScalableTarget"],
  },
  terraform: {
    aws_ecs_service: { drift: ({ scaling }) => ["desired_count", ...(scaling ? heldInTerraform : [])] },
  },
  detail: detailSchema,
  saved: { version: 1, schema: savedSchema },
  options: z.strictObject({}),
  // A task is given stopTimeout plus its target group's deregistration delay (300 s by default) to stop.
  timing: { pollSeconds: 10, giveUpSeconds: 1800, expectSeconds: { pause: 120, resume: 180 } },
  batch: { holdScaling: 1, setDesired: 1, restoreScaling: 1 },
  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  price,
  idle: serviceIdle,
  discover,
  glance: glanceAtServices,
  apply,
});

function price({ detail }: Observed<Detail>): readonly CostLine[] {
  const { launchType, capacityProviders, desired, task } = detail;
  const onFargate = launchType === "FARGATE" || capacityProviders.some((name) => name.startsWith("FARGATE"));
  if (!onFargate) return [];
  if (capacityProviders.some((name) => name !== "FARGATE")) {
    return [
      unpricedTasks(`split over ${capacityProviders.join(", ")}; Fargate Spot is in no price list`, desired, true),
    ];
  }
  return fargateLines(task, desired, true);
}

async function apply(aws: ActDoor, op: Op, items: readonly ApplyItem[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const item of items) {
    await send(aws, op, item);
    outcomes.push({ nativeId: item.nativeId, fault: null });
  }
  return outcomes;
}

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<unknown> {
  const named = parts(nativeId);
  if (!named) throw new Error(`Not the ARN of a service with its cluster: ${nativeId}`);
  const { cluster, service } = named;
  const target = {
    ServiceNamespace: "ecs",
    ResourceId: `service/${cluster}/${service}`,
    ScalableDimension: "ecs:service:DesiredCount",
  } as const;
  switch (op) {
    case "holdScaling":
      return aws.act(ApplicationAutoScalingClient, holdCommand(target));
    case "setDesired": {
      const { desired } = desiredParamsSchema.parse(params);
      return aws.act(ECSClient, new UpdateServiceCommand({ cluster, service, desiredCount: desired }));
    }
    case "restoreScaling":
      return aws.act(ApplicationAutoScalingClient, restoreCommand(target, restoreParamsSchema.parse(params)));
    default:
      return assertNever(op);
  }
}
