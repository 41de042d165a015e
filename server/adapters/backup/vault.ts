import {
  BackupClient,
  type BackupVaultListMember,
  ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, metered, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";
import { countedPoints, countPoints } from "./recovery-points";

const detail = z.strictObject({
  /** AVAILABLE, CREATING, FAILED. */
  state: z.string(),
  isAirGapped: z.boolean(),
  isLocked: z.boolean(),
  /** From when on nobody can take the lock off; null: whom IAM lets always can. */
  lockFinalFrom: z.string().nullable(),
  /** As the list of vaults tells. */
  points: z.number(),
  /** Null: there are too many to be read. */
  counted: countedPoints.nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "Recovery points bill by the GB for as long as they are kept; there is nothing to stop",
  remedy:
    "Let the backup plans keep them for a shorter time or move them to cold storage, and delete those that nobody needs",
};

/** Vaults with something in them: an empty one bills nothing. */
export const backupVault = defineReport<Detail>({
  kind: "backup.vault",
  title: "Backup vault",
  plural: "Backup vaults",
  billedAs: "AWS Backup",
  terraform: ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"],
  about,
  read: ["backup:ListBackupVaults", "backup:ListRecoveryPointsByBackupVault", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

/** EFS makes it for the automatic backups of its file systems, and its policy lets nobody delete from it. */
const efsVault = "aws/efs/automatic-backup-vault";

function advise({ name, detail }: Observed<Detail>): Advice {
  const saw = detail.isLocked ? `${detail.points} recovery points, locked` : `${detail.points} recovery points`;
  const stuck = detail.counted?.expired ?? 0;
  const remedy = remedyOf(name, detail);
  if (stuck === 0) return { saw, reason: about.reason, remedy };
  const overdue = stuck === 1 ? "One is past its time" : `${stuck} are past their time`;
  const more = `${overdue}, and AWS Backup could not delete it by itself: look at the permissions of its role, or delete by hand`;
  return { saw, reason: about.reason, remedy: `${remedy}. ${more}` };
}

function remedyOf(name: string, { isAirGapped, isLocked, lockFinalFrom }: Detail): string {
  if (isAirGapped) {
    return "Let the backup plans copy less into it: nobody can delete what an air-gapped vault has before its time is over";
  }
  if (lockFinalFrom !== null) {
    return `Let the backup plans keep less from now on: from ${lockFinalFrom.slice(0, 10)} its lock is final, and nobody can delete what it has before its time is over`;
  }
  if (isLocked) {
    return `${about.remedy}; its lock has to be taken off first: aws backup delete-backup-vault-lock-configuration`;
  }
  if (name === efsVault) {
    return "Turn automatic backups off where nobody needs them: aws efs put-backup-policy; what is there goes after 35 days";
  }
  return about.remedy;
}

/**
 * EBS, RDS and others bill their own snapshots, whoever made them: those are no cost of the vault, so that nothing is
 * counted twice. A size is what AWS Backup tells: for EFS what a backup transferred, not what is stored.
 */
function price({ detail: { points, counted } }: Observed<Detail>): readonly CostLine[] {
  const label = "Backup storage";
  if (counted === null) return [unpriced(label, `${points} recovery points, too many to be read`)];
  const { own, ownGb, elsewhere } = counted;
  const lines: CostLine[] = [];
  if (own > 0) {
    const size = ownGb === null ? "AWS does not tell the size of each" : `${ownGb} GB as AWS tells`;
    const line = unpriced(label, `${own} recovery points, ${size}; by type, warm or cold: not in the catalogue`);
    lines.push(ownGb === null ? line : { ...line, quantity: ownGb });
  }
  if (elsewhere.length > 0) {
    const which = elsewhere.map((one) => `${one.points} of ${one.type}`).join(", ");
    lines.push(metered("Snapshots", `${which}: billed by their services`));
  }
  return lines;
}

/** Five calls of 1,000 points for one vault, and no more: beyond it only their number is told. */
const pointsAtMost = 5_000;

/** A restore access vault shows what a vault of another account has, and that account pays for it. */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) => aws.read(BackupClient, new ListBackupVaultsCommand({ ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { BackupVaultList = [] } of list) {
    for (const vault of BackupVaultList) {
      const isShown = isWanted(vault.BackupVaultName, only) && vault.VaultType !== "RESTORE_ACCESS_BACKUP_VAULT";
      if (isShown && vault.NumberOfRecoveryPoints !== 0) found.push(await observed(vault, aws));
    }
  }
  yield* await withTags(aws, null, found);
}

async function observed(vault: BackupVaultListMember, aws: ReadDoor): Promise<Omit<Observed<Detail>, "tags">> {
  const { BackupVaultName: name = "", NumberOfRecoveryPoints: points = 0 } = vault;
  const isAirGapped = vault.VaultType === "LOGICALLY_AIR_GAPPED_BACKUP_VAULT";
  const all = points > pointsAtMost ? null : await pointsOf(aws, name);
  return {
    nativeId: name,
    arn: vault.BackupVaultArn ?? "",
    name,
    type: isAirGapped ? "air-gapped" : "backup vault",
    detail: {
      state: vault.VaultState ?? "AVAILABLE",
      isAirGapped,
      isLocked: vault.Locked ?? false,
      lockFinalFrom: vault.LockDate?.toISOString() ?? null,
      points: vault.NumberOfRecoveryPoints ?? all?.length ?? 0,
      counted: all && countPoints(all, isAirGapped),
    },
  };
}

async function pointsOf(aws: ReadDoor, BackupVaultName: string): Promise<readonly RecoveryPointByBackupVault[]> {
  const all: RecoveryPointByBackupVault[] = [];
  const list = pages(
    (token) =>
      aws.read(
        BackupClient,
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName,
          MaxResults: 1000,
          ...(token && { NextToken: token }),
        }),
      ),
    (out) => out.NextToken,
  );
  for await (const { RecoveryPoints = [] } of list) all.push(...RecoveryPoints);
  return all;
}
