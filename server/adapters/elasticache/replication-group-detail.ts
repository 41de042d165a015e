import type { CacheCluster, NodeGroup, ReplicationGroup, Snapshot } from "@aws-sdk/client-elasticache";
import { z } from "zod";
import { differencesBetween } from "../../core/differences";
import type { Tags } from "../../core/resource";

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
  /** The node that daily backups are taken from, of a group without shards; null: none, or not known of older holds. */
  backup: z.strictObject({ retentionDays: number, window: text, source: text.default(null) }),
  encryption: z.strictObject({ atRest: flag, kmsKey: text, inTransit: flag, mode: text }),
  dataTiering: flag,
  network: z.strictObject({ type: text, discovery: text }),
  logs: z.array(z.strictObject({ type: z.string(), to: z.string(), name: z.string(), format: z.string() })),
  durability: text,
  /** Groups that had some were refused before they were kept. */
  userGroups: z.array(z.string()).default([]),
});
export type GroupConfiguration = z.infer<typeof groupConfiguration>;

export const groupDetail = z.strictObject({
  status: z.string(),
  nodes: z.int().min(0),
  globalDatastore: text,
  authToken: flag,
  outposts: flag,
  /** Names of what was changed and is not in effect yet. */
  pending: z.array(z.string()),
  /** AWS keeps its topic and tells it nothing. */
  notificationsOff: flag,
  /** Logs that AWS does not deliver, each with its status. */
  logsOff: z.array(z.string()),
  /** Names of what its nodes do not have in common, as those of a new group would. */
  unlike: z.array(z.string()),
  /** Nodes with tags that the group has not. */
  ownTags: z.array(z.string()),
  /** Where there is but one shard: the node that takes the writes. */
  primary: text,
  /** What its data is really encrypted with at rest, whatever it was made with. */
  storageEncryption: text,
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
  readonly tags: Tags;
  /** They tell what the group does not: in the order of their names, none while none is there. */
  readonly nodes: readonly SeenNode[];
  readonly snapshots: readonly Snapshot[];
  readonly scaled: boolean;
}

export interface SeenNode {
  readonly node: CacheCluster;
  readonly tags: Tags;
}

export function detailOf({ group, tags, nodes, snapshots, scaled }: SeenGroup): GroupDetail {
  const id = group.ReplicationGroupId ?? "";
  const members = group.MemberClusters ?? [];
  const mine = snapshots.filter((one) => one.ReplicationGroupId === id || members.includes(one.CacheClusterId ?? ""));
  const clusters = nodes.map(({ node }) => node);
  return {
    status: group.Status ?? "unknown",
    nodes: members.length,
    globalDatastore: group.GlobalReplicationGroupInfo?.GlobalReplicationGroupId ?? null,
    authToken: group.AuthTokenEnabled ?? false,
    outposts: (group.MemberClustersOutpostArns ?? []).length > 0,
    pending: pendingNames(group, clusters),
    notificationsOff: clusters.some((one) => one.NotificationConfiguration?.TopicStatus === "inactive"),
    logsOff: logsIn(group, (status) => status === "error" || status === "disabling"),
    unlike: unlikeNames(clusters),
    ownTags: nodes.filter((one) => hasOwnTags(one, tags)).map(({ node }) => node.CacheClusterId ?? ""),
    primary: primaryOf(group),
    storageEncryption: group.StorageEncryptionType ?? null,
    plainNames: hasPlainNames(id, group),
    scaled,
    automaticBackups: mine.filter((one) => one.SnapshotSource === "automated").length,
    snapshots: mine
      .filter((one) => one.SnapshotSource !== "automated")
      .map(({ SnapshotName = "", SnapshotStatus = "unknown" }) => ({ name: SnapshotName, status: SnapshotStatus }))
      .sort((a, b) => compare(a.name, b.name)),
    configuration: configurationOf(group, clusters[0] ?? null),
  };
}

/** Only the names: a pending token must not be copied anywhere. Parameters wait for a reboot of each node by itself. */
function pendingNames(group: ReplicationGroup, nodes: readonly CacheCluster[]): string[] {
  const isSet = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null);
  const values = [group, ...nodes].flatMap((one) => Object.entries(one.PendingModifiedValues ?? {}));
  const words = [
    ...values.filter(([, value]) => isSet(value)).map(([name]) => name),
    ...nodes.flatMap(({ CacheParameterGroup: { ParameterApplyStatus: status = "in-sync" } = {} }) =>
      status === "in-sync" ? [] : [`parameters (${status})`],
    ),
    ...logsIn(group, (status) => status === "enabling" || status === "modifying"),
    ...(group.AutomaticFailover?.endsWith("ing") ? [`automatic failover (${group.AutomaticFailover})`] : []),
  ];
  return [...new Set(words)].sort();
}

function logsIn({ LogDeliveryConfigurations = [] }: ReplicationGroup, isIn: (status: string) => boolean): string[] {
  return LogDeliveryConfigurations.flatMap(({ LogType, Status = "active" }) =>
    isIn(Status) ? [`${LogType} (${Status})`] : [],
  );
}

function unlikeNames(nodes: readonly CacheCluster[]): string[] {
  const [first, ...others] = nodes.map(ofNode);
  if (!first) return [];
  const differ = others.flatMap((one) => differencesBetween(first, one).map(({ path }) => path.split(".")[0] ?? path));
  return [...new Set(differ)].sort();
}

/** Tags of a group are on its nodes, too (CreateReplicationGroup); what AWS itself put there is not meant. */
function hasOwnTags({ tags }: SeenNode, groups: Tags): boolean {
  return Object.entries(tags).some(([key, value]) => !key.startsWith("aws:") && groups[key] !== value);
}

function primaryOf({ ClusterEnabled, NodeGroups = [] }: ReplicationGroup): string | null {
  if (ClusterEnabled) return null;
  const members = NodeGroups.flatMap(({ NodeGroupMembers = [] }) => NodeGroupMembers);
  return members.find(({ CurrentRole }) => CurrentRole === "primary")?.CacheClusterId ?? null;
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
    ...ofNode(node),
    engine: group.Engine ?? node?.Engine ?? "redis",
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
    autoMinorUpgrade: group.AutoMinorVersionUpgrade ?? node?.AutoMinorVersionUpgrade ?? false,
    backup: {
      retentionDays: group.SnapshotRetentionLimit ?? null,
      window: group.SnapshotWindow ?? null,
      source: group.ClusterEnabled ? null : (group.SnapshottingClusterId ?? null),
    },
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
    userGroups: sorted(group.UserGroupIds),
  };
}

/** What only its nodes tell, and what all of them have in common. */
function ofNode(node: CacheCluster | null) {
  return {
    engineVersion: node?.EngineVersion ?? null,
    parameterGroup: node?.CacheParameterGroup?.CacheParameterGroupName ?? null,
    subnetGroup: node?.CacheSubnetGroupName ?? null,
    securityGroups: sorted(node?.SecurityGroups?.map((one) => one.SecurityGroupId)),
    maintenanceWindow: node?.PreferredMaintenanceWindow ?? null,
    notificationTopic: node?.NotificationConfiguration?.TopicArn ?? null,
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

/** From version 6 on AWS takes and keeps major and minor, and patches by itself (ElastiCache User Guide, "Engine versions"). */
export function requestedVersion(version: string | null): string | null {
  const [major = "", minor] = version?.split(".") ?? [];
  return minor !== undefined && Number(major) >= 6 ? `${major}.${minor}` : version;
}
