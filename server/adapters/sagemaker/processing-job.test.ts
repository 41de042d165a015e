import type { DescribeProcessingJobResponse, ProcessingClusterConfig } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sagemakerProcessingJob } from "./processing-job";

const arn = "arn:aws:sagemaker:eu-central-1:111122223333:processing-job/features";
const machines: ProcessingClusterConfig = { InstanceType: "ml.m5.4xlarge", InstanceCount: 2, VolumeSizeInGB: 50 };
const job: Partial<DescribeProcessingJobResponse> = {
  ProcessingJobName: "features",
  ProcessingJobArn: arn,
  ProcessingJobStatus: "InProgress",
  ProcessingResources: { ClusterConfig: machines },
  StoppingCondition: { MaxRuntimeInSeconds: 7200 },
  ProcessingStartTime: new Date("2026-11-20T03:00:00Z"),
};

type Over = Partial<DescribeProcessingJobResponse>;

function looked(over: Over = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    ListProcessingJobs: ({ NextToken }: { NextToken?: string }) =>
      NextToken ? { ProcessingJobSummaries: [{ ProcessingJobName: "features" }] } : { NextToken: "2" },
    DescribeProcessingJob: () => ({ ...job, ...over }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return { aws, found: collect(sagemakerProcessingJob.discover(aws, only)) };
}

async function seen(over: Over = {}) {
  const [one] = await looked(over).found;
  if (!one) throw new Error("it is not listed");
  return one;
}
const lines = async (over: Over = {}) => sagemakerProcessingJob.price(await seen(over));
const remedyOf = async (over: Over) => (sagemakerProcessingJob.classify(await seen(over)) as { remedy: string }).remedy;

describe("what is listed", () => {
  it("is what runs now, from each page, with its machines and its tags", async () => {
    const { aws, found } = looked();
    expect(await found).toMatchObject([{ nativeId: "features", type: "2 × ml.m5.4xlarge", tags: { Team: "data" } }]);
    expect(aws.calls[0]?.input).toMatchObject({ StatusEquals: "InProgress", MaxResults: 100 });
  });

  it.each(["Completed", "Failed", "Stopped"] as const)("is not what is %s by now", async (ProcessingJobStatus) => {
    expect(await looked({ ProcessingJobStatus }, ["features"]).found).toEqual([]);
  });

  it("is not what is gone, and any other fault stays one", async () => {
    const failing = (code: "gone" | "denied") =>
      recordingDoor({
        DescribeProcessingJob: () => {
          throw new FaultError({ code, reason: "No.", remedy: "-" });
        },
      });
    expect(await collect(sagemakerProcessingJob.discover(failing("gone"), ["features"]))).toEqual([]);
    await expect(collect(sagemakerProcessingJob.discover(failing("denied"), ["features"]))).rejects.toThrow(FaultError);
  });
});

describe("what it bills", () => {
  it("is each machine by the hour, and their disks", async () => {
    expect(await lines()).toMatchObject([
      {
        quantity: 2,
        price: { table: "sagemaker.instance", key: "ml.m5.4xlarge" },
        note: "2 × ml.m5.4xlarge, for 2 hours at most",
      },
      { label: "Storage", quantity: "metered" },
    ]);
  });

  it("is what it got, where it may take one of several", async () => {
    const ClusterConfig = { ...machines, SelectedInstanceType: "ml.m6i.4xlarge", SelectedInstanceCount: 3 } as const;
    const [hours] = await lines({ ProcessingResources: { ClusterConfig } });
    expect(hours).toMatchObject({ quantity: 3, price: { key: "ml.m6i.4xlarge" } });
  });

  it("is nothing before it got its machines", async () => {
    expect(await lines({ ProcessingStartTime: undefined })).toEqual([]);
  });

  it("is no figure for a rule of Debugger: AWS's own are free", async () => {
    const TrainingJobArn = "arn:aws:sagemaker:eu-central-1:1:training-job/night";
    expect(await lines({ TrainingJobArn })).toMatchObject([{ price: null, note: expect.stringContaining("Debugger") }]);
    expect(await remedyOf({ TrainingJobArn })).toMatch(/^It ends with the training job that it watches: arn:.*night\./);
  });

  it("is not guessed where AWS does not tell its machines", async () => {
    expect(await lines({ ProcessingResources: undefined })).toMatchObject([{ price: null, quantity: 1 }]);
    const ClusterConfig = { ...machines, InstanceCount: undefined };
    expect((await lines({ ProcessingResources: { ClusterConfig } }))[0]).toMatchObject({ price: null, quantity: 1 });
  });
});

it("says what would start the next one, when that is what has to be stopped", async () => {
  expect(await remedyOf({})).toMatch(/^Stop it: aws sagemaker stop-processing-job/);
  const MonitoringScheduleArn = "arn:aws:sagemaker:eu-central-1:1:monitoring-schedule/drift";
  expect(await remedyOf({ MonitoringScheduleArn })).toMatch(/^Stop arn:.*drift first: it starts the next job\./);
});
