import type { ClusterInstanceGroupDetails, DescribeClusterResponse } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sagemakerCluster } from "./cluster";

const arn = "arn:aws:sagemaker:eu-central-1:111122223333:cluster/k3v9x2m7q1ab";
const gpus: ClusterInstanceGroupDetails = {
  InstanceGroupName: "gpus",
  InstanceType: "ml.g5.8xlarge",
  CurrentCount: 4,
  TargetCount: 4,
  Status: "InService",
};

type Over = Partial<DescribeClusterResponse>;

function looked(over: Over = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    ListClusters: () => ({ ClusterSummaries: [{ ClusterName: "pretrain" }] }),
    DescribeCluster: () => ({
      ClusterName: "pretrain",
      ClusterArn: arn,
      ClusterStatus: "InService",
      InstanceGroups: [gpus],
      ...over,
    }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return collect(sagemakerCluster.discover(aws, only));
}

async function seen(over: Over = {}) {
  const [one] = await looked(over);
  if (!one) throw new Error("it is not listed");
  return one;
}
const lines = async (...groups: Partial<ClusterInstanceGroupDetails>[]) =>
  sagemakerCluster.price(await seen({ InstanceGroups: groups.map((group) => ({ ...gpus, ...group })) }));
const remedyOf = async (over: Over) => (sagemakerCluster.classify(await seen(over)) as { remedy: string }).remedy;

describe("what is listed", () => {
  it("is a cluster by its name, with its machines and its tags", async () => {
    expect(await looked()).toMatchObject([
      { nativeId: "pretrain", arn, name: "pretrain", type: "4 × ml.g5.8xlarge", tags: { Team: "data" } },
    ]);
    expect(await looked({ ClusterStatus: "Deleting" }, ["pretrain"])).toHaveLength(1);
  });

  it("is none without machines, as far as AWS tells", async () => {
    expect(await looked({ InstanceGroups: [] })).toEqual([]);
    expect(await looked({ InstanceGroups: [{ ...gpus, CurrentCount: 0 }] })).toEqual([]);
    expect(await looked({ InstanceGroups: [{ ...gpus, CurrentCount: undefined }] })).toHaveLength(1);
  });
});

describe("what it bills", () => {
  const price = { table: "sagemaker.cluster", key: "ml.g5.8xlarge" };

  it("is the machines that each group has now, at the price of clusters, and their disks", async () => {
    expect(
      await lines({ CurrentCount: 3, TargetCount: 5 }, { CurrentCount: 0, InstanceGroupName: "spare" }),
    ).toMatchObject([
      { quantity: 3, price, note: "3 × ml.g5.8xlarge of gpus" },
      { label: "Storage", price: null, quantity: 1 },
    ]);
  });

  it("is each type of a flexible group", async () => {
    const InstanceTypeDetails = [
      { InstanceType: "ml.g5.8xlarge", CurrentCount: 2 },
      { InstanceType: "ml.g6.8xlarge", CurrentCount: 1 },
    ] as const;
    const found = await lines({ InstanceType: undefined, InstanceTypeDetails: [...InstanceTypeDetails] });
    expect(found.map((line) => [line.price?.key ?? null, line.quantity])).toEqual([
      ["ml.g5.8xlarge", 2],
      ["ml.g6.8xlarge", 1],
      [null, 1],
    ]);
  });

  it("has no price on spot, and none again where it was paid ahead", async () => {
    expect((await lines({ CapacityRequirements: { Spot: {} } }))[0]).toMatchObject({ price: null, quantity: 1 });
    expect((await lines({ CapacityRequirements: { OnDemand: {} } }))[0]).toMatchObject({ price });
    expect((await lines({ TrainingPlanArn: "arn:plan" }))[0]).toMatchObject({ price: null, quantity: "metered" });
  });

  it("is not guessed where AWS does not tell how many", async () => {
    expect((await lines({ CurrentCount: undefined }))[0]).toMatchObject({ price: null, quantity: 1 });
  });

  it("is the file system of a restricted group, also without machines", async () => {
    const FSxLustreConfig = { SizeInGiB: 1200, PerUnitStorageThroughput: 250 };
    const restricted = { InstanceGroupName: "nova", CurrentCount: 0, EnvironmentConfig: { FSxLustreConfig } };
    const one = await seen({ InstanceGroups: [], RestrictedInstanceGroups: [restricted] });
    expect(sagemakerCluster.price(one)).toMatchObject([
      { label: "Lustre", price: null, note: expect.stringContaining("1200") },
    ]);
  });
});

describe("what is advised", () => {
  const eks = { Orchestrator: { Eks: { ClusterArn: "arn:eks" } } };

  it("is 0 machines only where a group may have none", async () => {
    expect(await remedyOf({ ...eks, NodeProvisioningMode: "Continuous" })).toMatch(/^Scale its instance groups to 0/);
    expect(await remedyOf(eks)).toMatch(/^Delete the instance groups that nobody needs/);
  });

  it("names what stays, and what comes back", async () => {
    expect(await remedyOf({})).toMatch(/The controller of Slurm cannot be removed$/);
    expect(await remedyOf(eks)).not.toMatch(/Slurm/);
    const AutoScaling = { Mode: "Enable", Status: "InService" } as const;
    expect(await remedyOf({ ...eks, AutoScaling })).toMatch(/autoscaler brings machines back/);
  });
});
