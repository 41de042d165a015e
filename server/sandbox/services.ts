import { applicationAutoscaling } from "./application-autoscaling";
import { autoscaling } from "./autoscaling";
import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { ecs } from "./ecs";
import { lambda } from "./lambda";
import type { Operation, Service } from "./operation";
import { rds } from "./rds";
import { sts } from "./sts";
import { tag } from "./tag";

/** By IAM prefix, as calls name them. */
const services: Readonly<Record<string, Service>> = {
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

/** @throws Error naming the command when the sandbox does not have it. */
export function operationOf(call: { readonly service: string; readonly operation: string }): Operation {
  const service = Object.hasOwn(services, call.service) ? services[call.service] : undefined;
  const operation = service && Object.hasOwn(service, call.operation) ? service[call.operation] : undefined;
  if (operation) return operation;
  throw new Error(`The sandbox account does not know ${call.service}:${call.operation}. Add it in server/sandbox.`);
}
