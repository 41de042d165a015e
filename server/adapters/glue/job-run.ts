import { GetJobRunsCommand, GetJobsCommand, GlueClient, type JobRun } from "@aws-sdk/client-glue";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { isWanted, unpriced, withTags } from "../listing";
import { emptyWhenGone } from "../read-each";
import { type Advice, defineReport } from "../report";
import { capacityOf } from "./dpu";

const text = z.string().nullable();

const detail = z.strictObject({
  /** RUNNING, STOPPING. */
  status: z.string(),
  job: z.string(),
  capacity: z.string(),
  /** Its workers are as many as the load asks for: the capacity is the most that it may take. */
  scalesItself: z.boolean(),
  trigger: text,
  startedAt: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A run of a streaming job goes on until somebody stops it, and Glue cannot pause it: its DPU-hours bill meanwhile",
  remedy:
    "Stop it: aws glue batch-stop-job-run --job-name … --job-run-ids … ; the next run goes on from its checkpoint, where the script keeps one",
};

/** Runs of streaming jobs. All other runs come to an end of their own. */
export const glueJobRun = defineReport<Detail>({
  kind: "glue.jobRun",
  title: "Glue streaming run",
  plural: "Glue streaming jobs that run",
  billedAs: "AWS Glue",
  about,
  read: ["glue:GetJobRuns", "glue:GetJobs", "sts:GetCallerIdentity", "tag:GetResources"],
  detail,
  advise,
  price: ({ detail: { capacity, scalesItself } }): readonly CostLine[] => [
    unpriced(
      "Streaming run",
      `${capacity}${scalesItself ? " at most, as it scales itself" : ""}; not in the catalogue`,
      "hour",
    ),
  ],
  idle: { untold: "A run that waits for data bills like one that has some; what it read, only its own metrics tell" },
  discover,
});

function advise({ detail: { status, trigger } }: Observed<Detail>): Advice {
  if (trigger === null) return { saw: status, ...about };
  return {
    saw: status,
    ...about,
    remedy: `Pause its trigger ${trigger} first: it may start the next. ${about.remedy}`,
  };
}

/** STARTING and WAITING have no machines yet. */
const running: ReadonlySet<string> = new Set(["RUNNING", "STOPPING"]);
/** Jobs whose runs are read side by side. Glue publishes no limit for its reads. */
const readAtOnce = 10;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const jobs = only ? [...new Set(only.map(jobOf))] : await streamingJobs(aws);
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for (const some of chunks(jobs, readAtOnce)) {
    const runs = (await Promise.all(some.map((job) => runsOf(aws, job)))).flat();
    for (const run of runs) {
      if (running.has(run.JobRunState ?? "") && isWanted(idOf(run), only)) found.push(await observed(run, aws));
    }
  }
  yield* await withTags(aws, null, found);
}

/** A run has a name only within its job: `clicks/jr_12ab…`. */
const idOf = ({ JobName = "", Id = "" }: JobRun) => `${JobName}/${Id}`;
const jobOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf("/")));

async function streamingJobs(aws: ReadDoor): Promise<readonly string[]> {
  const names: string[] = [];
  const list = pages(
    (NextToken) => aws.read(GlueClient, new GetJobsCommand({ MaxResults: 1000, ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  for await (const { Jobs = [] } of list) {
    names.push(...Jobs.flatMap(({ Name, Command }) => (Name && Command?.Name === "gluestreaming" ? [Name] : [])));
  }
  return names;
}

/** All pages: a run that goes on for months stands behind each that was tried since. A job may be deleted meanwhile. */
async function runsOf(aws: ReadDoor, JobName: string): Promise<readonly JobRun[]> {
  const runs: JobRun[] = [];
  const list = pages(
    (NextToken) =>
      emptyWhenGone(
        aws.read(GlueClient, new GetJobRunsCommand({ JobName, MaxResults: 200, ...(NextToken && { NextToken }) })),
      ),
    (out) => out.NextToken,
  );
  for await (const { JobRuns = [] } of list) runs.push(...JobRuns);
  return runs;
}

async function observed(run: JobRun, aws: ReadDoor): Promise<Omit<Observed<Detail>, "tags">> {
  const job = run.JobName ?? "";
  const capacity = capacityOf(run.WorkerType ?? null, run.NumberOfWorkers ?? null, run.MaxCapacity ?? null);
  return {
    nativeId: idOf(run),
    // Only the job has an ARN, and tags.
    arn: await arnHere(aws, "glue", `job/${job}`),
    name: job,
    type: capacity,
    detail: {
      status: run.JobRunState ?? "unknown",
      job,
      capacity,
      scalesItself: run.Arguments?.["--enable-auto-scaling"] === "true",
      trigger: run.TriggerName ?? null,
      startedAt: run.StartedOn?.toISOString() ?? null,
    },
  };
}
