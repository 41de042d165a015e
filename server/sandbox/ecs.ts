import type {
  Deployment,
  DescribeClustersCommandInput,
  DescribeClustersCommandOutput,
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  ListServicesCommandInput,
  ListServicesCommandOutput,
  Service as ServiceAnswer,
  UpdateServiceCommandInput,
  UpdateServiceCommandOutput,
} from "@aws-sdk/client-ecs";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read, type Service } from "./operation";
import { page } from "./paging";
import type { EcsService, TagMap, TaskDefinition } from "./world";

export const ecs: Service = {
  ListClusters: read(listClusters),
  DescribeClusters: read(describeClusters),
  ListServices: read(listServices),
  DescribeServices: read(describeServices),
  DescribeTaskDefinition: read(describeTaskDefinition),
  UpdateService: change(updateService),
};

export const invalid = (message: string) => awsError("InvalidParameterException", message);
export const invalidToken = () => invalid("Invalid token");

type Place = Pick<Moment, "regionName" | "world">;

export function arn(at: Place, rest: string): string {
  return `arn:aws:ecs:${at.regionName}:${at.world.accountId}:${rest}`;
}

export function serviceArn(service: Pick<EcsService, "cluster" | "name">, at: Place): string {
  return arn(at, `service/${service.cluster}/${service.name}`);
}

/** ECS takes a name or an ARN wherever it asks for a cluster or a service. */
export function lastPart(nameOrArn: string): string {
  return nameOrArn.split("/").at(-1) ?? nameOrArn;
}

export function tagList(tags: TagMap): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

export function clusterNamed(nameOrArn: string | undefined, at: Moment): string {
  const name = lastPart(nameOrArn ?? "default");
  if (!at.region.clusters.includes(name)) throw awsError("ClusterNotFoundException", "Cluster not found.");
  return name;
}

function listClusters(input: ListClustersCommandInput, at: Moment): Answer<ListClustersCommandOutput> {
  const { items, next } = page({
    items: at.region.clusters,
    size: input.maxResults ?? 100,
    token: input.nextToken,
    invalidToken,
  });
  return {
    clusterArns: items.map((name) => arn(at, `cluster/${name}`)),
    ...(next !== undefined && { nextToken: next }),
  };
}

function describeClusters(input: DescribeClustersCommandInput, at: Moment): Answer<DescribeClustersCommandOutput> {
  const wanted = input.clusters ?? ["default"];
  if (wanted.length > 100) throw invalid("Clusters cannot have more than 100 members");
  const names = wanted.map(lastPart);
  return {
    clusters: names
      .filter((name) => at.region.clusters.includes(name))
      .map((name) => {
        const services = at.region.services.filter((each) => each.cluster === name);
        return {
          clusterArn: arn(at, `cluster/${name}`),
          clusterName: name,
          status: "ACTIVE",
          activeServicesCount: services.length,
          runningTasksCount: services.reduce((sum, each) => sum + each.running, 0),
          pendingTasksCount: services.reduce((sum, each) => sum + pendingCount(each), 0),
          registeredContainerInstancesCount: services.some((each) => each.launchType === "EC2") ? 1 : 0,
          capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        };
      }),
    failures: names
      .filter((name) => !at.region.clusters.includes(name))
      .map((name) => ({ arn: arn(at, `cluster/${name}`), reason: "MISSING" })),
  };
}

function listServices(input: ListServicesCommandInput, at: Moment): Answer<ListServicesCommandOutput> {
  const cluster = clusterNamed(input.cluster, at);
  const found = at.region.services.filter(
    (each) =>
      each.cluster === cluster &&
      (input.launchType === undefined || each.launchType === input.launchType) &&
      (input.schedulingStrategy === undefined || each.strategy === input.schedulingStrategy),
  );
  const { items, next } = page({ items: found, size: input.maxResults ?? 10, token: input.nextToken, invalidToken });
  return { serviceArns: items.map((each) => serviceArn(each, at)), ...(next !== undefined && { nextToken: next }) };
}

/** Ten at most. A service that does not exist is a row in `failures`, not an error. */
function describeServices(input: DescribeServicesCommandInput, at: Moment): Answer<DescribeServicesCommandOutput> {
  const cluster = clusterNamed(input.cluster, at);
  const wanted = input.services ?? [];
  if (wanted.length === 0) throw invalid("Services cannot be empty.");
  if (wanted.length > 10) throw invalid("Services cannot have more than 10 members");
  const withTags = input.include?.includes("TAGS") ?? false;
  const rows = wanted.map((nameOrArn) => ({
    name: lastPart(nameOrArn),
    service: at.region.services.find((each) => each.cluster === cluster && each.name === lastPart(nameOrArn)),
  }));
  return {
    services: rows.flatMap((row) => (row.service ? [describe(row.service, at, withTags)] : [])),
    failures: rows
      .filter((row) => row.service === undefined)
      .map((row) => ({ arn: serviceArn({ cluster, name: row.name }, at), reason: "MISSING" })),
  };
}

function pendingCount(service: EcsService): number {
  return Math.max(0, service.desired - service.running);
}

/** A changed count is no deployment: the one there is stays COMPLETED and its counts move. */
function describe(service: EcsService, at: Moment, withTags: boolean): ServiceAnswer {
  const definition = arn(at, `task-definition/${service.taskDefinition}`);
  const counts = {
    desiredCount: service.desired,
    runningCount: service.running,
    pendingCount: pendingCount(service),
  };
  const isFargate = service.launchType === "FARGATE";
  const network = {
    awsvpcConfiguration: {
      subnets: service.subnetIds,
      securityGroups: ["sg-0c4e81f7a2d3b5960"],
      assignPublicIp: "DISABLED" as const,
    },
  };
  const deployment: Deployment = {
    ...counts,
    id: service.deploymentId,
    status: "PRIMARY",
    taskDefinition: definition,
    failedTasks: 0,
    launchType: service.launchType,
    rolloutState: "COMPLETED",
    rolloutStateReason: `ECS deployment ${service.deploymentId} completed.`,
    createdAt: new Date(service.createdAt),
    updatedAt: new Date(service.createdAt),
  };
  return {
    ...counts,
    serviceArn: serviceArn(service, at),
    serviceName: service.name,
    clusterArn: arn(at, `cluster/${service.cluster}`),
    status: "ACTIVE",
    launchType: service.launchType,
    schedulingStrategy: service.strategy,
    taskDefinition: definition,
    ...(isFargate && { platformVersion: "LATEST", platformFamily: "Linux", networkConfiguration: network }),
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      maximumPercent: service.strategy === "DAEMON" ? 100 : 200,
      minimumHealthyPercent: service.strategy === "DAEMON" ? 0 : 100,
    },
    deploymentController: { type: "ECS" },
    deployments: [deployment],
    events: [],
    loadBalancers: service.targetGroupArn
      ? [{ targetGroupArn: service.targetGroupArn, containerName: service.name, containerPort: 8080 }]
      : [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
    healthCheckGracePeriodSeconds: service.targetGroupArn ? 60 : 0,
    enableECSManagedTags: true,
    propagateTags: "SERVICE",
    enableExecuteCommand: false,
    availabilityZoneRebalancing: "DISABLED",
    createdAt: new Date(service.createdAt),
    createdBy: `arn:aws:iam::${at.world.accountId}:role/ci-deploy`,
    ...(withTags && { tags: tagList(service.tags) }),
  };
}

function describeTaskDefinition(
  input: DescribeTaskDefinitionCommandInput,
  at: Moment,
): Answer<DescribeTaskDefinitionCommandOutput> {
  const wanted = lastPart(input.taskDefinition ?? "");
  const [family, revision] = wanted.split(":");
  const found = at.region.taskDefinitions
    .filter((each) => each.family === family && (revision === undefined || each.revision === Number(revision)))
    .sort((a, b) => b.revision - a.revision)
    .at(0);
  if (!found) throw awsError("ClientException", "Unable to describe task definition.");
  return { taskDefinition: describeDefinition(found, at), tags: [] };
}

function describeDefinition(definition: TaskDefinition, at: Moment) {
  const isFargate = definition.launchType === "FARGATE";
  return {
    taskDefinitionArn: arn(at, `task-definition/${definition.family}:${definition.revision}`),
    family: definition.family,
    revision: definition.revision,
    status: "ACTIVE" as const,
    networkMode: isFargate ? ("awsvpc" as const) : ("host" as const),
    requiresCompatibilities: [definition.launchType],
    compatibilities: isFargate ? ["EC2" as const, "FARGATE" as const] : ["EC2" as const],
    cpu: String(definition.cpu),
    memory: String(definition.memory),
    runtimePlatform: { cpuArchitecture: definition.arch, operatingSystemFamily: "LINUX" as const },
    executionRoleArn: `arn:aws:iam::${at.world.accountId}:role/ecs-execution`,
    taskRoleArn: `arn:aws:iam::${at.world.accountId}:role/${definition.family}-task`,
    registeredAt: new Date(definition.registeredAt),
    volumes: [],
    placementConstraints: [],
    containerDefinitions: [
      {
        name: definition.family,
        image: definition.image,
        essential: true,
        cpu: definition.cpu,
        memory: definition.memory,
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" as const }],
        environment: [],
        mountPoints: [],
        volumesFrom: [],
      },
    ],
  };
}

/** The desired count only. A daemon has none. */
function updateService(input: UpdateServiceCommandInput, at: Moment): Answer<UpdateServiceCommandOutput> {
  const { cluster: clusterName, service: serviceName, desiredCount, ...others } = input;
  const [other] = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (other) throw new Error(`The sandbox's UpdateService changes desiredCount only, not ${other}.`);
  const cluster = clusterNamed(clusterName, at);
  const name = lastPart(serviceName ?? "");
  const service = at.region.services.find((each) => each.cluster === cluster && each.name === name);
  if (!service) throw awsError("ServiceNotFoundException", "Service not found.");
  if (desiredCount !== undefined) {
    if (service.strategy === "DAEMON") {
      throw invalid("The daemon scheduling strategy does not support a desired count for services.");
    }
    if (!Number.isInteger(desiredCount) || desiredCount < 0) throw invalid("desiredCount must be 0 or more.");
    setDesiredCount(service, desiredCount, at);
  }
  return { service: describe(service, at, true) };
}

/** Tasks follow: new ones need to be provisioned, old ones to drain. */
export function setDesiredCount(service: EcsService, desired: number, at: Moment): void {
  if (service.desired === desired) return;
  service.desired = desired;
  if (service.running === desired) service.until = null;
  else service.until = at.ends(desired < service.running ? "ecs.drain" : "ecs.provision");
}
