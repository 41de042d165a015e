import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer,
  type TargetGroup,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { type Idle, type IdleSignal, noneOf } from "../idle";
import { isWanted, withTags } from "../listing";
import { nullWhenGone } from "../read-each";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** active, provisioning, active_impaired, failed. */
  state: z.string(),
  type: z.enum(["application", "network", "gateway"]),
  scheme: z.string(),
  zones: z.number(),
  /** Public IPv4 addresses that AWS lends it: at least one in each zone. Elastic IPs of the account are not among them. */
  publicAddresses: z.number(),
  targetGroups: z.array(z.string()),
  targets: z.number(),
  healthyTargets: z.number(),
  dnsName: z.string().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A load balancer bills for each hour that it exists, with traffic or without",
  remedy: "Let several services share one by rules, or delete it with its environment: its DNS name is lost then",
};

/** "loadbalancer/app/web/0f3a" in the ARN is "app/web/0f3a" in the metrics. */
function byName(type: Detail["type"]): IdleSignal<Detail>["dimensions"] {
  return ({ arn, detail }) => {
    const LoadBalancer = arn.split(":loadbalancer/")[1];
    return detail.type === type && LoadBalancer ? [{ LoadBalancer }] : [];
  };
}

/**
 * Requests are published "if there is a nonzero value", flows of a Network Load Balancer always (User Guides, "CloudWatch
 * metrics"). Of a Gateway Load Balancer none is asked.
 */
const balancerIdle: Idle<Detail> = {
  signals: [
    noneOf(
      {
        label: "requests in an hour at most",
        namespace: "AWS/ApplicationELB",
        metric: "RequestCount",
        statistic: "Sum",
        quietMeansIdle: true,
      },
      byName("application"),
    ),
    noneOf(
      {
        label: "flows at a time at most",
        namespace: "AWS/NetworkELB",
        metric: "ActiveFlowCount",
        statistic: "Maximum",
        quietMeansIdle: false,
      },
      byName("network"),
    ),
  ],
  since: ({ detail }) => detail.createdAt,
  left({ detail: { targetGroups, targets } }) {
    const left = { advice: "unused", since: null, ends: "all" } as const;
    // It may redirect, or answer by its own rules.
    if (targetGroups.length === 0) return null;
    return targets === 0 ? { ...left, why: "No target is registered behind it" } : null;
  },
};

/**
 * Application, Network and Gateway Load Balancers. They bill each hour that they exist; deleting one gives up its DNS
 * name and ARN, so Standby does not. Classic Load Balancers are another API and another kind.
 */
export const elbLoadBalancer = defineReport<Detail>({
  kind: "elb.loadBalancer",
  title: "Load balancer",
  plural: "Load balancers",
  billedAs: "Amazon Elastic Load Balancing",
  terraform: ["aws_lb", "aws_alb"],
  about,
  read: [
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "tag:GetResources",
  ],
  detail,
  advise,
  price,
  idle: balancerIdle,
  discover,
});

function advise({ detail: { state, targetGroups, targets, healthyTargets } }: Observed<Detail>): Advice {
  if (targetGroups.length === 0) {
    const remedy = "Delete it, unless it redirects or answers by its own rules: no target group is behind it";
    return { saw: state, ...about, remedy };
  }
  if (targets === 0) {
    const remedy = "Delete it if nothing comes back: no target is registered. Its DNS name and ARN are lost with it";
    return { saw: state, ...about, remedy };
  }
  if (healthyTargets === 0) {
    const remedy = `Look at its targets: none of ${targets} is healthy, so it answers nobody. Delete it if they stay off for good`;
    return { saw: state, ...about, remedy };
  }
  return { saw: state, ...about };
}

const prices = {
  application: { title: "Application Load Balancer", hour: "alb.hour", unit: "alb.lcu" },
  network: { title: "Network Load Balancer", hour: "nlb.hour", unit: "nlb.lcu" },
  gateway: { title: "Gateway Load Balancer", hour: "gwlb.hour", unit: null },
} as const;

function price({ detail: { type, publicAddresses } }: Observed<Detail>): readonly CostLine[] {
  const table = "loadBalancer";
  const { title, hour, unit } = prices[type];
  const line = { unit: "hour", stopsWhenPaused: false } as const;
  const lines: CostLine[] = [
    { ...line, label: "Load balancer hours", note: title, price: { table, key: hour }, quantity: 1 },
    {
      ...line,
      label: "Capacity units",
      note: "by traffic",
      price: unit && { table, key: unit },
      quantity: "metered",
    },
  ];
  if (publicAddresses === 0) return lines;
  const note = `at least ${publicAddresses}, one in each zone`;
  return [
    ...lines,
    { ...line, label: "Public IPv4", note, price: { table: "publicIpv4", key: "hour" }, quantity: publicAddresses },
  ];
}

/** The largest page (Elastic Load Balancing API reference). */
const PageSize = 400;

/** Target groups are one list, which targets are in a group is one question for each. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const balancers = (await loadBalancers(aws)).filter(({ LoadBalancerName }) => isWanted(LoadBalancerName, only));
  if (balancers.length === 0) return;
  const arns = new Set(balancers.map(({ LoadBalancerArn }) => LoadBalancerArn));
  const groups = (await targetGroups(aws)).filter(({ LoadBalancerArns = [] }) =>
    LoadBalancerArns.some((arn) => arns.has(arn)),
  );
  const filled = await Promise.all(groups.map((group) => withTargets(aws, group)));
  yield* await withTags(
    aws,
    "elasticloadbalancing:loadbalancer",
    balancers.map((balancer) => {
      const behind = filled.filter(({ group }) => group.LoadBalancerArns?.includes(balancer.LoadBalancerArn ?? ""));
      return observed(balancer, behind);
    }),
    only,
  );
}

async function loadBalancers(aws: ReadDoor): Promise<readonly LoadBalancer[]> {
  const found: LoadBalancer[] = [];
  const list = pages(
    (Marker) =>
      aws.read(ElasticLoadBalancingV2Client, new DescribeLoadBalancersCommand({ PageSize, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  for await (const { LoadBalancers = [] } of list) found.push(...LoadBalancers);
  return found;
}

async function targetGroups(aws: ReadDoor): Promise<readonly TargetGroup[]> {
  const found: TargetGroup[] = [];
  const list = pages(
    (Marker) =>
      aws.read(ElasticLoadBalancingV2Client, new DescribeTargetGroupsCommand({ PageSize, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  for await (const { TargetGroups = [] } of list) found.push(...TargetGroups);
  return found;
}

interface Filled {
  readonly group: TargetGroup;
  readonly targets: number;
  readonly healthy: number;
}

async function withTargets(aws: ReadDoor, group: TargetGroup): Promise<Filled> {
  const targets = await targetsOf(aws, group.TargetGroupArn ?? "");
  const healthy = targets.filter(({ TargetHealth }) => TargetHealth?.State === "healthy");
  return { group, targets: targets.length, healthy: healthy.length };
}

/** A group that was deleted since the list has no targets. */
async function targetsOf(aws: ReadDoor, TargetGroupArn: string): Promise<readonly TargetHealthDescription[]> {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  const answer = await nullWhenGone(aws.read(ElasticLoadBalancingV2Client, command));
  return answer?.TargetHealthDescriptions ?? [];
}

function observed(balancer: LoadBalancer, behind: readonly Filled[]): Omit<Observed<Detail>, "tags"> {
  const name = balancer.LoadBalancerName ?? "";
  const type = balancer.Type ?? "application";
  const sum = (of: (filled: Filled) => number) => behind.reduce((total, filled) => total + of(filled), 0);
  return {
    nativeId: name,
    arn: balancer.LoadBalancerArn ?? "",
    name,
    type,
    detail: {
      state: balancer.State?.Code ?? "unknown",
      type,
      scheme: balancer.Scheme ?? "internal",
      zones: balancer.AvailabilityZones?.length ?? 0,
      publicAddresses: publicAddresses(balancer),
      targetGroups: behind.map(({ group }) => group.TargetGroupName ?? "").sort(),
      targets: sum(({ targets }) => targets),
      healthyTargets: sum(({ healthy }) => healthy),
      dnsName: balancer.DNSName ?? null,
      createdAt: balancer.CreatedTime?.toISOString() ?? null,
    },
  };
}

/** An Elastic IP at a Network Load Balancer is listed, and billed, by itself. */
function publicAddresses({ Scheme, IpAddressType, AvailabilityZones = [] }: LoadBalancer): number {
  if (Scheme !== "internet-facing" || IpAddressType === "dualstack-without-public-ipv4") return 0;
  const isOwn = (one: { AllocationId?: string | undefined }) => one.AllocationId !== undefined;
  return AvailabilityZones.filter(({ LoadBalancerAddresses = [] }) => !LoadBalancerAddresses.some(isOwn)).length;
}
