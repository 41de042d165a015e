import {
  DescribeServicesCommand,
  type DescribeServicesResponse,
  DescribeTaskDefinitionCommand,
  type DescribeTaskDefinitionResponse,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  type Service,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { pages, type ReadDoor } from "../aws/door";
import { scalableTargets } from "../aws/reads/scalable-targets";
import { FaultError } from "../core/fault";
import type { Observed } from "../core/resource";
import { type Detail, includedGb, type Task } from "./ecs-service-plan";
import { type Scaling, toScaling } from "./scaling-hold";

/** Clusters, their services by hundreds, then ten at a time with tags; scaling targets once for the region. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const targets = await scalingOf(aws);
  for await (const { cluster, services } of only ? named(only) : listed(aws)) {
    // DescribeServices takes ten.
    for (let at = 0; at < services.length; at += 10) {
      const found = await describe(aws, cluster, services.slice(at, at + 10));
      const arns = new Set(found.flatMap(({ taskDefinition }) => taskDefinition || []));
      await Promise.all([...arns].map((arn) => readTask(aws, arn)));
      for (const service of found) yield observe(service, knownTask(aws, service.taskDefinition), targets);
    }
  }
}

async function scalingOf(aws: ReadDoor): Promise<ReadonlyMap<string, Scaling>> {
  const targets = await scalableTargets(aws, "ecs");
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

async function* listed(aws: ReadDoor): AsyncGenerator<ClusterServices> {
  const clusters = pages(
    (nextToken) => aws.read(ECSClient, new ListClustersCommand({ nextToken, maxResults: 100 })),
    (out) => out.nextToken,
  );
  for await (const { clusterArns = [] } of clusters) {
    for (const cluster of clusterArns) {
      const services: string[] = [];
      const lists = pages(
        (nextToken) => aws.read(ECSClient, new ListServicesCommand({ cluster, nextToken, maxResults: 100 })),
        (out) => out.nextToken,
      );
      for await (const { serviceArns = [] } of lists) services.push(...serviceArns);
      yield { cluster, services };
    }
  }
}

async function* named(ids: readonly string[]): AsyncGenerator<ClusterServices> {
  const found = ids.flatMap((id) => parts(id) ?? []);
  for (const cluster of new Set(found.map(({ cluster }) => cluster))) {
    const services = found.filter((one) => one.cluster === cluster).map(({ service }) => service);
    yield { cluster, services };
  }
}

/** What does not exist is left out; a cluster that is gone takes its services with it. */
async function describe(aws: ReadDoor, cluster: string, services: readonly string[]): Promise<readonly Service[]> {
  const command = new DescribeServicesCommand({ cluster, services: [...services], include: ["TAGS"] });
  const out = await aws
    .read(ECSClient, command)
    .catch((error: unknown): DescribeServicesResponse => noneWhenGone(error));
  const failure = out.failures?.find(({ reason }) => reason !== "MISSING");
  if (failure) {
    throw new FaultError({
      code: "unknown",
      reason: `ECS could not describe ${failure.arn ?? "a service"}: ${failure.reason ?? "no reason given"}.`,
      remedy: failure.detail ?? "Scan again.",
    });
  }
  return out.services ?? [];
}

function noneWhenGone(error: unknown): Record<string, never> {
  if (error instanceof FaultError && error.fault.code === "gone") return {};
  throw error;
}

/** A revision never changes, so each is read once per door, however often its services are looked at. */
const tasksRead = new WeakMap<ReadDoor, Map<string, Task>>();

function knownTask(aws: ReadDoor, arn: string | undefined): Task | null {
  return tasksRead.get(aws)?.get(arn ?? "") ?? null;
}

async function readTask(aws: ReadDoor, arn: string): Promise<void> {
  const known = tasksRead.get(aws) ?? new Map<string, Task>();
  tasksRead.set(aws, known);
  if (known.has(arn)) return;
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
  const out = await aws.read(ECSClient, command).catch(noneWhenDeleted);
  if (out.taskDefinition) known.set(arn, toTask(out.taskDefinition));
}

/** ECS answers a bare ClientException for a definition that was deleted. That must not hide the other services. */
function noneWhenDeleted(error: unknown): DescribeTaskDefinitionResponse {
  if (error instanceof FaultError && error.fault.awsError === "ClientException") return {};
  return noneWhenGone(error);
}

/** AWS keeps sizes as text: 1024 CPU units are one vCPU, memory is in MiB. */
function toTask(definition: TaskDefinition): Task {
  const { cpu, memory, runtimePlatform, ephemeralStorage, containerDefinitions = [] } = definition;
  return {
    vcpu: cpu ? Number(cpu) / 1024 : null,
    memoryGb: memory ? Number(memory) / 1024 : null,
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
    tags: Object.fromEntries((service.tags ?? []).map(({ key, value }) => [key ?? "", value ?? ""])),
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

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
