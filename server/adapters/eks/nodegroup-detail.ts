import { DescribeNodegroupCommand, EKSClient, ListNodegroupsCommand, type Nodegroup } from "@aws-sdk/client-eks";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { nullWhenGone } from "../read-each";
import { clusterNames, readAtOnce } from "./cluster-names";
import { type Nodes, nodes, nodesOf, together } from "./nodegroup-nodes";

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
  /** Machines in its Auto Scaling group; null where the group is not there. */
  nodes: nodes.nullable(),
  issues: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  hasWarmPool: z.boolean(),
  configuration: nodegroupConfiguration,
});
export type NodegroupDetail = z.infer<typeof nodegroupDetail>;

/**
 * Clusters, their node groups, each described on its own, and the machines by their Auto Scaling groups: EKS itself does
 * not tell how many nodes there are.
 */
export async function* discoverNodegroups(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<NodegroupDetail>> {
  const names = only ? only.flatMap((id) => partsOf(id) ?? []) : await listed(aws);
  for (const some of chunks(names, readAtOnce)) {
    const found = (await Promise.all(some.map((name) => describe(aws, name)))).flatMap((one) => one ?? []);
    const machines = await nodesOf(aws, found.flatMap(groupNames), only === undefined);
    for (const group of found) yield observe(group, machines);
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
  const command = new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name });
  return (await nullWhenGone(aws.read(EKSClient, command)))?.nodegroup ?? null;
}

function groupNames({ resources }: Nodegroup): string[] {
  return (resources?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);
}

function observe(group: Nodegroup, machines: ReadonlyMap<string, Nodes>): Observed<NodegroupDetail> {
  const cluster = group.clusterName ?? "";
  const name = group.nodegroupName ?? "";
  const detail = detailOf(group, machines);
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

function detailOf(group: Nodegroup, machines: ReadonlyMap<string, Nodes>): NodegroupDetail {
  const { minSize = 0, maxSize = 1, desiredSize = 0 } = group.scalingConfig ?? {};
  const own = groupNames(group).flatMap((name) => machines.get(name) ?? []);
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
