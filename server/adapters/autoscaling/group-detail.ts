import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  type Instance as GroupInstance,
} from "@aws-sdk/client-auto-scaling";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import {
  readInstanceStore,
  readInstances,
  readStates,
  readStatusChecks,
  type SeenInstance,
  type StatusWord,
  statusWords,
} from "../../aws/reads/ec2";
import { readUnusedPayers, type UnusedPayer, unusedPayers } from "../../aws/reads/reservations";
import type { Observed } from "../../core/resource";
import { nullWhenGone } from "../read-each";

/** What an Auto Scaling group is, in a form that survives JSON, and how it and its members are read. */

const text = z.string().nullable();
const number = z.number().nullable();

export const groupLimits = z.strictObject({ min: z.number(), max: z.number(), desired: z.number() });
export type GroupLimits = z.infer<typeof groupLimits>;

/** Everything else that a pause must leave as it was. Policies and scheduled actions are never touched, so not kept. */
export const groupConfiguration = z.strictObject({
  launchTemplate: text,
  launchConfiguration: text,
  /** As JSON: compared, never taken apart. */
  mixedInstancesPolicy: text,
  subnets: z.array(z.string()),
  zones: z.array(z.string()),
  loadBalancers: z.array(z.string()),
  healthCheck: z.strictObject({ type: text, graceSeconds: number }),
  cooldownSeconds: number,
  warmupSeconds: number,
  terminationPolicies: z.array(z.string()),
  protectsNewMembers: z.boolean(),
  maxInstanceLifetimeSeconds: number,
  capacityRebalance: z.boolean(),
  placementGroup: text,
  warmPool: text,
});
export type GroupConfiguration = z.infer<typeof groupConfiguration>;

const member = z.strictObject({
  id: z.string(),
  zone: z.string(),
  type: text,
  lifecycle: z.string(),
  healthy: z.boolean(),
  protected: z.boolean(),
  /** Capacity units that it counts for; 1 where the group has no weights. */
  weight: z.number(),
  /** EC2's state; null where EC2 does not list it. */
  state: text,
  statusChecks: z.enum(statusWords).nullable(),
  spot: z.boolean(),
  /** It runs in a capacity reservation. */
  reserved: z.boolean().default(false),
  /** Who pays for that reservation once it is unused; null where AWS does not tell. */
  unusedPayer: z.enum(unusedPayers).nullable().default(null),
  publicIp: z.boolean(),
  ebsRoot: z.boolean(),
  /** Null: EC2 did not tell, or nobody had asked yet. */
  isLinux: z.boolean().nullable().default(null),
  instanceStore: z.boolean().nullable(),
});
export type Member = z.infer<typeof member>;

export const groupDetail = z.strictObject({
  /** Only there while the group is being deleted. */
  status: text,
  limits: groupLimits,
  suspended: z.array(z.strictObject({ process: z.string(), reason: z.string() })),
  members: z.array(member),
  /** An instance refresh is replacing members. */
  refreshing: z.boolean(),
  /** The group's policy may launch Spot instances. */
  mayUseSpot: z.boolean(),
  operator: text,
  configuration: groupConfiguration,
});
export type GroupDetail = z.infer<typeof groupDetail>;

/** DescribeAutoScalingGroups takes at most 50 names; beyond it the whole list, 100 groups a page, is cheaper. */
const namesAtMost = 50;
/** Still listed by AWS for old groups, and of no effect (Auto Scaling User Guide, "Suspend and resume"). */
const deprecatedProcess = "RemoveFromLoadBalancerLowPriority";

export async function* discoverGroups(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<GroupDetail>> {
  const groups = await readGroups(aws, only);
  const memberIds = groups.flatMap((group) => (group.Instances ?? []).flatMap((one) => one.InstanceId ?? []));
  const [members, refreshing] = await Promise.all([
    readMembers(aws, memberIds, only === undefined),
    readRefreshing(aws, groups),
  ]);
  for (const group of groups) {
    const name = group.AutoScalingGroupName ?? "";
    const detail = detailOf(group, members, refreshing.has(name));
    yield {
      nativeId: name,
      arn: group.AutoScalingGroupARN ?? "",
      name,
      type: typeOf(detail),
      tags: Object.fromEntries((group.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      detail,
    };
  }
}

/** Those named, or all. */
export async function readGroups(aws: ReadDoor, only?: readonly string[]): Promise<AutoScalingGroup[]> {
  if (only?.length === 0) return [];
  const wanted = only && new Set(only);
  const named = only && only.length <= namesAtMost ? { AutoScalingGroupNames: [...only].sort() } : {};
  const list = pages(
    (token) =>
      aws.read(
        AutoScalingClient,
        new DescribeAutoScalingGroupsCommand({ MaxRecords: 100, ...named, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  const found: AutoScalingGroup[] = [];
  for await (const page of list) {
    for (const group of page.AutoScalingGroups ?? []) {
      if (!wanted || wanted.has(group.AutoScalingGroupName ?? "")) found.push(group);
    }
  }
  return found;
}

interface Members {
  readonly instances: ReadonlyMap<string, SeenInstance>;
  readonly checks: ReadonlyMap<string, StatusWord>;
  readonly stores: ReadonlyMap<string, boolean>;
  /** By capacity reservation. */
  readonly payers: ReadonlyMap<string, UnusedPayer>;
}

/** In a scan these are the very reads that the instances' own adapter sends, so the door answers them from memory. */
async function readMembers(aws: ReadDoor, ids: readonly string[], all: boolean): Promise<Members> {
  if (ids.length === 0) return { instances: new Map(), checks: new Map(), stores: new Map(), payers: new Map() };
  const [instances, states] = await Promise.all([
    readInstances(aws, all ? undefined : ids),
    all ? null : nullWhenGone(readStates(aws, ids)),
  ]);
  const [checks, stores, payers] = await Promise.all([
    states ? new Map([...states].map(([id, one]) => [id, one.checks])) : readStatusChecks(aws, instances, all),
    readInstanceStore(aws, instances),
    readUnusedPayers(aws, instances),
  ]);
  return { instances: new Map(instances.map((one) => [one.id, one])), checks, stores, payers };
}

/**
 * Names of the groups whose instance refresh is under way. AWS tells it one group a call, so a group whose refreshes are
 * suspended, as in a freeze, is not asked.
 */
async function readRefreshing(aws: ReadDoor, groups: readonly AutoScalingGroup[]): Promise<Set<string>> {
  const open = groups.filter(
    (group) => !group.SuspendedProcesses?.some((one) => one.ProcessName === "InstanceRefresh"),
  );
  const active = await Promise.all(
    open.map(async ({ AutoScalingGroupName }) => {
      // Newest first, and a group has one at a time.
      const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, MaxRecords: 1 });
      const [newest] = (await aws.read(AutoScalingClient, command)).InstanceRefreshes ?? [];
      return newest && !endedRefresh.has(newest.Status ?? "") ? [AutoScalingGroupName ?? ""] : [];
    }),
  );
  return new Set(active.flat());
}

const endedRefresh = new Set(["Successful", "Failed", "Cancelled", "RollbackFailed", "RollbackSuccessful"]);

function detailOf(group: AutoScalingGroup, members: Members, refreshing: boolean): GroupDetail {
  const rows = (group.Instances ?? []).map((one) => memberOf(one, members));
  return {
    status: group.Status ?? null,
    limits: { min: group.MinSize ?? 0, max: group.MaxSize ?? 0, desired: group.DesiredCapacity ?? 0 },
    suspended: suspendedOf(group),
    members: rows.sort((a, b) => compare(a.id, b.id)),
    refreshing,
    mayUseSpot: mayUseSpot(group),
    operator: group.Operator ? (group.Operator.Principal ?? "an AWS service") : null,
    configuration: configurationOf(group),
  };
}

export function suspendedOf({ SuspendedProcesses = [] }: AutoScalingGroup): GroupDetail["suspended"] {
  return SuspendedProcesses.map(({ ProcessName = "", SuspensionReason = "" }) => ({
    process: ProcessName,
    reason: SuspensionReason,
  }))
    .filter(({ process }) => process !== deprecatedProcess)
    .sort((a, b) => compare(a.process, b.process));
}

function memberOf(one: GroupInstance, { instances, checks, stores, payers }: Members): Member {
  const id = one.InstanceId ?? "";
  const instance = instances.get(id)?.instance;
  const state = instance?.State?.Name ?? null;
  const type = instance?.InstanceType ?? one.InstanceType ?? null;
  return {
    id,
    zone: one.AvailabilityZone ?? "",
    type,
    lifecycle: one.LifecycleState ?? "unknown",
    healthy: one.HealthStatus?.toLowerCase() === "healthy",
    protected: one.ProtectedFromScaleIn ?? false,
    weight: one.WeightedCapacity ? Number(one.WeightedCapacity) : 1,
    state,
    statusChecks: state === "running" ? (checks.get(id) ?? "unknown") : null,
    spot: instance?.InstanceLifecycle === "spot",
    reserved: instance?.CapacityReservationId !== undefined,
    unusedPayer: payers.get(instance?.CapacityReservationId ?? "") ?? null,
    publicIp: Boolean(instance?.PublicIpAddress),
    ebsRoot: instance?.RootDeviceType !== "instance-store",
    isLinux: instance?.UsageOperation === undefined ? null : instance.UsageOperation === "RunInstances",
    instanceStore: stores.get(type ?? "") ?? null,
  };
}

/** A mixed group is all on demand only where its policy says 100 percent, which is AWS's default. */
function mayUseSpot({ MixedInstancesPolicy: policy }: AutoScalingGroup): boolean {
  if (!policy) return false;
  return (policy.InstancesDistribution?.OnDemandPercentageAboveBaseCapacity ?? 100) < 100;
}

function configurationOf(group: AutoScalingGroup): GroupConfiguration {
  const template = group.LaunchTemplate;
  const json = (value: object | undefined) => (value ? JSON.stringify(value) : null);
  return {
    launchTemplate: template
      ? `${template.LaunchTemplateId ?? template.LaunchTemplateName}:${template.Version ?? "$Default"}`
      : null,
    launchConfiguration: group.LaunchConfigurationName ?? null,
    mixedInstancesPolicy: json(group.MixedInstancesPolicy),
    subnets: sorted(group.VPCZoneIdentifier?.split(",")),
    zones: sorted(group.AvailabilityZones),
    loadBalancers: sorted([
      ...(group.TargetGroupARNs ?? []),
      ...(group.LoadBalancerNames ?? []),
      ...(group.TrafficSources ?? []).map((source) => source.Identifier),
    ]),
    healthCheck: { type: group.HealthCheckType ?? null, graceSeconds: group.HealthCheckGracePeriod ?? null },
    cooldownSeconds: group.DefaultCooldown ?? null,
    warmupSeconds: group.DefaultInstanceWarmup ?? null,
    terminationPolicies: group.TerminationPolicies ?? [],
    protectsNewMembers: group.NewInstancesProtectedFromScaleIn ?? false,
    maxInstanceLifetimeSeconds: group.MaxInstanceLifetime ?? null,
    capacityRebalance: group.CapacityRebalance ?? false,
    placementGroup: group.PlacementGroup || null,
    warmPool: json(group.WarmPoolConfiguration),
  };
}

/** "3 × m6i.large": what the group is now, told by its members. */
function typeOf({ members, limits }: GroupDetail): string {
  const types = [...new Set(members.map((one) => one.type ?? "unknown"))].sort();
  return types.length === 0 ? `${limits.min} to ${limits.max} instances` : `${members.length} × ${types.join(", ")}`;
}

function sorted(values: readonly (string | undefined)[] | undefined): string[] {
  return [...new Set((values ?? []).filter((value): value is string => Boolean(value)))].sort();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
