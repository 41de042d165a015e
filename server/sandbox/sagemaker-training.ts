import type {
  DescribeTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
  ListTrainingJobsCommandInput,
  ListTrainingJobsCommandOutput,
  ResourceConfig,
} from "@aws-sdk/client-sagemaker";
import { type Answer, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import { arnOf, invalidToken, stateAt, type TrainingJob, validation } from "./sagemaker-state";

export const trainingCommands: Service = {
  ListTrainingJobs: read(listTrainingJobs),
  DescribeTrainingJob: read(describeTrainingJob),
};

/** None in worlds of before. */
export function trainingJobsAt(at: Moment): readonly TrainingJob[] {
  return Object.values(stateAt(at).trainingJobs ?? {});
}

const trainingArn = ({ name }: TrainingJob, at: Moment) => arnOf("training-job", name, at);

function listTrainingJobs(input: ListTrainingJobsCommandInput, at: Moment): Answer<ListTrainingJobsCommandOutput> {
  const { MaxResults: size = 10, NextToken: token, StatusEquals: only } = input;
  if (size < 1 || size > 100) throw validation("MaxResults must be less than or equal to 100");
  const all = trainingJobsAt(at).filter(({ status }) => only === undefined || status === only);
  const { items, next } = page({ items: all, size, token, invalidToken });
  const TrainingJobSummaries = items.map((job) => ({
    TrainingJobName: job.name,
    TrainingJobArn: trainingArn(job, at),
    CreationTime: new Date(job.createdAt),
    TrainingJobStatus: job.status,
  }));
  return { TrainingJobSummaries, ...(next !== undefined && { NextToken: next }) };
}

/** SageMaker says no more than this of one that does not exist. */
function describeTrainingJob(
  input: DescribeTrainingJobCommandInput,
  at: Moment,
): Answer<DescribeTrainingJobCommandOutput> {
  const job = trainingJobsAt(at).find(({ name }) => name === input.TrainingJobName);
  if (!job) throw validation("Requested resource not found.");
  const { machine, count, hours, startedAt, endedAt } = job;
  return {
    TrainingJobName: job.name,
    TrainingJobArn: trainingArn(job, at),
    TrainingJobStatus: job.status,
    SecondaryStatus: job.status === "InProgress" ? "Training" : "Completed",
    ModelArtifacts: { S3ModelArtifacts: `s3://tidewater-lab-models/${job.name}/output/model.tar.gz` },
    ResourceConfig: {
      InstanceType: machine as NonNullable<ResourceConfig["InstanceType"]>,
      InstanceCount: count,
      VolumeSizeInGB: 100,
    },
    StoppingCondition: { MaxRuntimeInSeconds: hours * 3600 },
    CreationTime: new Date(job.createdAt),
    TrainingStartTime: new Date(startedAt),
    ...(endedAt !== null && { TrainingEndTime: new Date(endedAt) }),
  };
}
