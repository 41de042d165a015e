import type { RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { z } from "zod";
import { gigabytes } from "../listing";

const elsewhere = z.strictObject({
  /** As AWS Backup calls what it is a copy of: EBS, EC2, RDS, Aurora, FSx. */
  type: z.string(),
  points: z.number(),
});

/** What a vault has, by who bills it. */
export const countedPoints = z.strictObject({
  /** Billed by AWS Backup: of services that it manages in full (EFS, S3, DynamoDB, VMware). */
  own: z.number(),
  /** Of these; null where AWS does not tell the size of each. */
  ownGb: z.number().nullable(),
  /** Snapshots and images of their own services, which bill them. */
  elsewhere: z.array(elsewhere),
  /** Past their time, and AWS Backup could not delete them. */
  expired: z.number(),
});
export type CountedPoints = z.infer<typeof countedPoints>;

/** In these there is nothing yet, or soon nothing any more. */
const passing: ReadonlySet<string> = new Set(["CREATING", "DELETING"]);

/**
 * Counts each point once. A composite's own size is that of the points that are in it, which the list has as well. A copy
 * that has an ARN of AWS Backup is billed there, as its service is managed in full; every other one has the ARN of the
 * snapshot that it is (AWS Backup guide, "Metering, costs, and billing"). What an air-gapped vault has is in an account of
 * AWS Backup's, whatever it is a copy of.
 */
export function countPoints(all: readonly RecoveryPointByBackupVault[], isAirGapped: boolean): CountedPoints {
  const there = all.filter(({ Status = "", IsParent }) => !passing.has(Status) && !IsParent);
  const own = there.filter(({ RecoveryPointArn = "" }) => isAirGapped || /^arn:[^:]+:backup:/.test(RecoveryPointArn));
  const others = new Map<string, number>();
  for (const { ResourceType: type = "unknown" } of there.filter((one) => !own.includes(one))) {
    others.set(type, (others.get(type) ?? 0) + 1);
  }
  return {
    own: own.length,
    ownGb: sizeOf(own),
    elsewhere: [...others].sort().map(([type, points]) => ({ type, points })),
    expired: there.filter(({ Status }) => Status === "EXPIRED").length,
  };
}

/** AWS says 0 where it does not know (API reference, BackupSizeInBytes). */
function sizeOf(points: readonly RecoveryPointByBackupVault[]): number | null {
  const sizes = points.map(({ BackupSizeInBytes: bytes }) => bytes || null);
  return sizes.includes(null) ? null : gigabytes(sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0));
}
