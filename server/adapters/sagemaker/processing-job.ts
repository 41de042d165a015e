import {
  DescribeProcessingJobCommand,
  type DescribeProcessingJobResponse,
  ListProcessingJobsCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { metered, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { atMost, isRunning, type Machine, machineHours, machineSchema, machinesInWords } from "./machines";
import { discoverNamed, type NamedReads } from "./reads";

const text = z.string().nullable();

const detail = z.strictObject({
  /** InProgress, Stopping. */
  status: z.string(),
  machines: z.array(machineSchema),
  /** What started it, and would start the next one: a monitoring schedule, or AutoML. */
  startedBy: text,
  /** The training job that it watches: then it is a rule of SageMaker Debugger. */
  watches: text,
  endsAfterSeconds: z.number().nullable(),
  /** Since when it bills; null: it waits for machines. */
  billsSince: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A processing job cannot be paused and taken up again: it bills its machines until it ends, fails, or somebody stops it",
  remedy: "Stop it: aws sagemaker stop-processing-job --processing-job-name … ; what it has not written to S3 is lost",
};

/** Processing jobs that run now: preparation of data, evaluations, monitors of endpoints. */
export const sagemakerProcessingJob = defineReport<Detail>({
  kind: "sagemaker.processingJob",
  title: "SageMaker processing job",
  plural: "SageMaker processing jobs that run",
  billedAs: "Amazon SageMaker",
  about,
  read: ["sagemaker:DescribeProcessingJob", "sagemaker:ListProcessingJobs", "tag:GetResources"],
  detail,
  advise,
  price,
  idle: { untold: "A job that runs is at work until it ends; how well, only its own logs and metrics tell" },
  discover: (aws, only) => discoverNamed(aws, readsOf(aws), only),
});

function advise({ detail: { status, startedBy, watches } }: Observed<Detail>): Advice {
  const saw = status === "InProgress" ? "in progress" : status.toLowerCase();
  if (watches !== null) {
    return { saw, ...about, remedy: `It ends with the training job that it watches: ${watches}. ${about.remedy}` };
  }
  if (startedBy === null) return { saw, ...about };
  return { saw, ...about, remedy: `Stop ${startedBy} first: it starts the next job. ${about.remedy}` };
}

/** "There's no additional cost for using the built-in rules" (Developer Guide, "List of Debugger built-in rules"). */
function price({ detail: { billsSince, machines, watches, endsAfterSeconds } }: Observed<Detail>): readonly CostLine[] {
  const label = "Processing hours";
  if (billsSince === null) return [];
  if (machines.length === 0) return [unpriced(label, "AWS does not tell its machines", "hour")];
  if (watches !== null) {
    const note = `${machinesInWords(machines)}; a rule of Debugger: AWS's own rules bill nothing, one of yours its machines`;
    return [unpriced(label, note, "hour")];
  }
  return [
    ...machines.map((machine) => machineHours(label, machine, "sagemaker.instance", atMost(endsAfterSeconds))),
    metered("Storage", "of its machines, while it runs"),
  ];
}

const readsOf = (aws: ReadDoor): NamedReads<DescribeProcessingJobResponse, Detail> => ({
  async list(NextToken) {
    const which = { StatusEquals: "InProgress", MaxResults: 100 } as const;
    const command = new ListProcessingJobsCommand({ ...which, ...(NextToken && { NextToken }) });
    const out = await aws.read(SageMakerClient, command);
    const names = (out.ProcessingJobSummaries ?? []).flatMap(({ ProcessingJobName }) => ProcessingJobName ?? []);
    return { names, next: out.NextToken };
  },
  describe: (ProcessingJobName) => aws.read(SageMakerClient, new DescribeProcessingJobCommand({ ProcessingJobName })),
  bills: ({ ProcessingJobStatus }) => isRunning(ProcessingJobStatus),
  observed,
});

function observed(job: DescribeProcessingJobResponse): Omit<Observed<Detail>, "tags"> {
  const name = job.ProcessingJobName ?? "";
  const machines = machinesOf(job.ProcessingResources?.ClusterConfig);
  return {
    nativeId: name,
    arn: job.ProcessingJobArn ?? "",
    name,
    type: machinesInWords(machines),
    detail: {
      status: job.ProcessingJobStatus ?? "unknown",
      machines,
      startedBy: job.MonitoringScheduleArn ?? job.AutoMLJobArn ?? null,
      watches: job.TrainingJobArn ?? null,
      endsAfterSeconds: job.StoppingCondition?.MaxRuntimeInSeconds ?? null,
      billsSince: job.ProcessingStartTime?.toISOString() ?? null,
    },
  };
}

/** Where it may take one of several types, that which it got is told. */
function machinesOf(
  config: NonNullable<DescribeProcessingJobResponse["ProcessingResources"]>["ClusterConfig"],
): Machine[] {
  const type = config?.SelectedInstanceType ?? config?.InstanceType;
  return type ? [{ type, count: config?.SelectedInstanceCount ?? config?.InstanceCount ?? null }] : [];
}
