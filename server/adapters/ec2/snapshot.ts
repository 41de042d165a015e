import { DescribeSnapshotsCommand, EC2Client, type Snapshot } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed, Tags } from "../../core/resource";
import type { AboutListed } from "../contract";
import { gigabytes, isWanted, partitionOf, toTags, unpriced } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  state: z.string(),
  startedAt: z.string(),
  volumeId: z.string().nullable(),
  volumeGb: z.number().nullable(),
  /** All blocks of it, also those that it shares with older ones; null where AWS does not tell. */
  fullGb: z.number().nullable(),
  tier: z.enum(["standard", "archive"]),
  /** The oldest of its volume: all of its blocks bill with it, those after it bill what changed. */
  isFirst: z.boolean(),
  /** The machine image that was made with it. */
  imageId: z.string().nullable(),
  /** The service whose policy made it and will delete it. */
  manager: z.enum(["AWS Backup", "Data Lifecycle Manager"]).nullable(),
});
type Detail = z.infer<typeof detail>;

/** Younger ones are most likely a rotation at work; a quarter of a year is longer than the usual ones. */
const listedFromDays = 90;
const dayMs = 24 * 3_600_000;

const about: AboutListed = {
  reason: "A snapshot bills for as long as it exists; there is nothing to stop",
  remedy: "Delete it, or archive it where it must be kept: that bills a quarter of it",
};

/** The account's own EBS snapshots that are older than 90 days: what is billed and mostly forgotten. */
export const ec2Snapshot = defineReport<Detail>({
  kind: "ec2.snapshot",
  title: "EBS snapshot",
  plural: "EBS snapshots older than 90 days",
  billedAs: "EC2 - Other",
  terraform: ["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"],
  about,
  read: ["ec2:DescribeSnapshots"],
  detail,
  advise,
  price,
  idle: {
    // What an image is made of, and what a policy will delete, is wanted by somebody.
    left: ({ detail: { startedAt, imageId, manager } }) =>
      imageId === null && manager === null
        ? { advice: "old", why: "It is older than 90 days", since: startedAt, ends: "atMost" }
        : null,
  },
  discover,
});

function advise({ detail: { state, imageId, manager } }: Observed<Detail>): Advice {
  if (manager) return { saw: state, ...about, remedy: `Let it be kept for a shorter time by its plan in ${manager}` };
  if (imageId) {
    return {
      saw: state,
      ...about,
      remedy: `Deregister the image ${imageId} where nothing is started from it, then delete it`,
    };
  }
  return { saw: state, ...about };
}

/**
 * A snapshot bills the blocks that no older one of its volume has (EBS User Guide, "How snapshots work"). How many these
 * are AWS tells of none; of the oldest they are all. An archived one is whole by itself.
 */
function price({ detail: { fullGb, tier, isFirst } }: Observed<Detail>): readonly CostLine[] {
  const label = "Snapshot storage";
  const isArchived = tier === "archive";
  if (fullGb === null) return [unpriced(label, "AWS does not tell its size")];
  if (!isArchived && !isFirst) {
    return [unpriced(label, `what changed of ${fullGb} GB since the one before: only the bill tells`)];
  }
  return [
    {
      label,
      note: `${fullGb} GB, ${isArchived ? "archived" : "the oldest of its volume"}`,
      price: { table: "ebs.gbMonth", key: isArchived ? "snapshotArchive" : "snapshot" },
      quantity: fullGb,
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}

/** All are read, also for a look at a few: which one is the oldest of its volume can be seen only among all. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (token) =>
      aws.read(
        EC2Client,
        new DescribeSnapshotsCommand({ OwnerIds: ["self"], MaxResults: 1000, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  const all: Snapshot[] = [];
  for await (const { Snapshots = [] } of list) all.push(...Snapshots);
  const first = oldestByVolume(all);
  const until = aws.now().getTime() - listedFromDays * dayMs;
  for (const snapshot of all) {
    const isListed = isWanted(snapshot.SnapshotId, only) && startOf(snapshot) < until && !snapshot.OutpostArn;
    if (isListed) yield observed(snapshot, aws.region, first.get(snapshot.VolumeId ?? "") === snapshot);
  }
}

/** A copy names no volume that exists (`vol-ffffffff`), so it is not known what it builds on. */
function oldestByVolume(all: readonly Snapshot[]): ReadonlyMap<string, Snapshot> {
  const byAge = all.filter(({ VolumeId, StorageTier }) => VolumeId !== "vol-ffffffff" && StorageTier !== "archive");
  byAge.sort((a, b) => startOf(b) - startOf(a));
  return new Map(byAge.map((snapshot) => [snapshot.VolumeId ?? "", snapshot]));
}

function startOf({ StartTime }: Snapshot): number {
  return StartTime?.getTime() ?? 0;
}

function observed(snapshot: Snapshot, region: string, isFirst: boolean): Observed<Detail> {
  const id = snapshot.SnapshotId ?? "";
  const tags = toTags(snapshot.Tags);
  const full = snapshot.FullSnapshotSizeInBytes;
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${snapshot.OwnerId ?? ""}:snapshot/${id}`,
    name: tags.Name || id,
    type: snapshot.StorageTier ?? "standard",
    tags,
    detail: {
      state: snapshot.State ?? "unknown",
      startedAt: new Date(startOf(snapshot)).toISOString(),
      volumeId: snapshot.VolumeId ?? null,
      volumeGb: snapshot.VolumeSize ?? null,
      fullGb: full === undefined ? null : gigabytes(full),
      tier: snapshot.StorageTier === "archive" ? "archive" : "standard",
      isFirst,
      imageId: /^Created by CreateImage.* for (ami-[0-9a-f]+)/.exec(snapshot.Description ?? "")?.[1] ?? null,
      manager: managerOf(tags),
    },
  };
}

/** By the tags that both put on what they make. */
function managerOf(tags: Tags): Detail["manager"] {
  const keys = Object.keys(tags);
  if (keys.some((key) => key.startsWith("aws:backup:"))) return "AWS Backup";
  return keys.some((key) => key.startsWith("aws:dlm:")) ? "Data Lifecycle Manager" : null;
}
