import {
  BatchClient,
  type ComputeEnvironmentDetail,
  type ComputeResource,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  type JobQueueDetail,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";

/** What a Batch compute environment and its job queues are, in a form that survives JSON, and how they are read. */

const text = z.string().nullable();
const number = z.number().nullable();

/** All that a pause must leave as it was. The desired size is not of it: Batch moves it with the jobs. */
export const environmentConfiguration = z.strictObject({
  /** Batch's own id: one that was deleted and made again under the same name is another one. */
  uuid: text,
  /** EC2, SPOT, FARGATE, FARGATE_SPOT or ECS_MANAGED_INSTANCES; null for an unmanaged one. */
  resources: text,
  orchestration: text,
  maxVcpus: number,
  allocation: text,
  instanceTypes: z.array(z.string()),
  imageId: text,
  images: z.array(z.string()),
  launchTemplate: text,
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
  keyPair: text,
  instanceRole: text,
  spotFleetRole: text,
  bidPercentage: number,
  placementGroup: text,
  instanceTags: z.record(z.string(), z.string()),
  serviceRole: text,
  updatePolicy: z.strictObject({ terminateJobs: z.boolean(), timeoutMinutes: number }).nullable(),
});
export type EnvironmentConfiguration = z.infer<typeof environmentConfiguration>;

const queue = z.strictObject({
  name: z.string(),
  state: z.string(),
  status: z.string(),
  /** It also sends jobs to other environments. */
  isShared: z.boolean(),
});
export type Queue = z.infer<typeof queue>;

export const environmentDetail = z.strictObject({
  state: z.string(),
  status: z.string(),
  statusReason: text,
  isManaged: z.boolean(),
  /** What is kept running, jobs or not; null where there are no instances to keep: Fargate. */
  minVcpus: number,
  /** What runs now. */
  desiredVcpus: number,
  queues: z.array(queue),
  configuration: environmentConfiguration,
});
export type EnvironmentDetail = z.infer<typeof environmentDetail>;

/** DescribeComputeEnvironments and DescribeJobQueues take and answer at most 100. */
const atMost = 100;

/** Environments, and the queues of the region once: a queue names its environments, and not the other way round. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<EnvironmentDetail>> {
  const lists = await Promise.all((only ? chunks(only, atMost) : [undefined]).map((names) => environments(aws, names)));
  const found = lists.flat().filter(({ status }) => status !== "DELETED");
  if (found.length === 0) return;
  const queues = await jobQueues(aws);
  for (const one of found) yield observe(one, queues);
}

/** Names that do not exist are left out of the answer. */
async function environments(
  aws: ReadDoor,
  names: readonly string[] | undefined,
): Promise<readonly ComputeEnvironmentDetail[]> {
  const found: ComputeEnvironmentDetail[] = [];
  const which = names ? { computeEnvironments: [...names] } : { maxResults: atMost };
  const list = pages(
    (token) =>
      aws.read(BatchClient, new DescribeComputeEnvironmentsCommand({ ...which, ...(token && { nextToken: token }) })),
    (out) => out.nextToken,
  );
  for await (const { computeEnvironments = [] } of list) found.push(...computeEnvironments);
  return found;
}

async function jobQueues(aws: ReadDoor): Promise<readonly JobQueueDetail[]> {
  const found: JobQueueDetail[] = [];
  const list = pages(
    (token) =>
      aws.read(BatchClient, new DescribeJobQueuesCommand({ maxResults: atMost, ...(token && { nextToken: token }) })),
    (out) => out.nextToken,
  );
  for await (const { jobQueues = [] } of list) found.push(...jobQueues);
  return found;
}

function observe(one: ComputeEnvironmentDetail, queues: readonly JobQueueDetail[]): Observed<EnvironmentDetail> {
  const { computeEnvironmentName: name = "", computeEnvironmentArn: arn = "", computeResources: resources } = one;
  const mine = queues.filter((each) => environmentsOf(each).includes(arn)).map(queueOf);
  return {
    nativeId: name,
    arn,
    name,
    type: typeOf(one),
    tags: { ...one.tags },
    detail: {
      state: one.state ?? "unknown",
      status: one.status ?? "unknown",
      statusReason: one.statusReason ?? null,
      isManaged: one.type === "MANAGED",
      minVcpus: isFargate(resources) ? null : (resources?.minvCpus ?? null),
      desiredVcpus: isFargate(resources) ? null : (resources?.desiredvCpus ?? null),
      queues: mine.sort((a, b) => (a.name < b.name ? -1 : 1)),
      configuration: configurationOf(one, resources),
    },
  };
}

function environmentsOf({ computeEnvironmentOrder = [] }: JobQueueDetail): readonly string[] {
  return computeEnvironmentOrder.map(({ computeEnvironment }) => computeEnvironment ?? "");
}

function queueOf(one: JobQueueDetail): Queue {
  return {
    name: one.jobQueueName ?? "",
    state: one.state ?? "unknown",
    status: one.status ?? "unknown",
    isShared: new Set(environmentsOf(one)).size > 1,
  };
}

function isFargate(resources: ComputeResource | undefined): boolean {
  return resources?.type?.startsWith("FARGATE") ?? false;
}

function typeOf({ type, computeResources: resources }: ComputeEnvironmentDetail): string {
  if (!resources?.type) return (type ?? "unknown").toLowerCase();
  return resources.maxvCpus === undefined ? resources.type : `${resources.type} up to ${resources.maxvCpus} vCPU`;
}

function configurationOf(
  { uuid, serviceRole, updatePolicy, containerOrchestrationType }: ComputeEnvironmentDetail,
  from: Partial<ComputeResource> = {},
): EnvironmentConfiguration {
  const images = (from.ec2Configuration ?? []).map(
    ({ imageType, imageIdOverride }) => `${imageType}=${imageIdOverride ?? "none"}`,
  );
  return {
    uuid: uuid ?? null,
    resources: from.type ?? null,
    orchestration: containerOrchestrationType ?? null,
    maxVcpus: from.maxvCpus ?? null,
    allocation: from.allocationStrategy ?? null,
    // Their order is part of some allocation strategies.
    instanceTypes: [...(from.instanceTypes ?? [])],
    imageId: from.imageId ?? null,
    images,
    launchTemplate: from.launchTemplate ? JSON.stringify(from.launchTemplate) : null,
    subnets: [...(from.subnets ?? [])].sort(),
    securityGroups: [...(from.securityGroupIds ?? [])].sort(),
    keyPair: from.ec2KeyPair ?? null,
    instanceRole: from.instanceRole ?? null,
    spotFleetRole: from.spotIamFleetRole ?? null,
    bidPercentage: from.bidPercentage ?? null,
    placementGroup: from.placementGroup ?? null,
    instanceTags: { ...from.tags },
    serviceRole: serviceRole ?? null,
    updatePolicy: updatePolicy
      ? {
          terminateJobs: updatePolicy.terminateJobsOnUpdate ?? false,
          timeoutMinutes: updatePolicy.jobExecutionTimeoutMinutes ?? null,
        }
      : null,
  };
}
