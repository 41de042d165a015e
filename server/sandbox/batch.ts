import type {
  ComputeEnvironmentDetail,
  DescribeComputeEnvironmentsCommandInput,
  DescribeComputeEnvironmentsCommandOutput,
  DescribeJobQueuesCommandInput,
  DescribeJobQueuesCommandOutput,
  JobQueueDetail,
  UpdateComputeEnvironmentCommandInput,
  UpdateComputeEnvironmentCommandOutput,
  UpdateJobQueueCommandInput,
  UpdateJobQueueCommandOutput,
} from "@aws-sdk/client-batch";
import { type BatchState, type EnvironmentState, groupOf, type QueueState } from "./batch-state";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedBatch } from "./seed-batch";
import type { RegionWorld } from "./world";

/** Batch's compute environments and job queues. No jobs run here: an environment has what it keeps at least. */

const updateSeconds = 15;
const scaleSeconds = 60;
/** Of an m6i.2xlarge. */
const vcpusOfMachine = 8;

const corner: Corner<BatchState> = {
  name: "batch",
  empty: () => ({ environments: [], queues: [] }),
  services: {
    batch: {
      DescribeComputeEnvironments: read(describeComputeEnvironments),
      DescribeJobQueues: read(describeJobQueues),
      UpdateComputeEnvironment: change(updateComputeEnvironment),
      UpdateJobQueue: change(updateJobQueue),
    },
  },
  seed: (seed) => seedBatch(seed, of),
  dues: (state) => [
    ...state.environments.flatMap(({ until, scaledAt }) => [until, scaledAt]),
    ...state.queues.map(({ until }) => until),
  ],
  finish,
  tagged: (state, at) => [
    ...state.environments.map((each) => ({ type: "batch:compute-environment", arn: arnOf(each, at), tags: each.tags })),
    ...state.queues.map((each) => ({ type: "batch:job-queue", arn: queueArn(each, at), tags: each.tags })),
  ],
};
export const batch = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region);
const isDue = (until: number | null, at: number) => until !== null && until <= at;

function finish(state: BatchState, at: number): void {
  for (const one of [...state.environments, ...state.queues]) if (isDue(one.until, at)) one.until = null;
  for (const one of state.environments.filter(({ scaledAt }) => isDue(scaledAt, at))) {
    one.scaledAt = null;
    one.desired = one.min;
  }
}

/** Names and ARNs that do not exist are passed over without a word. */
function describeComputeEnvironments(
  input: DescribeComputeEnvironmentsCommandInput,
  at: Moment,
): Answer<DescribeComputeEnvironmentsCommandOutput> {
  const { computeEnvironments: names } = input;
  assertAtMost100(names);
  const found = of(at.region).environments.filter(
    (each) => names === undefined || names.includes(each.name) || names.includes(arnOf(each, at)),
  );
  const { items, next } = page({ items: found, size: input.maxResults ?? 100, token: input.nextToken, invalidToken });
  return {
    computeEnvironments: items.map((each) => describeEnvironment(each, at)),
    ...(next !== undefined && { nextToken: next }),
  };
}

function describeJobQueues(input: DescribeJobQueuesCommandInput, at: Moment): Answer<DescribeJobQueuesCommandOutput> {
  const { jobQueues: names } = input;
  assertAtMost100(names);
  const found = of(at.region).queues.filter((each) => names === undefined || names.includes(each.name));
  const { items, next } = page({ items: found, size: input.maxResults ?? 100, token: input.nextToken, invalidToken });
  return { jobQueues: items.map((each) => describeQueue(each, at)), ...(next !== undefined && { nextToken: next }) };
}

/** Only what is named changes. Instances follow a while later. */
function updateComputeEnvironment(
  input: UpdateComputeEnvironmentCommandInput,
  at: Moment,
): Answer<UpdateComputeEnvironmentCommandOutput> {
  const name = input.computeEnvironment;
  const one = of(at.region).environments.find((each) => each.name === name || arnOf(each, at) === name);
  if (!one) throw refused(`${name} does not exist`);
  if (one.until !== null) throw refused("Cannot update, resource is being modified");
  const { minvCpus: min, desiredvCpus } = input.computeResources ?? {};
  if (desiredvCpus !== undefined) throw new Error("Nobody sets a desired size: Batch moves it with the jobs.");
  if (min !== undefined && one.resources === "FARGATE") throw refused("minvCpus is not allowed for Fargate resources");
  if (min !== undefined && min > one.max) throw refused("minvCpus must not be greater than maxvCpus");
  one.state = input.state ?? one.state;
  one.min = min ?? one.min;
  one.until = at.ends(updateSeconds);
  // It sets the numbers of its group at once; how many vCPU it has is told when the machines have come or gone.
  const machines = at.region.groups.find((each) => each.name === groupOf(one));
  if (machines) machines.min = machines.desired = Math.ceil(one.min / vcpusOfMachine);
  one.scaledAt = one.desired === one.min ? null : at.ends(updateSeconds + scaleSeconds);
  return { computeEnvironmentName: one.name, computeEnvironmentArn: arnOf(one, at) };
}

function updateJobQueue(input: UpdateJobQueueCommandInput, at: Moment): Answer<UpdateJobQueueCommandOutput> {
  const queue = of(at.region).queues.find((each) => each.name === input.jobQueue);
  if (!queue) throw refused(`${input.jobQueue} does not exist`);
  if (queue.until !== null) throw refused("Cannot update, resource is being modified");
  queue.state = input.state ?? queue.state;
  queue.until = at.ends(updateSeconds);
  return { jobQueueName: queue.name, jobQueueArn: queueArn(queue, at) };
}

/** Batch has one error for all that is the caller's fault. */
function refused(message: string): Error {
  return awsError("ClientException", `Error executing request, Exception : ${message}.`);
}

function invalidToken(): Error {
  return refused("Invalid nextToken");
}

function assertAtMost100(names: readonly string[] | undefined): void {
  if ((names?.length ?? 0) > 100) throw refused("more than 100 names");
}

function arnOf({ name }: EnvironmentState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:batch:${at.regionName}:${at.world.accountId}:compute-environment/${name}`;
}

function queueArn({ name }: QueueState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:batch:${at.regionName}:${at.world.accountId}:job-queue/${name}`;
}

function describeEnvironment(one: EnvironmentState, at: Moment): ComputeEnvironmentDetail {
  const role = (name: string) => `arn:aws:iam::${at.world.accountId}:role/${name}`;
  const settled = one.invalid === null ? "VALID" : "INVALID";
  const common = {
    computeEnvironmentName: one.name,
    computeEnvironmentArn: arnOf(one, at),
    uuid: one.uuid,
    state: one.state,
    status: one.until === null ? settled : "UPDATING",
    statusReason: one.invalid ?? "ComputeEnvironment Healthy",
    containerOrchestrationType: "ECS",
    serviceRole: role("aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"),
    tags: { ...one.tags },
  } as const;
  if (!one.managed) return { ...common, type: "UNMANAGED" };
  const network = { subnets: ["subnet-0a3c91e5d7b24f680"], securityGroupIds: ["sg-0a94b7d3e1c2f5860"] };
  if (one.resources === "FARGATE") {
    return { ...common, type: "MANAGED", computeResources: { type: "FARGATE", maxvCpus: one.max, ...network } };
  }
  return {
    ...common,
    type: "MANAGED",
    updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 30 },
    computeResources: {
      type: one.resources,
      allocationStrategy: one.resources === "SPOT" ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE",
      minvCpus: one.min,
      maxvCpus: one.max,
      desiredvCpus: one.desired,
      instanceTypes: ["m6i", "c6i"],
      instanceRole: `arn:aws:iam::${at.world.accountId}:instance-profile/ecsInstanceRole`,
      ec2Configuration: [{ imageType: "ECS_AL2023" }],
      tags: { Name: one.name },
      ...network,
    },
  };
}

function describeQueue(queue: QueueState, at: Moment): JobQueueDetail {
  const prefix = `arn:aws:batch:${at.regionName}:${at.world.accountId}:compute-environment`;
  return {
    jobQueueName: queue.name,
    jobQueueArn: queueArn(queue, at),
    state: queue.state,
    status: queue.until === null ? "VALID" : "UPDATING",
    statusReason: "JobQueue Healthy",
    priority: queue.priority,
    computeEnvironmentOrder: queue.environments.map((name, index) => ({
      order: index + 1,
      computeEnvironment: `${prefix}/${name}`,
    })),
    tags: { ...queue.tags },
  };
}
