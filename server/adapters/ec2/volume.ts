import type { Volume } from "@aws-sdk/client-ec2";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { idFilter, volumePages } from "../../aws/reads/ec2";
import { accountDigits } from "../../aws/reads/identity";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, toTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { instanceDetail, volumeOf } from "./instance-detail";
import { storageLines } from "./volume-price";

const detail = z.strictObject({
  /** creating, available, in-use, error: what is being deleted does not bill any more (EC2 API reference, Volume). */
  state: z.string(),
  zone: z.string().nullable(),
  createdAt: z.string().nullable(),
  snapshotId: z.string().nullable(),
  /** What holds it that is no instance, as AWS names it: an ECS task, for one. */
  heldBy: z.string().nullable(),
  volume: instanceDetail.shape.volumes.element,
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "No instance has it, and a volume bills for as long as it exists: there is nothing to stop",
  remedy: "Take a snapshot, which bills less, then delete it. A volume made of the snapshot has a new id",
};

/**
 * EBS volumes that no instance has. A volume bills from its making to its deletion, whoever uses it. Those of an instance
 * are left out: their lines are with the instance, running or stopped, and nothing is counted twice.
 */
export const ec2Volume = defineReport<Detail>({
  kind: "ec2.volume",
  title: "EBS volume",
  plural: "EBS volumes without an instance",
  billedAs: "EC2 - Other",
  terraform: ["aws_ebs_volume"],
  about,
  read: ["ec2:DescribeVolumes", "sts:GetCallerIdentity"],
  detail,
  advise,
  price: ({ detail: { volume } }) => storageLines([volume]),
  idle: {
    left: ({ detail: { state, heldBy } }) =>
      state === "available" && heldBy === null
        ? { advice: "unattached", why: "Nothing has it attached", since: null, ends: "all" }
        : null,
  },
  discover,
});

function advise({ detail: { state, heldBy } }: Observed<Detail>): Advice {
  if (state === "error") {
    return {
      saw: state,
      reason: "EBS reports that its hardware failed; it bills all the same",
      remedy: "Delete it: what was on it cannot be recovered. Restore its last snapshot where there is one",
    };
  }
  if (heldBy) {
    return {
      saw: state,
      reason: "A volume bills for as long as it exists, and it is not an instance that holds this one",
      remedy: `Pause or end what holds it: ${heldBy}`,
    };
  }
  return { saw: state, ...about };
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  for await (const { Volumes = [] } of volumePages(aws, idFilter("volume-id", only))) {
    for (const volume of Volumes) {
      if (isWanted(volume.VolumeId, only) && isLeft(volume)) yield observed(volume, aws, await accountDigits(aws));
    }
  }
}

function isLeft({ State, Attachments = [] }: Volume): boolean {
  if (State === "deleting" || State === "deleted") return false;
  return Attachments.every(({ InstanceId }) => !InstanceId);
}

function observed(volume: Volume, { region }: ReadDoor, account: string): Observed<Detail> {
  const id = volume.VolumeId ?? "";
  const tags = toTags(volume.Tags);
  const [attachment] = volume.Attachments ?? [];
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${account}:volume/${id}`,
    name: tags.Name || id,
    type: `${volume.Size ?? "?"} GB ${volume.VolumeType ?? "unknown"}`,
    tags,
    detail: {
      state: volume.State ?? "unknown",
      zone: volume.AvailabilityZone ?? null,
      createdAt: volume.CreateTime?.toISOString() ?? null,
      snapshotId: volume.SnapshotId || null,
      heldBy: attachment
        ? (attachment.AssociatedResource ?? attachment.InstanceOwningService ?? "an AWS service")
        : null,
      volume: volumeOf(volume),
    },
  };
}
