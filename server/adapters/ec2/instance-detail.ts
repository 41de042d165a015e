import type { Address, Instance, SpotInstanceRequest, Volume } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { type SeenInstance, type StatusWord, statusWords } from "../../aws/reads/ec2";
import { type UnusedPayer, unusedPayers } from "../../aws/reads/reservations";
import type { Observed } from "../../core/resource";
import { partitionOf, toTags } from "../listing";

/** What an EC2 instance is, in a form that survives JSON, made from the answers of several lists. */

const text = z.string().nullable();

/**
 * All that a stop and a start must leave as it was. Left out because they change by themselves: launch time, ephemeral
 * public address and public DNS name, the host under `default` affinity, the capacity reservation that an open
 * preference happened to land in.
 */
export const instanceConfiguration = z.strictObject({
  instanceType: z.string(),
  imageId: text,
  keyName: text,
  usageOperation: text,
  platform: text,
  availabilityZone: text,
  tenancy: text,
  affinity: text,
  hostId: text,
  placementGroup: text,
  partition: z.number().nullable(),
  vpcId: text,
  subnetId: text,
  privateIp: text,
  iamProfile: text,
  securityGroups: z.array(z.string()),
  sourceDestCheck: z.boolean().nullable(),
  ebsOptimized: z.boolean().nullable(),
  monitoring: z.boolean(),
  hibernation: z.boolean(),
  metadata: z.strictObject({ tokens: text, endpoint: text, hopLimit: z.number().nullable(), tags: text }),
  capacityReservation: z.strictObject({ preference: text, target: text }),
  cpu: z.strictObject({ cores: z.number().nullable(), threadsPerCore: z.number().nullable() }),
  autoRecovery: text,
  rootDevice: z.strictObject({ name: text, type: text }),
  blockDevices: z.array(z.strictObject({ device: z.string(), volumeId: text, deleteOnTermination: z.boolean() })),
  networkInterfaces: z.array(
    z.strictObject({
      id: z.string(),
      deviceIndex: z.number().nullable(),
      subnetId: text,
      privateIps: z.array(z.string()),
      ipv6: z.array(z.string()),
      securityGroups: z.array(z.string()),
    }),
  ),
  elasticIps: z.array(z.strictObject({ allocationId: z.string(), publicIp: text, privateIp: text })),
});
export type InstanceConfiguration = z.infer<typeof instanceConfiguration>;

export const instanceDetail = z.strictObject({
  state: z.string(),
  stateReason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** Null while it does not run. */
  statusChecks: z.enum(statusWords).nullable(),
  launchedAt: text,
  publicIp: text,
  /** Public IPv4 addresses that are not Elastic IPs: given back at a stop. */
  ephemeralIps: z.number(),
  lifecycle: text,
  /**
   * The capacity reservation that it runs in, by its own choice or as one that is open to what matches it; null where it
   * runs in none, or nobody had asked yet.
   */
  capacityReservationId: text.default(null),
  /** Who pays for that reservation once it is unused; null where AWS does not tell. */
  unusedPayer: z.enum(unusedPayers).nullable().default(null),
  spot: z
    .strictObject({ requestId: text, type: z.enum(["persistent", "one-time"]).nullable(), grouped: z.boolean() })
    .nullable(),
  /** Whether the type has disks that a stop erases; null where EC2 does not know the type. */
  instanceStore: z.boolean().nullable(),
  /** Principal of the AWS service that operates it. */
  operator: text,
  volumes: z.array(
    z.strictObject({
      id: z.string(),
      type: z.string(),
      sizeGb: z.number(),
      iops: z.number().nullable(),
      throughput: z.number().nullable(),
      kmsKeyId: text,
    }),
  ),
  /** Attached volumes that the list of volumes did not name: their cost is unknown, not zero. */
  unreadVolumes: z.array(z.string()),
  configuration: instanceConfiguration,
});
export type InstanceDetail = z.infer<typeof instanceDetail>;

/** What other lists tell about one instance. */
export interface Surroundings {
  readonly checks: StatusWord | undefined;
  readonly store: boolean | undefined;
  readonly volumes: readonly Volume[];
  readonly isUnread: (volumeId: string) => boolean;
  readonly addresses: readonly Address[];
  readonly spot: SpotInstanceRequest | undefined;
  readonly unusedPayer: UnusedPayer | undefined;
}

export function observed(
  region: string,
  { ownerId, id, instance }: SeenInstance,
  around: Surroundings,
): Observed<InstanceDetail> {
  const tags = toTags(instance.Tags);
  return {
    nativeId: id,
    arn: `arn:${partitionOf(region)}:ec2:${region}:${ownerId}:instance/${id}`,
    name: tags.Name || id,
    type: instance.InstanceType ?? "unknown",
    tags,
    detail: detailOf(instance, around),
  };
}

function detailOf(instance: Instance, around: Surroundings): InstanceDetail {
  const state = instance.State?.Name ?? "unknown";
  const reason = instance.StateReason;
  const isSpot = instance.InstanceLifecycle === "spot";
  return {
    state,
    stateReason: state === "stopped" && reason?.Code ? { code: reason.Code, message: reason.Message ?? "" } : null,
    statusChecks: state === "running" ? (around.checks ?? "unknown") : null,
    launchedAt: instance.LaunchTime?.toISOString() ?? null,
    publicIp: instance.PublicIpAddress ?? null,
    ephemeralIps: ephemeralIps(instance, around.addresses),
    lifecycle: instance.InstanceLifecycle ?? null,
    capacityReservationId: instance.CapacityReservationId ?? null,
    unusedPayer: around.unusedPayer ?? null,
    spot: isSpot
      ? {
          requestId: instance.SpotInstanceRequestId ?? null,
          type: around.spot?.Type ?? null,
          grouped: Boolean(around.spot?.LaunchGroup || around.spot?.AvailabilityZoneGroup),
        }
      : null,
    instanceStore: around.store ?? null,
    operator: instance.Operator?.Managed ? (instance.Operator.Principal ?? "an AWS service") : null,
    volumes: around.volumes.map(volumeOf).sort((a, b) => compare(a.id, b.id)),
    unreadVolumes: sorted(instance.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId)).filter(around.isUnread),
    configuration: configurationOf(instance, around.addresses),
  };
}

export function volumeOf(volume: Volume): InstanceDetail["volumes"][number] {
  return {
    id: volume.VolumeId ?? "",
    type: volume.VolumeType ?? "unknown",
    sizeGb: volume.Size ?? 0,
    iops: volume.Iops ?? null,
    throughput: volume.Throughput ?? null,
    kmsKeyId: volume.KmsKeyId ?? null,
  };
}

function ephemeralIps(instance: Instance, addresses: readonly Address[]): number {
  const elastic = new Set(addresses.map((address) => address.PublicIp));
  const interfaces = instance.NetworkInterfaces ?? [];
  const all = [instance.PublicIpAddress, ...interfaces.map((one) => one.Association?.PublicIp)];
  return new Set(all.filter((ip) => ip && !elastic.has(ip))).size;
}

function configurationOf(instance: Instance, addresses: readonly Address[]): InstanceConfiguration {
  const { Placement: placement, MetadataOptions: metadata, CpuOptions: cpu } = instance;
  const reservation = instance.CapacityReservationSpecification;
  const target = reservation?.CapacityReservationTarget;
  const affinity = placement?.Affinity ?? null;
  return {
    instanceType: instance.InstanceType ?? "unknown",
    imageId: instance.ImageId ?? null,
    keyName: instance.KeyName ?? null,
    usageOperation: instance.UsageOperation ?? null,
    platform: instance.PlatformDetails ?? (instance.Platform?.toLowerCase() === "windows" ? "Windows" : null),
    availabilityZone: placement?.AvailabilityZone ?? null,
    tenancy: placement?.Tenancy ?? null,
    affinity,
    hostId: affinity === "host" ? (placement?.HostId ?? null) : null,
    placementGroup: placement?.GroupName || null,
    partition: placement?.PartitionNumber ?? null,
    vpcId: instance.VpcId ?? null,
    subnetId: instance.SubnetId ?? null,
    privateIp: instance.PrivateIpAddress ?? null,
    iamProfile: instance.IamInstanceProfile?.Arn ?? null,
    securityGroups: sorted(instance.SecurityGroups?.map((group) => group.GroupId)),
    sourceDestCheck: instance.SourceDestCheck ?? null,
    ebsOptimized: instance.EbsOptimized ?? null,
    monitoring: instance.Monitoring?.State === "enabled" || instance.Monitoring?.State === "pending",
    hibernation: instance.HibernationOptions?.Configured ?? false,
    metadata: {
      tokens: metadata?.HttpTokens ?? null,
      endpoint: metadata?.HttpEndpoint ?? null,
      hopLimit: metadata?.HttpPutResponseHopLimit ?? null,
      tags: metadata?.InstanceMetadataTags ?? null,
    },
    capacityReservation: {
      preference: reservation?.CapacityReservationPreference ?? null,
      target: target?.CapacityReservationId ?? target?.CapacityReservationResourceGroupArn ?? null,
    },
    cpu: { cores: cpu?.CoreCount ?? null, threadsPerCore: cpu?.ThreadsPerCore ?? null },
    autoRecovery: instance.MaintenanceOptions?.AutoRecovery ?? null,
    rootDevice: { name: instance.RootDeviceName ?? null, type: instance.RootDeviceType ?? null },
    blockDevices: (instance.BlockDeviceMappings ?? [])
      .map(({ DeviceName = "", Ebs }) => ({
        device: DeviceName,
        volumeId: Ebs?.VolumeId ?? null,
        deleteOnTermination: Ebs?.DeleteOnTermination ?? false,
      }))
      .sort((a, b) => compare(a.device, b.device)),
    networkInterfaces: (instance.NetworkInterfaces ?? [])
      .map((one) => ({
        id: one.NetworkInterfaceId ?? "",
        deviceIndex: one.Attachment?.DeviceIndex ?? null,
        subnetId: one.SubnetId ?? null,
        privateIps: sorted(one.PrivateIpAddresses?.map((ip) => ip.PrivateIpAddress)),
        ipv6: sorted(one.Ipv6Addresses?.map((ip) => ip.Ipv6Address)),
        securityGroups: sorted(one.Groups?.map((group) => group.GroupId)),
      }))
      .sort((a, b) => compare(a.id, b.id)),
    elasticIps: addresses
      .map((address) => ({
        allocationId: address.AllocationId ?? address.PublicIp ?? "",
        publicIp: address.PublicIp ?? null,
        privateIp: address.PrivateIpAddress ?? null,
      }))
      .sort((a, b) => compare(a.allocationId, b.allocationId)),
  };
}

export function sorted(values: readonly (string | undefined)[] | undefined): string[] {
  return (values ?? []).filter((value): value is string => Boolean(value)).sort();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
