import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Instance,
  type Volume,
} from "@aws-sdk/client-ec2";
import {
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-eks";
import { type Capture, stable } from "./capture";
import { awsConfig } from "./estate";

/** The full description of all that estate-clusters.ts builds, as AWS gives it. */

type Entries = readonly (readonly [string, unknown])[];

/** What each update of a node group moves. */
const moved = new Set(["modifiedAt"]);

/** What is a node's own, and new with each node; a machine of any other group keeps all of it. */
const ofTheNode = new Set([
  "InstanceId",
  "AmiLaunchIndex",
  "ClientToken",
  "NetworkInterfaceId",
  "AttachmentId",
  "VolumeId",
  "SnapshotId",
  "MacAddress",
  "PrivateIpAddress",
  "PrivateDnsName",
  "CreateTime",
]);

export async function captureClusters(endpoint: string, regions: readonly string[]): Promise<Capture> {
  const all: Record<string, unknown> = {};
  for (const region of regions) {
    for (const [key, value] of await captureRegion(endpoint, region)) all[`${region} ${key}`] = value;
  }
  return all;
}

async function captureRegion(endpoint: string, region: string): Promise<Entries> {
  const config = awsConfig(endpoint, region);
  const ec2 = new EC2Client(config);
  const eks = new EKSClient(config);
  const parts = await Promise.all([
    captureEks(eks),
    captureGroups(new AutoScalingClient(config)),
    captureMachines(ec2),
    captureTemplates(ec2),
  ]);
  return parts.flat();
}

async function captureEks(eks: EKSClient): Promise<Entries> {
  const { clusters = [] } = await eks.send(new ListClustersCommand({}));
  const parts = clusters.map(async (name): Promise<Entries> => {
    const { cluster } = await eks.send(new DescribeClusterCommand({ name }));
    const { nodegroups = [] } = await eks.send(new ListNodegroupsCommand({ clusterName: name }));
    const groups = nodegroups.map(async (nodegroupName) => {
      const { nodegroup } = await eks.send(new DescribeNodegroupCommand({ clusterName: name, nodegroupName }));
      const resourceArn = nodegroup?.nodegroupArn;
      const { tags } = await eks.send(new ListTagsForResourceCommand({ resourceArn }));
      return [`nodegroup ${name}/${nodegroupName}`, stable({ ...nodegroup, listed: tags }, moved)] as const;
    });
    return [[`cluster ${name}`, stable(cluster)], ...(await Promise.all(groups))];
  });
  return (await Promise.all(parts)).flat();
}

interface Tagged {
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

/** `cluster/name` of the node group that it is of; null for all that is not EKS's. */
function nodegroupOf({ Tags = [] }: Tagged): string | null {
  const tag = (key: string) => Tags.find(({ Key }) => Key === key)?.Value;
  const cluster = tag("eks:cluster-name");
  return cluster ? `${cluster}/${tag("eks:nodegroup-name")}` : null;
}

async function captureGroups(asg: AutoScalingClient): Promise<Entries> {
  const { AutoScalingGroups = [] } = await asg.send(new DescribeAutoScalingGroupsCommand({}));
  return AutoScalingGroups.map((group) => {
    const maker = nodegroupOf(group);
    return maker
      ? [`group ${maker}`, stable(group, ofTheNode)]
      : [`group ${group.AutoScalingGroupName}`, stable(group)];
  });
}

/** Machines that are there, with their disks; nodes by their group and in no order, as each is like the other. */
async function captureMachines(ec2: EC2Client): Promise<Entries> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  const disksOf = ({ InstanceId }: Instance): readonly Volume[] =>
    Volumes.filter(({ Attachments = [] }) => Attachments.some((one) => one.InstanceId === InstanceId));
  const machines = Reservations.flatMap(({ Instances = [] }) => Instances)
    .filter(({ State }) => State?.Name !== "terminated")
    .map((machine) => ({ ...machine, disks: disksOf(machine) }));
  const seen = new Map<string, number>();
  return machines.map((machine) => {
    const maker = nodegroupOf(machine);
    if (!maker) return [`instance ${machine.InstanceId}`, stable(machine)];
    seen.set(maker, (seen.get(maker) ?? 0) + 1);
    return [`node ${seen.get(maker)} of ${maker}`, stable(machine, ofTheNode)];
  });
}

/** By their data: EKS makes one template for each node group and goes on with it. */
async function captureTemplates(ec2: EC2Client): Promise<Entries> {
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ Versions: ["$Latest"] }),
  );
  return LaunchTemplateVersions.map((one) => [`template ${one.LaunchTemplateName}`, stable(one)]);
}
