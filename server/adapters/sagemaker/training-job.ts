import {
  DescribeTrainingJobCommand,
  type DescribeTrainingJobResponse,
  ListTrainingJobsCommand,
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
  /** Starting, Pending, Downloading, Training, Uploading, Interrupted, … */
  doing: z.string(),
  machines: z.array(machineSchema),
  spot: z.boolean(),
  /** Machines that were paid ahead. */
  plan: text,
  /** What started it, and would start the next one: a tuning job, or AutoML. */
  startedBy: text,
  endsAfterSeconds: z.number().nullable(),
  /** Since when it bills; null: it waits for machines. */
  billsSince: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A training job cannot be paused and taken up again: it bills its machines until it ends, fails, or somebody stops it",
  remedy:
    "Stop it: aws sagemaker stop-training-job --training-job-name … ; it has two minutes to save its model, and what it did since its last checkpoint is lost",
};

/** Training jobs that run now. What has ended bills nothing, and is not listed. */
export const sagemakerTrainingJob = defineReport<Detail>({
  kind: "sagemaker.trainingJob",
  title: "SageMaker training job",
  plural: "SageMaker training jobs that run",
  billedAs: "Amazon SageMaker",
  about,
  read: ["sagemaker:DescribeTrainingJob", "sagemaker:ListTrainingJobs", "tag:GetResources"],
  detail,
  advise,
  price,
  idle: { untold: "A job that runs is at work until it ends; how well, only its own logs and metrics tell" },
  discover: (aws, only) => discoverNamed(aws, readsOf(aws), only),
});

function advise({ detail: { doing, startedBy } }: Observed<Detail>): Advice {
  const saw = doing.toLowerCase();
  if (startedBy === null) return { saw, ...about };
  return { saw, ...about, remedy: `Stop ${startedBy} first: it starts the next job. ${about.remedy}` };
}

/** "You are billed for the time interval between this time and the value of TrainingEndTime" (API reference, TrainingStartTime). */
function price({ detail: { billsSince, machines, ...job } }: Observed<Detail>): readonly CostLine[] {
  if (billsSince === null) return [];
  if (machines.length === 0) return [unpriced("Training hours", "AWS does not tell its machines", "hour")];
  return [...machines.map((machine) => hours(machine, job)), metered("Storage", "of its machines, while it runs")];
}

type Terms = Pick<Detail, "spot" | "plan" | "endsAfterSeconds">;

function hours(machine: Machine, { spot, plan, endsAfterSeconds }: Terms): CostLine {
  const line = machineHours("Training hours", machine, "sagemaker.instance", atMost(endsAfterSeconds));
  if (plan !== null) return metered(line.label, `${line.note}; paid ahead with its training plan`, null, "hour");
  if (spot) return unpriced(line.label, `${line.note}; on spot: its price changes and is in no price list`, "hour");
  return line;
}

const readsOf = (aws: ReadDoor): NamedReads<DescribeTrainingJobResponse, Detail> => ({
  async list(NextToken) {
    const which = { StatusEquals: "InProgress", MaxResults: 100 } as const;
    const out = await aws.read(
      SageMakerClient,
      new ListTrainingJobsCommand({ ...which, ...(NextToken && { NextToken }) }),
    );
    const names = (out.TrainingJobSummaries ?? []).flatMap(({ TrainingJobName }) => TrainingJobName ?? []);
    return { names, next: out.NextToken };
  },
  describe: (TrainingJobName) => aws.read(SageMakerClient, new DescribeTrainingJobCommand({ TrainingJobName })),
  bills: ({ TrainingJobStatus }) => isRunning(TrainingJobStatus),
  observed,
});

function observed(job: DescribeTrainingJobResponse): Omit<Observed<Detail>, "tags"> {
  const name = job.TrainingJobName ?? "";
  const machines = machinesOf(job.ResourceConfig);
  const { MaxRuntimeInSeconds, MaxWaitTimeInSeconds } = job.StoppingCondition ?? {};
  return {
    nativeId: name,
    arn: job.TrainingJobArn ?? "",
    name,
    type: machinesInWords(machines),
    detail: {
      status: job.TrainingJobStatus ?? "unknown",
      doing: job.SecondaryStatus ?? job.TrainingJobStatus ?? "unknown",
      machines,
      spot: job.EnableManagedSpotTraining ?? false,
      plan: job.ResourceConfig?.TrainingPlanArn ?? null,
      startedBy: job.TuningJobArn ?? job.AutoMLJobArn ?? null,
      endsAfterSeconds: MaxRuntimeInSeconds ?? MaxWaitTimeInSeconds ?? null,
      billsSince: job.TrainingStartTime?.toISOString() ?? null,
    },
  };
}

/** One kind of machine, or several groups of them. Where it may take one of several, that which it got is told. */
function machinesOf(config: DescribeTrainingJobResponse["ResourceConfig"]): Machine[] {
  if (!config) return [];
  const groups = config.InstanceGroups ?? [];
  if (groups.length > 0) {
    return groups.map(({ InstanceType, InstanceCount }) => ({
      type: InstanceType ?? "unknown type",
      count: InstanceCount ?? null,
    }));
  }
  const type = config.SelectedInstanceType ?? config.InstanceType;
  return type ? [{ type, count: config.SelectedInstanceCount ?? config.InstanceCount ?? null }] : [];
}
