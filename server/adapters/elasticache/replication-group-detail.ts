import type { CacheCluster, NodeGroup, ReplicationGroup, Snapshot } from "@aws-sdk/client-elasticache";
import { z } from "zod";

/** What an ElastiCache replication group is, in a form that survives JSON. Pure. */

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean();

/** All that a group is made with, and what has to be equal once it is made again. */
export const groupConfiguration = z.strictObject({
  description: text,
  engine: z.string(),
  engineVersion: text,
  nodeType: z.string(),
  clustered: flag,
  clusterMode: text,
  automaticFailover: flag,
  multiAz: flag,
  /** Zones in the order of the nodes' names. */
  shards: z.array(z.strictObject({ id: z.string(), slots: text, zones: z.array(z.string()) })),
  port: number,
  /** Names that clients use: of the configuration, the primary, the readers. */
  endpoints: z.array(z.string()),
  parameterGroup: text,
  subnetGroup: text,
  securityGroups: z.array(z.string()),
  maintenanceWindow: text,
  notificationTopic: text,
  autoMinorUpgrade: flag,
  backup: z.strictObject({ retentionDays: number, window: text }),
  encryption: z.strictObject({ atRest: flag, kmsKey: text, inTransit: flag, mode: text }),
  dataTiering: flag,
  network: z.strictObject({ type: text, discovery: text }),
  logs: z.array(z.strictObject({ type: z.string(), to: z.string(), name: z.string(), format: z.string() })),
  durability: text,
});
export type GroupConfiguration = z.infer<typeof groupConfiguration>;

export const groupDetail = z.strictObject({
  status: z.string(),
  nodes: z.int().min(0),
  globalDatastore: text,
  authToken: flag,
  userGroups: z.array(z.string()),
  outposts: flag,
  /** Names of what waits for the next maintenance window. */
  pending: z.array(z.string()),
  /** Its nodes are called as those of a new group would be. */
  plainNames: flag,
  /** Application Auto Scaling has a target for it. */
  scaled: flag,
  /** How many backups AWS took by itself, which go with the group. */
  automaticBackups: z.int().min(0),
  /** Backups that somebody made. */
  snapshots: z.array(z.strictObject({ name: z.string(), status: z.string() })),
  configuration: groupConfiguration,
});
export type GroupDetail = z.infer<typeof groupDetail>;

export interface SeenGroup {
  readonly group: ReplicationGroup;
  /** One of its nodes tells what the group does not: all have it in common. Null while none is there. */
  readonly node: CacheCluster | null;
  readonly snapshots: readonly Snapshot[];
  readonly scaled: boolean;
}

export function detailOf({ group, node, snapshots, scaled }: SeenGroup): GroupDetail {
  const id = group.ReplicationGroupId ?? "";
  const members = group.MemberClusters ?? [];
  const mine = snapshots.filter((one) => one.ReplicationGroupId === id || members.includes(one.CacheClusterId ?? ""));
  return {
    status: group.Status ?? "unknown",
    nodes: members.length,
    globalDatastore: group.GlobalReplicationGroupInfo?.GlobalReplicationGroupId ?? null,
    authToken: group.AuthTokenEnabled ?? false,
    userGroups: sorted(group.UserGroupIds),
    outposts: (group.MemberClustersOutpostArns ?? []).length > 0,
    pending: pendingNames({ ...group.PendingModifiedValues, ...node?.PendingModifiedValues }),
    plainNames: hasPlainNames(id, group),
    scaled,
    automaticBackups: mine.filter((one) => one.SnapshotSource === "automated").length,
    snapshots: mine
      .filter((one) => one.SnapshotSource !== "automated")
      .map(({ SnapshotName = "", SnapshotStatus = "unknown" }) => ({ name: SnapshotName, status: SnapshotStatus }))
      .sort((a, b) => compare(a.name, b.name)),
    configuration: configurationOf(group, node),
  };
}

/** Only the names: a pending token must not be copied anywhere. */
function pendingNames(pending: object): string[] {
  const isSet = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null);
  return Object.entries(pending)
    .filter(([, value]) => isSet(value))
    .map(([name]) => name)
    .sort();
}

/** `id-001`, or `id-0001-001` with shards: a group that lost and replaced nodes has gaps, which a new one has not. */
function hasPlainNames(id: string, { ClusterEnabled, NodeGroups = [] }: ReplicationGroup): boolean {
  const plain = NodeGroups.flatMap((shard) => {
    const stem = ClusterEnabled ? `${id}-${shard.NodeGroupId}` : id;
    return membersOf(shard).map((_, index) => `${stem}-${String(index + 1).padStart(3, "0")}`);
  });
  return plain.join() === NodeGroups.flatMap((shard) => membersOf(shard).map((one) => one.id)).join();
}

function membersOf({ NodeGroupMembers = [] }: NodeGroup): { readonly id: string; readonly zone: string }[] {
  return NodeGroupMembers.map((one) => ({
    id: one.CacheClusterId ?? "",
    zone: one.PreferredAvailabilityZone ?? "unknown",
  })).sort((a, b) => compare(a.id, b.id));
}

function configurationOf(group: ReplicationGroup, node: CacheCluster | null): GroupConfiguration {
  const shards = group.NodeGroups ?? [];
  const [first] = shards;
  const endpoints = [
    group.ConfigurationEndpoint,
    ...shards.flatMap((one) => [one.PrimaryEndpoint, one.ReaderEndpoint]),
  ];
  return {
    description: group.Description ?? null,
    engine: group.Engine ?? node?.Engine ?? "redis",
    engineVersion: node?.EngineVersion ?? null,
    nodeType: group.CacheNodeType ?? node?.CacheNodeType ?? "unknown",
    clustered: group.ClusterEnabled ?? false,
    clusterMode: group.ClusterMode ?? null,
    automaticFailover: group.AutomaticFailover === "enabled",
    multiAz: group.MultiAZ === "enabled",
    shards: shards.map((shard) => ({
      id: shard.NodeGroupId ?? "",
      slots: shard.Slots ?? null,
      zones: membersOf(shard).map(({ zone }) => zone),
    })),
    port: group.ConfigurationEndpoint?.Port ?? first?.PrimaryEndpoint?.Port ?? null,
    endpoints: sorted(endpoints.map((one) => one?.Address)),
    parameterGroup: node?.CacheParameterGroup?.CacheParameterGroupName ?? null,
    subnetGroup: node?.CacheSubnetGroupName ?? null,
    securityGroups: sorted(node?.SecurityGroups?.map((one) => one.SecurityGroupId)),
    maintenanceWindow: node?.PreferredMaintenanceWindow ?? null,
    notificationTopic: node?.NotificationConfiguration?.TopicArn ?? null,
    autoMinorUpgrade: group.AutoMinorVersionUpgrade ?? node?.AutoMinorVersionUpgrade ?? false,
    backup: { retentionDays: group.SnapshotRetentionLimit ?? null, window: group.SnapshotWindow ?? null },
    encryption: {
      atRest: group.AtRestEncryptionEnabled ?? false,
      kmsKey: group.KmsKeyId ?? null,
      inTransit: group.TransitEncryptionEnabled ?? false,
      mode: group.TransitEncryptionMode ?? null,
    },
    dataTiering: group.DataTiering === "enabled",
    network: { type: group.NetworkType ?? null, discovery: group.IpDiscovery ?? null },
    logs: logsOf(group),
    durability: group.Durability ?? null,
  };
}

function logsOf({ LogDeliveryConfigurations = [] }: ReplicationGroup): GroupConfiguration["logs"] {
  return LogDeliveryConfigurations.map(({ LogType, DestinationType, DestinationDetails, LogFormat }) => ({
    type: LogType ?? "",
    to: DestinationType ?? "",
    name:
      DestinationDetails?.CloudWatchLogsDetails?.LogGroup ??
      DestinationDetails?.KinesisFirehoseDetails?.DeliveryStream ??
      "",
    format: LogFormat ?? "",
  })).sort((a, b) => compare(a.type, b.type));
}

function sorted(values: readonly (string | undefined)[] | undefined): string[] {
  return (values ?? []).filter((value): value is string => Boolean(value)).sort();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
