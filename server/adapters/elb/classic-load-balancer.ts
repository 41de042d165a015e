import {
  DescribeInstanceHealthCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingClient,
  type InstanceState,
  type LoadBalancerDescription,
} from "@aws-sdk/client-elastic-load-balancing";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { isWanted, partitionOf, withTags } from "../listing";
import { nullWhenGone } from "../read-each";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  scheme: z.string(),
  zones: z.number(),
  instances: z.array(z.string()),
  inService: z.number(),
  dnsName: z.string().nullable(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A Classic Load Balancer bills for each hour that it exists, with traffic or without",
  remedy:
    "Move to an Application or Network Load Balancer that several services share, or delete it: its DNS name is lost then",
};

/** Load balancers of the first generation. Their API tells no state: what says anything is who answers behind them. */
export const elbClassicLoadBalancer = defineReport<Detail>({
  kind: "elb.classicLoadBalancer",
  title: "Classic Load Balancer",
  plural: "Classic Load Balancers",
  billedAs: "Amazon Elastic Load Balancing",
  terraform: ["aws_elb"],
  about,
  read: [
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeInstanceHealth",
    "sts:GetCallerIdentity",
    "tag:GetResources",
  ],
  detail,
  advise,
  price,
  idle: {
    // Published "if there is a nonzero value"; of a TCP listener it counts connections.
    signals: [
      noneOf(
        {
          label: "requests in an hour at most",
          namespace: "AWS/ELB",
          metric: "RequestCount",
          statistic: "Sum",
          quietMeansIdle: true,
        },
        ({ nativeId }) => [{ LoadBalancerName: nativeId }],
      ),
    ],
    since: ({ detail }) => detail.createdAt,
    left: ({ detail: { instances } }) =>
      instances.length === 0
        ? { advice: "unused", why: "No instance is registered behind it", since: null, ends: "all" }
        : null,
  },
  discover,
});

function advise({ detail: { instances, inService } }: Observed<Detail>): Advice {
  const saw = `${inService} of ${instances.length} instances in service`;
  if (instances.length === 0) {
    const remedy = "Delete it if nothing comes back: no instance is registered. Its DNS name is lost with it";
    return { saw, ...about, remedy };
  }
  if (inService === 0) {
    const remedy = `Look at its instances: none of ${instances.length} is in service, so it answers nobody. Delete it if they stay off for good`;
    return { saw, ...about, remedy };
  }
  return { saw, ...about };
}

function price({ detail: { scheme, zones } }: Observed<Detail>): readonly CostLine[] {
  const line = { unit: "hour", stopsWhenPaused: false } as const;
  const hour = { table: "loadBalancer", key: "clb.hour" };
  const lines: CostLine[] = [
    { ...line, label: "Load balancer hours", note: "Classic Load Balancer", price: hour, quantity: 1 },
    { ...line, label: "Data", note: "by the GB that it processes", price: null, quantity: "metered" },
  ];
  if (scheme !== "internet-facing" || zones === 0) return lines;
  const note = `at least ${zones}, one in each zone`;
  return [
    ...lines,
    { ...line, label: "Public IPv4", note, price: { table: "publicIpv4", key: "hour" }, quantity: zones },
  ];
}

/** The largest page (Classic Load Balancers API reference, 2012-06-01). */
const PageSize = 400;

/** All are listed, also for a look at a few: AWS refuses a list of names of which one does not exist. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (Marker) =>
      aws.read(ElasticLoadBalancingClient, new DescribeLoadBalancersCommand({ PageSize, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  const found: LoadBalancerDescription[] = [];
  for await (const { LoadBalancerDescriptions = [] } of list) found.push(...LoadBalancerDescriptions);
  const wanted = found.filter(({ LoadBalancerName }) => isWanted(LoadBalancerName, only));
  if (wanted.length === 0) return;
  const account = await accountDigits(aws);
  const seen = await Promise.all(
    wanted.map(async (one) => observed(one, await healthOf(aws, one), `${aws.region}:${account}`, aws.region)),
  );
  yield* await withTags(aws, "elasticloadbalancing:loadbalancer", seen, only);
}

/** One question for each that has instances. One that was deleted since the list has none in service. */
async function healthOf(aws: ReadDoor, one: LoadBalancerDescription): Promise<readonly InstanceState[]> {
  if (!one.Instances?.length) return [];
  const command = new DescribeInstanceHealthCommand({ LoadBalancerName: one.LoadBalancerName });
  return (await nullWhenGone(aws.read(ElasticLoadBalancingClient, command)))?.InstanceStates ?? [];
}

function observed(
  one: LoadBalancerDescription,
  health: readonly InstanceState[],
  place: string,
  region: string,
): Omit<Observed<Detail>, "tags"> {
  const name = one.LoadBalancerName ?? "";
  return {
    nativeId: name,
    arn: `arn:${partitionOf(region)}:elasticloadbalancing:${place}:loadbalancer/${name}`,
    name,
    type: "classic",
    detail: {
      scheme: one.Scheme ?? "internal",
      zones: one.AvailabilityZones?.length ?? 0,
      instances: (one.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []).sort(),
      inService: health.filter(({ State }) => State === "InService").length,
      dnsName: one.DNSName ?? null,
      createdAt: one.CreatedTime?.toISOString() ?? null,
    },
  };
}
