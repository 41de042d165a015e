import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  type NatGateway,
  type Route,
} from "@aws-sdk/client-ec2";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { Observed } from "../../core/resource";
import { isWanted, partitionOf, toTags } from "../listing";

/** What a NAT gateway and its routes are, in a form that survives JSON, and how they are read. */

const text = z.string().nullable();

const address = z.strictObject({
  primary: z.boolean(),
  /** Null for a private gateway. */
  allocationId: text,
  /** Null only while AWS still makes the gateway. */
  privateIp: text,
  /** The allocation's own address, for people. */
  publicIp: text,
});

/** All that a gateway is made with. */
export const natConfiguration = z.strictObject({
  subnet: text,
  connectivity: z.enum(["public", "private"]),
  addresses: z.array(address),
});
export type NatConfiguration = z.infer<typeof natConfiguration>;

/** A route by its table and where it leads: an IPv4 or IPv6 range, or a prefix list. */
export const natRoute = z.strictObject({ table: z.string(), destination: z.string() });
export type NatRoute = z.infer<typeof natRoute>;

export const natDetail = z.strictObject({
  /** AWS's id of the gateway that is there now. A resume brings another. */
  natGatewayId: z.string(),
  state: z.string(),
  /** Why AWS could not make it. */
  failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  vpc: text,
  regional: z.boolean(),
  /** An address is on its way to it or from it. */
  moving: z.boolean(),
  /** What it has that nobody can give to a new one. */
  extras: z.array(z.string()),
  routes: z.array(natRoute),
  configuration: natConfiguration,
});
export type NatDetail = z.infer<typeof natDetail>;

/** A filter takes at most 200 values (EC2 API reference). */
const filterValuesAtMost = 200;
/** The largest page. */
const pageSize = 1000;

/**
 * What stays the same when a gateway is deleted and made again, which AWS's own id does not: the subnet with the elastic
 * IP, or, for a private gateway, with its private address. AWS gives neither to two gateways at a time, so the hold, the
 * inventory and the engine find the new gateway by it; the id of the moment is in the detail. Null: a private gateway
 * that AWS still makes and that has no address yet. A regional gateway has no subnet and is only reported: by its id.
 */
function nativeIdOf(gateway: NatGateway): string | null {
  const { subnet, addresses } = configurationOf(gateway);
  if (subnet === null) return gateway.NatGatewayId ?? null;
  const primary = addresses.find((one) => one.primary);
  const key = primary?.allocationId ?? primary?.privateIp;
  return key ? `${subnet}/${key}` : null;
}

export async function* discoverNatGateways(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<NatDetail>> {
  if (only?.length === 0) return;
  const found = byNativeId(await listed(aws, only), only);
  if (found.size === 0) return;
  const ids = [...found.values()].map(({ NatGatewayId = "" }) => NatGatewayId);
  const [account, routes] = await Promise.all([accountDigits(aws), routesTo(aws, ids)]);
  for (const [nativeId, gateway] of found) {
    const id = gateway.NatGatewayId ?? "";
    const tags = toTags(gateway.Tags);
    const detail = detailOf(gateway, routes.get(id) ?? []);
    yield {
      nativeId,
      arn: `arn:${partitionOf(aws.region)}:ec2:${aws.region}:${account}:natgateway/${id}`,
      name: tags.Name || id,
      type: detail.regional ? "regional" : detail.configuration.connectivity,
      tags,
      detail,
    };
  }
}

/** A deleted gateway is listed for about an hour, a failed one too: of several, the newest is the one that counts. */
function byNativeId(gateways: readonly NatGateway[], only?: readonly string[]): ReadonlyMap<string, NatGateway> {
  const found = new Map<string, NatGateway>();
  const nameless: NatGateway[] = [];
  for (const gateway of gateways) {
    if (gateway.State === "deleted") continue;
    const id = nativeIdOf(gateway);
    if (id === null) {
      nameless.push(gateway);
      continue;
    }
    const known = found.get(id);
    const isNewest = !known || (known.CreateTime ?? 0) < (gateway.CreateTime ?? 0);
    if (isNewest && isWanted(id, only)) found.set(id, gateway);
  }
  for (const gateway of nameless) {
    // The one that a look misses in this subnet. Of two, neither is named before AWS shows their addresses.
    const missing = (only ?? []).filter((id) => isPrivateIn(id, gateway.SubnetId) && !found.has(id));
    const [id] = missing;
    const isOne = missing.length === 1 && nameless.every((one) => one === gateway || one.SubnetId !== gateway.SubnetId);
    if (id !== undefined && isOne) found.set(id, gateway);
  }
  return found;
}

function isPrivateIn(nativeId: string, subnet: string | undefined): boolean {
  const [own, key = ""] = nativeId.split("/");
  return own === subnet && !key.startsWith("eipalloc-");
}

async function listed(aws: ReadDoor, only?: readonly string[]): Promise<readonly NatGateway[]> {
  const subnets = [...new Set(only?.map((id) => id.split("/")[0] ?? ""))].sort();
  const few = only && subnets.length <= filterValuesAtMost && subnets.every((name) => name.startsWith("subnet-"));
  const filter = few ? { Filter: [{ Name: "subnet-id", Values: subnets }] } : {};
  const found: NatGateway[] = [];
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeNatGatewaysCommand({ MaxResults: pageSize, ...filter, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { NatGateways = [] } of list) found.push(...NatGateways);
  return found;
}

/** The routes of all tables that lead to these gateways. */
async function routesTo(aws: ReadDoor, ids: readonly string[]): Promise<ReadonlyMap<string, readonly NatRoute[]>> {
  const found = new Map<string, NatRoute[]>();
  for (const Values of chunks([...ids].sort(), filterValuesAtMost)) {
    for (const { table, route } of await routesBy(aws, "route.nat-gateway-id", Values)) {
      const id = route.NatGatewayId;
      const destination = destinationOf(route);
      if (!id || !destination) continue;
      found.set(id, [...(found.get(id) ?? []), { table, destination }]);
    }
  }
  return found;
}

export interface TableRoute {
  readonly table: string;
  readonly route: Route;
}

/** All routes of the tables that a filter finds. */
export async function routesBy(aws: ReadDoor, Name: string, values: readonly string[]): Promise<readonly TableRoute[]> {
  const found: TableRoute[] = [];
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        // A page of this list has 100 tables at most.
        new DescribeRouteTablesCommand({
          Filters: [{ Name, Values: [...values] }],
          MaxResults: 100,
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { RouteTables = [] } of list) {
    for (const { RouteTableId: table = "", Routes = [] } of RouteTables) {
      for (const route of Routes) found.push({ table, route });
    }
  }
  return found;
}

export function destinationOf(route: Route): string | null {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? null;
}

function detailOf(gateway: NatGateway, routes: readonly NatRoute[]): NatDetail {
  const { FailureCode, FailureMessage, NatGatewayAddresses = [] } = gateway;
  const extras = [
    ...(gateway.ProvisionedBandwidth ? ["bandwidth that AWS support provisioned"] : []),
    ...(gateway.AttachedAppliances?.length ? ["an attached firewall"] : []),
  ];
  return {
    natGatewayId: gateway.NatGatewayId ?? "",
    state: gateway.State ?? "unknown",
    failure: FailureCode || FailureMessage ? { code: FailureCode ?? "", message: FailureMessage ?? "" } : null,
    vpc: gateway.VpcId ?? null,
    regional: gateway.AvailabilityMode === "regional",
    moving: NatGatewayAddresses.some(({ Status }) => Status !== undefined && Status !== "succeeded"),
    extras,
    routes: inOrder(routes),
    configuration: configurationOf(gateway),
  };
}

export function inOrder(routes: readonly NatRoute[]): NatRoute[] {
  return [...routes].sort((a, b) => compare(`${a.table} ${a.destination}`, `${b.table} ${b.destination}`));
}

/** The primary address first, the others in order: AWS lists them in any. */
function configurationOf(gateway: NatGateway): NatConfiguration {
  const all = gateway.NatGatewayAddresses ?? [];
  const addresses = all.map((one, index) => ({
    // AWS leaves the mark out where there is but one.
    primary: one.IsPrimary ?? index === 0,
    allocationId: one.AllocationId ?? null,
    privateIp: one.PrivateIp ?? null,
    publicIp: one.PublicIp ?? null,
  }));
  const order = (one: (typeof addresses)[number]) => `${one.primary ? 0 : 1} ${one.allocationId} ${one.privateIp}`;
  return {
    subnet: gateway.SubnetId ?? null,
    connectivity: gateway.ConnectivityType ?? "public",
    addresses: addresses.sort((a, b) => compare(order(a), order(b))),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
