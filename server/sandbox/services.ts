import { applicationAutoscaling } from "./application-autoscaling";
import { autoscaling } from "./autoscaling";
import { cloudwatch } from "./cloudwatch";
import { corners } from "./corners";
import { ec2 } from "./ec2";
import { ecs } from "./ecs";
import { lambda } from "./lambda";
import type { Operation, Service } from "./operation";
import { rds } from "./rds";
import { sts } from "./sts";
import { tag } from "./tag";

const whole: Readonly<Record<string, Service>> = {
  ec2,
  autoscaling,
  rds,
  ecs,
  "application-autoscaling": applicationAutoscaling,
  lambda,
  cloudwatch,
  tag,
  sts,
};

/** By IAM prefix, as calls name them; corners add to the services that are there. */
const services = new Map(Object.entries(whole));
for (const corner of corners) {
  for (const [prefix, own] of Object.entries(corner.services)) {
    services.set(prefix, { ...services.get(prefix), ...own });
  }
}

/** @throws Error naming the command when the sandbox does not have it. */
export function operationOf(call: { readonly service: string; readonly operation: string }): Operation {
  const service = services.get(call.service);
  const operation = service && Object.hasOwn(service, call.operation) ? service[call.operation] : undefined;
  if (operation) return operation;
  throw new Error(`The sandbox account does not know ${call.service}:${call.operation}. Add it in server/sandbox.`);
}
