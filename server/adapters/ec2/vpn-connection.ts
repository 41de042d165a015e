import { DescribeVpnConnectionsCommand, EC2Client, type VpnConnection } from "@aws-sdk/client-ec2";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { idFilter } from "../../aws/reads/ec2";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import type { IdleSignal } from "../idle";
import { isWanted, metered, partitionOf, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, pending. */
  state: z.string(),
  /** A virtual private gateway, a transit gateway, or a core network of Cloud WAN. */
  gatewayId: z.string().nullable(),
  customerGatewayId: z.string().nullable(),
  /** standard, large. */
  bandwidth: z.string(),
  isAccelerated: z.boolean(),
  /** One of many sites of a VPN concentrator, which has prices of its own. */
  concentratorId: z.string().nullable(),
  tunnelsUp: z.number(),
  tunnels: z.number(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A VPN connection bills each hour that it is available, with traffic or without; it has no stop",
  remedy:
    "Delete it where nobody needs the way. One that is made again has new tunnel addresses and keys, which the other side must be told",
};

/** Bytes in an hour: what keeps the tunnels and their routes up comes in, too. The figure is this product's own. */
const traffic = {
  unit: "bytes",
  namespace: "AWS/VPN",
  statistic: "Sum",
  idleWhen: { atMost: 1e6 },
  quietMeansIdle: false,
} as const;
const byConnection: IdleSignal["dimensions"] = ({ nativeId }) => [{ VpnId: nativeId }];

/** Site-to-site VPN connections (AWS VPN pricing). One at a transit gateway has an attachment, too, which is listed apart. */
export const ec2VpnConnection = defineReport<Detail>({
  kind: "ec2.vpnConnection",
  title: "VPN connection",
  plural: "VPN connections",
  billedAs: "Amazon Virtual Private Cloud",
  terraform: ["aws_vpn_connection"],
  about,
  read: ["ec2:DescribeVpnConnections", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  idle: {
    signals: [
      { ...traffic, label: "received in an hour at most", metric: "TunnelDataIn", dimensions: byConnection },
      { ...traffic, label: "sent in an hour at most", metric: "TunnelDataOut", dimensions: byConnection },
    ],
  },
  discover,
});

function advise({ detail: { state, tunnels, tunnelsUp } }: Observed<Detail>): Advice {
  if (state !== "available" || tunnels === 0 || tunnelsUp > 0) return { saw: state, ...about };
  return { saw: "no tunnel is up", ...about };
}

function price({ detail: seen }: Observed<Detail>): readonly CostLine[] {
  const line = { label: "Connection hours", unit: "hour", stopsWhenPaused: false } as const;
  const price = { table: "vpnConnection", key: "hour" };
  if (seen.state === "pending") return [{ ...line, note: "bills once it is available", price, quantity: 0 }];
  const other = otherRate(seen);
  const hours = other ? unpriced(line.label, other, "hour") : { ...line, note: "standard", price, quantity: 1 };
  const acceleration = seen.isAccelerated
    ? [unpriced("Acceleration", "two accelerators, and what passes them", "hour")]
    : [];
  return [hours, ...acceleration, metered("Data", "by the GB that leaves AWS")];
}

function otherRate({ bandwidth, concentratorId }: Detail): string | null {
  if (concentratorId !== null) return `by way of ${concentratorId}, which has prices of its own`;
  return bandwidth === "standard" ? null : `${bandwidth} tunnels, which have a price of their own`;
}

const gone = new Set(["deleting", "deleted"]);

/** AWS answers all in one page. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const filter = idFilter("vpn-connection-id", only);
  const { VpnConnections = [] } = await aws.read(EC2Client, new DescribeVpnConnectionsCommand(filter));
  for (const one of VpnConnections) {
    if (gone.has(one.State ?? "") || !isWanted(one.VpnConnectionId, only)) continue;
    yield observed(one, aws.region, await accountDigits(aws));
  }
}

/** What it keeps leaves out the configuration of the customer's gateway: the keys of the tunnels are in it. */
function observed(one: VpnConnection, region: string, account: string): Observed<Detail> {
  const id = one.VpnConnectionId ?? "";
  const tags = toTags(one.Tags);
  const tunnels = one.VgwTelemetry ?? [];
  const gatewayId = one.VpnGatewayId || one.TransitGatewayId || one.CoreNetworkArn || null;
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:vpn-connection/${id}`,
    name: tags.Name || id,
    type: one.Type ?? "ipsec.1",
    tags,
    detail: {
      state: one.State ?? "unknown",
      gatewayId,
      customerGatewayId: one.CustomerGatewayId || null,
      bandwidth: one.Options?.TunnelBandwidth ?? "standard",
      isAccelerated: one.Options?.EnableAcceleration ?? false,
      concentratorId: one.VpnConcentratorId || null,
      tunnelsUp: tunnels.filter(({ Status }) => Status === "UP").length,
      tunnels: tunnels.length,
    },
  };
}
