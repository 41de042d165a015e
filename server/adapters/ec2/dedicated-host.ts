import { DescribeHostsCommand, EC2Client, type Host } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, pending, configuring, under-assessment, permanent-failure. */
  state: z.string(),
  /** m5, mac2. Null: AWS does not tell. */
  family: z.string().nullable(),
  zone: z.string().nullable(),
  /** How many run on it. */
  instances: z.number(),
  reservationId: z.string().nullable(),
  isOnOutpost: z.boolean(),
  allocatedAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A dedicated host bills from its allocation to its release, with instances on it or none; it has no stop",
  remedy:
    "Move or end what runs on it, then release it; a Mac host cannot be released in its first 24 hours. Another host has another id",
};

/** Dedicated hosts: instances on them bill no hours of their own (Amazon EC2 Dedicated Hosts pricing). */
export const ec2DedicatedHost = defineReport<Detail>({
  kind: "ec2.dedicatedHost",
  title: "Dedicated host",
  plural: "Dedicated hosts",
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  terraform: ["aws_ec2_host"],
  about,
  read: ["ec2:DescribeHosts", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  idle: {
    since: ({ detail: { allocatedAt } }) => allocatedAt,
    left: ({ detail: { state, instances, reservationId } }) =>
      state === "available" && instances === 0 && reservationId === null
        ? { advice: "unused", why: "No instance runs on it", since: null, ends: "all" }
        : null,
  },
  discover,
});

function advise({ detail: { state, reservationId } }: Observed<Detail>): Advice {
  if (reservationId === null) return { saw: state, ...about };
  const remedy = `Reservation ${reservationId} bills to its end, with the host or without: put instances on it, or let it end`;
  return { saw: state, ...about, remedy };
}

function price({ detail: seen }: Observed<Detail>): readonly CostLine[] {
  const unknown = whyUnknown(seen);
  if (unknown !== null) return [unpriced("Host hours", unknown, "hour")];
  const family = seen.family ?? "";
  const note = `${family}, ${seen.instances} ${seen.instances === 1 ? "instance" : "instances"} on it`;
  const line = { label: "Host hours", quantity: 1, unit: "hour", stopsWhenPaused: false } as const;
  return [{ ...line, note, price: { table: "dedicatedHost", key: family } }];
}

function whyUnknown({ state, family, reservationId, isOnOutpost }: Detail): string | null {
  if (family === null) return "AWS does not tell of which family it is";
  if (reservationId !== null) return `${family}, at the rate of reservation ${reservationId}: it is in no price list`;
  if (isOnOutpost) return `${family}, on an Outpost: it is in no price list`;
  return state === "permanent-failure" ? `${family}, ${state}: whether it bills on is not told` : null;
}

const released = new Set(["released", "released-permanent-failure"]);

/** There is no filter by id, and ids that do not exist fail the call: all are listed, there are few. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (token) => aws.read(EC2Client, new DescribeHostsCommand({ MaxResults: 500, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Hosts = [] } of list) {
    for (const host of Hosts) {
      if (released.has(host.State ?? "") || !isWanted(host.HostId, only)) continue;
      const account = await accountDigits(aws);
      // What another account shares is theirs to pay.
      if ((host.OwnerId ?? account) === account) yield observed(host, aws.region, account);
    }
  }
}

function observed(host: Host, region: string, account: string): Observed<Detail> {
  const id = host.HostId ?? "";
  const tags = toTags(host.Tags);
  const { InstanceFamily, InstanceType } = host.HostProperties ?? {};
  const family = InstanceFamily ?? InstanceType?.split(".")[0] ?? null;
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:dedicated-host/${id}`,
    name: tags.Name || id,
    type: family ?? "unknown",
    tags,
    detail: {
      state: host.State ?? "unknown",
      family,
      zone: host.AvailabilityZone ?? null,
      instances: host.Instances?.length ?? 0,
      reservationId: host.HostReservationId ?? null,
      isOnOutpost: Boolean(host.OutpostArn),
      allocatedAt: host.AllocationTime?.toISOString() ?? null,
    },
  };
}
