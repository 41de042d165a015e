import type { DBInstance } from "@aws-sdk/client-rds";
import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { databaseInstances } from "../../aws/reads/databases";
import type { Observed } from "../../core/resource";
import { pendingNames, sorted } from "../database-common";

/** What an RDS DB instance is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();

/**
 * All that a stop and a start must leave as it was. The two zones of a Multi-AZ instance may swap at a start (RDS User
 * Guide, "Stopping a DB instance temporarily"), so they are kept as a set.
 */
export const databaseConfiguration = z.strictObject({
  /** AWS's own id: a database that was deleted and made again under the same name is another one. */
  resourceId: text,
  class: z.string(),
  engine: z.string(),
  engineVersion: text,
  licenseModel: text,
  masterUsername: text,
  databaseName: text,
  endpoint: z.strictObject({ address: text, port: number }),
  multiAz: z.boolean(),
  zones: z.array(z.string()),
  storage: z.strictObject({
    type: text,
    gigabytes: z.number(),
    iops: number,
    throughput: number,
    maxGigabytes: number,
    encrypted: flag,
    kmsKeyId: text,
    dedicatedLogVolume: flag,
  }),
  network: z.strictObject({
    subnetGroup: text,
    securityGroups: z.array(z.string()),
    publiclyAccessible: z.boolean(),
    networkType: text,
  }),
  parameterGroups: z.array(z.string()),
  optionGroups: z.array(z.string()),
  backup: z.strictObject({ retentionDays: number, window: text, copyTags: flag, target: text }),
  maintenance: z.strictObject({ window: text, autoMinorUpgrade: flag }),
  monitoring: z.strictObject({
    intervalSeconds: number,
    roleArn: text,
    performanceInsights: flag,
    performanceInsightsDays: number,
    logExports: z.array(z.string()),
  }),
  security: z.strictObject({
    deletionProtection: flag,
    iamAuthentication: flag,
    caCertificate: text,
    roles: z.array(z.string()),
    domains: z.array(z.string()),
  }),
  processor: z.array(z.string()),
});
export type DatabaseConfiguration = z.infer<typeof databaseConfiguration>;

export const databaseDetail = z.strictObject({
  status: z.string(),
  /** Names of what waits for the next maintenance window or restart: a stop would throw it away. */
  pending: z.array(z.string()),
  replicaOf: text,
  replicas: z.array(z.string()),
  /** When AWS will start it again by itself. */
  automaticRestartAt: text,
  configuration: databaseConfiguration,
});
export type DatabaseDetail = z.infer<typeof databaseDetail>;

/**
 * The list also names Aurora members, DocumentDB and Neptune instances, which are stopped by their clusters: they are
 * not of this kind.
 */
export async function* discoverDatabases(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<DatabaseDetail>> {
  if (only?.length === 0) return;
  const wanted = only && new Set(only);
  const chosen = only && ({ by: "db-instance-id", names: only } as const);
  for await (const page of databaseInstances(aws, chosen)) {
    for (const database of page) {
      const name = database.DBInstanceIdentifier;
      if (!name || (wanted && !wanted.has(name)) || isOfCluster(database)) continue;
      yield {
        nativeId: name,
        arn: database.DBInstanceArn ?? "",
        name,
        type: database.DBInstanceClass ?? "unknown",
        tags: Object.fromEntries((database.TagList ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
        detail: detailOf(database),
      };
    }
  }
}

function isOfCluster({ DBClusterIdentifier, Engine = "" }: DBInstance): boolean {
  return Boolean(DBClusterIdentifier) || /^(aurora|docdb|neptune)/.test(Engine);
}

function detailOf(database: DBInstance): DatabaseDetail {
  const replicas = [
    ...(database.ReadReplicaDBInstanceIdentifiers ?? []),
    ...(database.ReadReplicaDBClusterIdentifiers ?? []),
  ];
  return {
    status: database.DBInstanceStatus ?? "unknown",
    pending: pendingNames(database.PendingModifiedValues),
    replicaOf: database.ReadReplicaSourceDBInstanceIdentifier ?? database.ReadReplicaSourceDBClusterIdentifier ?? null,
    replicas: replicas.sort(),
    automaticRestartAt: database.AutomaticRestartTime?.toISOString() ?? null,
    configuration: configurationOf(database),
  };
}

function configurationOf(database: DBInstance): DatabaseConfiguration {
  return {
    resourceId: database.DbiResourceId ?? null,
    class: database.DBInstanceClass ?? "unknown",
    engine: database.Engine ?? "unknown",
    engineVersion: database.EngineVersion ?? null,
    licenseModel: database.LicenseModel ?? null,
    masterUsername: database.MasterUsername ?? null,
    databaseName: database.DBName ?? null,
    endpoint: { address: database.Endpoint?.Address ?? null, port: database.Endpoint?.Port ?? null },
    multiAz: database.MultiAZ ?? false,
    zones: sorted([database.AvailabilityZone, database.SecondaryAvailabilityZone]),
    storage: {
      type: database.StorageType ?? null,
      gigabytes: database.AllocatedStorage ?? 0,
      iops: database.Iops ?? null,
      throughput: database.StorageThroughput ?? null,
      maxGigabytes: database.MaxAllocatedStorage ?? null,
      encrypted: database.StorageEncrypted ?? null,
      kmsKeyId: database.KmsKeyId ?? null,
      dedicatedLogVolume: database.DedicatedLogVolume ?? null,
    },
    network: {
      subnetGroup: database.DBSubnetGroup?.DBSubnetGroupName ?? null,
      securityGroups: sorted(database.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId)),
      publiclyAccessible: database.PubliclyAccessible ?? false,
      networkType: database.NetworkType ?? null,
    },
    parameterGroups: sorted(database.DBParameterGroups?.map((group) => group.DBParameterGroupName)),
    optionGroups: sorted(database.OptionGroupMemberships?.map((group) => group.OptionGroupName)),
    backup: {
      retentionDays: database.BackupRetentionPeriod ?? null,
      window: database.PreferredBackupWindow ?? null,
      copyTags: database.CopyTagsToSnapshot ?? null,
      target: database.BackupTarget ?? null,
    },
    maintenance: {
      window: database.PreferredMaintenanceWindow ?? null,
      autoMinorUpgrade: database.AutoMinorVersionUpgrade ?? null,
    },
    monitoring: {
      intervalSeconds: database.MonitoringInterval ?? null,
      roleArn: database.MonitoringRoleArn ?? null,
      performanceInsights: database.PerformanceInsightsEnabled ?? null,
      performanceInsightsDays: database.PerformanceInsightsRetentionPeriod ?? null,
      logExports: sorted(database.EnabledCloudwatchLogsExports),
    },
    security: {
      deletionProtection: database.DeletionProtection ?? null,
      iamAuthentication: database.IAMDatabaseAuthenticationEnabled ?? null,
      caCertificate: database.CACertificateIdentifier ?? null,
      roles: sorted(database.AssociatedRoles?.map((role) => role.RoleArn)),
      domains: sorted(database.DomainMemberships?.map((domain) => domain.Domain)),
    },
    processor: sorted(database.ProcessorFeatures?.map(({ Name, Value }) => `${Name}=${Value}`)),
  };
}
