import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { CreateClusterCommand, CreateNodegroupCommand, EKSClient } from "@aws-sdk/client-eks";
import { awsConfig, estateTags } from "./estate";

/**
 * The estate of EKS: a cluster with a node group that works and one that was off before, somebody else's cluster with a
 * node group of the same name, and a plain Auto Scaling group that is not EKS's.
 */

const role = "arn:aws:iam::123456789012:role/eks";
const plain = { ...estateTags };
const others = { Environment: "prod" };

export async function buildClusters(endpoint: string, regions: readonly string[]): Promise<void> {
  for (const region of regions) await buildRegion(endpoint, region);
}

async function buildRegion(endpoint: string, region: string): Promise<void> {
  const config = awsConfig(endpoint, region);
  const ec2 = new EC2Client(config);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2);
  const eks = new EKSClient(config);
  await buildCluster(eks, subnets);
  await buildOthers(eks, subnets);
  await buildGroup(ec2, new AutoScalingClient(config), subnets[0] ?? "");
}

/** One group with all that a change of size can lose, and one that has no nodes. */
async function buildCluster(eks: EKSClient, subnetIds: readonly string[]): Promise<void> {
  const resourcesVpcConfig = { subnetIds: [...subnetIds] };
  await eks.send(
    new CreateClusterCommand({ name: "lab", version: "1.34", roleArn: role, resourcesVpcConfig, tags: plain }),
  );
  const own = { clusterName: "lab", nodeRole: role, subnets: subnetIds.slice(0, 1), tags: plain };
  await eks.send(
    new CreateNodegroupCommand({
      ...own,
      nodegroupName: "general",
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
      instanceTypes: ["m6i.large", "m6a.large"],
      diskSize: 40,
      labels: { pool: "general", tier: "web" },
      taints: [
        { key: "dedicated", value: "web", effect: "NO_SCHEDULE" },
        { key: "spread", effect: "PREFER_NO_SCHEDULE" },
      ],
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
    }),
  );
  await eks.send(
    new CreateNodegroupCommand({
      ...own,
      nodegroupName: "off-before",
      scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 3 },
      instanceTypes: ["c6i.large"],
      capacityType: "SPOT",
    }),
  );
}

/** A node group's name is unique within its cluster only. */
async function buildOthers(eks: EKSClient, subnetIds: readonly string[]): Promise<void> {
  const resourcesVpcConfig = { subnetIds: [...subnetIds] };
  await eks.send(
    new CreateClusterCommand({ name: "live", version: "1.32", roleArn: role, resourcesVpcConfig, tags: others }),
  );
  await eks.send(
    new CreateNodegroupCommand({
      clusterName: "live",
      nodegroupName: "general",
      nodeRole: role,
      subnets: subnetIds.slice(0, 1),
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 },
      tags: others,
    }),
  );
}

async function buildGroup(ec2: EC2Client, asg: AutoScalingClient, subnet: string): Promise<void> {
  const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  const LaunchTemplateData = { ImageId: image?.ImageId, InstanceType: "t3.micro" } as const;
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "web", LaunchTemplateData }));
  await asg.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "web-asg",
      LaunchTemplate: { LaunchTemplateName: "web", Version: "1" },
      MinSize: 1,
      MaxSize: 3,
      DesiredCapacity: 2,
      VPCZoneIdentifier: subnet,
      Tags: Object.entries(estateTags).map(([Key, Value]) => ({
        Key,
        Value,
        PropagateAtLaunch: true,
        ResourceId: "web-asg",
        ResourceType: "auto-scaling-group",
      })),
    }),
  );
}
