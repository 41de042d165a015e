import type {
  DescribeTasksCommandInput,
  DescribeTasksCommandOutput,
  ListTasksCommandInput,
  ListTasksCommandOutput,
  Task,
} from "@aws-sdk/client-ecs";
import { type Corner, defineCorner, stateOf } from "./corner";
import { arn, clusterNamed, invalid, invalidToken, lastPart, tagList } from "./ecs";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { EcsService, TagMap } from "./world";

/** Tasks on Fargate: those that somebody ran by himself, and those of the services, which are made of what these say. */

interface TaskState {
  id: string;
  cluster: string;
  family: string;
  status: "RUNNING" | "STOPPED";
  startedBy: string | null;
  cpu: number;
  memory: number;
  arch: "x86_64" | "arm64";
  startedAt: number;
  tags: TagMap;
}

const corner: Corner<{ tasks: TaskState[] }> = {
  name: "fargate-tasks",
  empty: () => ({ tasks: [] }),
  services: { ecs: { ListTasks: read(listTasks), DescribeTasks: read(describeTasks) } },
  seed,
  dues: () => [],
  finish: () => {},
};
export const fargateTasks = defineCorner(corner);

/** AWS names a task by 32 hex digits behind its cluster. */
const taskArn = (cluster: string, id: string, at: Moment) => arn(at, `task/${cluster}/${id}`);

function tasksIn(cluster: string, at: Moment): readonly Task[] {
  const alone = stateOf(corner, at.region).tasks.filter((task) => task.cluster === cluster);
  const services = at.region.services.filter((service) => service.cluster === cluster);
  return [...alone.map((task) => describe(task, at)), ...services.flatMap((service) => tasksOf(service, at))];
}

function listTasks(input: ListTasksCommandInput, at: Moment): Answer<ListTasksCommandOutput> {
  const { maxResults: size = 100, launchType, desiredStatus = "RUNNING", nextToken: token } = input;
  if (size < 1 || size > 100) throw invalid("maxResults must be between 1 and 100");
  const found = tasksIn(clusterNamed(input.cluster, at), at).filter(
    (task) => task.desiredStatus === desiredStatus && (launchType === undefined || task.launchType === launchType),
  );
  const { items, next } = page({ items: found, size, token, invalidToken });
  return { taskArns: items.map((task) => task.taskArn ?? ""), ...(next !== undefined && { nextToken: next }) };
}

/** A hundred at most. A task that does not exist is a row in `failures`, not an error. */
function describeTasks(input: DescribeTasksCommandInput, at: Moment): Answer<DescribeTasksCommandOutput> {
  const cluster = clusterNamed(input.cluster, at);
  const { tasks: wanted = [], include = [] } = input;
  if (wanted.length === 0) throw invalid("Tasks cannot be empty.");
  if (wanted.length > 100) throw invalid("Tasks cannot have more than 100 members");
  const all = new Map(tasksIn(cluster, at).map((task) => [lastPart(task.taskArn ?? ""), task]));
  const ids = wanted.map(lastPart);
  const found = ids.flatMap((id) => all.get(id) ?? []);
  return {
    tasks: include.includes("TAGS") ? found : found.map((task) => ({ ...task, tags: [] })),
    failures: ids.filter((id) => !all.has(id)).map((id) => ({ arn: taskArn(cluster, id, at), reason: "MISSING" })),
  };
}

function describe(task: TaskState, at: Moment): Task {
  return {
    ...shared(task.cluster, task.id, task.arch, at),
    taskDefinitionArn: arn(at, `task-definition/${task.family}:4`),
    group: `family:${task.family}`,
    ...(task.startedBy !== null && { startedBy: task.startedBy }),
    launchType: "FARGATE",
    capacityProviderName: "FARGATE",
    cpu: String(task.cpu),
    memory: String(task.memory),
    ephemeralStorage: { sizeInGiB: 20 },
    desiredStatus: task.status,
    lastStatus: task.status,
    createdAt: new Date(task.startedAt),
    pullStartedAt: new Date(task.startedAt),
    startedAt: new Date(task.startedAt),
    tags: tagList(task.tags),
  };
}

function shared(cluster: string, id: string, arch: TaskState["arch"], at: Moment): Task {
  return {
    taskArn: taskArn(cluster, id, at),
    clusterArn: arn(at, `cluster/${cluster}`),
    attributes: [{ name: "ecs.cpu-architecture", value: arch }],
    platformFamily: "Linux",
    platformVersion: "1.4.0",
  };
}

/** As many as run of it, each with an id that its deployment and its number give it. */
function tasksOf(service: EcsService, at: Moment): readonly Task[] {
  const [, deployment = ""] = service.deploymentId.split("/");
  return Array.from({ length: service.running }, (_, number) => ({
    ...shared(service.cluster, `${deployment}${String(number).padStart(32 - deployment.length, "0")}`, "x86_64", at),
    taskDefinitionArn: arn(at, `task-definition/${service.taskDefinition}`),
    group: `service:${service.name}`,
    startedBy: service.deploymentId,
    launchType: service.launchType,
    desiredStatus: "RUNNING",
    lastStatus: "RUNNING",
    startedAt: new Date(service.createdAt),
    tags: tagList(service.tags),
  }));
}

const batchCluster = "AWSBatch-trial-jobs-5f0d1c7e-2b49-3a86-9e5d-0c4b7a1f6e32";

interface Row extends Pick<TaskState, "id" | "cluster" | "family" | "cpu" | "memory" | "arch"> {
  readonly region: RegionKey;
  readonly startedBy?: string;
  readonly status?: "STOPPED";
  readonly days: number;
}

/** Two that somebody left running, one by a schedule, one of Batch, and one that has ended. */
const rows: readonly Row[] = [
  {
    region: "eu",
    id: "3c1f9a72e5d84b06a9c7f1e2d3b40586",
    cluster: "dev",
    family: "trial-backfill",
    cpu: 2048,
    memory: 8192,
    arch: "x86_64",
    days: 6,
  },
  {
    region: "eu",
    id: "a07be4d15c3942f89d6e0b1c7f2a3495",
    cluster: "dev",
    family: "trial-report",
    cpu: 1024,
    memory: 4096,
    arch: "arm64",
    startedBy: "chronos-schedule/trial-report",
    days: 1,
  },
  {
    region: "eu",
    id: "58d2c6f0b1e94a7c83f5d0a9e4b7c216",
    cluster: "dev",
    family: "trial-report",
    cpu: 1024,
    memory: 4096,
    arch: "arm64",
    status: "STOPPED",
    days: 2,
  },
  {
    region: "us",
    id: "e91b3d7a06c5482fb4a8d2e0c7f19635",
    cluster: batchCluster,
    family: "trial-score",
    cpu: 4096,
    memory: 16_384,
    arch: "x86_64",
    days: 1,
  },
  {
    region: "us",
    id: "0b6e8f2d9a134c57be7d1f3a5c9042e8",
    cluster: "prod",
    family: "trial-export",
    cpu: 512,
    memory: 1024,
    arch: "x86_64",
    days: 1,
  },
];

function seed(seed: Seed): void {
  for (const none of ["eu", "us", "ie"] as const) stateOf(corner, regionOf(seed, none));
  for (const { region: key, days, startedBy, status, ...row } of rows) {
    const region = regionOf(seed, key);
    if (!region.clusters.includes(row.cluster)) region.clusters.push(row.cluster);
    stateOf(corner, region).tasks.push({
      ...row,
      status: status ?? "RUNNING",
      startedBy: startedBy ?? null,
      startedAt: daysAgo(seed, days),
      tags: tagsOf("lab", "data"),
    });
  }
}
