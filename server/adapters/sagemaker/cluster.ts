import {
  type ClusterInstanceGroupDetails,
  type ClusterRestrictedInstanceGroupDetails,
  DescribeClusterCommand,
  type DescribeClusterResponse,
  ListClustersCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { metered, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { type Machine, machineHours, machineSchema, machinesInWords } from "./machines";
import { discoverNamed, type NamedReads } from "./reads";

const groupSchema = z.strictObject({
  name: z.string(),
  /** Of a flexible group one for each type that it has. */
  machines: z.array(machineSchema),
  spot: z.boolean(),
  /** Machines that were paid ahead. */
  plan: z.string().nullable(),
  /** A restricted group has a file system of its own. */
  lustreGb: z.number().nullable(),
});
type Group = z.infer<typeof groupSchema>;

const detail = z.strictObject({
  /** Creating, InService, Updating, SystemUpdating, RollingBack, Failed, Deleting. */
  status: z.string(),
  orchestrator: z.enum(["EKS", "Slurm"]).nullable(),
  /** It takes machines one by one as they come, and a group may have none. */
  continuous: z.boolean(),
  /** Karpenter adds machines while pods wait for them. */
  scalesItself: z.boolean(),
  groups: z.array(groupSchema),
});
type Detail = z.infer<typeof detail>;

const lost = "what is on their own disks is lost: save it to S3 or FSx first";

const about: AboutListed = {
  reason: "A HyperPod cluster has no stop: its machines bill by the hour, at work or not, until they are removed",
  remedy: `Delete the instance groups that nobody needs, or scale them down: aws sagemaker update-cluster --cluster-name … --instance-groups … ; ${lost}`,
};

const continuous: AboutListed = {
  reason: "A HyperPod cluster has no stop: its machines bill by the hour, at work or not, until its groups have none",
  remedy: `Scale its instance groups to 0: aws sagemaker update-cluster --cluster-name … --instance-groups … ; ${lost}. Groups and settings stay, and come back when there is capacity`,
};

/** HyperPod clusters that have machines. One whose groups are all empty bills nothing of its own. */
export const sagemakerCluster = defineReport<Detail>({
  kind: "sagemaker.cluster",
  title: "SageMaker HyperPod cluster",
  plural: "SageMaker HyperPod clusters",
  billedAs: "Amazon SageMaker",
  about,
  read: ["sagemaker:DescribeCluster", "sagemaker:ListClusters", "tag:GetResources"],
  detail,
  advise,
  price: ({ detail: { groups } }) => groups.flatMap(linesOf),
  idle: { untold: "What its machines do, only metrics from inside of the cluster tell" },
  discover: (aws, only) => discoverNamed(aws, readsOf(aws), only),
});

function advise({ detail: { status, ...cluster } }: Observed<Detail>): Advice {
  const advice = { saw: status, ...(cluster.continuous ? continuous : about) };
  const more = [
    ...(cluster.scalesItself ? ["Its autoscaler brings machines back while pods wait for them"] : []),
    ...(cluster.orchestrator === "Slurm" ? ["The controller of Slurm cannot be removed"] : []),
  ];
  return { ...advice, remedy: [advice.remedy, ...more].join(". ") };
}

function linesOf({ name, machines, spot, plan, lustreGb }: Group): readonly CostLine[] {
  const label = "Cluster hours";
  const some = machines.filter(({ count }) => count !== 0);
  const note = `${name}: ${machinesInWords(some)}`;
  const hours = (): readonly CostLine[] => {
    if (plan !== null) return [metered(label, `${note}; paid ahead with its training plan`, null, "hour")];
    if (spot) return [unpriced(label, `${note}; on spot: its price changes and is in no price list`, "hour")];
    return some.map((machine) => machineHours(label, machine, "sagemaker.cluster", ` of ${name}`));
  };
  const volumes = unpriced("Storage", `${name}: the disks of its machines; not in the catalogue`);
  const lustre = unpriced("Lustre", `${name}: ${lustreGb} GB; see the file system in FSx`);
  return [...(some.length > 0 ? [...hours(), volumes] : []), ...(lustreGb === null ? [] : [lustre])];
}

const readsOf = (aws: ReadDoor): NamedReads<DescribeClusterResponse, Detail> => ({
  async list(NextToken) {
    const command = new ListClustersCommand({ MaxResults: 100, ...(NextToken && { NextToken }) });
    const out = await aws.read(SageMakerClient, command);
    return { names: (out.ClusterSummaries ?? []).flatMap(({ ClusterName }) => ClusterName ?? []), next: out.NextToken };
  },
  describe: (ClusterName) => aws.read(SageMakerClient, new DescribeClusterCommand({ ClusterName })),
  bills: (cluster) =>
    groupsOf(cluster).some(({ machines, lustreGb }) => lustreGb !== null || machines.some(({ count }) => count !== 0)),
  observed,
});

function observed(cluster: DescribeClusterResponse): Omit<Observed<Detail>, "tags"> {
  const arn = cluster.ClusterArn ?? "";
  const name = cluster.ClusterName ?? arn.slice(arn.lastIndexOf("/") + 1);
  const groups = groupsOf(cluster);
  return {
    nativeId: name,
    arn,
    name,
    type: machinesInWords(groups.flatMap(({ machines }) => machines.filter(({ count }) => count !== 0))),
    detail: {
      status: cluster.ClusterStatus ?? "unknown",
      orchestrator: orchestratorOf(cluster.Orchestrator),
      continuous: cluster.NodeProvisioningMode === "Continuous",
      scalesItself: cluster.AutoScaling?.Mode === "Enable",
      groups,
    },
  };
}

/** Slurm is what a cluster has that names none. */
function orchestratorOf(named: DescribeClusterResponse["Orchestrator"]): Detail["orchestrator"] {
  if (named?.Eks) return "EKS";
  return named === undefined || named.Slurm ? "Slurm" : null;
}

function groupsOf({ InstanceGroups = [], RestrictedInstanceGroups = [] }: DescribeClusterResponse): Group[] {
  return [
    ...InstanceGroups.map((group) => ({
      ...groupOf(group, flexible(group)),
      spot: group.CapacityRequirements?.Spot !== undefined,
    })),
    ...RestrictedInstanceGroups.map((group) => ({
      ...groupOf(group, []),
      lustreGb: group.EnvironmentConfig?.FSxLustreConfig?.SizeInGiB ?? null,
    })),
  ];
}

type AnyGroup = Pick<
  ClusterInstanceGroupDetails & ClusterRestrictedInstanceGroupDetails,
  "InstanceGroupName" | "InstanceType" | "CurrentCount" | "TrainingPlanArn"
>;

function groupOf(group: AnyGroup, types: readonly Machine[]): Group {
  const one = { type: group.InstanceType ?? "unknown type", count: group.CurrentCount ?? null };
  return {
    name: group.InstanceGroupName ?? "",
    machines: types.length > 0 ? [...types] : [one],
    spot: false,
    plan: group.TrainingPlanArn ?? null,
    lustreGb: null,
  };
}

function flexible({ InstanceTypeDetails = [] }: ClusterInstanceGroupDetails): readonly Machine[] {
  return InstanceTypeDetails.map(({ InstanceType, CurrentCount }) => ({
    type: InstanceType ?? "unknown type",
    count: CurrentCount ?? null,
  }));
}
