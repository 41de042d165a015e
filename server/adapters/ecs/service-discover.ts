import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type DescribeTaskDefinitionResponse,
  ECSClient,
  ListServicesCommand,
  type Service,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import { FaultError } from "../../core/fault";
import type { Observed } from "../../core/resource";
import type { GlanceItem, StepStatus } from "../contract";
import { emptyWhenGone } from "../read-each";
import { type Scaling, toScaling } from "../scaling-hold";
import { includedGb, sizeOf } from "./fargate";
import { lastPart, listClusters, mustBeDescribed, readAtOnce, tagsOf } from "./reads";
import { check } from "./service-check";
import type { Detail, Task } from "./service-plan";

/** DescribeServices takes ten. */
const describedAtOnce = 10;

/**
 * Clusters, their services by hundreds, then ten at a time with tags; scaling targets once for the region, and only where
 * there are services.
 */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const listed = only ? named(only) : await clusterServices(aws);
  const tens = inTens(listed);
  if (tens.length === 0) return;
  const targets = scalingOf(aws, only && listed);
  for (const some of chunks(tens, readAtOnce)) {
    const [scaling, ...found] = await Promise.all([targets, ...some.map((ten) => describe(aws, ten))]);
    const services = found.flat();
    const tasks = await tasksOf(aws, services);
    for (const service of services) yield observe(service, tasks.get(service.taskDefinition ?? "") ?? null, scaling);
  }
}

/** How many tasks run tells the list of services alone. */
export async function glanceAtServices(
  aws: ReadDoor,
  items: readonly GlanceItem[],
): Promise<ReadonlyMap<string, StepStatus>> {
  const counted = items.filter(({ step }) => step.op === "setDesired");
  const tens = inTens(named(counted.map(({ nativeId }) => nativeId)));
  const services = (await Promise.all(tens.map((ten) => describe(aws, ten)))).flat();
  const seen = new Map(services.map((service) => observe(service, null, new Map())).map((one) => [one.nativeId, one]));
  return new Map(counted.map(({ nativeId, step }) => [nativeId, check(step, seen.get(nativeId) ?? null)]));
}

/** Of the services that are looked at, or of all. */
async function scalingOf(
  aws: ReadDoor,
  of: readonly ClusterServices[] | undefined,
): Promise<ReadonlyMap<string, Scaling>> {
  const ids = of?.flatMap(({ cluster, services }) => services.map((service) => `service/${cluster}/${service}`));
  const targets = await scalableTargets(aws, "ecs", ids);
  return new Map(
    targets
      .filter((target) => target.ScalableDimension === "ecs:service:DesiredCount")
      .map((target) => [target.ResourceId ?? "", toScaling(target)]),
  );
}

interface ClusterServices {
  readonly cluster: string;
  readonly services: readonly string[];
}

function inTens(listed: readonly ClusterServices[]): readonly ClusterServices[] {
  return listed.flatMap(({ cluster, services }) =>
    chunks(services, describedAtOnce).map((some) => ({ cluster, services: some })),
  );
}

async function clusterServices(aws: ReadDoor): Promise<readonly ClusterServices[]> {
  const clusters = await listClusters(aws);
  const all: ClusterServices[] = [];
  for (const some of chunks(clusters, readAtOnce)) {
    all.push(
      ...(await Promise.all(some.map(async (cluster) => ({ cluster, services: await servicesOf(aws, cluster) })))),
    );
  }
  return all;
}

async function servicesOf(aws: ReadDoor, cluster: string): Promise<readonly string[]> {
  const services: string[] = [];
  const lists = pages(
    (nextToken) => aws.read(ECSClient, new ListServicesCommand({ cluster, nextToken, maxResults: 100 })),
    (out) => out.nextToken,
  );
  for await (const { serviceArns = [] } of lists) services.push(...serviceArns);
  return services;
}

function named(ids: readonly string[]): readonly ClusterServices[] {
  const found = ids.flatMap((id) => parts(id) ?? []);
  return [...new Set(found.map(({ cluster }) => cluster))].map((cluster) => ({
    cluster,
    services: found.filter((one) => one.cluster === cluster).map(({ service }) => service),
  }));
}

/** What does not exist is left out; a cluster that is gone takes its services with it. */
async function describe(aws: ReadDoor, { cluster, services }: ClusterServices): Promise<readonly Service[]> {
  const command = new DescribeServicesCommand({ cluster, services: [...services], include: ["TAGS"] });
  const out = await emptyWhenGone(aws.read(ECSClient, command));
  mustBeDescribed(out.failures, "a service");
  return out.services ?? [];
}

/** What the services run, by task definition. One that was deleted is not in the map. */
function tasksOf(aws: ReadDoor, services: readonly Service[]): Promise<ReadonlyMap<string, Task>> {
  const revisions = [...new Set(services.flatMap(({ taskDefinition }) => taskDefinition || []))];
  return aws.facts("ecs:DescribeTaskDefinition", revisions, async (unknown) => {
    const answers = await Promise.all(unknown.map((arn) => readTask(aws, arn)));
    return new Map(answers.flatMap((task, at): [string, Task][] => (task ? [[unknown[at] ?? "", task]] : [])));
  });
}

async function readTask(aws: ReadDoor, arn: string): Promise<Task | null> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
  const { taskDefinition } = await emptyWhenGone(aws.read(ECSClient, command).catch(noneWhenDeleted));
  return taskDefinition ? toTask(taskDefinition) : null;
}

/** ECS answers a bare ClientException for a definition that was deleted. That must not hide the other services. */
function noneWhenDeleted(error: unknown): DescribeTaskDefinitionResponse {
  if (error instanceof FaultError && error.fault.awsError === "ClientException") return {};
  throw error;
}

function toTask(definition: TaskDefinition): Task {
  const { cpu, memory, runtimePlatform, ephemeralStorage, containerDefinitions = [] } = definition;
  return {
    ...sizeOf(cpu, memory),
    arch: runtimePlatform?.cpuArchitecture === "ARM64" ? "arm" : "x86",
    windows: runtimePlatform?.operatingSystemFamily?.startsWith("WINDOWS") ?? false,
    ephemeralGb: ephemeralStorage?.sizeInGiB ?? includedGb,
    images: containerDefinitions.map(({ image }) => image ?? "").filter((image) => image !== ""),
  };
}

function observe(service: Service, task: Task | null, targets: ReadonlyMap<string, Scaling>): Observed<Detail> {
  const name = service.serviceName ?? "";
  const cluster = lastPart(service.clusterArn ?? "");
  const arn = service.serviceArn ?? "";
  const { desiredCount: desired = 0, runningCount: running = 0, deployments = [] } = service;
  const strategy = service.capacityProviderStrategy ?? deployments[0]?.capacityProviderStrategy ?? [];
  const detail: Detail = {
    status: service.status ?? "unknown",
    desired,
    running,
    pending: service.pendingCount ?? 0,
    scheduling: service.schedulingStrategy ?? "REPLICA",
    controller: service.deploymentController?.type ?? "ECS",
    management: service.resourceManagementType ?? "CUSTOMER",
    deployments: deploymentsOf(service),
    trouble: running < desired ? (service.events?.[0]?.message ?? null) : null,
    launchType: service.launchType ?? null,
    capacityProviders: strategy.map(({ capacityProvider }) => capacityProvider ?? ""),
    taskDefinition: service.taskDefinition || null,
    task,
    volumes: [...new Set(deployments.flatMap(({ volumeConfigurations = [] }) => volumeConfigurations))].map(
      (volume) => volume.name ?? "",
    ),
    loadBalancers: service.loadBalancers?.length ?? 0,
    publicAddress: service.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === "ENABLED",
    scaling: targets.get(`service/${cluster}/${name}`) ?? null,
  };
  return {
    nativeId: longArn(arn, cluster, name),
    arn,
    name,
    type: typeOf(detail),
    tags: tagsOf(service.tags),
    detail,
  };
}

/** An outside controller works with task sets; ECS then lists no deployments. */
function deploymentsOf({ deployments = [], taskSets = [] }: Service): Detail["deployments"] {
  if (deployments.length > 0) {
    return deployments.map(({ status, rolloutState }) => ({ status: status ?? "", rollout: rolloutState ?? null }));
  }
  return taskSets.map(({ status, stabilityStatus }) => ({
    status: status ?? "",
    rollout: stabilityStatus === "STABILIZING" ? "IN_PROGRESS" : null,
  }));
}

function typeOf({ task, launchType, capacityProviders }: Detail): string {
  const where = launchType ?? capacityProviders.join(" + ");
  const title = where.replaceAll("FARGATE", "Fargate").replaceAll("_SPOT", " Spot") || "tasks";
  return task?.vcpu && task.memoryGb ? `${title} ${task.vcpu} vCPU ${task.memoryGb} GB` : title;
}

/** Services made before 2018 may have an ARN without the cluster; two clusters can then share one. */
function longArn(arn: string, cluster: string, name: string): string {
  return `${arn.slice(0, arn.indexOf(":service/"))}:service/${cluster}/${name}`;
}

/** The cluster and the name within the native id; null where it is none. */
export function parts(nativeId: string): { readonly cluster: string; readonly service: string } | null {
  const [, path = ""] = nativeId.split(":service/");
  const [cluster, service] = path.split("/");
  return cluster && service ? { cluster, service } : null;
}
