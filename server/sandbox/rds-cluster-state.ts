import type { DBCluster, DBInstance } from "@aws-sdk/client-rds";
import type { Moment } from "./operation";
import { tagList } from "./tags";
import type { RegionWorld, TagMap } from "./world";

/** DB clusters of Aurora, RDS, DocumentDB and Neptune, as the sandbox keeps and describes them. */

export interface ClusterMember {
  id: string;
  resourceId: string;
  class: string;
  status: "available" | "stopping" | "stopped" | "starting" | "creating";
  until: number | null;
  writer: boolean;
  tier: number;
  zone: string;
  createdAt: number;
}

export interface DbCluster {
  id: string;
  resourceId: string;
  engine: "aurora-mysql" | "aurora-postgresql" | "mysql" | "postgres" | "docdb" | "neptune";
  engineVersion: string;
  /** `serverless` is Aurora's first one, without members. */
  mode: "provisioned" | "serverless";
  status: "available" | "stopping" | "stopped" | "starting";
  until: number | null;
  /** AWS starts a stopped cluster by itself at this instant; it then takes so many milliseconds. */
  wake: { at: number; lasts: number } | null;
  members: ClusterMember[];
  serverless: { min: number; max: number } | null;
  /** A Multi-AZ DB cluster of RDS has a class of its own. */
  multiAzClass: string | null;
  globalCluster: string | null;
  replicaOf: string | null;
  zones: string[];
  createdAt: number;
  tags: TagMap;
}

export interface ClusterState {
  clusters: DbCluster[];
}

export const clusterPlace = { name: "rdsClusters", empty: (): ClusterState => ({ clusters: [] }) };

/** None where nobody has made any: a look leaves no trace. */
export function clustersOf({ corners }: RegionWorld): DbCluster[] {
  const state = corners[clusterPlace.name] as ClusterState | undefined;
  return state?.clusters ?? [];
}

type Place = Pick<Moment, "regionName" | "world">;

export function clusterArn(cluster: DbCluster, { regionName, world }: Place): string {
  return `arn:aws:rds:${regionName}:${world.accountId}:cluster:${cluster.id}`;
}

export function memberArn(member: ClusterMember, { regionName, world }: Place): string {
  return `arn:aws:rds:${regionName}:${world.accountId}:db:${member.id}`;
}

const ports = { mysql: 3306, postgres: 5432, docdb: 27_017, neptune: 8182 };

function portOf({ engine }: DbCluster): number {
  if (engine === "docdb" || engine === "neptune") return ports[engine];
  return engine.endsWith("mysql") ? ports.mysql : ports.postgres;
}

const hosts = { docdb: "docdb", neptune: "neptune" } as const;

function hostOf({ engine }: DbCluster): string {
  return engine === "docdb" || engine === "neptune" ? hosts[engine] : "rds";
}

/** `aurora-postgresql16`, `docdb5.0`: the family that parameter groups are made for. */
function familyOf({ engine, engineVersion }: DbCluster): string {
  const [major = "", minor = ""] = engineVersion.split(".");
  return engine.endsWith("postgresql") || engine === "postgres" ? `${engine}${major}` : `${engine}${major}.${minor}`;
}

export function describeCluster(cluster: DbCluster, at: Moment): DBCluster {
  const host = (kind: string) => `${cluster.id}.${kind}-c1x7qk2mzp4d.${at.regionName}.${hostOf(cluster)}.amazonaws.com`;
  const { serverless } = cluster;
  return {
    DBClusterIdentifier: cluster.id,
    DBClusterArn: clusterArn(cluster, at),
    DbClusterResourceId: cluster.resourceId,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: cluster.mode,
    Status: cluster.status,
    ...(cluster.wake !== null && { AutomaticRestartTime: new Date(cluster.wake.at) }),
    ClusterCreateTime: new Date(cluster.createdAt),
    MasterUsername: "tidewater",
    Endpoint: host("cluster"),
    ReaderEndpoint: host("cluster-ro"),
    Port: portOf(cluster),
    AvailabilityZones: cluster.zones,
    AllocatedStorage: 1,
    StorageEncrypted: true,
    KmsKeyId: `arn:aws:kms:${at.regionName}:${at.world.accountId}:key/6f1e2d3c-4b5a-4978-8a6b-0c1d2e3f4a5b`,
    ...(serverless && {
      ServerlessV2ScalingConfiguration: { MinCapacity: serverless.min, MaxCapacity: serverless.max },
    }),
    ...(cluster.multiAzClass !== null && { DBClusterInstanceClass: cluster.multiAzClass, StorageType: "io1" }),
    ...(cluster.globalCluster !== null && { GlobalClusterIdentifier: cluster.globalCluster }),
    ...(cluster.replicaOf !== null && { ReplicationSourceIdentifier: cluster.replicaOf }),
    ReadReplicaIdentifiers: [],
    DBClusterMembers: cluster.members.map((member) => ({
      DBInstanceIdentifier: member.id,
      IsClusterWriter: member.writer,
      PromotionTier: member.tier,
      DBClusterParameterGroupStatus: "in-sync",
    })),
    DBClusterParameterGroup: `default.${familyOf(cluster)}`,
    DBSubnetGroup: "tidewater-data",
    VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-0a94b7d3e1c2f5860", Status: "active" }],
    BackupRetentionPeriod: 7,
    PreferredBackupWindow: "02:10-02:40",
    PreferredMaintenanceWindow: "sun:03:00-sun:03:30",
    IAMDatabaseAuthenticationEnabled: false,
    DeletionProtection: true,
    CopyTagsToSnapshot: true,
    AssociatedRoles: [],
    TagList: tagList(cluster.tags),
  };
}

export function describeMember(member: ClusterMember, cluster: DbCluster, at: Moment): DBInstance {
  return {
    DBInstanceIdentifier: member.id,
    DBInstanceArn: memberArn(member, at),
    DbiResourceId: member.resourceId,
    DBClusterIdentifier: cluster.id,
    DBInstanceClass: member.class,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    DBInstanceStatus: member.status,
    InstanceCreateTime: new Date(member.createdAt),
    Endpoint: {
      Address: `${member.id}.c1x7qk2mzp4d.${at.regionName}.${hostOf(cluster)}.amazonaws.com`,
      Port: portOf(cluster),
    },
    AvailabilityZone: member.zone,
    MultiAZ: false,
    PromotionTier: member.tier,
    AllocatedStorage: 1,
    StorageEncrypted: true,
    PendingModifiedValues: {},
    PreferredMaintenanceWindow: "sun:04:00-sun:04:30",
    AutoMinorVersionUpgrade: true,
    PubliclyAccessible: false,
    MonitoringInterval: 0,
    CACertificateIdentifier: "rds-ca-rsa2048-g1",
    DBParameterGroups: [{ DBParameterGroupName: `default.${familyOf(cluster)}`, ParameterApplyStatus: "in-sync" }],
    TagList: tagList(cluster.tags),
  };
}
