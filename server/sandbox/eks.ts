import type {
  DescribeClusterCommandInput,
  DescribeClusterCommandOutput,
  DescribeClusterVersionsCommandInput,
  DescribeClusterVersionsCommandOutput,
  DescribeNodegroupCommandInput,
  DescribeNodegroupCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  ListNodegroupsCommandInput,
  ListNodegroupsCommandOutput,
  Nodegroup,
  UpdateNodegroupConfigCommandInput,
  UpdateNodegroupConfigCommandOutput,
} from "@aws-sdk/client-eks";
import { defineCorner, stateOf } from "./corner";
import { describeCluster as describeNamed, versionsAt } from "./eks-clusters";
import { type EksState, empty, type NodeGroup, name } from "./eks-state";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedEks } from "./seed-eks";
import { newUuid } from "./world";

/** EKS clusters and their managed node groups. The nodes are machines of an Auto Scaling group of the world. */
export const eks = defineCorner<EksState>({
  name,
  empty,
  services: {
    eks: {
      ListClusters: read(listClusters),
      DescribeCluster: read(describeCluster),
      DescribeClusterVersions: read(describeClusterVersions),
      ListNodegroups: read(listNodegroups),
      DescribeNodegroup: read(describeNodegroup),
      UpdateNodegroupConfig: change(updateNodegroupConfig),
    },
  },
  seed: seedEks,
  dues: (state) => state.nodegroups.map((group) => group.until),
  finish(state, at) {
    for (const group of state.nodegroups) {
      if (group.until === null || group.until > at) continue;
      group.until = null;
      group.status = group.issue ? "DEGRADED" : "ACTIVE";
    }
  },
  tagged: (state, at) =>
    state.nodegroups.map((group) => ({ type: "eks:nodegroup", arn: arnOf(group, at), tags: group.tags })),
});

function stateAt(at: Moment): EksState {
  return stateOf({ name, empty }, at.region);
}

const notFound = (message: string) => awsError("ResourceNotFoundException", message, { status: 404 });
const invalidToken = () => awsError("InvalidParameterException", "The next token is invalid.");

function listClusters(input: ListClustersCommandInput, at: Moment): Answer<ListClustersCommandOutput> {
  const size = input.maxResults ?? 100;
  const { items, next } = page({ items: stateAt(at).clusters, size, token: input.nextToken, invalidToken });
  return { clusters: items, ...(next !== undefined && { nextToken: next }) };
}

function listNodegroups(input: ListNodegroupsCommandInput, at: Moment): Answer<ListNodegroupsCommandOutput> {
  const { clusters, nodegroups } = stateAt(at);
  if (!clusters.includes(input.clusterName ?? "")) throw notFound(`No cluster found for name: ${input.clusterName}.`);
  const own = nodegroups.filter((group) => group.cluster === input.clusterName).map((group) => group.name);
  const { items, next } = page({ items: own, size: input.maxResults ?? 100, token: input.nextToken, invalidToken });
  return { nodegroups: items, ...(next !== undefined && { nextToken: next }) };
}

function describeCluster(
  { name: wanted = "" }: DescribeClusterCommandInput,
  at: Moment,
): Answer<DescribeClusterCommandOutput> {
  if (!stateAt(at).clusters.includes(wanted)) throw notFound(`No cluster found for name: ${wanted}.`);
  return { cluster: describeNamed(wanted, at) };
}

function describeClusterVersions(
  { maxResults: size = 100, nextToken: token, includeAll }: DescribeClusterVersionsCommandInput,
  at: Moment,
): Answer<DescribeClusterVersionsCommandOutput> {
  const all = versionsAt(at).filter((one) => includeAll || one.versionStatus !== "UNSUPPORTED");
  const { items, next } = page({ items: all, size, token, invalidToken });
  return { clusterVersions: items, ...(next !== undefined && { nextToken: next }) };
}

interface Named {
  readonly clusterName: string | undefined;
  readonly nodegroupName: string | undefined;
}

function find({ clusterName, nodegroupName }: Named, at: Moment): NodeGroup {
  const found = stateAt(at).nodegroups.find((one) => one.cluster === clusterName && one.name === nodegroupName);
  if (!found) throw notFound(`No node group found for name: ${nodegroupName}.`);
  return found;
}

function describeNodegroup(input: DescribeNodegroupCommandInput, at: Moment): Answer<DescribeNodegroupCommandOutput> {
  return { nodegroup: describe(find(input, at), at) };
}

/** EKS sets the numbers of the group's Auto Scaling group; one change at a time, and no maximum below 1. */
function updateNodegroupConfig(
  input: UpdateNodegroupConfigCommandInput,
  at: Moment,
): Answer<UpdateNodegroupConfigCommandOutput> {
  const group = find(input, at);
  if (group.status === "UPDATING") {
    const message = `Nodegroup cannot be updated as it is currently not in Active State`;
    throw awsError("ResourceInUseException", message, { status: 409 });
  }
  const machines = at.region.groups.find((each) => each.name === group.groupName);
  if (!machines) throw awsError("InvalidRequestException", "The Auto Scaling group of the node group is gone.");
  const { minSize = machines.min, maxSize = machines.max, desiredSize = machines.desired } = input.scalingConfig ?? {};
  const unfit = unfitness({ minSize, maxSize, desiredSize });
  if (unfit) throw awsError("InvalidParameterException", unfit);
  Object.assign(machines, { min: minSize, max: maxSize, desired: desiredSize });
  group.status = "UPDATING";
  group.until = at.ends(20);
  return {
    update: {
      id: newUuid(at.world),
      status: "InProgress",
      type: "ConfigUpdate",
      params: [
        { type: "MinSize", value: String(minSize) },
        { type: "MaxSize", value: String(maxSize) },
        { type: "DesiredSize", value: String(desiredSize) },
      ],
      createdAt: new Date(at.now),
      errors: [],
    },
  };
}

interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

/** What EKS answers to sizes that do not go together; null where they do. */
function unfitness({ minSize, maxSize, desiredSize }: Sizes): string | null {
  if (maxSize < 1) return "maxSize must be at least 1";
  if (minSize < 0) return "minSize must be at least 0";
  if (minSize > desiredSize) return `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`;
  return desiredSize > maxSize ? `Desired capacity ${desiredSize} can't be greater than max size ${maxSize}` : null;
}

function arnOf({ cluster, name: own, uid }: NodeGroup, { regionName, world }: Moment): string {
  return `arn:aws:eks:${regionName}:${world.accountId}:nodegroup/${cluster}/${own}/${uid}`;
}

function describe(group: NodeGroup, at: Moment): Nodegroup {
  const machines = at.region.groups.find((each) => each.name === group.groupName);
  return {
    clusterName: group.cluster,
    nodegroupName: group.name,
    nodegroupArn: arnOf(group, at),
    version: "1.33",
    releaseVersion: "1.33.5-20261106",
    status: group.status,
    capacityType: group.capacityType,
    amiType: "AL2023_x86_64_STANDARD",
    diskSize: 40,
    instanceTypes: [machines?.template.instanceType ?? "m6i.large"],
    subnets: machines?.subnetIds ?? [],
    nodeRole: `arn:aws:iam::${at.world.accountId}:role/tidewater-eks-node`,
    labels: group.labels,
    taints: [],
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: false },
    ...(machines && { scalingConfig: { minSize: machines.min, maxSize: machines.max, desiredSize: machines.desired } }),
    resources: { autoScalingGroups: [{ name: group.groupName }] },
    health: {
      issues: group.issue ? [{ code: "AccessDenied", message: group.issue, resourceIds: [group.groupName] }] : [],
    },
    createdAt: new Date(group.createdAt),
    tags: group.tags,
  };
}
