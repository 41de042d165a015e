import {
  type ClientVpnEndpoint,
  DescribeClientVpnEndpointsCommand,
  DescribeClientVpnTargetNetworksCommand,
  EC2Client,
  type TargetNetwork,
} from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { idFilter } from "../../aws/reads/ec2";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { isWanted, metered, partitionOf, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** pending-associate (no subnet), available. */
  state: z.string(),
  vpcId: z.string().nullable(),
  /** Associated, or on their way: each bills. */
  subnets: z.array(z.string()),
  /** It ends at a transit gateway and not in subnets. */
  isAtTransitGateway: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Each subnet that is associated with it bills by the hour, whether anybody is connected or not",
  remedy:
    "Disassociate the subnets at night: the endpoint stays and bills nothing. Standby does not: its routes go with them, and everybody who is connected is cut off",
};

/** Client VPN endpoints: an association bills by the hour, a connection too (AWS VPN pricing). */
export const ec2ClientVpnEndpoint = defineReport<Detail>({
  kind: "ec2.clientVpnEndpoint",
  title: "Client VPN endpoint",
  plural: "Client VPN endpoints",
  billedAs: "Amazon Virtual Private Cloud",
  terraform: ["aws_ec2_client_vpn_endpoint"],
  about,
  read: ["ec2:DescribeClientVpnEndpoints", "ec2:DescribeClientVpnTargetNetworks", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  idle: {
    signals: [
      noneOf(
        {
          label: "connections at most",
          namespace: "AWS/ClientVPN",
          metric: "ActiveConnectionsCount",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        // Without a subnet nobody can connect, and it bills nothing.
        ({ nativeId, detail: { subnets } }) => (subnets.length > 0 ? [{ Endpoint: nativeId }] : []),
      ),
    ],
    since: ({ detail: { createdAt } }) => createdAt,
  },
  discover,
});

function advise({ detail: { state, subnets, isAtTransitGateway } }: Observed<Detail>): Advice {
  if (subnets.length > 0 || isAtTransitGateway) return { saw: state, ...about };
  const reason = "No subnet is associated with it, so it bills nothing; there is nothing to stop";
  return { saw: state, reason, remedy: "Associate a subnet to use it again, or delete it if nobody will" };
}

function price({ detail: { subnets, isAtTransitGateway } }: Observed<Detail>): readonly CostLine[] {
  const label = "Association hours";
  const connections = metered(
    "Connections",
    "by the hour of each",
    { table: "clientVpn", key: "connection.hour" },
    "hour",
  );
  if (isAtTransitGateway) return [unpriced(label, "at a transit gateway: its price is not known", "hour"), connections];
  const note = subnets.length === 0 ? "no subnet is associated" : subnets.join(", ");
  const price = { table: "clientVpn", key: "association.hour" };
  return [{ label, note, price, quantity: subnets.length, unit: "hour", stopsWhenPaused: false }, connections];
}

const gone = new Set(["deleting", "deleted"]);

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const filter = idFilter("endpoint-id", only);
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeClientVpnEndpointsCommand({ MaxResults: 1000, ...filter, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { ClientVpnEndpoints = [] } of list) {
    for (const endpoint of ClientVpnEndpoints) {
      const { ClientVpnEndpointId: id, Status } = endpoint;
      if (gone.has(Status?.Code ?? "") || !isWanted(id, only)) continue;
      yield observed(endpoint, await subnetsOf(aws, id), aws.region, await accountDigits(aws));
    }
  }
}

const ended = new Set(["disassociated", "association-failed"]);

/** AWS tells them one endpoint a call; an account has 5 endpoints in a region unless AWS grants more. */
async function subnetsOf(aws: ReadDoor, ClientVpnEndpointId: string): Promise<readonly string[]> {
  const found: TargetNetwork[] = [];
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeClientVpnTargetNetworksCommand({
          ClientVpnEndpointId,
          MaxResults: 1000,
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { ClientVpnTargetNetworks = [] } of list) found.push(...ClientVpnTargetNetworks);
  const billed = found.filter(({ Status }) => !ended.has(Status?.Code ?? ""));
  return billed.map(({ TargetNetworkId, AssociationId }) => TargetNetworkId ?? AssociationId ?? "unknown").sort();
}

/** AWS writes it in UTC and does not say so: `2026-05-04T12:00:00`. */
function instantOf(written: string | undefined): string | null {
  const at = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(written ?? "") ? (written ?? "") : `${written}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function observed(
  endpoint: ClientVpnEndpoint,
  subnets: readonly string[],
  region: string,
  account: string,
): Observed<Detail> {
  const id = endpoint.ClientVpnEndpointId ?? "";
  const tags = toTags(endpoint.Tags);
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:client-vpn-endpoint/${id}`,
    name: tags.Name || endpoint.Description || id,
    type: `${subnets.length} ${subnets.length === 1 ? "subnet" : "subnets"}`,
    tags,
    detail: {
      state: endpoint.Status?.Code ?? "unknown",
      vpcId: endpoint.VpcId ?? null,
      subnets: [...subnets],
      isAtTransitGateway: Boolean(endpoint.TransitGatewayConfiguration?.TransitGatewayId),
      createdAt: instantOf(endpoint.CreationTime),
    },
  };
}
