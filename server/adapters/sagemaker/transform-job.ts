import {
  DescribeTransformJobCommand,
  type DescribeTransformJobResponse,
  ListTransformJobsCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { isRunning, machineHours, machineSchema, machinesInWords } from "./machines";
import { discoverNamed, type NamedReads } from "./reads";

const text = z.string().nullable();

const detail = z.strictObject({
  /** InProgress, Stopping. */
  status: z.string(),
  model: z.string(),
  machines: z.array(machineSchema),
  /** What started it, and may start the next one: a labeling job, or AutoML. */
  startedBy: text,
  /** Since when it bills; null: it waits for machines. */
  billsSince: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A batch transform job cannot be paused and taken up again: it bills its machines until it ends, fails, or somebody stops it",
  remedy:
    "Stop it: aws sagemaker stop-transform-job --transform-job-name … ; SageMaker keeps no answers of a job that was stopped",
};

/** Batch transform jobs that run now: they have no time limit of their own. */
export const sagemakerTransformJob = defineReport<Detail>({
  kind: "sagemaker.transformJob",
  title: "SageMaker transform job",
  plural: "SageMaker transform jobs that run",
  billedAs: "Amazon SageMaker",
  about,
  read: ["sagemaker:DescribeTransformJob", "sagemaker:ListTransformJobs", "tag:GetResources"],
  detail,
  advise,
  price,
  idle: { untold: "A job that runs is at work until it ends; how well, only its own logs and metrics tell" },
  discover: (aws, only) => discoverNamed(aws, readsOf(aws), only),
});

function advise({ detail: { status, startedBy } }: Observed<Detail>): Advice {
  const saw = status === "InProgress" ? "in progress" : status.toLowerCase();
  if (startedBy === null) return { saw, ...about };
  return { saw, ...about, remedy: `Stop ${startedBy} first: it may start the next job. ${about.remedy}` };
}

/** "You are billed for the time interval between this time and the value of TransformEndTime" (API reference, TransformStartTime). */
function price({ detail: { billsSince, machines } }: Observed<Detail>): readonly CostLine[] {
  const label = "Transform hours";
  if (billsSince === null) return [];
  if (machines.length === 0) return [unpriced(label, "AWS does not tell its machines", "hour")];
  return machines.map((machine) => machineHours(label, machine, "sagemaker.transform"));
}

const readsOf = (aws: ReadDoor): NamedReads<DescribeTransformJobResponse, Detail> => ({
  async list(NextToken) {
    const which = { StatusEquals: "InProgress", MaxResults: 100 } as const;
    const command = new ListTransformJobsCommand({ ...which, ...(NextToken && { NextToken }) });
    const out = await aws.read(SageMakerClient, command);
    const names = (out.TransformJobSummaries ?? []).flatMap(({ TransformJobName }) => TransformJobName ?? []);
    return { names, next: out.NextToken };
  },
  describe: (TransformJobName) => aws.read(SageMakerClient, new DescribeTransformJobCommand({ TransformJobName })),
  bills: ({ TransformJobStatus }) => isRunning(TransformJobStatus),
  observed,
});

function observed(job: DescribeTransformJobResponse): Omit<Observed<Detail>, "tags"> {
  const name = job.TransformJobName ?? "";
  const { InstanceType, InstanceCount } = job.TransformResources ?? {};
  const machines = InstanceType ? [{ type: InstanceType, count: InstanceCount ?? null }] : [];
  return {
    nativeId: name,
    arn: job.TransformJobArn ?? "",
    name,
    type: machinesInWords(machines),
    detail: {
      status: job.TransformJobStatus ?? "unknown",
      model: job.ModelName ?? "unknown",
      machines,
      startedBy: job.LabelingJobArn ?? job.AutoMLJobArn ?? null,
      billsSince: job.TransformStartTime?.toISOString() ?? null,
    },
  };
}
