import type {
  ClientVpnEndpoint,
  DescribeVpnConnectionsCommandInput as ConnectionsInput,
  DescribeVpnConnectionsCommandOutput as ConnectionsOutput,
  DescribeClientVpnEndpointsCommandInput as EndpointsInput,
  DescribeClientVpnEndpointsCommandOutput as EndpointsOutput,
  DescribeClientVpnTargetNetworksCommandInput as NetworksInput,
  DescribeClientVpnTargetNetworksCommandOutput as NetworksOutput,
  VpnConnection,
} from "@aws-sdk/client-ec2";
import { defineCorner, stateOf } from "./corner";
import { vpcId } from "./ec2-answers";
import { matchesFilters } from "./ec2-filters";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import { tagList } from "./tags";
import type { TagMap } from "./world";

/** Ways into a VPC for offices and for people: VPN connections and Client VPN endpoints. */

interface Connection {
  id: string;
  gatewayId: string;
  customerGatewayId: string;
  state: "available" | "deleted";
  tunnelsUp: number;
  tags: TagMap;
}

interface Endpoint {
  id: string;
  subnets: string[];
  createdAt: number;
  tags: TagMap;
}

interface State {
  connections: Connection[];
  endpoints: Endpoint[];
}

const own = { name: "vpns", empty: (): State => ({ connections: [], endpoints: [] }) };

export const vpns = defineCorner<State>({
  ...own,
  services: {
    ec2: {
      DescribeVpnConnections: read(describeVpnConnections),
      DescribeClientVpnEndpoints: read(describeClientVpnEndpoints),
      DescribeClientVpnTargetNetworks: read(describeClientVpnTargetNetworks),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ connections, endpoints }, { regionName, world }) => {
    const arnOf = (rest: string) => `arn:aws:ec2:${regionName}:${world.accountId}:${rest}`;
    return [
      ...connections.map(({ id, tags }) => ({ type: "ec2:vpn-connection", arn: arnOf(`vpn-connection/${id}`), tags })),
      ...endpoints.map(({ id, tags }) => ({
        type: "ec2:client-vpn-endpoint",
        arn: arnOf(`client-vpn-endpoint/${id}`),
        tags,
      })),
    ];
  },
});

const invalidToken = () => awsError("InvalidNextToken", "The token is not valid.");

/** It has no pages. */
function describeVpnConnections(input: ConnectionsInput, at: Moment): Answer<ConnectionsOutput> {
  const { connections } = stateOf(own, at.region);
  const missing = input.VpnConnectionIds?.find((id) => !connections.some((one) => one.id === id));
  if (missing) {
    throw awsError("InvalidVpnConnectionID.NotFound", `The vpnConnection ID '${missing}' does not exist`);
  }
  const found = connections.filter((one) =>
    matchesFilters(one, input.Filters, { "vpn-connection-id": ({ id }) => [id], state: ({ state }) => [state] }),
  );
  return { VpnConnections: found.map(connectionOf) };
}

function connectionOf(one: Connection): VpnConnection {
  return {
    VpnConnectionId: one.id,
    State: one.state,
    Type: "ipsec.1",
    Category: "VPN",
    VpnGatewayId: one.gatewayId,
    CustomerGatewayId: one.customerGatewayId,
    Options: { EnableAcceleration: false, StaticRoutesOnly: false, TunnelBandwidth: "standard" },
    VgwTelemetry: [0, 1].map((index) => ({ Status: index < one.tunnelsUp ? "UP" : "DOWN" })),
    Tags: tagList(one.tags),
  };
}

function describeClientVpnEndpoints(input: EndpointsInput, at: Moment): Answer<EndpointsOutput> {
  const found = stateOf(own, at.region).endpoints.filter((one) =>
    matchesFilters(one, input.Filters, { "endpoint-id": ({ id }) => [id] }),
  );
  const { items, next } = page({ items: found, size: input.MaxResults ?? 1000, token: input.NextToken, invalidToken });
  return { ClientVpnEndpoints: items.map(endpointOf), ...(next !== undefined && { NextToken: next }) };
}

function endpointOf(one: Endpoint): ClientVpnEndpoint {
  return {
    ClientVpnEndpointId: one.id,
    Description: "",
    Status: { Code: one.subnets.length > 0 ? "available" : "pending-associate" },
    VpcId: vpcId,
    CreationTime: new Date(one.createdAt).toISOString().slice(0, 19),
    Tags: tagList(one.tags),
  };
}

function describeClientVpnTargetNetworks(input: NetworksInput, at: Moment): Answer<NetworksOutput> {
  const endpoint = stateOf(own, at.region).endpoints.find(({ id }) => id === input.ClientVpnEndpointId);
  if (!endpoint) {
    throw awsError("InvalidClientVpnEndpointId.NotFound", `Endpoint ${input.ClientVpnEndpointId} does not exist`);
  }
  const { items, next } = page({
    items: endpoint.subnets,
    size: input.MaxResults ?? 1000,
    token: input.NextToken,
    invalidToken,
  });
  return {
    ClientVpnTargetNetworks: items.map((TargetNetworkId) => ({
      AssociationId: `cvpn-assoc-${TargetNetworkId.slice("subnet-".length)}`,
      VpcId: vpcId,
      TargetNetworkId,
      ClientVpnEndpointId: endpoint.id,
      Status: { Code: "associated" },
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function seed(seed: Seed): void {
  const tags = (Name: string) => ({ Name, ...tagsOf("lab", "platform") });
  const [eu, us] = [stateOf(own, regionOf(seed, "eu")), stateOf(own, regionOf(seed, "us"))];
  const gateways = { gatewayId: "vgw-05d2c81f7ab93e640", customerGatewayId: "cgw-0b7e4a19c6d2f5830" };
  eu.connections.push(
    { ...gateways, id: "vpn-0a6c3e81d94b7f250", state: "available", tunnelsUp: 2, tags: tags("lab-hamburg") },
    // AWS goes on listing it for an hour.
    { ...gateways, id: "vpn-03f9b2d75c18e6a40", state: "deleted", tunnelsUp: 0, tags: tags("lab-old") },
  );
  us.connections.push({
    ...gateways,
    id: "vpn-0d41e7b3a86c2f590",
    state: "available",
    tunnelsUp: 0,
    tags: tags("lab-boston"),
  });
  eu.endpoints.push(
    {
      id: "cvpn-endpoint-0f2a9c6e1b47d3850",
      subnets: [subnet(0), subnet(1)],
      createdAt: daysAgo(seed, 200),
      tags: tags("people"),
    },
    { id: "cvpn-endpoint-06b8d2f4a19c7e350", subnets: [], createdAt: daysAgo(seed, 90), tags: tags("people-next") },
  );
}
