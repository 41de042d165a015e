import type {
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  LoadBalancer,
  TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import { newHex, type TagMap } from "./world";

/** Elastic Load Balancing, version 2: balancers, and the groups of targets behind them. */

interface Balancer {
  name: string;
  id: string;
  type: "application" | "network" | "gateway";
  scheme: "internet-facing" | "internal";
  createdAt: number;
  /** Null: it has no group of targets. */
  targets: { id: string; health: "healthy" | "unhealthy" }[] | null;
  tags: TagMap;
}

interface State {
  balancers: Balancer[];
}

const own = { name: "load-balancers", empty: (): State => ({ balancers: [] }) };

export const loadBalancers = defineCorner<State>({
  ...own,
  services: {
    elasticloadbalancing: {
      DescribeLoadBalancers: read(describeLoadBalancers),
      DescribeTargetGroups: read(describeTargetGroups),
      DescribeTargetHealth: read(describeTargetHealth),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ balancers }, at) =>
    balancers.map((each) => ({
      type: "elasticloadbalancing:loadbalancer",
      arn: balancerArn(each, at),
      tags: each.tags,
    })),
});

function arnOf(rest: string, at: Moment): string {
  return `arn:aws:elasticloadbalancing:${at.regionName}:${at.world.accountId}:${rest}`;
}

const prefixes = { application: "app", network: "net", gateway: "gwy" };

function balancerArn({ type, name, id }: Balancer, at: Moment): string {
  return arnOf(`loadbalancer/${prefixes[type]}/${name}/${id}`, at);
}

function groupArn({ name, id }: Balancer, at: Moment): string {
  return arnOf(`targetgroup/${name}/${id}`, at);
}

function describeLoadBalancers(
  { Names: names, Marker, PageSize }: DescribeLoadBalancersCommandInput,
  at: Moment,
): Answer<DescribeLoadBalancersCommandOutput> {
  const { balancers } = stateOf(own, at.region);
  const missing = names?.find((name) => !balancers.some((each) => each.name === name));
  if (missing) throw awsError("LoadBalancerNotFoundException", `Load balancers '[${missing}]' not found`);
  const found = balancers.filter(({ name }) => names === undefined || names.includes(name));
  const { items, next } = paged(found, PageSize, Marker);
  return { LoadBalancers: items.map((each) => describe(each, at)), ...(next !== undefined && { NextMarker: next }) };
}

function paged<Item>(items: readonly Item[], size = 400, token?: string) {
  if (size < 1 || size > 400) throw awsError("ValidationError", "Page size must be between 1 and 400");
  return page({ items, size, token, invalidToken: () => awsError("ValidationError", "Invalid marker") });
}

function describe(balancer: Balancer, at: Moment): LoadBalancer {
  return {
    LoadBalancerArn: balancerArn(balancer, at),
    LoadBalancerName: balancer.name,
    DNSName: `${balancer.name}-${balancer.id.slice(0, 10)}.${at.regionName}.elb.amazonaws.com`,
    Type: balancer.type,
    ...(balancer.type !== "gateway" && { Scheme: balancer.scheme }),
    State: { Code: "active" },
    IpAddressType: "ipv4",
    VpcId: vpcId,
    CreatedTime: new Date(balancer.createdAt),
    AvailabilityZones: [0, 1].map((index) => ({
      ZoneName: `${at.regionName}${["a", "b"][index]}`,
      SubnetId: subnet(index),
      LoadBalancerAddresses: [],
    })),
  };
}

function describeTargetGroups(
  { Marker, PageSize }: DescribeTargetGroupsCommandInput,
  at: Moment,
): Answer<DescribeTargetGroupsCommandOutput> {
  const groups = stateOf(own, at.region).balancers.filter(({ targets }) => targets !== null);
  const { items, next } = paged(groups, PageSize, Marker);
  return {
    TargetGroups: items.map(
      (each): TargetGroup => ({
        TargetGroupArn: groupArn(each, at),
        TargetGroupName: each.name,
        Port: 80,
        VpcId: vpcId,
        TargetType: "instance",
        LoadBalancerArns: [balancerArn(each, at)],
      }),
    ),
    ...(next !== undefined && { NextMarker: next }),
  };
}

function describeTargetHealth(
  { TargetGroupArn }: DescribeTargetHealthCommandInput,
  at: Moment,
): Answer<DescribeTargetHealthCommandOutput> {
  const found = stateOf(own, at.region).balancers.find((each) => each.targets && groupArn(each, at) === TargetGroupArn);
  if (!found) throw awsError("TargetGroupNotFoundException", "One or more target groups not found");
  return {
    TargetHealthDescriptions: (found.targets ?? []).map(({ id, health }) => ({
      Target: { Id: id, Port: 80 },
      TargetHealth: { State: health },
    })),
  };
}

interface Row extends Pick<Balancer, "name" | "type" | "scheme" | "targets"> {
  readonly key: RegionKey;
}

const demo = { id: "i-0b3d92f7a1c684e50" };

const rows: readonly Row[] = [
  {
    key: "eu",
    name: "notebook-proxy",
    type: "application",
    scheme: "internet-facing",
    targets: [{ ...demo, health: "healthy" }],
  },
  { key: "eu", name: "old-demo", type: "application", scheme: "internet-facing", targets: [] },
  { key: "eu", name: "redirects", type: "application", scheme: "internal", targets: null },
  { key: "us", name: "ingest", type: "network", scheme: "internal", targets: [{ ...demo, health: "unhealthy" }] },
  { key: "us", name: "inspection", type: "gateway", scheme: "internal", targets: [{ ...demo, health: "healthy" }] },
];

function seed(seed: Seed): void {
  rows.forEach(({ key, ...row }, index) => {
    stateOf(own, regionOf(seed, key)).balancers.push({
      ...row,
      id: newHex(seed.world, 16),
      createdAt: daysAgo(seed, 90 + index * 40),
      tags: tagsOf("lab", "data"),
    });
  });
}
