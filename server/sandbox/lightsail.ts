import type {
  ContainerServicePowerName,
  GetContainerServicesCommandInput,
  GetContainerServicesCommandOutput,
  GetInstancesCommandInput,
  GetInstancesCommandOutput,
  GetLoadBalancersCommandInput,
  GetLoadBalancersCommandOutput,
  GetRelationalDatabasesCommandInput,
  GetRelationalDatabasesCommandOutput,
  Instance,
  LoadBalancer,
  RegionName,
  RelationalDatabase,
  ResourceType,
} from "@aws-sdk/client-lightsail";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import { newUuid, type TagMap } from "./world";

/** Lightsail: machines and databases by the plan. */

interface Made {
  name: string;
  uuid: string;
  plan: string;
  createdAt: number;
  tags: TagMap;
}

interface Machine extends Made {
  state: "running" | "stopped";
}

/** Its plan is the protocol. */
interface Balancer extends Made {
  machines: string[];
}

/** Its plan is the power. */
interface Containers extends Made {
  nodes: number;
}

interface State {
  machines: Machine[];
  databases: Made[];
  balancers: Balancer[];
  containers: Containers[];
}

const own = {
  name: "lightsail",
  empty: (): State => ({ machines: [], databases: [], balancers: [], containers: [] }),
};

export const lightsail = defineCorner<State>({
  ...own,
  services: {
    lightsail: {
      GetContainerServices: read(getContainerServices),
      GetInstances: read(getInstances),
      GetLoadBalancers: read(getLoadBalancers),
      GetRelationalDatabases: read(getRelationalDatabases),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
});

/** What all of Lightsail's resources tell; it pages as it likes, 50 here. */
function paged<Item>(items: readonly Item[], token: string | undefined) {
  return page({ items, size: 50, token, invalidToken: () => awsError("InvalidInputException", "Invalid page token.") });
}

function common({ name, uuid, createdAt, tags }: Made, form: ResourceType, at: Moment) {
  return {
    name,
    arn: `arn:aws:lightsail:${at.regionName}:${at.world.accountId}:${form}/${uuid}`,
    createdAt: new Date(createdAt),
    resourceType: form,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
}

function getInstances({ pageToken }: GetInstancesCommandInput, at: Moment): Answer<GetInstancesCommandOutput> {
  const { items, next } = paged(stateOf(own, at.region).machines, pageToken);
  const instances = items.map(
    (each): Instance => ({
      ...common(each, "Instance", at),
      location: { availabilityZone: `${at.regionName}a` },
      blueprintId: "wordpress",
      bundleId: each.plan,
      isStaticIp: false,
      state: { code: each.state === "running" ? 16 : 80, name: each.state },
    }),
  );
  return { instances, ...(next !== undefined && { nextPageToken: next }) };
}

function getRelationalDatabases(
  { pageToken }: GetRelationalDatabasesCommandInput,
  at: Moment,
): Answer<GetRelationalDatabasesCommandOutput> {
  const { items, next } = paged(stateOf(own, at.region).databases, pageToken);
  const relationalDatabases = items.map(
    (each): RelationalDatabase => ({
      ...common(each, "RelationalDatabase", at),
      location: { availabilityZone: `${at.regionName}a` },
      relationalDatabaseBundleId: each.plan,
      engine: "mysql",
      engineVersion: "8.0.40",
      state: "available",
    }),
  );
  return { relationalDatabases, ...(next !== undefined && { nextPageToken: next }) };
}

function getLoadBalancers(
  { pageToken }: GetLoadBalancersCommandInput,
  at: Moment,
): Answer<GetLoadBalancersCommandOutput> {
  const { items, next } = paged(stateOf(own, at.region).balancers ?? [], pageToken);
  const loadBalancers = items.map(
    (each): LoadBalancer => ({
      ...common(each, "LoadBalancer", at),
      location: { availabilityZone: "all", regionName: at.regionName as RegionName },
      state: "active",
      protocol: "HTTP",
      instancePort: 80,
      instanceHealthSummary: each.machines.map((instanceName) => ({ instanceName, instanceHealth: "healthy" })),
    }),
  );
  return { loadBalancers, ...(next !== undefined && { nextPageToken: next }) };
}

/** It has no pages. */
function getContainerServices(
  { serviceName }: GetContainerServicesCommandInput,
  at: Moment,
): Answer<GetContainerServicesCommandOutput> {
  const all = stateOf(own, at.region).containers ?? [];
  const found = all.filter(({ name }) => serviceName === undefined || name === serviceName);
  if (serviceName !== undefined && found.length === 0) {
    throw awsError("NotFoundException", `The container service ${serviceName} does not exist.`);
  }
  return {
    containerServices: found.map(({ nodes, ...each }) => ({
      ...common(each, "ContainerService", at),
      containerServiceName: each.name,
      power: each.plan as ContainerServicePowerName,
      scale: nodes,
      state: "RUNNING",
      isDisabled: false,
    })),
  };
}

function seed(seed: Seed): void {
  const of = (key: RegionKey) => stateOf(own, regionOf(seed, key));
  const made = (name: string, plan: string): Made => ({
    name,
    uuid: newUuid(seed.world),
    plan,
    createdAt: daysAgo(seed, 500),
    tags: tagsOf("lab", "data"),
  });
  of("eu").machines.push({ ...made("team-blog", "micro_3_0"), state: "running" });
  of("eu").machines.push({ ...made("old-landing-page", "nano_3_0"), state: "stopped" });
  of("us").machines.push({ ...made("webinar", "small_3_0"), state: "running" });
  of("eu").databases.push(made("team-blog-db", "micro_2_0"));
  of("us").databases.push(made("webinar-db", "small_2_0"));
  of("eu").balancers.push({ ...made("team-blog-front", "HTTP"), machines: ["team-blog"] });
  of("us").containers.push({ ...made("webinar-chat", "micro"), nodes: 2 });
}
