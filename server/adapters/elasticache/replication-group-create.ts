import {
  CreateReplicationGroupCommand,
  DescribeSnapshotsCommand,
  type DestinationType,
  type Durability,
  ElastiCacheClient,
  type LogDeliveryConfigurationRequest,
  type LogFormat,
  type LogType,
} from "@aws-sdk/client-elasticache";
import type { ActDoor } from "../../aws/door";
import { type Fault, FaultError } from "../../core/fault";
import { type GroupConfiguration, requestedVersion } from "./replication-group-detail";
import { type Saved, savedSchema } from "./replication-group-plan";

/** Makes the group again from its final backup, with all that was saved. */
export async function createGroup(aws: ActDoor, nativeId: string, params: unknown): Promise<void> {
  const saved = savedSchema.parse(params);
  try {
    await aws.act(ElastiCacheClient, createCommand(nativeId, saved));
  } catch (error) {
    if (isFault(error, "SnapshotNotFound")) throw backupGone(saved, error);
    if (!isFault(error, "ReplicationGroupAlreadyExists")) throw error;
    if (!(await isBeingRestored(aws, saved))) throw nameTaken(nativeId, saved, error);
  }
}

/**
 * There is no token for this call: where its answer was lost, the next one is told that the group is there. Only a group
 * that is made of the backup is ours; the backup of one that somebody else made is never deleted. "The snapshot status
 * changes to restoring while the new replication group is being created" (CreateReplicationGroup).
 */
async function isBeingRestored(aws: ActDoor, { snapshot }: Saved): Promise<boolean> {
  const command = new DescribeSnapshotsCommand({ SnapshotName: snapshot });
  try {
    const { Snapshots = [] } = await aws.read(ElastiCacheClient, command);
    return Snapshots.some(({ SnapshotStatus }) => SnapshotStatus === "restoring");
  } catch (error) {
    if (isFault(error, "SnapshotNotFound")) return false;
    throw error;
  }
}

function isFault(error: unknown, name: string): error is FaultError {
  return error instanceof FaultError && (error.fault.awsError?.startsWith(name) ?? false);
}

function backupGone(saved: Saved, { fault }: FaultError): FaultError {
  return new FaultError({ ...fault, code: "refused", ...backupGoneWords(saved) });
}

/** Also what a plan says that finds it out ahead. */
export function backupGoneWords({ snapshot }: Saved): Pick<Fault, "reason" | "remedy"> {
  return {
    reason: `Its final backup ${snapshot}, which has its data, is not there any more`,
    remedy: `Copy another backup of it to the name ${snapshot} and resume again, or make it by hand from the configuration in its hold and end that`,
  };
}

function nameTaken(id: string, { snapshot }: Saved, { fault }: FaultError): FaultError {
  return new FaultError({
    ...fault,
    code: "refused",
    reason: `Somebody made a group of the name ${id} meanwhile, not from the backup ${snapshot}`,
    remedy: `Plan the resume again: it shows what is different, and leaves the backup ${snapshot}`,
  });
}

function createCommand(ReplicationGroupId: string, saved: Saved): CreateReplicationGroupCommand {
  const { configuration, tags, snapshot } = saved;
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
    ...listed("SecurityGroupIds", configuration.securityGroups),
    ...listed("UserGroupIds", configuration.userGroups),
    ...named("PreferredMaintenanceWindow", configuration.maintenanceWindow),
    ...named("NotificationTopicArn", configuration.notificationTopic),
    AutoMinorVersionUpgrade: configuration.autoMinorUpgrade,
    ...named("SnapshotRetentionLimit", backup.retentionDays),
    ...named("SnapshotWindow", backup.window),
    AtRestEncryptionEnabled: encryption.atRest,
    ...named("KmsKeyId", encryption.kmsKey),
    TransitEncryptionEnabled: encryption.inTransit,
    ...modesOf(configuration),
    ...(configuration.dataTiering && { DataTieringEnabled: true }),
    ...(network.type !== null && { NetworkType: network.type as "ipv4" | "ipv6" | "dual_stack" }),
    ...(network.discovery !== null && { IpDiscovery: network.discovery as "ipv4" | "ipv6" }),
    ...listed("LogDeliveryConfigurations", logs.map(logRequest)),
    ...(configuration.durability !== null && { Durability: configuration.durability as Durability }),
    ...listed(
      "Tags",
      Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ),
  });
}

/**
 * Both can only be chosen from version 7 on (ElastiCache User Guide, "Modifying cluster mode", "In-transit encryption");
 * before, they follow from the parameter group and from whether there is encryption.
 */
function modesOf({ engineVersion, encryption, clusterMode }: GroupConfiguration) {
  if (Number.parseInt(engineVersion ?? "", 10) < 7) return {};
  return {
    ...(encryption.mode !== null && { TransitEncryptionMode: encryption.mode as "preferred" | "required" }),
    ...(clusterMode !== null && { ClusterMode: clusterMode as "enabled" | "disabled" }),
  };
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

/** An empty list is sent as an empty text, which is no name of anything. */
function listed<Name extends string, Value>(name: Name, values: readonly Value[]): Partial<Record<Name, Value[]>> {
  return values.length === 0 ? {} : ({ [name]: [...values] } as Record<Name, Value[]>);
}
