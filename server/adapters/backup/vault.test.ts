import type { BackupVaultListMember, RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { backupVault } from "./vault";

type Told = Partial<BackupVaultListMember>;

const arnOf = (rest: string) => `arn:aws:${rest}`;
const own: RecoveryPointByBackupVault = {
  RecoveryPointArn: arnOf("backup:eu-central-1:111122223333:recovery-point:1"),
  ResourceType: "EFS",
  Status: "COMPLETED",
  BackupSizeInBytes: 3 * 1024 ** 3,
};
const snapshot: RecoveryPointByBackupVault = {
  ...own,
  RecoveryPointArn: arnOf("ec2:eu-central-1::snapshot/snap-1"),
  ResourceType: "EBS",
};

/** One point a page. */
function door(vaults: readonly Told[], points: readonly RecoveryPointByBackupVault[] = [own]) {
  const whole = {
    BackupVaultName: "nightly",
    BackupVaultArn: arnOf("backup:eu-central-1:111122223333:backup-vault:nightly"),
    NumberOfRecoveryPoints: points.length,
  };
  return recordingDoor({
    ListBackupVaults: () => ({ BackupVaultList: vaults.map((one) => ({ ...whole, ...one })) }),
    ListRecoveryPointsByBackupVault: ({ NextToken = "0" }: { NextToken?: string }) => {
      const at = Number(NextToken);
      return {
        RecoveryPoints: points.slice(at, at + 1),
        ...(at + 1 < points.length && { NextToken: `${at + 1}` }),
      };
    },
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: whole.BackupVaultArn, Tags: [{ Key: "Team", Value: "data" }] }],
    }),
  });
}

async function seen(vault: Told, points?: readonly RecoveryPointByBackupVault[]) {
  const aws = door([vault], points);
  const [one] = await collect(backupVault.discover(aws));
  if (!one) throw new Error("it is not listed");
  return { aws, one, classified: backupVault.classify(one), lines: backupVault.price(one) };
}

test("all pages of its points are read, and what other services bill is no cost of the vault", async () => {
  const { one, lines } = await seen({}, [own, snapshot, own, snapshot]);
  expect(one).toMatchObject({ nativeId: "nightly", tags: { Team: "data" }, detail: { counted: { own: 2, ownGb: 6 } } });
  expect(lines).toMatchObject([
    { label: "Backup storage", price: null, quantity: 6, unit: "month" },
    { label: "Snapshots", quantity: "metered", note: "2 of EBS: billed by their services" },
  ]);
});

test("a vault of snapshots only has no figure to be missed; one whose sizes are not told has one", async () => {
  expect((await seen({}, [snapshot])).lines).toMatchObject([{ quantity: "metered" }]);
  const { lines } = await seen({}, [own, { ...own, BackupSizeInBytes: 0 }]);
  expect(lines).toMatchObject([{ price: null, quantity: 1, note: expect.stringContaining("does not tell the size") }]);
});

test("points of a vault that has very many are not read, and their number is told", async () => {
  const { aws, lines, classified } = await seen({ NumberOfRecoveryPoints: 5_001 });
  expect(aws.calls.map(({ operation }) => operation)).not.toContain("ListRecoveryPointsByBackupVault");
  expect(lines).toMatchObject([{ price: null, quantity: 1, note: expect.stringContaining("5001 recovery points") }]);
  expect(classified.saw).toBe("5001 recovery points");
});

test("a vault of which AWS tells no number is read, not taken for empty", async () => {
  const { one } = await seen({ NumberOfRecoveryPoints: undefined }, [own, own]);
  expect(one.detail.points).toBe(2);
});

test("an empty vault and the view of another account's are left out, without a look into them", async () => {
  const aws = door([{ NumberOfRecoveryPoints: 0 }, { VaultType: "RESTORE_ACCESS_BACKUP_VAULT" }]);
  expect(await collect(backupVault.discover(aws))).toEqual([]);
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["ListBackupVaults"]);
});

test("a look reads the vaults that it names and no others", async () => {
  const aws = door([{}, { BackupVaultName: "other" }]);
  expect(await collect(backupVault.discover(aws, ["other"]))).toMatchObject([{ nativeId: "other" }]);
  const asked = aws.calls.filter(({ operation }) => operation === "ListRecoveryPointsByBackupVault");
  expect(asked).toMatchObject([{ input: { BackupVaultName: "other" } }]);
});

test.each<[string, Told, RegExp]>([
  ["an ordinary one", {}, /keep them for a shorter time/],
  [
    "an air-gapped one",
    { VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT", Locked: true },
    /nobody can delete what an air-gapped/,
  ],
  ["one whose lock can be taken off", { Locked: true }, /delete-backup-vault-lock-configuration/],
  [
    "one whose lock gets final",
    { Locked: true, LockDate: new Date("2026-12-01T08:00:00Z") },
    /from 2026-12-01 its lock is final/,
  ],
  ["that of EFS", { BackupVaultName: "aws/efs/automatic-backup-vault" }, /put-backup-policy/],
])("%s says what ends its bill", async (_what, vault, remedy) => {
  expect((await seen(vault)).classified).toMatchObject({ state: "unsupported", remedy: expect.stringMatching(remedy) });
});

test("what AWS Backup could not delete is said beside it", async () => {
  const late = { ...own, Status: "EXPIRED" };
  const remedyOf = async (points: readonly object[]) => (await seen({}, points)).classified;
  expect(await remedyOf([own, late])).toMatchObject({ remedy: expect.stringContaining("One is past its time") });
  expect(await remedyOf([own, late, late])).toMatchObject({ remedy: expect.stringContaining("2 are past their time") });
});
