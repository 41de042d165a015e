import { type CapacityReservation, DescribeCapacityReservationsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { accountDigits } from "../../aws/reads/identity";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { noneOf } from "../idle";
import { isWanted, partitionOf, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";
import { hoursPrice } from "./instance-price";

const detail = z.strictObject({
  /** active, pending, scheduled, assessing, delayed, cancelling, payment-pending, unavailable. */
  state: z.string(),
  instanceType: z.string(),
  platform: z.string(),
  /** default, dedicated. */
  tenancy: z.string(),
  zone: z.string().nullable(),
  total: z.number().nullable(),
  /** Reserved and used by nobody. Null: AWS does not tell. */
  available: z.number().nullable(),
  /** open: whatever matches runs in it; targeted: only what names it. */
  matches: z.string(),
  /** Bought whole in advance, for a time. */
  isBlock: z.boolean(),
  isOnOutpost: z.boolean(),
  /** Who pays for what is unused, by twelve digits. */
  unusedBilledTo: z.string().nullable(),
  isBilledHere: z.boolean(),
  createdAt: z.string().nullable(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** A future-dated one cannot be ended before. */
  committedUntil: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A capacity reservation has no stop: what is unused in it bills as much as the instances would",
  remedy:
    "Reserve fewer, or cancel it, which stops none of the instances in it; AWS promises no such capacity for the day that it is wanted again",
};

/**
 * Capacity that is kept ready. What runs in it bills as instances, so only the rest bills here, at the same rate (EC2 User
 * Guide, "Capacity Reservation pricing and billing"). The charge of unused capacity may be assigned to another account.
 */
export const ec2CapacityReservation = defineReport<Detail>({
  kind: "ec2.capacityReservation",
  title: "Capacity reservation",
  plural: "Capacity reservations",
  billedAs: "Amazon Elastic Compute Cloud - Compute",
  terraform: ["aws_ec2_capacity_reservation"],
  about,
  read: ["ec2:DescribeCapacityReservations", "sts:GetCallerIdentity"],
  detail,
  advise,
  price,
  idle: {
    signals: [
      noneOf(
        {
          label: "instances in it at most",
          namespace: "AWS/EC2CapacityReservations",
          metric: "UsedInstanceCount",
          statistic: "Maximum",
          quietMeansIdle: false,
        },
        ({ nativeId, detail: { state, isBlock } }) =>
          state === "active" && !isBlock ? [{ CapacityReservationId: nativeId }] : [],
      ),
    ],
    since: ({ detail: { startsAt, createdAt } }) => startsAt ?? createdAt,
  },
  discover,
});

function advise({
  detail: { state, isBlock, isBilledHere, unusedBilledTo, committedUntil },
}: Observed<Detail>): Advice {
  if (isBlock) {
    const reason = "A capacity block was paid in advance, whole: nothing that is stopped or cancelled gives it back";
    return { saw: state, reason, remedy: "Let it end at its time; it is not renewed by itself" };
  }
  if (!isBilledHere) {
    const remedy = `Nothing to do here: account ${unusedBilledTo ?? "of its owner"} pays for what is unused in it`;
    return { saw: state, ...about, remedy };
  }
  if (committedUntil === null) return { saw: state, ...about };
  return {
    saw: state,
    ...about,
    remedy: `Cancel it once its commitment ends at ${committedUntil}: AWS refuses before`,
  };
}

/** What is on its way bills once it is there ("active"). */
const upcoming = new Set(["pending", "scheduled", "assessing", "delayed", "payment-pending"]);

function price({ detail: seen }: Observed<Detail>): readonly CostLine[] {
  const { state, instanceType, platform, isBlock, isBilledHere, unusedBilledTo, available, total } = seen;
  const line = { label: "Unused capacity", price: null, unit: "hour", stopsWhenPaused: false } as const;
  if (isBlock) return [{ ...line, note: `${instanceType}, a capacity block: paid in advance`, quantity: 0 }];
  if (upcoming.has(state)) return [{ ...line, note: `${state}: bills nothing before it is active`, quantity: 0 }];
  if (!isBilledHere) {
    return [{ ...line, note: `billed to account ${unusedBilledTo ?? "of its owner"}`, quantity: 0 }];
  }
  const unknown = whyUnknown(seen);
  if (unknown !== null || available === null) {
    return [unpriced(line.label, `${instanceType}, ${unknown ?? "AWS does not tell how many are unused"}`, "hour")];
  }
  const usageOperation = operations.get(platform) ?? null;
  const note = `${available} of ${total ?? "unknown"} × ${instanceType}, ${platform}`;
  if (available > 0 && usageOperation === null)
    return [unpriced(line.label, `${note}: it is in no price list`, "hour")];
  return [{ ...line, note, price: hoursPrice({ ...seen, usageOperation }), quantity: available }];
}

/** A cancelled commitment is billed on while it winds down, whose rate nothing tells. */
function whyUnknown({ state, isOnOutpost }: Detail): string | null {
  if (isOnOutpost) return "on an Outpost: it is in no price list";
  return state === "active" ? null : `${state}: what it bills is not told`;
}

/** What EC2 bills each platform as (EC2 User Guide, "AMI billing information fields"). */
const operations: ReadonlyMap<string, string> = new Map([
  ["Linux/UNIX", "RunInstances"],
  ["Red Hat Enterprise Linux", "RunInstances:0010"],
  ["RHEL with HA", "RunInstances:1010"],
  ["RHEL with HA and SQL Server Enterprise", "RunInstances:1110"],
  ["RHEL with HA and SQL Server Standard", "RunInstances:1014"],
  ["RHEL with SQL Server Enterprise", "RunInstances:0110"],
  ["RHEL with SQL Server Standard", "RunInstances:0014"],
  ["RHEL with SQL Server Web", "RunInstances:0210"],
  ["SUSE Linux", "RunInstances:000g"],
  ["Ubuntu Pro", "RunInstances:0g00"],
  ["Linux with SQL Server Enterprise", "RunInstances:0100"],
  ["Linux with SQL Server Standard", "RunInstances:0004"],
  ["Linux with SQL Server Web", "RunInstances:0200"],
  ["Windows", "RunInstances:0002"],
  ["Windows with SQL Server Enterprise", "RunInstances:0102"],
  ["Windows with SQL Server Standard", "RunInstances:0006"],
  ["Windows with SQL Server Web", "RunInstances:0202"],
]);

const over = new Set(["expired", "cancelled", "failed", "payment-failed", "unsupported"]);

/** There is no filter by id, and ids that do not exist fail the call: all are listed, there are few. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeCapacityReservationsCommand({ MaxResults: 500, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { CapacityReservations = [] } of list) {
    for (const one of CapacityReservations) {
      if (over.has(one.State ?? "") || !isWanted(one.CapacityReservationId, only)) continue;
      const account = await accountDigits(aws);
      // Shared with this account by another one: theirs to pay, unless the charge was assigned to this one.
      if (one.OwnerId === account || payerOf(one) === account) yield observed(one, aws.region, account);
    }
  }
}

function payerOf({ UnusedReservationBillingOwnerId, OwnerId }: CapacityReservation): string | undefined {
  return UnusedReservationBillingOwnerId ?? OwnerId;
}

function observed(one: CapacityReservation, region: string, account: string): Observed<Detail> {
  const id = one.CapacityReservationId ?? "";
  const tags = toTags(one.Tags);
  const instanceType = one.InstanceType ?? "unknown";
  const payer = payerOf(one) ?? null;
  return {
    nativeId: id,
    arn: one.CapacityReservationArn ?? `arn:${partitionOf(region)}:ec2:${region}:${account}:capacity-reservation/${id}`,
    name: tags.Name || id,
    type: `${one.TotalInstanceCount ?? "unknown"} × ${instanceType}`,
    tags,
    detail: {
      state: one.State ?? "unknown",
      instanceType,
      platform: one.InstancePlatform ?? "unknown",
      tenancy: one.Tenancy ?? "default",
      zone: one.AvailabilityZone ?? null,
      total: one.TotalInstanceCount ?? null,
      available: one.AvailableInstanceCount ?? null,
      matches: one.InstanceMatchCriteria ?? "unknown",
      isBlock: one.ReservationType === "capacity-block",
      isOnOutpost: Boolean(one.OutpostArn),
      unusedBilledTo: payer,
      isBilledHere: payer === account,
      createdAt: one.CreateDate?.toISOString() ?? null,
      startsAt: one.StartDate?.toISOString() ?? null,
      endsAt: one.EndDate?.toISOString() ?? null,
      committedUntil: one.CommitmentInfo?.CommitmentEndDate?.toISOString() ?? null,
    },
  };
}
