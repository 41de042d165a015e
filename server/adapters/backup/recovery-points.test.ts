import type { RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { expect, test } from "vitest";
import { countPoints } from "./recovery-points";

const gb = 1024 ** 3;
const point = (more: Partial<RecoveryPointByBackupVault>): RecoveryPointByBackupVault => ({
  RecoveryPointArn: "arn:aws:backup:eu-central-1:111122223333:recovery-point:1EB3B5E7",
  ResourceType: "EFS",
  Status: "COMPLETED",
  BackupSizeInBytes: 2 * gb,
  ...more,
});
const snapshot = point({
  RecoveryPointArn: "arn:aws:ec2:eu-central-1::snapshot/snap-1",
  ResourceType: "EBS",
  BackupSizeInBytes: 100 * gb,
});
const database = point({
  RecoveryPointArn: "arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:1",
  ResourceType: "RDS",
  BackupSizeInBytes: 0,
});

test("what has an ARN of AWS Backup is billed there; snapshots of other services are counted beside it", () => {
  expect(countPoints([point({}), snapshot, database, snapshot, point({})], false)).toEqual({
    own: 2,
    ownGb: 4,
    elsewhere: [
      { type: "EBS", points: 2 },
      { type: "RDS", points: 1 },
    ],
    expired: 0,
  });
});

test("in another partition, too", () => {
  const china = point({ RecoveryPointArn: "arn:aws-cn:backup:cn-north-1:111122223333:recovery-point:1" });
  expect(countPoints([china], false)).toMatchObject({ own: 1, elsewhere: [] });
});

test("an air-gapped vault bills all that it has", () => {
  expect(countPoints([snapshot, point({})], true)).toMatchObject({ own: 2, ownGb: 102, elsewhere: [] });
});

test("one size that is not told makes the sum unknown: AWS says 0 where it does not know", () => {
  expect(countPoints([point({}), point({ BackupSizeInBytes: 0 })], false)).toMatchObject({ own: 2, ownGb: null });
  expect(countPoints([point({ BackupSizeInBytes: undefined })], false)).toMatchObject({ own: 1, ownGb: null });
  expect(countPoints([snapshot], false)).toMatchObject({ own: 0, ownGb: 0 });
});

test("a composite is its members, what is made or deleted is nothing, and what could not be deleted is there", () => {
  const all = [
    point({ IsParent: true, BackupSizeInBytes: 4 * gb }),
    point({ ParentRecoveryPointArn: "arn:aws:backup:x" }),
    point({ Status: "CREATING" }),
    point({ Status: "DELETING" }),
    point({ Status: "EXPIRED" }),
    point({ Status: "PARTIAL" }),
  ];
  expect(countPoints(all, false)).toEqual({ own: 3, ownGb: 6, elsewhere: [], expired: 1 });
});
