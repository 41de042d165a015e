import type { KindOptions } from "@/server/core/account";

/** What a pause takes only where somebody accepts it: the kind's own option, and what saying it means. */
export interface Accepted {
  readonly kind: string;
  readonly option: string;
  readonly label: string;
}

/** The options that a refusal may name (`accepts` in the adapters); each is one of its kind (accepted.test.ts). */
export const acceptable: readonly Accepted[] = [
  { kind: "sagemaker.endpoint", option: "recreate", label: "SageMaker endpoints: deleted and made again" },
  {
    kind: "sagemaker.app",
    option: "recreate",
    label: "Studio apps: deleted and made again, what is in memory is lost",
  },
  { kind: "elasticache.replicationGroup", option: "recreate", label: "Caches: backed up, deleted and made again" },
  { kind: "ec2.natGateway", option: "newId", label: "NAT gateways: deleted and made again under another id" },
  { kind: "scheduler.schedule", option: "oneTime", label: "Schedules that fire once: missed if that passes meanwhile" },
  { kind: "ec2.instance", option: "instanceStore", label: "Instances with instance-store disks: their data is erased" },
  { kind: "autoscaling.group", option: "instanceStore", label: "The same for members of Auto Scaling groups" },
];

export function isAccepted(options: KindOptions, { kind, option }: Accepted): boolean {
  const own = options[kind];
  return typeof own === "object" && own !== null && Reflect.get(own, option) === true;
}

/** The options with these accepted and no others; what else they say stays. */
export function withAccepted(options: KindOptions, accepted: readonly Accepted[]): Record<string, unknown> {
  const all: Record<string, object> = {};
  for (const [kind, own] of Object.entries(options)) all[kind] = { ...(own as object) };
  for (const { kind, option } of acceptable) {
    const isOn = accepted.some((one) => one.kind === kind && one.option === option);
    if (isOn || kind in all) all[kind] = { ...all[kind], [option]: isOn };
  }
  return all;
}
