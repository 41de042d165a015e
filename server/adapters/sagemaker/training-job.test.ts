import type { DescribeTrainingJobResponse, ResourceConfig } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sagemakerTrainingJob } from "./training-job";

const arn = "arn:aws:sagemaker:eu-central-1:111122223333:training-job/night-run";
const job: Partial<DescribeTrainingJobResponse> = {
  TrainingJobName: "night-run",
  TrainingJobArn: arn,
  TrainingJobStatus: "InProgress",
  SecondaryStatus: "Training",
  ResourceConfig: { InstanceType: "ml.g5.2xlarge", InstanceCount: 4, VolumeSizeInGB: 100 },
  StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
  TrainingStartTime: new Date("2026-11-20T03:00:00Z"),
};

function looked(over: Partial<DescribeTrainingJobResponse> = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    ListTrainingJobs: () => ({ TrainingJobSummaries: [{ TrainingJobName: "night-run" }] }),
    DescribeTrainingJob: () => ({ ...job, ...over }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return { aws, found: collect(sagemakerTrainingJob.discover(aws, only)) };
}

async function seen(over: Partial<DescribeTrainingJobResponse> = {}) {
  const [one] = await looked(over).found;
  if (!one) throw new Error("it is not listed");
  return one;
}
const lines = async (over: Partial<DescribeTrainingJobResponse> = {}) => sagemakerTrainingJob.price(await seen(over));

describe("what is listed", () => {
  it("is what runs now, with its machines and its tags", async () => {
    const { aws, found } = looked();
    expect(await found).toMatchObject([{ nativeId: "night-run", type: "4 × ml.g5.2xlarge", tags: { Team: "data" } }]);
    expect(aws.calls[0]?.input).toMatchObject({ StatusEquals: "InProgress" });
  });

  it.each(["Completed", "Failed", "Stopped"] as const)("is not what is %s by now", async (TrainingJobStatus) => {
    expect(await looked({ TrainingJobStatus }, ["night-run"]).found).toEqual([]);
  });

  it("is not what is gone", async () => {
    const gone = new FaultError({ code: "gone", reason: "Requested resource not found.", remedy: "-" });
    const aws = recordingDoor({
      DescribeTrainingJob: () => {
        throw gone;
      },
    });
    expect(await collect(sagemakerTrainingJob.discover(aws, ["night-run"]))).toEqual([]);
  });
});

describe("what it bills", () => {
  it("is each machine, by the hour", async () => {
    expect(await lines()).toMatchObject([
      {
        quantity: 4,
        price: { table: "sagemaker.instance", key: "ml.g5.2xlarge" },
        note: "4 × ml.g5.2xlarge, for 24 hours at most",
      },
      { quantity: "metered" },
    ]);
  });

  it("is nothing before it got its machines", async () => {
    expect(await lines({ TrainingStartTime: undefined, SecondaryStatus: "Pending" })).toEqual([]);
  });

  it("is each group of unlike machines", async () => {
    const ResourceConfig: ResourceConfig = {
      VolumeSizeInGB: 50,
      InstanceGroups: [
        { InstanceGroupName: "data", InstanceType: "ml.c5.xlarge", InstanceCount: 2 },
        { InstanceGroupName: "gpu", InstanceType: "ml.p4d.24xlarge", InstanceCount: 1 },
      ],
    };
    const keys = (await lines({ ResourceConfig })).map(({ price, quantity }) => [price?.key, quantity]);
    expect(keys).toEqual([
      ["ml.c5.xlarge", 2],
      ["ml.p4d.24xlarge", 1],
      [undefined, "metered"],
    ]);
  });

  it("is what it got, where it may take one of several", async () => {
    const ResourceConfig: ResourceConfig = { SelectedInstanceType: "ml.g6.xlarge", SelectedInstanceCount: 3 };
    expect((await lines({ ResourceConfig }))[0]).toMatchObject({ quantity: 3, price: { key: "ml.g6.xlarge" } });
  });

  it("has no price on spot, and none again where it was paid ahead", async () => {
    expect((await lines({ EnableManagedSpotTraining: true }))[0]).toMatchObject({ price: null, quantity: 1 });
    const ResourceConfig = { ...job.ResourceConfig, TrainingPlanArn: "arn:plan" };
    expect((await lines({ ResourceConfig }))[0]).toMatchObject({ price: null, quantity: "metered" });
  });

  it.each<[string, ResourceConfig | undefined]>([
    ["which machines", undefined],
    ["how many", { InstanceType: "ml.m5.large" }],
  ])("is not guessed where AWS does not tell %s", async (_what, ResourceConfig) => {
    expect((await lines({ ResourceConfig }))[0]).toMatchObject({ price: null, quantity: 1 });
  });
});

it("says what would start the next one, when that is what has to be stopped", async () => {
  const TuningJobArn = "arn:aws:sagemaker:eu-central-1:1:hyper-parameter-tuning-job/sweep";
  const { remedy } = sagemakerTrainingJob.classify(await seen({ TuningJobArn })) as { remedy: string };
  expect(remedy).toMatch(/^Stop arn:.*sweep first: it starts the next job\. Stop it: aws sagemaker stop-training-job/);
});
