import {
  CreateNatGatewayCommand,
  DeleteNatGatewayCommand,
  EC2Client,
  ReplaceRouteCommand,
  type Route,
} from "@aws-sdk/client-ec2";
import type { ActDoor } from "../../aws/door";
import { assertNever, type Fault } from "../../core/fault";
import type { CostLine } from "../../core/money";
import { type ApplyItem, defineAdapter, type Outcome } from "../contract";
import { wholeResource } from "../terraform-type";
import { destinationOf, discoverNatGateways, type NatRoute, natDetail, routesBy } from "./nat-gateway-detail";
import {
  check,
  classify,
  createParams,
  deleteParams,
  meanwhile,
  natOptions,
  type Op,
  planPause,
  planResume,
  routeParams,
  savedSchema,
  verify,
} from "./nat-gateway-plan";

/**
 * NAT gateways: deleted, and made again with the same elastic IPs, private addresses and tags (VPC User Guide, "NAT
 * gateways"). Deleting one "disassociates its Elastic IP address, but does not release the address"; its routes stay as
 * black holes, and lead to the new one at the end. Last on pause and first on resume, as all egress goes through it.
 */
export const ec2NatGateway = defineAdapter({
  kind: "ec2.natGateway",
  title: "NAT gateway",
  plural: "NAT gateways",
  billedAs: "EC2 - Other",
  about: {
    pause: "Deletes it, after everything else is paused. Its Elastic IPs are kept; its routes stay and lead nowhere.",
    resume:
      "Makes it again before anything else is resumed, with the same Elastic IPs, private addresses and tags, and points its routes at the new one.",
    saves: "Subnet, connectivity, addresses, tags, and every route that led to it.",
    stillCosts: "Its Elastic IPs.",
    hazards: [
      "It comes back under another id: Terraform and CloudFormation see drift, and whatever names the id has to be told.",
      "Private subnets have no way out meanwhile, and neither has Standby where it runs there.",
      "Something else can take its private address; it then cannot be made again as it was.",
      "Regional gateways, and those that an AWS service made, are left alone.",
    ],
  },
  waveTitle: "NAT gateways",
  restore: "recreated",
  wave: 110,
  iam: {
    read: ["ec2:DescribeNatGateways", "ec2:DescribeRouteTables", "sts:GetCallerIdentity"],
    pause: ["ec2:DeleteNatGateway"],
    resume: ["ec2:CreateNatGateway", "ec2:CreateTags", "ec2:ReplaceRoute"],
  },
  terraform: {
    aws_nat_gateway: { drift: () => [wholeResource], newId: true, isId: (id, { arn }) => arn.endsWith(`/${id}`) },
  },
  detail: natDetail,
  saved: { version: 1, schema: savedSchema },
  options: natOptions,
  // The SDK's own waiter looks every 15 seconds, 40 times.
  timing: { pollSeconds: 15, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 150 } },
  batch: { delete: 1, create: 1, replaceRoutes: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],

  /** Its elastic IPs are resources of their own and bill either way. */
  price: ({ detail: { configuration } }): CostLine[] => [
    {
      label: "NAT gateway hours",
      note: configuration.connectivity,
      price: { table: "natGateway", key: "hour" },
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
    },
    {
      label: "NAT gateway traffic",
      note: "by the GB that passes through it",
      price: { table: "natGateway", key: "gb" },
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: true,
    },
  ],

  idle: {
    signals: [
      {
        label: "sent out in an hour at most",
        unit: "bytes",
        namespace: "AWS/NATGateway",
        metric: "BytesOutToDestination",
        statistic: "Sum",
        idleWhen: { atMost: 0 },
        quietMeansIdle: false,
        dimensions: ({ detail: { natGatewayId } }) => [{ NatGatewayId: natGatewayId }],
      },
    ],
  },

  discover: discoverNatGateways,

  async apply(aws, op, items) {
    const outcomes: Outcome[] = [];
    for (const item of items) outcomes.push({ nativeId: item.nativeId, fault: await send(aws, op, item) });
    return outcomes;
  },
});

async function send(aws: ActDoor, op: Op, { nativeId, params, token }: ApplyItem): Promise<Fault | null> {
  switch (op) {
    case "delete": {
      const { natGatewayId: NatGatewayId } = deleteParams.parse(params);
      await aws.act(EC2Client, new DeleteNatGatewayCommand({ NatGatewayId }));
      return null;
    }
    case "create":
      await aws.act(EC2Client, createCommand(params, token));
      return null;
    case "replaceRoutes":
      return replaceRoutes(aws, nativeId, routeParams.parse(params).routes);
    default:
      return assertNever(op);
  }
}

function createCommand(params: unknown, ClientToken: string): CreateNatGatewayCommand {
  const { configuration, tags } = createParams.parse(params);
  const primary = configuration.addresses.find((one) => one.primary);
  const others = configuration.addresses.filter((one) => !one.primary);
  const allocations = others.flatMap((one) => one.allocationId ?? []);
  const privateIps = others.flatMap((one) => one.privateIp ?? []);
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return new CreateNatGatewayCommand({
    ...(configuration.subnet !== null && { SubnetId: configuration.subnet }),
    ConnectivityType: configuration.connectivity,
    ...(primary?.allocationId && { AllocationId: primary.allocationId }),
    ...(primary?.privateIp && { PrivateIpAddress: primary.privateIp }),
    ...(allocations.length > 0 && { SecondaryAllocationIds: allocations }),
    ...(privateIps.length > 0 && { SecondaryPrivateIpAddresses: privateIps }),
    ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "natgateway", Tags }] }),
    ClientToken,
  });
}

/**
 * Only routes that still lead nowhere are given to the new gateway. One that somebody pointed elsewhere, or deleted,
 * while there was no gateway is theirs: it is left and named, and the others are replaced all the same.
 */
async function replaceRoutes(aws: ActDoor, nativeId: string, routes: readonly NatRoute[]): Promise<Fault | null> {
  const natGatewayId = await idNow(aws, nativeId);
  if (natGatewayId === null) return notThere;
  const tables = [...new Set(routes.map(({ table }) => table))];
  const now = await routesBy(aws, "route-table-id", tables);
  const left: string[] = [];
  for (const { table, destination } of routes) {
    const route = now.find((one) => one.table === table && destinationOf(one.route) === destination)?.route;
    if (route?.NatGatewayId === natGatewayId) continue;
    if (route?.NatGatewayId && route.State === "blackhole") {
      await aws.act(EC2Client, replaceCommand(table, route, natGatewayId));
    } else left.push(`${destination} in ${table} ${route ? `leads to ${targetOf(route)}` : "is gone"}`);
  }
  return left.length > 0 ? changedFault(left, natGatewayId) : null;
}

async function idNow(aws: ActDoor, nativeId: string): Promise<string | null> {
  for await (const { detail } of discoverNatGateways(aws, [nativeId])) {
    if (detail.state === "available") return detail.natGatewayId;
  }
  return null;
}

const notThere: Fault = {
  code: "busy",
  reason: "The new NAT gateway is not available yet",
  remedy: "Resume again once it is",
};

/** A route is named by the kind of its destination. */
function replaceCommand(RouteTableId: string, route: Route, NatGatewayId: string): ReplaceRouteCommand {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = route;
  return new ReplaceRouteCommand({
    RouteTableId,
    ...(DestinationCidrBlock && { DestinationCidrBlock }),
    ...(DestinationIpv6CidrBlock && { DestinationIpv6CidrBlock }),
    ...(DestinationPrefixListId && { DestinationPrefixListId }),
    NatGatewayId,
  });
}

function targetOf(route: Route): string {
  const targets = [route.NatGatewayId, route.GatewayId, route.NetworkInterfaceId, route.TransitGatewayId];
  return targets.find((one) => one !== undefined) ?? "something else";
}

function changedFault(left: readonly string[], natGatewayId: string): Fault {
  return {
    code: "refused",
    reason: `Somebody changed routes while it was paused: ${left.join("; ")}`,
    remedy: `Let them lead to ${natGatewayId} and resume again, or end the hold to keep them`,
  };
}
