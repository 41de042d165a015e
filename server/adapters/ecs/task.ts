import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { groupBy } from "../../core/group-by";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted } from "../listing";
import { emptyWhenGone } from "../read-each";
import { type Advice, defineReport } from "../report";
import { fargateLines, includedGb, type Size, sizeOf, unpricedTasks } from "./fargate";
import { lastPart, listClusters, mustBeDescribed, readAtOnce, tagsOf } from "./reads";

const text = z.string().nullable();

const detail = z.strictObject({
  cluster: z.string(),
  /** PROVISIONING, PENDING, ACTIVATING, RUNNING. */
  status: z.string(),
  /** What RunTask was told: a rule, a schedule, a state machine, a person's own word. */
  startedBy: text,
  vcpu: z.number().nullable(),
  memoryGb: z.number().nullable(),
  arch: z.enum(["x86", "arm"]).nullable(),
  windows: z.boolean(),
  ephemeralGb: z.number(),
  spot: z.boolean(),
  /** Since when it bills; null: AWS does not tell, or it waits for its place. */
  billsSince: text,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A task that no service keeps up is one run of work: it bills what it reserves until it ends, and once stopped it is not taken up again",
  remedy:
    "Stop it: aws ecs stop-task --cluster … --task … ; its containers have their stop timeout to end (30 seconds unless set, 120 at most on Fargate), and what they did not save is lost",
};

const ofBatch: AboutListed = {
  reason: "AWS Batch runs it for a job: it bills what it reserves until the job ends",
  remedy:
    "Terminate the job in Batch: aws batch terminate-job --job-id … --reason … ; stopped behind its back, Batch takes the job for failed and may try it again",
};

/** `AWSBatch-<environment>-<uuid>`, or as Batch named them before: `<environment>_Batch_<uuid>`. */
const batchCluster = /^AWSBatch-|_Batch_[0-9a-f-]{36}$/;

/** Tasks on Fargate beside the services. Those on instances bill nothing of their own: the instances do. */
export const ecsTask = defineReport<Detail>({
  kind: "ecs.task",
  title: "ECS task",
  plural: "ECS tasks that no service started",
  billedAs: "Amazon Elastic Container Service",
  about,
  read: ["ecs:DescribeTasks", "ecs:ListClusters", "ecs:ListTasks"],
  detail,
  advise,
  price,
  idle: { untold: "A task that runs is at work until it ends; ECS publishes no metric of one that no service started" },
  discover,
});

function advise({ detail: { status, cluster, startedBy } }: Observed<Detail>): Advice {
  const saw = status.toLowerCase();
  if (batchCluster.test(cluster)) return { saw, ...ofBatch };
  if (startedBy === null) return { saw, ...about };
  return {
    saw,
    ...about,
    remedy: `Look first at what started it (${startedBy}): it may start the next. ${about.remedy}`,
  };
}

const waiting: ReadonlySet<string> = new Set(["PROVISIONING", "PENDING"]);

/** It bills from the start of the download of its image until it has ended (AWS Fargate pricing). */
function price({ detail: { billsSince, status, spot, ...size } }: Observed<Detail>): readonly CostLine[] {
  if (billsSince === null && waiting.has(status)) return [];
  if (spot) return [unpricedTasks("on Fargate Spot, which is in no price list", 1, false)];
  return fargateLines(size, 1, false);
}

/** DescribeTasks takes a hundred. */
const describedAtOnce = 100;

interface ClusterTasks {
  readonly cluster: string;
  readonly tasks: readonly string[];
}

/** Each cluster's tasks on Fargate. Only a description tells what started them. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const listed = only ? named(only) : await running(aws);
  const hundreds = listed.flatMap(({ cluster, tasks }) =>
    chunks(tasks, describedAtOnce).map((some) => ({ cluster, tasks: some })),
  );
  for (const some of chunks(hundreds, readAtOnce)) {
    const found = await Promise.all(some.map((hundred) => describe(aws, hundred)));
    for (const task of found.flat()) if (isListed(task) && isWanted(task.taskArn, only)) yield observed(task);
  }
}

async function running(aws: ReadDoor): Promise<readonly ClusterTasks[]> {
  const all: ClusterTasks[] = [];
  for (const some of chunks(await listClusters(aws), readAtOnce)) {
    all.push(...(await Promise.all(some.map(async (cluster) => ({ cluster, tasks: await tasksOf(aws, cluster) })))));
  }
  return all;
}

/** Those on capacity providers of Fargate have this launch type, too. A cluster may be deleted between two lists. */
async function tasksOf(aws: ReadDoor, cluster: string): Promise<readonly string[]> {
  const tasks: string[] = [];
  const which = { cluster, desiredStatus: "RUNNING", launchType: "FARGATE" } as const;
  const lists = pages(
    (nextToken) => emptyWhenGone(aws.read(ECSClient, new ListTasksCommand({ ...which, maxResults: 100, nextToken }))),
    (out) => out.nextToken,
  );
  for await (const { taskArns = [] } of lists) tasks.push(...taskArns);
  return tasks;
}

function named(ids: readonly string[]): readonly ClusterTasks[] {
  const clusterOf = (id: string) => id.split(":task/")[1]?.split("/")[0] ?? "";
  return groupBy(ids, clusterOf).map((tasks) => ({ cluster: clusterOf(tasks[0]), tasks }));
}

async function describe(aws: ReadDoor, { cluster, tasks }: ClusterTasks): Promise<readonly Task[]> {
  const command = new DescribeTasksCommand({ cluster, tasks: [...tasks], include: ["TAGS"] });
  const out = await emptyWhenGone(aws.read(ECSClient, command));
  mustBeDescribed(out.failures, "a task");
  return out.tasks ?? [];
}

/** A look by name may find one that ended within the last hour, or is about to. */
function isListed({ desiredStatus, startedBy = "", group = "" }: Task): boolean {
  return desiredStatus === "RUNNING" && !startedBy.startsWith("ecs-svc/") && !group.startsWith("service:");
}

function observed(task: Task): Observed<Detail> {
  const arn = task.taskArn ?? "";
  const size = fargateSize(task);
  const [family = ""] = lastPart(task.taskDefinitionArn ?? "").split(":");
  const spot = task.capacityProviderName === "FARGATE_SPOT";
  const title = spot ? "Fargate Spot" : "Fargate";
  return {
    nativeId: arn,
    arn,
    name: family || lastPart(arn),
    type: size.vcpu && size.memoryGb ? `${title} ${size.vcpu} vCPU ${size.memoryGb} GB` : title,
    tags: tagsOf(task.tags),
    detail: {
      ...size,
      cluster: lastPart(task.clusterArn ?? ""),
      status: task.lastStatus ?? "unknown",
      startedBy: task.startedBy || null,
      spot,
      billsSince: (task.pullStartedAt ?? task.startedAt)?.toISOString() ?? null,
    },
  };
}

const processors: Readonly<Record<string, Size["arch"]>> = { x86_64: "x86", arm64: "arm" };

function fargateSize({ cpu, memory, attributes = [], platformFamily, ...task }: Task): Size {
  const processor = attributes.find(({ name }) => name === "ecs.cpu-architecture")?.value ?? "";
  return {
    ...sizeOf(cpu, memory),
    arch: processors[processor] ?? null,
    windows: platformFamily?.toLowerCase().startsWith("windows") ?? false,
    ephemeralGb: (task.fargateEphemeralStorage ?? task.ephemeralStorage)?.sizeInGiB ?? includedGb,
  };
}
