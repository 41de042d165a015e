import type { DescribeTransformJobResponse } from "@aws-sdk/client-sagemaker";
import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sagemakerTransformJob } from "./transform-job";

const arn = "arn:aws:sagemaker:eu-central-1:111122223333:transform-job/scores";
const job: Partial<DescribeTransformJobResponse> = {
  TransformJobName: "scores",
  TransformJobArn: arn,
  TransformJobStatus: "InProgress",
  ModelName: "churn",
  TransformResources: { InstanceType: "ml.g4dn.xlarge", InstanceCount: 3 },
  TransformStartTime: new Date("2026-11-20T03:00:00Z"),
};

type Over = Partial<DescribeTransformJobResponse>;

function looked(over: Over = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    ListTransformJobs: () => ({ TransformJobSummaries: [{ TransformJobName: "scores" }] }),
    DescribeTransformJob: () => ({ ...job, ...over }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return { aws, found: collect(sagemakerTransformJob.discover(aws, only)) };
}

async function seen(over: Over = {}) {
  const [one] = await looked(over).found;
  if (!one) throw new Error("it is not listed");
  return one;
}
const lines = async (over: Over = {}) => sagemakerTransformJob.price(await seen(over));

it("is listed while it runs, with its machines and its tags", async () => {
  const { aws, found } = looked();
  expect(await found).toMatchObject([
    { nativeId: "scores", arn, type: "3 × ml.g4dn.xlarge", tags: { Team: "data" }, detail: { model: "churn" } },
  ]);
  expect(aws.calls[0]?.input).toMatchObject({ StatusEquals: "InProgress" });
  expect(await looked({ TransformJobStatus: "Stopping" }, ["scores"]).found).toHaveLength(1);
});

it.each(["Completed", "Failed", "Stopped"] as const)("is left out when it is %s by now", async (TransformJobStatus) => {
  expect(await looked({ TransformJobStatus }, ["scores"]).found).toEqual([]);
});

it("bills its machines by their own price, and nothing before it got them", async () => {
  const price = { table: "sagemaker.transform", key: "ml.g4dn.xlarge" };
  expect(await lines()).toMatchObject([{ quantity: 3, price, unit: "hour" }]);
  expect(await lines({ TransformStartTime: undefined })).toEqual([]);
  expect(await lines({ TransformResources: undefined })).toMatchObject([{ price: null, quantity: 1 }]);
});

it("says that its answers are lost, and what may start the next one", async () => {
  const remedyOf = async (over: Over) =>
    (sagemakerTransformJob.classify(await seen(over)) as { remedy: string }).remedy;
  expect(await remedyOf({})).toMatch(/^Stop it: aws sagemaker stop-transform-job.*keeps no answers/);
  expect(await remedyOf({ LabelingJobArn: "arn:labels" })).toMatch(
    /^Stop arn:labels first: it may start the next job\./,
  );
});
