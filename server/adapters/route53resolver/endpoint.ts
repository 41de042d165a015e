import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { defineDescribed, describedTags } from "../described";
import { type IdleSignal, noneOf } from "../idle";
import { metered, unpriced } from "../listing";

const detail = z.strictObject({
  /** INBOUND, OUTBOUND, INBOUND_DELEGATION. */
  direction: z.string(),
  /** Each has a network interface of its own. Null: AWS does not tell. */
  addresses: z.number().nullable(),
  vpcId: z.string().nullable(),
  isOnOutpost: z.boolean(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Each address of a Resolver endpoint bills by the hour, with queries or without; it has no stop",
  remedy:
    "Leave it two addresses, or share one endpoint between VPCs; delete it where nothing asks. One that is made again may take the same addresses, and rules that forward by it must be set to it anew",
};

const properties = z.object({
  Arn: z.string().optional(),
  Name: z.string().optional(),
  Direction: z.string().optional(),
  HostVPCId: z.string().optional(),
  /** A number in text. */
  IpAddressCount: z.coerce.number().int().nonnegative().optional().catch(undefined),
  IpAddresses: z.array(z.unknown()).optional(),
  OutpostArn: z.string().optional(),
  Tags: describedTags,
});

const queries = { namespace: "AWS/Route53Resolver", statistic: "Sum", quietMeansIdle: false } as const;

/** By direction (Route 53 Developer Guide, "Monitoring Resolver endpoints with CloudWatch"). */
function towards(way: "INBOUND" | "OUTBOUND"): IdleSignal<Detail>["dimensions"] {
  return ({ nativeId, detail: { direction } }) => (direction.startsWith(way) ? [{ EndpointId: nativeId }] : []);
}

/** Route 53 Resolver endpoints: DNS between a VPC and a network of one's own (Amazon Route 53 pricing). */
export const route53resolverEndpoint = defineDescribed({
  kind: "route53resolver.endpoint",
  title: "Resolver endpoint",
  plural: "Resolver endpoints",
  billedAs: "Amazon Route 53",
  terraform: ["aws_route53_resolver_endpoint"],
  about,
  type: "AWS::Route53Resolver::ResolverEndpoint",
  properties,
  read: [
    "route53resolver:GetResolverEndpoint",
    "route53resolver:ListResolverEndpointIpAddresses",
    "route53resolver:ListResolverEndpoints",
    "route53resolver:ListTagsForResource",
  ],
  detail,
  advise: ({ detail: { direction } }) => ({ saw: direction.toLowerCase(), ...about }),
  price,
  idle: {
    signals: [
      noneOf({ ...queries, label: "queries into it at most", metric: "InboundQueryVolume" }, towards("INBOUND")),
      noneOf({ ...queries, label: "queries out of it at most", metric: "OutboundQueryVolume" }, towards("OUTBOUND")),
    ],
  },
  observe: ({ Arn, Name, Direction: direction = "unknown", ...told }, id) => ({
    arn: Arn ?? "",
    name: Name || id,
    type: direction.toLowerCase(),
    tags: told.Tags,
    detail: {
      direction,
      addresses: told.IpAddressCount ?? told.IpAddresses?.length ?? null,
      vpcId: told.HostVPCId ?? null,
      isOnOutpost: Boolean(told.OutpostArn),
    },
  }),
});

function price({ detail: { addresses, isOnOutpost } }: Observed<Detail>): readonly CostLine[] {
  const label = "Addresses";
  const asked = metered("Queries", "by the million");
  if (isOnOutpost) return [unpriced(label, "on an Outpost: it is in no price list", "hour"), asked];
  if (addresses === null) return [unpriced(label, "AWS does not tell how many", "hour"), asked];
  const price = { table: "resolverEndpoint", key: "address.hour" };
  const note = `${addresses}, each with its own network interface`;
  return [{ label, note, price, quantity: addresses, unit: "hour", stopsWhenPaused: false }, asked];
}
