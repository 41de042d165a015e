import type {
  DescribeInstanceHealthCommandInput,
  DescribeInstanceHealthCommandOutput,
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  LoadBalancerDescription,
} from "@aws-sdk/client-elastic-load-balancing";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Classic Load Balancers, the first generation: an API of its own, under the same IAM prefix as the second. */

interface Balancer {
  name: string;
  scheme: "internal" | "internet-facing";
  instances: { id: string; inService: boolean }[];
  createdAt: number;
  tags: TagMap;
}

interface State {
  balancers: Balancer[];
}

const own = { name: "classic-balancers", empty: (): State => ({ balancers: [] }) };

export const classicBalancers = defineCorner<State>({
  ...own,
  services: {
    elb: {
      DescribeLoadBalancers: read(describeLoadBalancers),
      DescribeInstanceHealth: read(describeInstanceHealth),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ balancers }, { regionName, world }) =>
    balancers.map(({ name, tags }) => ({
      type: "elasticloadbalancing:loadbalancer",
      arn: `arn:aws:elasticloadbalancing:${regionName}:${world.accountId}:loadbalancer/${name}`,
      tags,
    })),
});

function find(name: string | undefined, at: Moment): Balancer {
  const found = stateOf(own, at.region).balancers.find((each) => each.name === name);
  if (!found) throw awsError("AccessPointNotFoundException", `There is no ACTIVE Load Balancer named '${name}'`);
  return found;
}

function describeLoadBalancers(
  { LoadBalancerNames: names, Marker, PageSize: size = 400 }: DescribeLoadBalancersCommandInput,
  at: Moment,
): Answer<DescribeLoadBalancersCommandOutput> {
  const found = names ? names.map((name) => find(name, at)) : stateOf(own, at.region).balancers;
  if (size < 1 || size > 400) throw awsError("ValidationError", "Page size must be between 1 and 400");
  const invalidToken = () => awsError("ValidationError", "Invalid marker");
  const { items, next } = page({ items: found, size, token: Marker, invalidToken });
  return {
    LoadBalancerDescriptions: items.map((each) => describe(each, at)),
    ...(next !== undefined && { NextMarker: next }),
  };
}

function describe({ name, scheme, instances, createdAt }: Balancer, { regionName }: Moment): LoadBalancerDescription {
  return {
    LoadBalancerName: name,
    DNSName: `${scheme === "internal" ? "internal-" : ""}${name}-1184020913.${regionName}.elb.amazonaws.com`,
    Scheme: scheme,
    VPCId: vpcId,
    AvailabilityZones: [`${regionName}a`, `${regionName}b`],
    Subnets: [subnet(0), subnet(1)],
    Instances: instances.map(({ id }) => ({ InstanceId: id })),
    CreatedTime: new Date(createdAt),
  };
}

function describeInstanceHealth(
  { LoadBalancerName }: DescribeInstanceHealthCommandInput,
  at: Moment,
): Answer<DescribeInstanceHealthCommandOutput> {
  return {
    InstanceStates: find(LoadBalancerName, at).instances.map(({ id, inService }) => ({
      InstanceId: id,
      State: inService ? "InService" : "OutOfService",
    })),
  };
}

const demo = "i-0b3d92f7a1c684e50";

const rows: readonly (Pick<Balancer, "name" | "scheme" | "instances"> & { readonly key: RegionKey })[] = [
  { key: "eu", name: "demo-classic", scheme: "internet-facing", instances: [{ id: demo, inService: true }] },
  { key: "eu", name: "first-shop", scheme: "internet-facing", instances: [] },
  { key: "us", name: "legacy-soap", scheme: "internal", instances: [{ id: demo, inService: false }] },
];

function seed(seed: Seed): void {
  rows.forEach(({ key, ...row }, index) => {
    const createdAt = daysAgo(seed, 1500 + index * 200);
    stateOf(own, regionOf(seed, key)).balancers.push({ ...row, createdAt, tags: tagsOf("lab", "data") });
  });
}
