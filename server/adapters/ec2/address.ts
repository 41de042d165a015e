import { type Address, DescribeAddressesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { idFilter } from "../../aws/reads/ec2";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, toTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  publicIp: z.string().nullable(),
  associationId: z.string().nullable(),
  networkInterfaceId: z.string().nullable(),
  privateIp: z.string().nullable(),
  /** `amazon`, or the pool of addresses that the account brought along. */
  pool: z.string(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "An address bills for as long as the account holds it; there is nothing to stop",
  remedy: "Release it where nothing uses it, unless somebody relies on it: AWS seldom gives an address back",
};

/**
 * Elastic IPs: idle ones, and those at a network interface that is no instance's (a NAT gateway, a Network Load
 * Balancer). Since 2024-02-01 every public IPv4 address bills, in use or idle ("AWS Public IPv4 Address Charge").
 * An instance has its own line for its addresses, so those are left out. So are those that a service manages
 * (`ServiceManaged`: alb, nlb, rds, rnat): they are not the account's to release, and bill with what they belong to.
 */
export const ec2Address = defineReport<Detail>({
  kind: "ec2.address",
  title: "Elastic IP",
  plural: "Elastic IPs without an instance",
  billedAs: "Amazon Virtual Private Cloud",
  terraform: ["aws_eip"],
  about,
  read: ["ec2:DescribeAddresses", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  idle: {
    left: ({ detail: { associationId, pool } }) =>
      associationId === null && pool === "amazon"
        ? { advice: "unattached", why: "Nothing has it", since: null, ends: "all" }
        : null,
  },
  discover,
});

function advise({ detail: { associationId, networkInterfaceId } }: Observed<Detail>): Advice {
  if (associationId === null) {
    return {
      saw: "idle",
      reason: "An address bills for as long as the account holds it, also where nothing uses it",
      remedy:
        "Release it, unless somebody relies on it or something that is paused comes back to it: AWS seldom gives an address back",
    };
  }
  return {
    saw: "in use",
    ...about,
    remedy: `Delete what uses it at ${networkInterfaceId ?? "its network interface"}, then release it`,
  };
}

/** Addresses that an account brought along bear no charge (Amazon VPC pricing, "Public IPv4 Address"). */
function price({ detail: { pool, associationId } }: Observed<Detail>): readonly CostLine[] {
  const isOwn = pool !== "amazon";
  const use = associationId === null ? "idle" : "in use";
  return [
    {
      label: "Elastic IP",
      note: isOwn ? "brought along: no charge" : `${use}, billed either way`,
      price: { table: "publicIpv4", key: "hour" },
      quantity: isOwn ? 0 : 1,
      unit: "hour",
      stopsWhenPaused: false,
    },
  ];
}

/** AWS answers all addresses in one page: there are 5 per region unless AWS grants more. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const { Addresses = [] } = await aws.read(EC2Client, new DescribeAddressesCommand(idFilter("allocation-id", only)));
  for (const address of Addresses) {
    const isListed = !address.InstanceId && !address.ServiceManaged && isWanted(address.AllocationId, only);
    if (isListed) yield observed(address, aws, await accountDigits(aws));
  }
}

function observed(address: Address, { region }: ReadDoor, account: string): Observed<Detail> {
  const id = address.AllocationId ?? "";
  const tags = toTags(address.Tags);
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:elastic-ip/${id}`,
    name: tags.Name || address.PublicIp || id,
    type: address.AssociationId ? "in use" : "idle",
    tags,
    detail: {
      publicIp: address.PublicIp ?? null,
      associationId: address.AssociationId ?? null,
      networkInterfaceId: address.NetworkInterfaceId ?? null,
      privateIp: address.PrivateIpAddress ?? null,
      pool: address.PublicIpv4Pool ?? "amazon",
    },
  };
}
