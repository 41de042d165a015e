import { autoscalingGroup } from "./autoscaling/group";
import { cloudwatchAlarm } from "./cloudwatch/alarm";
import type { AnyAdapter } from "./contract";
import { ec2Instance } from "./ec2/instance";
import { ecsService } from "./ecs/service";
import { lambdaFunction } from "./lambda/function";
import { rdsInstance } from "./rds/instance";

/** Every kind that Standby knows, in alphabetical order. Adding a line is the registration. */
export const adapters: readonly AnyAdapter[] = [
  autoscalingGroup,
  cloudwatchAlarm,
  ec2Instance,
  ecsService,
  lambdaFunction,
  rdsInstance,
];

const byKind = new Map(adapters.map((adapter) => [adapter.kind, adapter]));

/** @throws Error for a kind that is not registered: a stored kind always is. */
export function adapterFor(kind: string): AnyAdapter {
  const adapter = byKind.get(kind);
  if (!adapter) throw new Error(`No adapter is registered for ${kind}`);
  return adapter;
}
