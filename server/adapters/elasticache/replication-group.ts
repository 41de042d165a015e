import {
  CreateReplicationGroupCommand,
  DeleteReplicationGroupCommand,
  DeleteSnapshotCommand,
  type DestinationType,
  type Durability,
  ElastiCacheClient,
  type LogDeliveryConfigurationRequest,
  type LogFormat,
  type LogType,
} from "@aws-sdk/client-elasticache";
import type { ActDoor } from "../../aws/door";
import { assertNever, FaultError } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import { type ApplyItem, defineAdapter, wholeResource } from "../contract";
import { keysIn } from "../keys";
import { cacheSignals } from "./idle";
import { type GroupConfiguration, type GroupDetail, groupDetail } from "./replication-group-detail";
import { discoverReplicationGroups } from "./replication-group-discover";
import {
  check,
  classify,
  deleteParams,
  groupOptions,
  meanwhile,
  type Op,
  planPause,
  planResume,
  requestedVersion,
  savedSchema,
  snapshotParams,
  verify,
} from "./replication-group-plan";

/**
 * ElastiCache replication groups (Valkey and Redis OSS): deleted with a final backup, and made again from it under the
 * same name (ElastiCache API reference, DeleteReplicationGroup: "you cannot cancel or revert this operation"). Whatever
 * would not be exactly as it was is refused. Memcached clusters and single nodes are no replication groups.
 */
export const elasticacheReplicationGroup = defineAdapter({
  kind: "elasticache.replicationGroup",
  title: "ElastiCache replication group",
  plural: "ElastiCache replication groups",
  billedAs: "Amazon ElastiCache",
  about: {
    pause: "Deletes it with a final backup.",
    resume: "Makes it again from that backup under the same name, and deletes the backup once it was seen equal.",
    saves:
      "The configuration (engine, nodes, shards and slots, zones, network, groups, encryption, windows, logs), its tags, and its data in the final backup.",
    stillCosts: "The final backup, by the GB.",
    hazards: [
      "AWS cannot take the deletion back, and deletes its automatic backups with it.",
      "Its endpoint names may change; a change is found and named after the resume.",
      "Keys whose time is over are not restored, and it comes back on the newest patch of its version.",
      "Groups with an AUTH token, with users of their own or with scaling would not come back exactly and are refused.",
    ],
  },
  waveTitle: "Caches",
  restore: "recreated",
  wave: 95,
  iam: {
    read: [
      "elasticache:DescribeReplicationGroups",
      "elasticache:DescribeCacheClusters",
      "elasticache:DescribeSnapshots",
      "application-autoscaling:DescribeScalableTargets",
      "tag:GetResources",
    ],
    pause: ["elasticache:DeleteReplicationGroup", "elasticache:CreateSnapshot"],
    resume: ["elasticache:CreateReplicationGroup", "elasticache:AddTagsToResource", "elasticache:DeleteSnapshot"],
  },
  terraform: { aws_elasticache_replication_group: { drift: () => [wholeResource] } },
  detail: groupDetail,
  saved: { version: 1, schema: savedSchema },
  options: groupOptions,
  // A backup and a restore take as long as the data is large; AWS names no bound.
  timing: { pollSeconds: 30, giveUpSeconds: 4 * 3600, expectSeconds: { pause: 900, resume: 1200 } },
  batch: { delete: 1, create: 1, deleteSnapshot: 1 },

  classify,
  planPause,
  planResume,
  meanwhile,
  check,
  verify,
  relations: () => [],
  keys: ({ detail }) => keysIn(detail.configuration.encryption.kmsKey),
  price: linesOf,
  idle: { signals: cacheSignals(() => "redis", nodeNames) },
  discover: discoverReplicationGroups,

  async apply(aws, op, items) {
    for (const item of items) await send(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

/** As AWS named them; where it has replaced some the names are not known, and nothing is asked of the group. */
function nodeNames(id: string, { plainNames, configuration }: GroupDetail): readonly string[] {
  if (!plainNames) return [];
  return configuration.shards.flatMap((shard) => {
    const stem = configuration.clustered ? `${id}-${shard.id}` : id;
    return shard.zones.map((_, index) => `${stem}-${String(index + 1).padStart(3, "0")}`);
  });
}

function linesOf({ detail: { nodes, configuration } }: Observed<GroupDetail>): readonly CostLine[] {
  const { engine, nodeType } = configuration;
  const isListed = engine === "redis" || engine === "valkey";
  return [
    {
      label: "Cache nodes",
      note: `${nodes} × ${nodeType} ${engine}`,
      price: isListed ? { table: `elasticache.${engine}`, key: nodeType } : null,
      quantity: nodes,
      unit: "hour",
      stopsWhenPaused: true,
    },
    {
      label: "Backups",
      note: "by the GB, the final one while it is paused",
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<void> {
  switch (op) {
    case "delete": {
      const input = { ReplicationGroupId: nativeId, FinalSnapshotIdentifier: deleteParams.parse(params).snapshot };
      await aws.act(ElastiCacheClient, new DeleteReplicationGroupCommand(input));
      return;
    }
    case "create":
      await create(aws, nativeId, params);
      return;
    case "deleteSnapshot": {
      const { snapshot: SnapshotName } = snapshotParams.parse(params);
      await aws.act(ElastiCacheClient, new DeleteSnapshotCommand({ SnapshotName }));
      return;
    }
    default:
      return assertNever(op);
  }
}

/** There is no token for this call: a second one is told that the group is there, which the next look shows. */
async function create(aws: ActDoor, nativeId: string, params: unknown): Promise<void> {
  try {
    await aws.act(ElastiCacheClient, createCommand(nativeId, params));
  } catch (error) {
    const isThere = error instanceof FaultError && error.fault.awsError?.startsWith("ReplicationGroupAlreadyExists");
    if (!isThere) throw error;
  }
}

function createCommand(ReplicationGroupId: string, params: unknown): CreateReplicationGroupCommand {
  const { configuration, tags, snapshot } = savedSchema.parse(params);
  const { encryption, backup, network, logs } = configuration;
  const version = requestedVersion(configuration.engineVersion);
  return new CreateReplicationGroupCommand({
    ReplicationGroupId,
    ReplicationGroupDescription: configuration.description ?? ReplicationGroupId,
    SnapshotName: snapshot,
    Engine: configuration.engine,
    ...(version !== null && { EngineVersion: version }),
    CacheNodeType: configuration.nodeType,
    ...layoutOf(configuration),
    AutomaticFailoverEnabled: configuration.automaticFailover,
    MultiAZEnabled: configuration.multiAz,
    ...named("Port", configuration.port),
    ...named("CacheParameterGroupName", configuration.parameterGroup),
    ...named("CacheSubnetGroupName", configuration.subnetGroup),
    SecurityGroupIds: configuration.securityGroups,
    ...named("PreferredMaintenanceWindow", configuration.maintenanceWindow),
    ...named("NotificationTopicArn", configuration.notificationTopic),
    AutoMinorVersionUpgrade: configuration.autoMinorUpgrade,
    ...named("SnapshotRetentionLimit", backup.retentionDays),
    ...named("SnapshotWindow", backup.window),
    AtRestEncryptionEnabled: encryption.atRest,
    ...named("KmsKeyId", encryption.kmsKey),
    TransitEncryptionEnabled: encryption.inTransit,
    ...(encryption.mode !== null && { TransitEncryptionMode: encryption.mode as "preferred" | "required" }),
    ...(configuration.dataTiering && { DataTieringEnabled: true }),
    ...(network.type !== null && { NetworkType: network.type as "ipv4" | "ipv6" | "dual_stack" }),
    ...(network.discovery !== null && { IpDiscovery: network.discovery as "ipv4" | "ipv6" }),
    ...(logs.length > 0 && { LogDeliveryConfigurations: logs.map(logRequest) }),
    ...(configuration.durability !== null && { Durability: configuration.durability as Durability }),
    ...(configuration.clusterMode !== null && { ClusterMode: configuration.clusterMode as "enabled" | "disabled" }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
}

/** Nodes go to the zones in the order of this list, the primary first (CreateReplicationGroup). */
function layoutOf({ clustered, shards }: GroupConfiguration) {
  if (!clustered) {
    const zones = shards.flatMap((shard) => shard.zones);
    return { NumCacheClusters: zones.length, PreferredCacheClusterAZs: zones };
  }
  return {
    NumNodeGroups: shards.length,
    NodeGroupConfiguration: shards.map(({ id, slots, zones: [primary, ...replicas] }) => ({
      NodeGroupId: id,
      ...named("Slots", slots),
      ReplicaCount: replicas.length,
      ...named("PrimaryAvailabilityZone", primary ?? null),
      ReplicaAvailabilityZones: replicas,
    })),
  };
}

function logRequest({ type, to, name, format }: GroupConfiguration["logs"][number]): LogDeliveryConfigurationRequest {
  const isFirehose = to === "kinesis-firehose";
  return {
    LogType: type as LogType,
    DestinationType: to as DestinationType,
    DestinationDetails: isFirehose
      ? { KinesisFirehoseDetails: { DeliveryStream: name } }
      : { CloudWatchLogsDetails: { LogGroup: name } },
    LogFormat: format as LogFormat,
    Enabled: true,
  };
}

/** A field that AWS does not show was never set. */
function named<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}
