import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeNodegroupCommand, EKSClient, ListNodegroupsCommand, type Nodegroup } from "@aws-sdk/client-eks";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import { clusterNames, readAtOnce } from "./cluster-names";

/** What an EKS managed node group is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();

export const sizes = z.strictObject({
  min: z.int().min(0),
  /** EKS allows no maximum below 1. */
  max: z.int().min(1),
  desired: z.int().min(0),
});
export type Sizes = z.infer<typeof sizes>;

/** Everything that a change of size must leave as it was. */
export const nodegroupConfiguration = z.strictObject({
  version: text,
  releaseVersion: text,
  amiType: text,
  capacityType: text,
  instanceTypes: z.array(z.string()),
  subnets: z.array(z.string()),
  nodeRole: text,
  diskGb: number,
  labels: z.record(z.string(), z.string()),
  taints: z.array(z.string()),
  launchTemplate: text,
  /** As JSON: compared, never taken apart. */
  remoteAccess: text,
  update: text,
  repair: text,
  warmPool: text,
});
export type NodegroupConfiguration = z.infer<typeof nodegroupConfiguration>;

export const nodegroupDetail = z.strictObject({
  status: z.string(),
  sizes,
  /** Machines in its Auto Scaling group, and those of them in service; null where the group is not there. */
  nodes: z
    .strictObject({
      all: z.int(),
      inService: z.int(),
      /** How many of each type; none in what was seen before it was read. */
      types: z.record(z.string(), z.int()).default({}),
    })
    .nullable(),
  issues: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  hasWarmPool: z.boolean(),
  configuration: nodegroupConfiguration,
});
export type NodegroupDetail = z.infer<typeof nodegroupDetail>;

/** Beyond so many names one whole list of groups is cheaper; DescribeAutoScalingGroups takes at most 50 names. */
const groupNamesAtMost = 50;

/**
 * Clusters, their node groups, each described on its own, and the machines by their Auto Scaling groups: EKS itself does
 * not tell how many nodes there are. The groups are read as their own adapter reads them, so a scan asks once.
 */
export async function* discoverNodegroups(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<NodegroupDetail>> {
  const names = only ? only.flatMap((id) => partsOf(id) ?? []) : await listed(aws);
  for (const some of chunks(names, readAtOnce)) {
    const found = (await Promise.all(some.map((name) => describe(aws, name)))).flatMap((one) => one ?? []);
    const nodes = await nodesOf(aws, found.flatMap(groupNames), only === undefined);
    for (const group of found) yield observe(group, nodes);
  }
}

export interface NodegroupName {
  readonly cluster: string;
  readonly name: string;
}

/** `cluster/name`: neither may contain a slash (EKS API reference: letters, digits, hyphens and underscores). */
export function partsOf(nativeId: string): NodegroupName | null {
  const [cluster, name] = nativeId.split("/");
  return cluster && name ? { cluster, name } : null;
}

async function listed(aws: ReadDoor): Promise<readonly NodegroupName[]> {
  const found: NodegroupName[] = [];
  for (const some of chunks(await clusterNames(aws), readAtOnce)) {
    found.push(...(await Promise.all(some.map((cluster) => nodegroupsOf(aws, cluster)))).flat());
  }
  return found;
}

async function nodegroupsOf(aws: ReadDoor, clusterName: string): Promise<readonly NodegroupName[]> {
  const names: string[] = [];
  const lists = pages(
    (nextToken) =>
      aws.read(EKSClient, new ListNodegroupsCommand({ clusterName, maxResults: 100, ...(nextToken && { nextToken }) })),
    (out) => out.nextToken,
  );
  for await (const page of lists) names.push(...(page.nodegroups ?? []));
  return names.map((name) => ({ cluster: clusterName, name }));
}

/** Null: it does not exist, or was deleted since it was listed. */
async function describe(aws: ReadDoor, { cluster, name }: NodegroupName): Promise<Nodegroup | null> {
  try {
    const command = new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name });
    return (await aws.read(EKSClient, command)).nodegroup ?? null;
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === "gone") return null;
    throw error;
  }
}

export type Nodes = NonNullable<NodegroupDetail["nodes"]>;

async function nodesOf(aws: ReadDoor, names: readonly string[], all: boolean): Promise<ReadonlyMap<string, Nodes>> {
  const found = new Map<string, Nodes>();
  if (names.length === 0) return found;
  const few = !all && names.length <= groupNamesAtMost ? { AutoScalingGroupNames: [...names].sort() } : {};
  const lists = pages(
    (token) =>
      aws.read(
        AutoScalingClient,
        new DescribeAutoScalingGroupsCommand({ MaxRecords: 100, ...few, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const page of lists) {
    for (const { AutoScalingGroupName = "", Instances = [] } of page.AutoScalingGroups ?? []) {
      const inService = Instances.filter((one) => one.LifecycleState === "InService" && one.HealthStatus === "Healthy");
      const types = counted(Instances.map(({ InstanceType }) => InstanceType ?? "unknown"));
      found.set(AutoScalingGroupName, { all: Instances.length, inService: inService.length, types });
    }
  }
  return found;
}

function groupNames({ resources }: Nodegroup): string[] {
  return (resources?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
}

function observe(group: Nodegroup, nodes: ReadonlyMap<string, Nodes>): Observed<NodegroupDetail> {
  const cluster = group.clusterName ?? "";
  const name = group.nodegroupName ?? "";
  const detail = detailOf(group, nodes);
  const types = detail.configuration.instanceTypes.join(", ") || "launch template";
  return {
    nativeId: `${cluster}/${name}`,
    arn: group.nodegroupArn ?? "",
    name,
    type: `${detail.sizes.desired} × ${types}`,
    tags: { ...group.tags },
    detail,
  };
}

function detailOf(group: Nodegroup, nodes: ReadonlyMap<string, Nodes>): NodegroupDetail {
  const { minSize = 0, maxSize = 1, desiredSize = 0 } = group.scalingConfig ?? {};
  const own = groupNames(group).flatMap((name) => nodes.get(name) ?? []);
  return {
    status: group.status ?? "unknown",
    sizes: { min: minSize, max: maxSize, desired: desiredSize },
    nodes: own.length === 0 ? null : together(own),
    issues: (group.health?.issues ?? []).map(({ code, message }) => ({
      code: code ?? "Unknown",
      message: message ?? "",
    })),
    hasWarmPool: group.warmPoolConfig?.enabled ?? false,
    configuration: configurationOf(group),
  };
}

function together(own: readonly Nodes[]): Nodes {
  return {
    all: own.reduce((total, one) => total + one.all, 0),
    inService: own.reduce((total, one) => total + one.inService, 0),
    types: counted(
      own.flatMap(({ types }) => Object.entries(types).flatMap(([type, count]) => Array(count).fill(type))),
    ),
  };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function configurationOf(group: Nodegroup): NodegroupConfiguration {
  const json = (value: object | undefined) => (value ? JSON.stringify(value) : null);
  const template = group.launchTemplate;
  return {
    version: group.version ?? null,
    releaseVersion: group.releaseVersion ?? null,
    amiType: group.amiType ?? null,
    capacityType: group.capacityType ?? null,
    instanceTypes: [...(group.instanceTypes ?? [])],
    subnets: [...(group.subnets ?? [])].sort(),
    nodeRole: group.nodeRole ?? null,
    diskGb: group.diskSize ?? null,
    labels: { ...group.labels },
    taints: (group.taints ?? []).map(({ key, value, effect }) => `${key}=${value ?? ""}:${effect}`).sort(),
    launchTemplate: template ? `${template.id ?? template.name}:${template.version}` : null,
    remoteAccess: json(group.remoteAccess),
    update: json(group.updateConfig),
    repair: json(group.nodeRepairConfig),
    warmPool: json(group.warmPoolConfig),
  };
}
