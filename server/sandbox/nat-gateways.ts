import type {
  CreateNatGatewayCommandInput,
  CreateNatGatewayCommandOutput,
  DeleteNatGatewayCommandInput,
  DeleteNatGatewayCommandOutput,
  DescribeNatGatewaysCommandInput,
  DescribeNatGatewaysCommandOutput,
  DescribeRouteTablesCommandInput,
  DescribeRouteTablesCommandOutput,
  NatGateway,
  ReplaceRouteCommandInput,
  ReplaceRouteCommandOutput,
  Route,
} from "@aws-sdk/client-ec2";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { matchesFilters } from "./ec2-filters";
import { awsError } from "./errors";
import { empty, type Gateway, type NatState, name, type RouteTable, type TableRoute } from "./nat-state";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { seedNatGateways } from "./seed-nat-gateways";
import { tagList } from "./tags";
import { newId } from "./world";

/** A deleted gateway is listed for about an hour, at any pace. */
const listedMs = 3_600_000;

/** NAT gateways and the route tables that lead to them. */
export const natGateways = defineCorner<NatState>({
  name,
  empty,
  services: {
    ec2: {
      DescribeNatGateways: read(describeNatGateways),
      CreateNatGateway: change(createNatGateway),
      DeleteNatGateway: change(deleteNatGateway),
      DescribeRouteTables: read(describeRouteTables),
      ReplaceRoute: change(replaceRoute),
    },
  },
  seed: seedNatGateways,
  dues: (state) => state.gateways.map((gateway) => gateway.until),
  finish(state, at) {
    for (const gateway of state.gateways.filter((each) => each.until !== null && each.until <= at)) {
      gateway.until = null;
      if (gateway.state === "pending") gateway.state = gateway.failure ? "failed" : "available";
      else if (gateway.state === "deleting") gateway.state = "deleted";
      else state.gateways = state.gateways.filter((each) => each !== gateway);
      if (gateway.state === "deleted" || gateway.state === "failed") gateway.until = at + listedMs;
    }
  },
  tagged: (state, at) =>
    state.gateways.map(({ id, tags }) => ({
      type: "ec2:natgateway",
      arn: `arn:aws:ec2:${at.regionName}:${at.world.accountId}:natgateway/${id}`,
      tags,
    })),
});

function stateAt(at: Moment): NatState {
  return stateOf({ name, empty }, at.region);
}

const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");

function describeNatGateways(
  input: DescribeNatGatewaysCommandInput,
  at: Moment,
): Answer<DescribeNatGatewaysCommandOutput> {
  const found = stateAt(at).gateways.filter((gateway) =>
    matchesFilters(gateway, input.Filter, {
      "nat-gateway-id": (each) => [each.id],
      "subnet-id": (each) => [each.subnetId],
      state: (each) => [each.state],
    }),
  );
  const { items, next } = page({ items: found, size: input.MaxResults ?? 1000, token: input.NextToken, invalidToken });
  return { NatGateways: items.map(describe), ...(next !== undefined && { NextToken: next }) };
}

/** While it is made, a gateway shows its elastic IP and not yet its private address. */
function describe(gateway: Gateway): NatGateway {
  const isUp = gateway.state === "available" || gateway.state === "deleting";
  return {
    NatGatewayId: gateway.id,
    State: gateway.state,
    ...(gateway.subnetId !== null && { SubnetId: gateway.subnetId }),
    VpcId: vpcId,
    ConnectivityType: gateway.connectivity,
    AvailabilityMode: gateway.subnetId === null ? "regional" : "zonal",
    CreateTime: new Date(gateway.createdAt),
    ...(gateway.failure && {
      FailureCode: "Resource.AlreadyAssociated",
      FailureMessage: gateway.failure,
    }),
    NatGatewayAddresses: gateway.addresses.map((each, index) => ({
      ...(each.allocationId !== null && { AllocationId: each.allocationId, PublicIp: each.publicIp ?? "" }),
      ...(isUp && { PrivateIp: each.privateIp, NetworkInterfaceId: `eni-${gateway.id.slice(4)}` }),
      IsPrimary: index === 0,
      Status: gateway.state === "pending" ? "associating" : "succeeded",
    })),
    Tags: tagList(gateway.tags),
  };
}

function createNatGateway(input: CreateNatGatewayCommandInput, at: Moment): Answer<CreateNatGatewayCommandOutput> {
  const { gateways, allocations } = stateAt(at);
  const again = gateways.find((each) => each.token !== null && each.token === input.ClientToken);
  if (again) return { NatGateway: describe(again) };
  const { SubnetId, AllocationId, PrivateIpAddress } = input;
  const connectivity = input.ConnectivityType ?? "public";
  if (!SubnetId) throw awsError("MissingParameter", "The request must contain the parameter SubnetId");
  if (connectivity === "public" && !AllocationId) {
    throw awsError("MissingParameter", "The request must contain the parameter AllocationId");
  }
  const alive = gateways.filter((each) => !["deleted", "failed"].includes(each.state));
  const ids = [...(AllocationId ? [AllocationId] : []), ...(input.SecondaryAllocationIds ?? [])];
  const missing = ids.find((id) => allocations[id] === undefined);
  if (missing) throw awsError("InvalidAllocationID.NotFound", `The allocation ID '${missing}' does not exist`);
  const used = ids.find((id) => alive.some((each) => each.addresses.some((one) => one.allocationId === id)));
  const privateIps = [PrivateIpAddress ?? "10.20.0.4", ...(input.SecondaryPrivateIpAddresses ?? [])];
  const taken = privateIps.find((ip) => alive.some((each) => each.addresses.some((one) => one.privateIp === ip)));
  if (taken) throw awsError("InvalidIPAddress.InUse", `Address ${taken} is in use.`);
  const gateway: Gateway = {
    id: newId(at.world, "nat-"),
    state: "pending",
    until: at.ends(75),
    subnetId: SubnetId,
    connectivity,
    addresses: privateIps.map((privateIp, index) => {
      const allocationId = ids[index] ?? null;
      return { allocationId, privateIp, publicIp: allocationId && (allocations[allocationId] ?? null) };
    }),
    failure: used ? `Elastic IP address ${used} is already associated` : null,
    token: input.ClientToken ?? null,
    createdAt: at.now,
    tags: Object.fromEntries(
      (input.TagSpecifications ?? []).flatMap(({ Tags = [] }) => Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    ),
  };
  gateways.push(gateway);
  return { NatGateway: describe(gateway), ...(input.ClientToken && { ClientToken: input.ClientToken }) };
}

function deleteNatGateway(input: DeleteNatGatewayCommandInput, at: Moment): Answer<DeleteNatGatewayCommandOutput> {
  const gateway = stateAt(at).gateways.find((each) => each.id === input.NatGatewayId);
  if (!gateway || gateway.state === "deleted") {
    throw awsError("NatGatewayNotFound", `The Nat Gateway ${input.NatGatewayId} was not found`);
  }
  if (gateway.state !== "deleting") {
    gateway.state = "deleting";
    gateway.until = at.ends(45);
  }
  return { NatGatewayId: gateway.id };
}

function describeRouteTables(
  input: DescribeRouteTablesCommandInput,
  at: Moment,
): Answer<DescribeRouteTablesCommandOutput> {
  const found = stateAt(at).tables.filter((table) =>
    matchesFilters(table, input.Filters, {
      "route-table-id": (each) => [each.id],
      "route.nat-gateway-id": (each) => each.routes.map(({ target }) => target),
    }),
  );
  const { items, next } = page({ items: found, size: input.MaxResults ?? 100, token: input.NextToken, invalidToken });
  return {
    RouteTables: items.map((table) => ({
      RouteTableId: table.id,
      VpcId: vpcId,
      OwnerId: at.world.accountId,
      Routes: [localRoute, ...table.routes.map((route) => describeRoute(route, at))],
      Tags: tagList(table.tags),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

const localRoute: Route = {
  DestinationCidrBlock: "10.20.0.0/16",
  GatewayId: "local",
  Origin: "CreateRouteTable",
  State: "active",
};

function describeRoute({ destination, target }: TableRoute, at: Moment): Route {
  const isUp = stateAt(at).gateways.some((each) => each.id === target && each.state === "available");
  const isNat = target.startsWith("nat-");
  return {
    ...(destination.startsWith("pl-")
      ? { DestinationPrefixListId: destination }
      : { DestinationCidrBlock: destination }),
    ...(isNat ? { NatGatewayId: target } : { GatewayId: target }),
    Origin: "CreateRoute",
    State: isNat && !isUp ? "blackhole" : "active",
  };
}

function replaceRoute(input: ReplaceRouteCommandInput, at: Moment): Answer<ReplaceRouteCommandOutput> {
  const { tables, gateways } = stateAt(at);
  const table: RouteTable | undefined = tables.find((each) => each.id === input.RouteTableId);
  if (!table) {
    throw awsError("InvalidRouteTableID.NotFound", `The routeTable ID '${input.RouteTableId}' does not exist`);
  }
  const destination = input.DestinationCidrBlock ?? input.DestinationPrefixListId;
  const route = table.routes.find((each) => each.destination === destination);
  if (!route) throw awsError("InvalidRoute.NotFound", `There is no route to ${destination} in ${table.id}`);
  const gateway = gateways.find((each) => each.id === input.NatGatewayId && each.state !== "deleted");
  if (!gateway) throw awsError("InvalidNatGatewayID.NotFound", `The gateway '${input.NatGatewayId}' does not exist`);
  route.target = gateway.id;
  return {};
}
