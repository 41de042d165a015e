import type {
  DevEndpoint,
  GetDevEndpointsCommandInput,
  GetDevEndpointsCommandOutput,
  GetJobRunsCommandInput,
  GetJobRunsCommandOutput,
  GetJobsCommandInput,
  GetJobsCommandOutput,
  Job,
  JobRun,
} from "@aws-sdk/client-glue";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Glue's jobs with their runs, and development endpoints, as lists tell them. */

interface EndpointState {
  name: string;
  status: "READY" | "FAILED";
  units: number;
  createdAt: number;
  tags: TagMap;
}

interface JobState {
  name: string;
  command: "gluestreaming" | "glueetl";
  workerType: "G.025X" | "G.1X";
  workers: number;
  tags: TagMap;
  /** Newest first, as Glue lists them. */
  runs: { id: string; status: "RUNNING" | "SUCCEEDED" | "STOPPED"; trigger: string | null; startedAt: number }[];
}

const corner: Corner<{ endpoints: EndpointState[]; jobs: JobState[] }> = {
  name: "glue-runs",
  empty: () => ({ endpoints: [], jobs: [] }),
  services: {
    glue: { GetDevEndpoints: read(getDevEndpoints), GetJobs: read(getJobs), GetJobRuns: read(getJobRuns) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ endpoints, jobs }, { regionName, world }) => {
    const as = (type: string) => (one: { name: string; tags: TagMap }) => ({
      type: `glue:${type}`,
      arn: `arn:aws:glue:${regionName}:${world.accountId}:${type}/${one.name}`,
      tags: one.tags,
    });
    return [...endpoints.map(as("devEndpoint")), ...jobs.map(as("job"))];
  },
};
export const glueRuns = defineCorner(corner);

const invalidToken = () => awsError("InvalidInputException", "Invalid NextToken");

/** At most so many a page, and a hundred where nobody says. */
function sizeOf(MaxResults: number | undefined, atMost: number): number {
  const size = MaxResults ?? 100;
  if (size >= 1 && size <= atMost) return size;
  throw awsError("InvalidInputException", `MaxResults must be between 1 and ${atMost}`);
}

function getDevEndpoints(
  { MaxResults, NextToken: token }: GetDevEndpointsCommandInput,
  at: Moment,
): Answer<GetDevEndpointsCommandOutput> {
  const { endpoints } = stateOf(corner, at.region);
  const { items, next } = page({ items: endpoints, size: sizeOf(MaxResults, 1000), token, invalidToken });
  return { DevEndpoints: items.map(describeEndpoint), ...(next !== undefined && { NextToken: next }) };
}

function describeEndpoint({ name, status, units, createdAt }: EndpointState): DevEndpoint {
  return {
    EndpointName: name,
    Status: status,
    NumberOfNodes: units,
    GlueVersion: "1.0",
    ...(status === "FAILED" && { FailureReason: "The subnet has no free addresses." }),
    CreatedTimestamp: new Date(createdAt),
  };
}

function getJobs({ MaxResults, NextToken: token }: GetJobsCommandInput, at: Moment): Answer<GetJobsCommandOutput> {
  const { jobs } = stateOf(corner, at.region);
  const { items, next } = page({ items: jobs, size: sizeOf(MaxResults, 1000), token, invalidToken });
  return { Jobs: items.map(describeJob), ...(next !== undefined && { NextToken: next }) };
}

function describeJob({ name, command, workerType, workers }: JobState): Job {
  return {
    Name: name,
    Command: { Name: command, PythonVersion: "3", ScriptLocation: `s3://tidewater-lab-scripts/${name}.py` },
    WorkerType: workerType,
    NumberOfWorkers: workers,
    GlueVersion: "4.0",
    ExecutionProperty: { MaxConcurrentRuns: 1 },
  };
}

function getJobRuns(
  { JobName, MaxResults, NextToken: token }: GetJobRunsCommandInput,
  at: Moment,
): Answer<GetJobRunsCommandOutput> {
  const job = stateOf(corner, at.region).jobs.find(({ name }) => name === JobName);
  if (!job) throw awsError("EntityNotFoundException", `Job ${JobName} is not found`);
  const { items, next } = page({ items: job.runs, size: sizeOf(MaxResults, 200), token, invalidToken });
  return { JobRuns: items.map((run) => describeRun(job, run)), ...(next !== undefined && { NextToken: next }) };
}

function describeRun(job: JobState, { id, status, trigger, startedAt }: JobState["runs"][number]): JobRun {
  return {
    Id: id,
    JobName: job.name,
    JobRunState: status,
    ...(trigger !== null && { TriggerName: trigger }),
    WorkerType: job.workerType,
    NumberOfWorkers: job.workers,
    StartedOn: new Date(startedAt),
    Attempt: 0,
    GlueVersion: "4.0",
  };
}

/** An endpoint that somebody left and one that failed; a streaming job that runs, one that rests, and one that ends by itself. */
function seed(seed: Seed): void {
  for (const none of ["us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { endpoints, jobs } = stateOf(corner, regionOf(seed, "eu"));
  const tags = tagsOf("lab", "data");
  endpoints.push(
    { name: "trial-spark", status: "READY", units: 5, createdAt: daysAgo(seed, 400), tags },
    { name: "trial-spark-vpc", status: "FAILED", units: 5, createdAt: daysAgo(seed, 399), tags },
  );
  const run = (digit: string, status: "RUNNING" | "SUCCEEDED" | "STOPPED", days: number) => {
    return { id: `jr_${digit.repeat(64)}`, status, trigger: null, startedAt: daysAgo(seed, days) };
  };
  const streaming = { command: "gluestreaming", workerType: "G.025X", workers: 2, tags } as const;
  const nightly = { command: "glueetl", workerType: "G.1X", workers: 5, tags } as const;
  jobs.push(
    { name: "trial-clicks", ...streaming, runs: [run("b", "RUNNING", 19), run("a", "STOPPED", 26)] },
    { name: "trial-orders", ...streaming, runs: [run("c", "STOPPED", 44)] },
    { name: "trial-load", ...nightly, runs: [run("e", "RUNNING", 0), run("d", "SUCCEEDED", 1)] },
  );
}
