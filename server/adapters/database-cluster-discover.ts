import type { ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";
import type { DBCluster, DBInstance } from "@aws-sdk/client-rds";
import type { ReadDoor } from "../aws/door";
import { databaseClusters, databaseInstances } from "../aws/reads/databases";
import { scalableTargets } from "../aws/reads/scalable-targets";
import type { Observed } from "../core/resource";
import type { ClusterConfiguration, ClusterDetail, MemberConfiguration } from "./database-cluster-detail";
import { pendingNames, sorted } from "./database-common";
import { type Scaling, toScaling } from "./scaling-hold";

/** How DB clusters and their members are read. */

/** Which clusters of the list are of a kind, and how Application Auto Scaling names the number of their readers. */
export interface ClusterList {
  readonly isOf: (engine: string) => boolean;
  readonly scaling: { readonly namespace: ServiceNamespace; readonly dimension: ScalableDimension } | null;
}

/**
 * Clusters first, then the members of those that were found: a filter by a cluster that is gone is not asked for. The
 * whole lists are read once in a scan for all kinds of databases.
 */
export async function* discoverClusters(
  aws: ReadDoor,
  { isOf, scaling }: ClusterList,
  only?: readonly string[],
): AsyncGenerator<Observed<ClusterDetail>> {
  if (only?.length === 0) return;
  const wanted = only && new Set(only);
  const isWanted = ({ DBClusterIdentifier: id = "", Engine = "" }: DBCluster) =>
    isOf(Engine) && (!wanted || wanted.has(id));
  const found: DBCluster[] = [];
  for await (const page of databaseClusters(aws, only)) found.push(...page.filter(isWanted));
  if (found.length === 0) return;
  const names = found.map(({ DBClusterIdentifier: id = "" }) => id);
  const [members, targets] = await Promise.all([
    membersOf(aws, only && names),
    scaling ? targetsOf(aws, scaling, only && names) : new Map<string, Scaling>(),
  ]);
  for (const cluster of found) {
    const id = cluster.DBClusterIdentifier ?? "";
    yield observe(cluster, members.get(id) ?? [], targets.get(`cluster:${id}`) ?? null);
  }
}

async function membersOf(aws: ReadDoor, names?: readonly string[]): Promise<ReadonlyMap<string, DBInstance[]>> {
  const members = new Map<string, DBInstance[]>();
  for await (const page of databaseInstances(aws, names && { by: "db-cluster-id", names })) {
    for (const instance of page) {
      const cluster = instance.DBClusterIdentifier;
      if (cluster) members.set(cluster, [...(members.get(cluster) ?? []), instance]);
    }
  }
  return members;
}

async function targetsOf(
  aws: ReadDoor,
  { namespace, dimension }: NonNullable<ClusterList["scaling"]>,
  names?: readonly string[],
): Promise<ReadonlyMap<string, Scaling>> {
  const targets = await scalableTargets(
    aws,
    namespace,
    names?.map((name) => `cluster:${name}`),
  );
  const own = targets.filter((target) => target.ScalableDimension === dimension);
  return new Map(own.map((target) => [target.ResourceId ?? "", toScaling(target)]));
}

function observe(cluster: DBCluster, listed: readonly DBInstance[], scaling: Scaling | null): Observed<ClusterDetail> {
  const name = cluster.DBClusterIdentifier ?? "";
  const instances = [...listed, ...unlisted(cluster, listed)];
  const members = instances.map((instance) => memberOf(instance, cluster)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    nativeId: name,
    arn: cluster.DBClusterArn ?? "",
    name,
    type: typeOf(cluster, members),
    tags: Object.fromEntries((cluster.TagList ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    detail: {
      status: cluster.Status ?? "unknown",
      memberStatus: Object.fromEntries(
        instances.map(({ DBInstanceIdentifier: id = "", DBInstanceStatus = "unknown" }) => [id, DBInstanceStatus]),
      ),
      pending: [
        ...pendingNames(cluster.PendingModifiedValues),
        ...instances.flatMap((instance) =>
          pendingNames(instance.PendingModifiedValues).map((what) => `${instance.DBInstanceIdentifier} ${what}`),
        ),
      ],
      kin: {
        globalCluster: globalClusterOf(cluster),
        replicaOf: cluster.ReplicationSourceIdentifier || null,
        replicas: sorted(cluster.ReadReplicaIdentifiers),
        scalability: cluster.ClusterScalabilityType ?? null,
        multiAzClass: cluster.DBClusterInstanceClass ?? null,
      },
      automaticRestartAt: cluster.AutomaticRestartTime?.toISOString() ?? null,
      configuration: configurationOf(cluster),
      members,
      scaling,
    },
  };
}

/** The two lists are read one after the other: a member that only the cluster names is there, in an unknown state. */
function unlisted(cluster: DBCluster, listed: readonly DBInstance[]): DBInstance[] {
  const known = new Set(listed.map(({ DBInstanceIdentifier: id }) => id));
  const members = cluster.DBClusterMembers ?? [];
  return members.filter(({ DBInstanceIdentifier: id }) => !known.has(id));
}

/** "2 × db.r6g.large", "db.r6g.large, 2 × db.serverless", or what it is without members. */
function typeOf(cluster: DBCluster, members: readonly MemberConfiguration[]): string {
  const classes = [...new Set(members.map((member) => member.class))];
  const counted = classes.map((name) => {
    const count = members.filter((member) => member.class === name).length;
    return count === 1 ? name : `${count} × ${name}`;
  });
  return counted.join(", ") || (cluster.EngineMode === "serverless" ? "serverless v1" : "no instances");
}

/** The primary cluster names its global cluster; a secondary one always has a status of write forwarding, too. */
function globalClusterOf({
  GlobalClusterIdentifier,
  GlobalWriteForwardingStatus: forwarding,
}: DBCluster): string | null {
  if (GlobalClusterIdentifier) return GlobalClusterIdentifier;
  return forwarding && forwarding !== "disabled" && forwarding !== "unknown" ? "that it forwards writes to" : null;
}

function configurationOf(cluster: DBCluster): ClusterConfiguration {
  const { ServerlessV2ScalingConfiguration: serverless } = cluster;
  return {
    resourceId: cluster.DbClusterResourceId ?? null,
    engine: cluster.Engine ?? "unknown",
    engineVersion: cluster.EngineVersion ?? null,
    engineMode: cluster.EngineMode ?? null,
    extendedSupport: cluster.EngineLifecycleSupport ?? null,
    masterUsername: cluster.MasterUsername ?? null,
    masterSecretArn: cluster.MasterUserSecret?.SecretArn ?? null,
    databaseName: cluster.DatabaseName ?? null,
    endpoint: {
      writer: cluster.Endpoint ?? null,
      reader: cluster.ReaderEndpoint ?? null,
      custom: sorted(cluster.CustomEndpoints),
      port: cluster.Port ?? null,
    },
    zones: sorted(cluster.AvailabilityZones),
    storage: {
      type: cluster.StorageType ?? null,
      iops: cluster.Iops ?? null,
      encrypted: cluster.StorageEncrypted ?? null,
      kmsKeyId: cluster.KmsKeyId ?? null,
    },
    serverless: serverless
      ? {
          min: serverless.MinCapacity ?? 0,
          max: serverless.MaxCapacity ?? 0,
          autoPauseSeconds: serverless.SecondsUntilAutoPause ?? null,
        }
      : null,
    network: {
      subnetGroup: cluster.DBSubnetGroup ?? null,
      securityGroups: sorted(cluster.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId)),
      networkType: cluster.NetworkType ?? null,
    },
    parameterGroup: cluster.DBClusterParameterGroup ?? null,
    optionGroups: sorted(cluster.DBClusterOptionGroupMemberships?.map((group) => group.DBClusterOptionGroupName)),
    backup: {
      retentionDays: cluster.BackupRetentionPeriod ?? null,
      window: cluster.PreferredBackupWindow ?? null,
      copyTags: cluster.CopyTagsToSnapshot ?? null,
      backtrackSeconds: cluster.BacktrackWindow ?? null,
    },
    maintenance: {
      window: cluster.PreferredMaintenanceWindow ?? null,
      autoMinorUpgrade: cluster.AutoMinorVersionUpgrade ?? null,
    },
    monitoring: {
      ...monitoringOf(cluster),
      insightsMode: cluster.DatabaseInsightsMode ?? null,
      logExports: sorted(cluster.EnabledCloudwatchLogsExports),
    },
    security: {
      deletionProtection: cluster.DeletionProtection ?? null,
      iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? null,
      dataApi: cluster.HttpEndpointEnabled ?? null,
      roles: sorted(cluster.AssociatedRoles?.map((role) => role.RoleArn)),
      domains: sorted(cluster.DomainMemberships?.map((domain) => domain.Domain)),
    },
    activityStream: isOn(cluster.ActivityStreamStatus) ? (cluster.ActivityStreamMode ?? "unknown") : null,
    localWriteForwarding: isOn(cluster.LocalWriteForwardingStatus),
  };
}

/** On, or on its way there. */
function isOn(status: string | undefined): boolean {
  return ["started", "starting", "enabled", "enabling", "requested"].includes(status ?? "");
}

function memberOf(instance: DBInstance, cluster: DBCluster): MemberConfiguration {
  const id = instance.DBInstanceIdentifier ?? "";
  const membership = cluster.DBClusterMembers?.find((member) => member.DBInstanceIdentifier === id);
  return {
    id,
    resourceId: instance.DbiResourceId ?? null,
    class: instance.DBInstanceClass ?? "unknown",
    engineVersion: instance.EngineVersion ?? null,
    writer: membership?.IsClusterWriter ?? false,
    zone: instance.AvailabilityZone ?? null,
    promotionTier: membership?.PromotionTier ?? instance.PromotionTier ?? null,
    publiclyAccessible: instance.PubliclyAccessible ?? false,
    parameterGroups: sorted(instance.DBParameterGroups?.map((group) => group.DBParameterGroupName)),
    maintenance: {
      window: instance.PreferredMaintenanceWindow ?? null,
      autoMinorUpgrade: instance.AutoMinorVersionUpgrade ?? null,
    },
    monitoring: monitoringOf(instance),
    caCertificate: instance.CACertificateIdentifier ?? null,
  };
}

function monitoringOf(
  of: Pick<
    DBCluster,
    "MonitoringInterval" | "MonitoringRoleArn" | "PerformanceInsightsEnabled" | "PerformanceInsightsRetentionPeriod"
  >,
) {
  return {
    intervalSeconds: of.MonitoringInterval ?? null,
    roleArn: of.MonitoringRoleArn ?? null,
    performanceInsights: of.PerformanceInsightsEnabled ?? null,
    performanceInsightsDays: of.PerformanceInsightsRetentionPeriod ?? null,
  };
}
