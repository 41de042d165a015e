import type {
  BackupVaultListMember,
  ListBackupVaultsCommandInput,
  ListBackupVaultsCommandOutput,
  ListRecoveryPointsByBackupVaultCommandInput,
  ListRecoveryPointsByBackupVaultCommandOutput,
  RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Vaults of AWS Backup: of file systems and of what bills its own snapshots, a locked one, an air-gapped one, an empty one. */

interface Point {
  type: "EBS" | "EFS" | "RDS" | "S3";
  gb: number;
  madeAt: number;
  status: "COMPLETED" | "EXPIRED";
}

interface Vault {
  name: string;
  isAirGapped: boolean;
  locked: { finalFrom: number | null } | null;
  points: Point[];
  tags: TagMap;
}

const corner: Corner<{ vaults: Vault[] }> = {
  name: "backup-vaults",
  empty: () => ({ vaults: [] }),
  services: {
    backup: { ListBackupVaults: read(listVaults), ListRecoveryPointsByBackupVault: read(listPoints) },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ vaults }, at) =>
    vaults.map((vault) => ({ type: "backup:backup-vault", arn: arnOf(vault, at), tags: vault.tags })),
};
export const backupVaults = defineCorner(corner);

function arnOf({ name }: Vault, { regionName, world }: Moment): string {
  return `arn:aws:backup:${regionName}:${world.accountId}:backup-vault:${name}`;
}

const invalidToken = () => awsError("InvalidParameterValueException", "Invalid NextToken");

function sized(size = 1000): number {
  if (size < 1 || size > 1000) {
    throw awsError("InvalidParameterValueException", "MaxResults must be between 1 and 1000");
  }
  return size;
}

function listVaults(input: ListBackupVaultsCommandInput, at: Moment): Answer<ListBackupVaultsCommandOutput> {
  const { vaults } = stateOf(corner, at.region);
  const { items, next } = page({ items: vaults, size: sized(input.MaxResults), token: input.NextToken, invalidToken });
  const BackupVaultList = items.map(
    (vault): BackupVaultListMember => ({
      BackupVaultName: vault.name,
      BackupVaultArn: arnOf(vault, at),
      VaultType: vault.isAirGapped ? "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" : "BACKUP_VAULT",
      VaultState: "AVAILABLE",
      NumberOfRecoveryPoints: vault.points.length,
      Locked: vault.locked !== null,
      ...(vault.locked?.finalFrom && { LockDate: new Date(vault.locked.finalFrom) }),
    }),
  );
  return { BackupVaultList, ...(next !== undefined && { NextToken: next }) };
}

function listPoints(
  input: ListRecoveryPointsByBackupVaultCommandInput,
  at: Moment,
): Answer<ListRecoveryPointsByBackupVaultCommandOutput> {
  const vault = stateOf(corner, at.region).vaults.find(({ name }) => name === input.BackupVaultName);
  if (!vault) throw awsError("ResourceNotFoundException", `Backup vault ${input.BackupVaultName} does not exist.`);
  const paged = { items: vault.points, size: sized(input.MaxResults), token: input.NextToken, invalidToken };
  const { items, next } = page(paged);
  const RecoveryPoints = items.map((point) => describe(point, vault, at));
  return { RecoveryPoints, ...(next !== undefined && { NextToken: next }) };
}

/** What AWS Backup manages in full has an ARN of its own, and so has what an air-gapped vault keeps. */
function describe(point: Point, vault: Vault, at: Moment): RecoveryPointByBackupVault {
  const { type, gb, madeAt, status } = point;
  const index = vault.points.indexOf(point);
  const place = `${at.regionName}:${at.world.accountId}`;
  const native = {
    EBS: `ec2:${at.regionName}::snapshot/snap-0b${index}`,
    RDS: `rds:${place}:snapshot:awsbackup:${index}`,
  };
  const isOwn = vault.isAirGapped || type === "EFS" || type === "S3";
  return {
    RecoveryPointArn: `arn:aws:${isOwn ? `backup:${place}:recovery-point:${vault.name}-${index}` : native[type]}`,
    BackupVaultName: vault.name,
    BackupVaultArn: arnOf(vault, at),
    ResourceType: type,
    Status: status,
    BackupSizeInBytes: gb * 1024 ** 3,
    CreationDate: new Date(madeAt),
  };
}

function seed(seed: Seed): void {
  const nightly = (type: Point["type"], gb: number, count: number): Point[] =>
    Array.from({ length: count }, (_, day) => ({ type, gb, madeAt: daysAgo(seed, day), status: "COMPLETED" }));
  const vault = { isAirGapped: false, locked: null };
  stateOf(corner, regionOf(seed, "eu")).vaults.push(
    { ...vault, name: "Default", points: [], tags: {} },
    {
      ...vault,
      name: "lab-nightly",
      points: [
        ...nightly("EFS", 6, 14),
        ...nightly("EBS", 100, 7),
        { type: "EFS", gb: 40, madeAt: daysAgo(seed, 120), status: "EXPIRED" },
      ],
      tags: tagsOf("lab", "data"),
    },
  );
  stateOf(corner, regionOf(seed, "ie")).vaults.push({
    name: "prod-archive",
    isAirGapped: false,
    locked: { finalFrom: daysAgo(seed, 60) },
    points: [...nightly("S3", 12, 30), ...nightly("RDS", 0, 30)],
    tags: tagsOf("prod", "platform"),
  });
  stateOf(corner, regionOf(seed, "us")).vaults.push({
    name: "prod-apart",
    isAirGapped: true,
    locked: { finalFrom: null },
    points: nightly("EBS", 50, 12),
    tags: tagsOf("prod", "platform"),
  });
}
