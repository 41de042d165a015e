import type {
  DBProxy,
  DBProxyTarget,
  DescribeDBProxiesCommandInput,
  DescribeDBProxiesCommandOutput,
  DescribeDBProxyTargetsCommandInput,
  DescribeDBProxyTargetsCommandOutput,
} from "@aws-sdk/client-rds";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { clusterArn, clustersOf, memberArn } from "./rds-cluster-state";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** RDS Proxies: each in front of one database, or of one cluster with all its members. */

interface Proxy {
  name: string;
  /** AWS gives it; the ARN has it in place of the name. */
  id: string;
  family: "MYSQL" | "POSTGRESQL";
  inFrontOf: { instance: string } | { cluster: string };
  createdAt: number;
  tags: TagMap;
}

interface State {
  proxies: Proxy[];
}

const own = { name: "database-proxies", empty: (): State => ({ proxies: [] }) };

export const databaseProxies = defineCorner<State>({
  ...own,
  services: {
    rds: { DescribeDBProxies: read(describeDBProxies), DescribeDBProxyTargets: read(describeDBProxyTargets) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ proxies }, at) => proxies.map((each) => ({ type: "rds:db-proxy", arn: arnOf(each, at), tags: each.tags })),
});

const arnOf = ({ id }: Proxy, at: Moment) => rdsArn("db-proxy", id, at);

function rdsArn(type: "db" | "db-proxy", id: string, { regionName, world }: Moment): string {
  return `arn:aws:rds:${regionName}:${world.accountId}:${type}:${id}`;
}

interface Asked {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

function paged<Item>(items: readonly Item[], { MaxRecords: size = 100, Marker: token }: Asked) {
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValue", `Invalid value ${size} for MaxRecords. Must be between 20 and 100`);
  }
  const invalidToken = () => awsError("InvalidParameterValue", `Unrecognized marker value: ${token}`);
  const { items: rows, next } = page({ items, size, token, invalidToken });
  return { rows, marker: next === undefined ? {} : { Marker: next } };
}

function named(name: string | undefined, at: Moment): Proxy {
  const found = stateOf(own, at.region).proxies.find((each) => each.name === name);
  if (!found) throw awsError("DBProxyNotFoundFault", `DBProxy ${name} not found.`, { status: 404 });
  return found;
}

function describeDBProxies(input: DescribeDBProxiesCommandInput, at: Moment): Answer<DescribeDBProxiesCommandOutput> {
  const all = input.DBProxyName === undefined ? stateOf(own, at.region).proxies : [named(input.DBProxyName, at)];
  const { rows, marker } = paged(all, input);
  const DBProxies = rows.map(
    (each): DBProxy => ({
      DBProxyName: each.name,
      DBProxyArn: arnOf(each, at),
      Status: "available",
      EngineFamily: each.family,
      Endpoint: `${each.name}.proxy-${each.id.slice(4)}.${at.regionName}.rds.amazonaws.com`,
      RequireTLS: true,
      IdleClientTimeout: 1800,
      CreatedDate: new Date(each.createdAt),
    }),
  );
  return { DBProxies, ...marker };
}

function describeDBProxyTargets(
  input: DescribeDBProxyTargetsCommandInput,
  at: Moment,
): Answer<DescribeDBProxyTargetsCommandOutput> {
  const { rows, marker } = paged(targetsOf(named(input.DBProxyName, at), at), input);
  return { Targets: rows, ...marker };
}

function targetsOf({ inFrontOf }: Proxy, at: Moment): DBProxyTarget[] {
  const TargetHealth = { State: "AVAILABLE" } as const;
  if ("instance" in inFrontOf) {
    const database = at.region.databases.find(({ id }) => id === inFrontOf.instance);
    if (!database) return [];
    const TargetArn = rdsArn("db", database.id, at);
    return [{ Type: "RDS_INSTANCE", RdsResourceId: database.id, TargetArn, Role: "READ_WRITE", TargetHealth }];
  }
  const cluster = clustersOf(at.region).find(({ id }) => id === inFrontOf.cluster);
  if (!cluster) return [];
  const members = cluster.members.map(
    (member): DBProxyTarget => ({
      Type: "RDS_INSTANCE",
      RdsResourceId: member.id,
      TargetArn: memberArn(member, at),
      TrackedClusterId: cluster.id,
      Role: member.writer ? "READ_WRITE" : "READ_ONLY",
      TargetHealth,
    }),
  );
  return [{ Type: "TRACKED_CLUSTER", RdsResourceId: cluster.id, TargetArn: clusterArn(cluster, at) }, ...members];
}

const rows: readonly (Omit<Proxy, "createdAt" | "tags"> & { readonly at: RegionKey })[] = [
  { at: "us", name: "lab-wiki", id: "prx-0c1d2e3f4a5b6c7d8", family: "MYSQL", inFrontOf: { instance: "legacy-wiki" } },
  { at: "eu", name: "lab-notes", id: "prx-0d2e3f4a5b6c7d8e9", family: "MYSQL", inFrontOf: { cluster: "notes" } },
];

function seed(seed: Seed): void {
  rows.forEach(({ at, ...proxy }, index) => {
    const createdAt = daysAgo(seed, 90 + index);
    stateOf(own, regionOf(seed, at)).proxies.push({ ...proxy, createdAt, tags: tagsOf("lab", "data") });
  });
}
