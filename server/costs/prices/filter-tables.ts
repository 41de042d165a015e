import { byKey, type Fields, gbMonth, hours, usage } from "./filter-words";
import type { Asks } from "./question";

/**
 * How each table asks AWS's price list (GetProducts). Filters narrow what is sent; the usage type behind the region's
 * prefix tells the one price apart from dedicated hosts, reservations, spot, Outposts and other variants of it. Fields
 * and usage types are those of the AWS Price List Query API, of EC2's "AMI billing information fields" and of the usage
 * types in AWS's bills.
 */

function ec2(productFamily: string, more: Fields, usageType: string, units: readonly string[]) {
  return { serviceCode: "AmazonEC2", filters: { productFamily, ...more }, usage: usage(usageType), units };
}

/** On demand; capacity that is reserved and unused has SKUs of its own. */
const used = { capacitystatus: "Used" };

const volume = (volumeApiName: string, usageType: string) => ec2("Storage", { volumeApiName }, usageType, gbMonth);
const iops = (volumeApiName: string, usageType: string) =>
  ec2("System Operation", { volumeApiName }, usageType, ["IOPS-Mo"]);

const fargate = (usageType: string, units: readonly string[]) => ({
  serviceCode: "AmazonECS",
  filters: { productFamily: "Compute" },
  usage: usage(usageType),
  units,
});

const provisioned = (suffix: string) => ({
  serviceCode: "AWSLambda",
  filters: { group: `AWS-Lambda-Provisioned-Concurrency${suffix}` },
  usage: usage(`Lambda-Provisioned-Concurrency${suffix}`),
  units: ["Lambda-GB-Second", "seconds"],
});

/** `RunInstances:0002/m5.large/default`: what EC2 bills it as, its type, and its tenancy. */
const ofUsageOperation: Asks = (key) => {
  const [operation = "", instanceType = "", tenancy] = key.split("/");
  if (!operation.startsWith("RunInstances") || (tenancy !== "default" && tenancy !== "dedicated")) return null;
  const isShared = tenancy === "default";
  return {
    serviceCode: "AmazonEC2",
    filters: { ...used, operation, instanceType, tenancy: isShared ? "Shared" : "Dedicated" },
    usage: usage(`${isShared ? "BoxUsage" : "DedicatedUsage"}:${instanceType}`),
    units: hours,
  };
};

export const compute: Readonly<Record<string, Asks>> = {
  "ec2.linux": (instanceType) => ({
    serviceCode: "AmazonEC2",
    filters: {
      ...used,
      operation: "RunInstances",
      operatingSystem: "Linux",
      preInstalledSw: "NA",
      tenancy: "Shared",
      instanceType,
    },
    usage: usage(`BoxUsage:${instanceType}`),
    units: hours,
  }),
  "ec2.usageOperation": ofUsageOperation,
  "ebs.gbMonth": byKey({
    standard: volume("standard", "EBS:VolumeUsage"),
    gp2: volume("gp2", "EBS:VolumeUsage.gp2"),
    gp3: volume("gp3", "EBS:VolumeUsage.gp3"),
    io1: volume("io1", "EBS:VolumeUsage.piops"),
    io2: volume("io2", "EBS:VolumeUsage.io2"),
    st1: volume("st1", "EBS:VolumeUsage.st1"),
    sc1: volume("sc1", "EBS:VolumeUsage.sc1"),
    snapshot: ec2("Storage Snapshot", {}, "EBS:SnapshotUsage", gbMonth),
    snapshotArchive: ec2("Storage Snapshot", {}, "EBS:SnapshotArchiveStorage", gbMonth),
  }),
  "ebs.provisioned": byKey({
    "gp3.iops": iops("gp3", "EBS:VolumeP-IOPS.gp3"),
    "io1.iops": iops("io1", "EBS:VolumeP-IOPS.piops"),
    "io2.iops": iops("io2", "EBS:VolumeP-IOPS.io2"),
    "io2.iops.over32000": iops("io2", "EBS:VolumeP-IOPS.io2.tier2"),
    "io2.iops.over64000": iops("io2", "EBS:VolumeP-IOPS.io2.tier3"),
    // Sold by the GiB/s, counted by the MiB/s.
    "gp3.throughputMiBps": {
      ...ec2("Provisioned Throughput", { volumeApiName: "gp3" }, "EBS:VolumeP-Throughput.gp3", ["GiBps-mo"]),
      perUnit: 1024,
    },
  }),
  // By its family; a host of a reservation has usage types of its own (`ReservedHostUsage`).
  dedicatedHost: (instanceType) => ec2("Dedicated Host", { instanceType }, `HostUsage:${instanceType}`, hours),
  fargate: byKey({
    "x86.vcpu": fargate("Fargate-vCPU-Hours:perCPU", hours),
    "x86.gb": fargate("Fargate-GB-Hours", [...hours, "GB-Hours"]),
    "arm.vcpu": fargate("Fargate-ARM-vCPU-Hours:perCPU", hours),
    "arm.gb": fargate("Fargate-ARM-GB-Hours", [...hours, "GB-Hours"]),
    ephemeralGb: fargate("Fargate-EphemeralStorage-GB-Hours", [...hours, "GB-Hours"]),
  }),
  lambda: byKey({
    "provisionedConcurrencyGbSecond.x86": provisioned(""),
    "provisionedConcurrencyGbSecond.arm": provisioned("-ARM"),
  }),
  "sagemaker.instance": (instanceName) => ({
    serviceCode: "AmazonSageMaker",
    filters: { component: "Hosting", instanceName },
    usage: usage(`Host:${instanceName}`),
    units: hours,
  }),
};

const cache =
  (cacheEngine: string): Asks =>
  (instanceType) => ({
    serviceCode: "AmazonElastiCache",
    filters: { productFamily: "Cache Instance", instanceType, cacheEngine },
    usage: usage(`NodeUsage:${instanceType}`),
    units: hours,
  });

export const cacheAndSearch: Readonly<Record<string, Asks>> = {
  "elasticache.redis": cache("Redis"),
  "elasticache.valkey": cache("Valkey"),
  "elasticache.memcached": cache("Memcached"),
  "dax.node": (nodeType) => ({
    serviceCode: "AmazonDAX",
    filters: { productFamily: "DAX" },
    usage: usage(`NodeUsage:${nodeType}`),
    units: hours,
  }),
  "opensearch.instance": (instanceType) => ({
    serviceCode: "AmazonES",
    filters: { productFamily: "Amazon OpenSearch Service Instance", instanceType },
    usage: /^ESInstance:/,
    units: hours,
  }),
};

const balancer = (suffix: string) => ({
  serviceCode: "AWSELB",
  filters: { productFamily: `Load Balancer${suffix}` },
  usage: usage("LoadBalancerUsage"),
  units: hours,
});

const vpc = (filters: Fields, usageType: string) => ({
  serviceCode: "AmazonVPC",
  filters,
  usage: usage(usageType),
  units: hours,
});

/** What Shield Advanced protects has usage types of its own, at $0. */
const waf = (usageType: string) => ({
  serviceCode: "awswaf",
  filters: { productFamily: "Web Application Firewall" },
  usage: usage(usageType),
  units: ["Month"],
});

export const network: Readonly<Record<string, Asks>> = {
  natGateway: byKey({
    hour: ec2("NAT Gateway", {}, "NatGateway-Hours", hours),
    gb: ec2("NAT Gateway", {}, "NatGateway-Bytes", ["GB"]),
  }),
  publicIpv4: byKey({
    // These products have no family. The group also holds idle and contiguous addresses.
    hour: {
      serviceCode: "AmazonVPC",
      filters: { group: "VPCPublicIPv4Address" },
      usage: usage("PublicIPv4:InUseAddress"),
      units: hours,
    },
  }),
  loadBalancer: byKey({
    "alb.hour": balancer("-Application"),
    "nlb.hour": balancer("-Network"),
    "gwlb.hour": balancer("-Gateway"),
    "clb.hour": balancer(""),
  }),
  // Large tunnels and concentrators have usage types of their own.
  vpnConnection: byKey({ hour: vpc({ operation: "CreateVpnConnection" }, "VPN-Usage-Hours:ipsec.1") }),
  clientVpn: byKey({
    "association.hour": vpc({}, "ClientVPN-EndpointHours"),
    "connection.hour": vpc({}, "ClientVPN-ConnectionHours"),
  }),
  resolverEndpoint: byKey({
    "address.hour": {
      serviceCode: "AmazonRoute53",
      filters: { productFamily: "DNS Query" },
      usage: usage("ResolverNetworkInterface"),
      units: hours,
    },
  }),
  waf: byKey({ "webAcl.month": waf("WebACLV2"), "rule.month": waf("RuleV2") }),
  vpcEndpoint: byKey({
    "interface.hour": {
      serviceCode: "AmazonVPC",
      filters: { productFamily: "VpcEndpoint" },
      usage: usage("VpcEndpoint-Hours"),
      units: hours,
    },
  }),
};

const kinesis = (operation: string, usageType: string, units: readonly string[]) => ({
  serviceCode: "AmazonKinesis",
  filters: { productFamily: "Kinesis Streams", operation },
  usage: usage(usageType),
  units,
});

const alarm = (alarmType: string, usageType: string) => ({
  serviceCode: "AmazonCloudWatch",
  filters: { productFamily: "Alarm", alarmType },
  usage: usage(usageType),
  units: ["Alarms"],
});

export const others: Readonly<Record<string, Asks>> = {
  kinesis: byKey({
    shardHour: kinesis("shardHourStorage", "Storage-ShardHour", ["ShardHour"]),
    extendedRetentionShardHour: kinesis("shardHourStorage", "Extended-ShardHour", ["ShardHour"]),
    onDemandStreamHour: kinesis("OnDemandStreamHr", "OnDemand-StreamHour", ["StreamHour"]),
  }),
  cloudwatch: byKey({
    "alarm.standard": alarm("Standard", "CW:AlarmMonitorUsage"),
    "alarm.highResolution": alarm("High Resolution", "CW:HighResAlarmMonitorUsage"),
    "alarm.composite": alarm("Composite", "CW:CompositeAlarmMonitorUsage"),
  }),
  eks: byKey({
    "cluster.hour": {
      serviceCode: "AmazonEKS",
      filters: { productFamily: "Compute" },
      usage: usage("AmazonEKS-Hours:perCluster"),
      units: hours,
    },
  }),
  "msk.broker": byKeyExcept(["storageGbMonth"], (type) => ({
    serviceCode: "AmazonMSK",
    filters: { productFamily: "Managed Streaming for Apache Kafka (MSK)" },
    usage: usage(`Kafka.${type}`),
    units: hours,
  })),
  "msk.connect": byKey({
    mcuHour: {
      serviceCode: "AmazonMSK",
      filters: { productFamily: "Managed Streaming for Apache Kafka (MSK)" },
      usage: usage("Kafka.mcu.general"),
      units: [...hours, "MCU-Hour", "MCU-Hours"],
    },
  }),
  efs: byKey({
    standard: {
      serviceCode: "AmazonEFS",
      filters: { productFamily: "Storage", storageClass: "General Purpose" },
      usage: usage("TimedStorage-ByteHrs"),
      units: gbMonth,
    },
  }),
  security: byKey({
    secret: {
      serviceCode: "AWSSecretsManager",
      filters: { productFamily: "Secret" },
      usage: usage("AWSSecretsManager-Secrets"),
      units: ["Secrets"],
    },
    kmsKey: { serviceCode: "awskms", filters: {}, usage: usage("KMS-Keys"), units: ["Keys"] },
  }),
};

function byKeyExcept(keys: readonly string[], asks: Asks): Asks {
  return (key) => (keys.includes(key) ? null : asks(key));
}
