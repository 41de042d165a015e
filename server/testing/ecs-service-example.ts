import type { Detail, Saved } from "../adapters/ecs/service-plan";
import type { Scaling } from "../adapters/scaling-hold";
import type { Observed } from "../core/resource";

export const serviceArn = "arn:aws:ecs:eu-central-1:111122223333:service/web/api";
export const taskArn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/api:7";
export const live: Scaling = {
  min: 2,
  max: 8,
  roleArn:
    "arn:aws:iam::111122223333:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
  suspended: { scaleIn: false, scaleOut: true, scheduled: false },
};
export const held: Scaling = { ...live, min: 0, suspended: { scaleIn: true, scaleOut: true, scheduled: true } };
export const saved: Saved = { desired: 4, taskDefinition: taskArn, scaling: live };

/** A service at rest on Fargate, four tasks, scaled between 2 and 8. */
export function serviceExample(over: Partial<Detail> = {}): Observed<Detail> {
  return {
    nativeId: serviceArn,
    arn: serviceArn,
    name: "api",
    type: "Fargate 0.5 vCPU 1 GB",
    tags: {},
    detail: {
      status: "ACTIVE",
      desired: 4,
      running: 4,
      pending: 0,
      scheduling: "REPLICA",
      controller: "ECS",
      management: "CUSTOMER",
      deployments: [{ status: "PRIMARY", rollout: "COMPLETED" }],
      trouble: null,
      launchType: "FARGATE",
      capacityProviders: [],
      taskDefinition: taskArn,
      task: {
        vcpu: 0.5,
        memoryGb: 1,
        arch: "x86",
        windows: false,
        ephemeralGb: 20,
        images: ["api@sha256:0123"],
      },
      volumes: [],
      loadBalancers: 0,
      publicAddress: false,
      scaling: live,
      ...over,
    },
  };
}
