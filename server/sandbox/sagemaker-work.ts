import type {
  DescribeClusterCommandInput,
  DescribeClusterCommandOutput,
  DescribeProcessingJobCommandInput,
  DescribeProcessingJobCommandOutput,
  DescribeTransformJobCommandInput,
  DescribeTransformJobCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  ListProcessingJobsCommandInput,
  ListProcessingJobsCommandOutput,
  ListTransformJobsCommandInput,
  ListTransformJobsCommandOutput,
  ProcessingInstanceType,
  TransformInstanceType,
} from "@aws-sdk/client-sagemaker";
import { type Corner, defineCorner, stateOf } from "./corner";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { arnOf, invalidToken, validation } from "./sagemaker-state";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** What SageMaker works on beside endpoints, notebooks and training: processing and transform jobs, and HyperPod clusters. */

interface Job {
  name: string;
  status: "InProgress" | "Completed";
  machine: "ml.m5.xlarge" | "ml.m5.4xlarge" | "ml.g4dn.xlarge";
  count: number;
  /** The schedule that monitors an endpoint, or null. */
  schedule: string | null;
  startedAt: number;
  tags: TagMap;
}

interface Group {
  name: string;
  machine: "ml.g5.xlarge" | "ml.t3.large" | "ml.m5.large";
  count: number;
}

interface Cluster {
  name: string;
  /** AWS names it by twelve letters and digits in its ARN. */
  id: string;
  status: "InService";
  eks: string | null;
  groups: Group[];
  createdAt: number;
  tags: TagMap;
}

interface State {
  processing: Job[];
  transform: Job[];
  clusters: Cluster[];
}

const corner: Corner<State> = {
  name: "sagemaker-work",
  empty: () => ({ processing: [], transform: [], clusters: [] }),
  services: {
    sagemaker: {
      ListProcessingJobs: read(listProcessingJobs),
      DescribeProcessingJob: read(describeProcessingJob),
      ListTransformJobs: read(listTransformJobs),
      DescribeTransformJob: read(describeTransformJob),
      ListClusters: read(listClusters),
      DescribeCluster: read(describeCluster),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ processing, transform, clusters }, at) => {
    const as = (type: string, id: string, tags: TagMap) => ({
      type: `sagemaker:${type}`,
      arn: arnOf(type, id, at),
      tags,
    });
    return [
      ...processing.map(({ name, tags }) => as("processing-job", name, tags)),
      ...transform.map(({ name, tags }) => as("transform-job", name, tags)),
      ...clusters.map(({ id, tags }) => as("cluster", id, tags)),
    ];
  },
};
export const sagemakerWork = defineCorner(corner);

interface Listing {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly StatusEquals?: string | undefined;
}

/** Ten a page where nobody says, a hundred at most. */
function paged<T extends { status: string }>({ MaxResults: size = 10, ...input }: Listing, all: readonly T[]) {
  if (size < 1 || size > 100) throw validation("MaxResults must be less than or equal to 100");
  const found = all.filter(({ status }) => input.StatusEquals === undefined || status === input.StatusEquals);
  const { items, next } = page({ items: found, size, token: input.NextToken, invalidToken });
  return { items, more: next === undefined ? {} : { NextToken: next } };
}

function named<T extends { name: string }>(all: readonly T[], name: string | undefined, what: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw validation(`Could not find ${what} '${name}'.`);
  return found;
}

function listProcessingJobs(
  input: ListProcessingJobsCommandInput,
  at: Moment,
): Answer<ListProcessingJobsCommandOutput> {
  const { items, more } = paged(input, stateOf(corner, at.region).processing);
  const ProcessingJobSummaries = items.map(({ name, status, startedAt }) => ({
    ProcessingJobName: name,
    ProcessingJobArn: arnOf("processing-job", name, at),
    ProcessingJobStatus: status,
    CreationTime: new Date(startedAt),
  }));
  return { ProcessingJobSummaries, ...more };
}

function describeProcessingJob(
  input: DescribeProcessingJobCommandInput,
  at: Moment,
): Answer<DescribeProcessingJobCommandOutput> {
  const job = named(stateOf(corner, at.region).processing, input.ProcessingJobName, "processing job");
  return {
    ProcessingJobName: job.name,
    ProcessingJobArn: arnOf("processing-job", job.name, at),
    ProcessingJobStatus: job.status,
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: job.machine satisfies ProcessingInstanceType,
        InstanceCount: job.count,
        VolumeSizeInGB: 50,
      },
    },
    StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    AppSpecification: { ImageUri: `${at.world.accountId}.dkr.ecr.${at.regionName}.amazonaws.com/prepare:latest` },
    CreationTime: new Date(job.startedAt),
    ProcessingStartTime: new Date(job.startedAt),
    ...(job.schedule !== null && { MonitoringScheduleArn: arnOf("monitoring-schedule", job.schedule, at) }),
  };
}

function listTransformJobs(input: ListTransformJobsCommandInput, at: Moment): Answer<ListTransformJobsCommandOutput> {
  const { items, more } = paged(input, stateOf(corner, at.region).transform);
  const TransformJobSummaries = items.map(({ name, status, startedAt }) => ({
    TransformJobName: name,
    TransformJobArn: arnOf("transform-job", name, at),
    TransformJobStatus: status,
    CreationTime: new Date(startedAt),
  }));
  return { TransformJobSummaries, ...more };
}

function describeTransformJob(
  input: DescribeTransformJobCommandInput,
  at: Moment,
): Answer<DescribeTransformJobCommandOutput> {
  const job = named(stateOf(corner, at.region).transform, input.TransformJobName, "transform job");
  const bucket = "s3://tidewater-lab-models/scores";
  return {
    TransformJobName: job.name,
    TransformJobArn: arnOf("transform-job", job.name, at),
    TransformJobStatus: job.status,
    ModelName: "churn-2026-02",
    TransformInput: { DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: `${bucket}/in` } } },
    TransformOutput: { S3OutputPath: `${bucket}/out` },
    TransformResources: { InstanceType: job.machine satisfies TransformInstanceType, InstanceCount: job.count },
    CreationTime: new Date(job.startedAt),
    TransformStartTime: new Date(job.startedAt),
  };
}

function listClusters(input: ListClustersCommandInput, at: Moment): Answer<ListClustersCommandOutput> {
  const { items, more } = paged(input, stateOf(corner, at.region).clusters);
  const ClusterSummaries = items.map(({ name, id, status, createdAt }) => ({
    ClusterName: name,
    ClusterArn: arnOf("cluster", id, at),
    ClusterStatus: status,
    CreationTime: new Date(createdAt),
  }));
  return { ClusterSummaries, ...more };
}

function describeCluster(input: DescribeClusterCommandInput, at: Moment): Answer<DescribeClusterCommandOutput> {
  const cluster = named(stateOf(corner, at.region).clusters, input.ClusterName, "cluster");
  const { name, id, status, eks, groups, createdAt } = cluster;
  const eksArn = `arn:aws:eks:${at.regionName}:${at.world.accountId}:cluster/${eks}`;
  return {
    ClusterName: name,
    ClusterArn: arnOf("cluster", id, at),
    ClusterStatus: status,
    CreationTime: new Date(createdAt),
    InstanceGroups: groups.map((group) => ({
      InstanceGroupName: group.name,
      InstanceType: group.machine,
      CurrentCount: group.count,
      TargetCount: group.count,
      Status: "InService",
    })),
    ...(eks !== null && { Orchestrator: { Eks: { ClusterArn: eksArn } }, NodeProvisioningMode: "Continuous" }),
    NodeRecovery: "Automatic",
  };
}

/**
 * Of each kind one that runs and one that has ended; a cluster that can go down to nothing and one that cannot, and one that
 * somebody has emptied already.
 */
function seed(seed: Seed): void {
  const tags = tagsOf("lab", "data");
  for (const none of ["us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  const { processing, transform } = stateOf(corner, regionOf(seed, "us"));
  const { clusters } = stateOf(corner, regionOf(seed, "eu"));
  const job = { status: "InProgress", count: 1, schedule: null, startedAt: daysAgo(seed, 1), tags } as const;
  processing.push(
    { ...job, name: "trial-features-12", machine: "ml.m5.4xlarge", count: 2 },
    { ...job, name: "fraud-watch-drift-1109", machine: "ml.m5.xlarge", schedule: "fraud-watch-drift" },
    { ...job, name: "trial-features-11", machine: "ml.m5.4xlarge", status: "Completed", startedAt: daysAgo(seed, 3) },
  );
  transform.push(
    { ...job, name: "trial-scores-8", machine: "ml.g4dn.xlarge" },
    { ...job, name: "trial-scores-7", machine: "ml.g4dn.xlarge", status: "Completed", startedAt: daysAgo(seed, 4) },
  );
  const cluster = { status: "InService", eks: null, createdAt: daysAgo(seed, 50), tags } as const;
  const gpus = { name: "gpus", machine: "ml.g5.xlarge" } as const;
  clusters.push(
    { ...cluster, name: "trial-pretrain", id: "k3v9x2m7q1ab", eks: "trial", groups: [{ ...gpus, count: 1 }] },
    {
      ...cluster,
      name: "trial-slurm",
      id: "p8w4t6z0n5cd",
      groups: [
        { name: "controller", machine: "ml.t3.large", count: 1 },
        { name: "workers", machine: "ml.m5.large", count: 2 },
      ],
    },
    { ...cluster, name: "trial-emptied", id: "w2e5r8t1y4ui", eks: "trial", groups: [{ ...gpus, count: 0 }] },
  );
}
