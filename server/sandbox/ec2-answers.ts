import type {
  _InstanceType,
  Address,
  Instance,
  InstanceNetworkInterface,
  SpotInstanceRequest,
  Volume,
} from "@aws-sdk/client-ec2";
import { reservationOfInstance } from "./capacity";
import { archOf, vcpusOf } from "./ec2-types";
import type { Moment } from "./operation";
import { tagList } from "./tags";
import type * as world from "./world";

/** EC2's own words for what the world keeps. */

const stateCodes: Readonly<Record<world.Instance["state"], number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export const vpcId = "vpc-0b1d7a52c4e96f308";

export function instanceState(state: world.Instance["state"]): { Code: number; Name: world.Instance["state"] } {
  return { Code: stateCodes[state], Name: state };
}

export function describeInstance(instance: world.Instance, at: Moment): Instance {
  const volumes = at.region.volumes.filter((each) => each.instanceId === instance.id);
  const address = at.region.addresses.find((each) => each.instanceId === instance.id);
  const publicIp = address?.publicIp ?? instance.publicIp;
  const publicName = publicIp ? publicDnsName(publicIp, at.regionName) : "";
  const reservation = reservationOfInstance(instance, at);
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type as _InstanceType,
    State: instanceState(instance.state),
    ...stateReason(instance),
    LaunchTime: new Date(instance.launchedAt),
    UsageOperationUpdateTime: new Date(instance.launchedAt),
    AmiLaunchIndex: 0,
    ClientToken: "",
    Architecture: archOf(instance.type),
    Hypervisor: "xen",
    VirtualizationType: "hvm",
    EnaSupport: true,
    EbsOptimized: true,
    RootDeviceName: "/dev/xvda",
    RootDeviceType: "ebs",
    // The SDK types it "Windows", the API sends "windows".
    ...(instance.os === "windows" && { Platform: "windows" as "Windows" }),
    PlatformDetails: instance.os === "windows" ? "Windows" : "Linux/UNIX",
    UsageOperation: instance.os === "windows" ? "RunInstances:0002" : "RunInstances",
    Placement: { AvailabilityZone: instance.zone, GroupName: "", Tenancy: "default" },
    Monitoring: { State: "disabled" },
    VpcId: vpcId,
    SubnetId: instance.subnetId,
    PrivateIpAddress: instance.privateIp,
    PrivateDnsName: privateDnsName(instance.privateIp, at.regionName),
    PublicDnsName: publicName,
    ...(publicIp && { PublicIpAddress: publicIp }),
    SourceDestCheck: true,
    SecurityGroups: [{ GroupId: "sg-05f3c1d2a7b8e9460", GroupName: "tidewater-internal" }],
    NetworkInterfaces: [networkInterface({ instance, address, publicIp, publicName, at })],
    BlockDeviceMappings: volumes.map((volume) => ({
      DeviceName: volume.device,
      Ebs: {
        VolumeId: volume.id,
        Status: "attached",
        AttachTime: new Date(volume.createdAt),
        DeleteOnTermination: volume.deleteOnTermination,
      },
    })),
    CpuOptions: {
      CoreCount: archOf(instance.type) === "arm64" ? vcpusOf(instance.type) : vcpusOf(instance.type) / 2,
      ThreadsPerCore: archOf(instance.type) === "arm64" ? 1 : 2,
    },
    CapacityReservationSpecification: { CapacityReservationPreference: "open" },
    ...(reservation !== undefined && { CapacityReservationId: reservation }),
    HibernationOptions: { Configured: instance.hibernation },
    MetadataOptions: {
      State: "applied",
      HttpTokens: "required",
      HttpPutResponseHopLimit: 2,
      HttpEndpoint: "enabled",
      HttpProtocolIpv6: "disabled",
      InstanceMetadataTags: "disabled",
    },
    EnclaveOptions: { Enabled: false },
    MaintenanceOptions: { AutoRecovery: "default" },
    ...(instance.spot && { InstanceLifecycle: "spot" as const, SpotInstanceRequestId: instance.spot.requestId }),
    Tags: tagList(instance.tags),
  };
}

function stateReason(instance: world.Instance): Pick<Instance, "StateReason" | "StateTransitionReason"> {
  if (instance.stoppedAt === null) return { StateTransitionReason: "" };
  const when = new Date(instance.stoppedAt).toISOString().replace("T", " ").slice(0, 19);
  return {
    StateTransitionReason: `User initiated (${when} GMT)`,
    StateReason: {
      Code: "Client.UserInitiatedShutdown",
      Message: "Client.UserInitiatedShutdown: User initiated shutdown",
    },
  };
}

function networkInterface(options: {
  readonly instance: world.Instance;
  readonly address: world.Address | undefined;
  readonly publicIp: string | null;
  readonly publicName: string;
  readonly at: Moment;
}): InstanceNetworkInterface {
  const { instance, address, publicIp, publicName, at } = options;
  return {
    NetworkInterfaceId: `eni-${instance.id.slice(2)}`,
    Status: "in-use",
    OwnerId: at.world.accountId,
    VpcId: vpcId,
    SubnetId: instance.subnetId,
    PrivateIpAddress: instance.privateIp,
    SourceDestCheck: true,
    Attachment: { DeviceIndex: 0, DeleteOnTermination: true, Status: "attached" },
    Groups: [{ GroupId: "sg-05f3c1d2a7b8e9460", GroupName: "tidewater-internal" }],
    ...(publicIp && {
      Association: {
        PublicIp: publicIp,
        PublicDnsName: publicName,
        IpOwnerId: address ? at.world.accountId : "amazon",
      },
    }),
  };
}

function privateDnsName(ip: string, region: string): string {
  const host = `ip-${ip.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
}

function publicDnsName(ip: string, region: string): string {
  const host = `ec2-${ip.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.compute-1.amazonaws.com` : `${host}.${region}.compute.amazonaws.com`;
}

export function describeVolume(volume: world.Volume): Volume {
  return {
    VolumeId: volume.id,
    VolumeType: volume.type,
    Size: volume.sizeGb,
    ...(volume.iops !== null && { Iops: volume.iops }),
    ...(volume.throughput !== null && { Throughput: volume.throughput }),
    State: volume.instanceId ? "in-use" : "available",
    AvailabilityZone: volume.zone,
    CreateTime: new Date(volume.createdAt),
    Encrypted: true,
    MultiAttachEnabled: false,
    Attachments: volume.instanceId
      ? [
          {
            VolumeId: volume.id,
            InstanceId: volume.instanceId,
            Device: volume.device,
            State: "attached",
            AttachTime: new Date(volume.createdAt),
            DeleteOnTermination: volume.deleteOnTermination,
          },
        ]
      : [],
    Tags: tagList(volume.tags),
  };
}

export function describeAddress(address: world.Address, at: Moment): Address {
  const instance = at.region.instances.find((each) => each.id === address.instanceId);
  return {
    AllocationId: address.allocationId,
    PublicIp: address.publicIp,
    PublicIpv4Pool: "amazon",
    Domain: "vpc",
    NetworkBorderGroup: at.regionName,
    ...(instance && {
      InstanceId: instance.id,
      AssociationId: address.associationId ?? "",
      NetworkInterfaceId: `eni-${instance.id.slice(2)}`,
      NetworkInterfaceOwnerId: at.world.accountId,
      PrivateIpAddress: instance.privateIp,
    }),
    Tags: tagList(address.tags),
  };
}

/** A request of a stopped persistent machine is `disabled`, and becomes active again at its start. */
export function describeSpotRequest(instance: world.Instance): SpotInstanceRequest[] {
  if (!instance.spot) return [];
  const isUp = instance.state === "running" || instance.state === "pending";
  const code = isUp ? "fulfilled" : "instance-stopped-by-user";
  return [
    {
      SpotInstanceRequestId: instance.spot.requestId,
      InstanceId: instance.id,
      Type: instance.spot.type,
      State: isUp ? "active" : "disabled",
      Status: {
        Code: code,
        Message: isUp ? "Your Spot request is fulfilled." : "The instance was stopped by its user.",
      },
      InstanceInterruptionBehavior: "stop",
      CreateTime: new Date(instance.launchedAt),
      LaunchedAvailabilityZone: instance.zone,
      ProductDescription: instance.os === "windows" ? "Windows" : "Linux/UNIX",
      Tags: tagList(instance.tags),
    },
  ];
}
