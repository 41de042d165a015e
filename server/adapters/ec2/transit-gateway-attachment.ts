import {
  DescribeTransitGatewayAttachmentsCommand,
  EC2Client,
  type TransitGatewayAttachment,
} from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { idFilter } from "../../aws/reads/ec2";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, toTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, pending, pendingAcceptance, modifying. */
  state: z.string(),
  /** vpc, vpn, direct-connect-gateway, peering. */
  attaches: z.string(),
  resourceId: z.string().nullable(),
  transitGatewayId: z.string().nullable(),
  /** It has a route table of the gateway. */
  isRouted: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An attachment bills each hour that it exists, with traffic or without; it has no stop",
  remedy:
    "Detach what needs no way out of its own. One that is made again has a new id, and its routes are to be set anew",
};

/** What this account has attached to transit gateways: whose the attached thing is pays for it (Transit Gateway pricing). */
export const ec2TransitGatewayAttachment = defineReport<Detail>({
  kind: "ec2.transitGatewayAttachment",
  title: "Transit gateway attachment",
  plural: "Transit gateway attachments",
  billedAs: "Amazon Virtual Private Cloud",
  terraform: ["aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_peering_attachment"],
  about,
  read: ["ec2:DescribeTransitGatewayAttachments", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { state, isRouted } }: Observed<Detail>): Advice {
  if (isRouted) return { saw: state, ...about };
  const remedy = "Detach it if nothing is to come: no route table of the gateway is associated with it";
  return { saw: state, ...about, remedy };
}

function price({ detail: { attaches } }: Observed<Detail>): readonly CostLine[] {
  const line = { stopsWhenPaused: false } as const;
  const hour = { table: "transitGateway", key: "attachment.hour" };
  return [
    { ...line, label: "Attachment hours", note: attaches, price: hour, quantity: 1, unit: "hour" },
    { ...line, label: "Data", note: "by the GB that it sends", price: null, quantity: "metered", unit: "month" },
  ];
}

/** A Connect attachment rides on another one, which bills (Transit Gateway pricing). */
const free = new Set(["connect", "connect-peer"]);
const idle = new Set(["deleting", "deleted", "failed", "failing", "rejected", "rejecting"]);

/** The owner of a gateway is told of what others attached to it, too: that is theirs to pay. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const filter = idFilter("transit-gateway-attachment-id", only);
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeTransitGatewayAttachmentsCommand({
          MaxResults: 1000,
          ...filter,
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { TransitGatewayAttachments = [] } of list) {
    for (const attachment of TransitGatewayAttachments) {
      const { TransitGatewayAttachmentId: id, ResourceType: attaches = "", State: state = "" } = attachment;
      if (free.has(attaches) || idle.has(state) || !isWanted(id, only)) continue;
      const account = await accountDigits(aws);
      if (attachment.ResourceOwnerId === account) yield observed(attachment, aws.region, account);
    }
  }
}

function observed(attachment: TransitGatewayAttachment, region: string, account: string): Observed<Detail> {
  const id = attachment.TransitGatewayAttachmentId ?? "";
  const tags = toTags(attachment.Tags);
  const attaches = attachment.ResourceType ?? "unknown";
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:transit-gateway-attachment/${id}`,
    name: tags.Name || attachment.ResourceId || id,
    type: attaches,
    tags,
    detail: {
      state: attachment.State ?? "unknown",
      attaches,
      resourceId: attachment.ResourceId ?? null,
      transitGatewayId: attachment.TransitGatewayId ?? null,
      isRouted: attachment.Association?.State === "associated",
      createdAt: attachment.CreationTime?.toISOString() ?? null,
    },
  };
}
