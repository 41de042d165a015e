import { byKey, type Fields, hours, usage } from "./filter-words";
import type { Asks } from "./question";

/**
 * How applications that AWS runs ask AWS's price list; filter-tables.ts says what that means. The catalogue has none of
 * these. Where AWS documents no usage type it is left open: the fields that are there single the product out, and an
 * answer of two products is no price (price-in.ts).
 */

const engines = { activemq: "ActiveMQ", rabbitmq: "RabbitMQ" } as const;
const zones = { singleAz: "Single-AZ", multiAz: "Multi-AZ" } as const;

const isOneOf = <Words extends object>(words: Words, name: string): name is string & keyof Words =>
  Object.hasOwn(words, name);

/**
 * `rabbitmq:mq.m5.large:multiAz`. In two or three zones it is one price for all machines of the broker: 2 × for a pair of
 * ActiveMQ, 3 × for a cluster of RabbitMQ (us-east-1, mq.m5.xlarge: $0.576 alone, $1.728 the cluster).
 */
const broker: Asks = (key) => {
  const [engine = "", instanceType = "", zonesName = ""] = key.split(":");
  if (!isOneOf(engines, engine) || !isOneOf(zones, zonesName) || !/^mq\.[a-z0-9.]+$/.test(instanceType)) return null;
  return {
    serviceCode: "AmazonMQ",
    filters: {
      productFamily: "Broker Instances",
      brokerEngine: engines[engine],
      deploymentOption: zones[zonesName],
    },
    // The type is in the usage type, with other words around it.
    usage: new RegExp(`(^|[^a-z0-9.])${instanceType.replaceAll(".", "\\.")}($|[^a-z0-9.])`),
    units: hours,
  };
};

/** By the hour of each domain controller. A share of a directory is a product of another `directoryType`. */
const domainController = (directorySize: string) => ({
  serviceCode: "AWSDirectoryService",
  filters: { productFamily: "AWS Directory Service", directoryType: "Microsoft AD", directorySize },
  usage: /./,
  units: hours,
});

const authority = (usageType: string) => ({
  serviceCode: "AWSCertificateManager",
  filters: { productFamily: "AWS Certificate Manager" },
  usage: usage(usageType),
  units: ["CertificateAuthorities"],
});

/** `0.5`: what the cache holds, in GB as AWS writes it. */
const apiCache: Asks = (size) =>
  /^\d+(\.\d)?$/.test(size)
    ? {
        serviceCode: "AmazonApiGateway",
        filters: { productFamily: "Amazon API Gateway Cache", cacheMemorySizeGb: size },
        usage: /^ApiGatewayCacheUsage:/,
        units: hours,
      }
    : null;

/**
 * Machines of one part of SageMaker; those of endpoints stand for the others in the catalogue (filter-tables.ts). A cluster's
 * have prices of their own: an ml.g5.8xlarge of one is $3.06 an hour in us-east-1.
 */
const machines =
  (usageName: string, filtersOf: (type: string) => Fields): Asks =>
  (type) =>
    /^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(type)
      ? {
          serviceCode: "AmazonSageMaker",
          filters: filtersOf(type),
          usage: usage(`${usageName}:${type}`),
          units: hours,
        }
      : null;

/**
 * Of a worker's size, by its processor. What its disk has above 20 GB is a product of its own. Where there is no prefix of
 * a region, `EMR-` is taken for one.
 */
const emrWorker = (usageType: string, units: readonly string[]) => ({
  serviceCode: "ElasticMapReduce",
  filters: { productFamily: "EMR Serverless" },
  usage: new RegExp(`^(EMR-)?SERVERLESS-${usageType}$`),
  units,
});
const vcpuHours = ["vCPU-Hours", "vCPU-Hour", ...hours];
const gbHours = ["GB-Hours", "GB-Hour", ...hours];

export const apps: Readonly<Record<string, Asks>> = {
  "apigateway.cache": apiCache,
  "mq.broker": broker,
  "directory.microsoftAd": byKey({
    standard: domainController("Standard"),
    enterprise: domainController("Enterprise"),
  }),
  acmpca: byKey({
    GENERAL_PURPOSE: authority("PaidPrivateCA"),
    SHORT_LIVED_CERTIFICATE: authority("ShortLivedCertificatePrivateCA"),
  }),
  "emr.serverless": byKey({
    "X86_64.vcpuHour": emrWorker("vCPUHours", vcpuHours),
    "X86_64.gbHour": emrWorker("MemoryGBHours", gbHours),
    "ARM64.vcpuHour": emrWorker("ARM-vCPUHours", vcpuHours),
    "ARM64.gbHour": emrWorker("ARM-MemoryGBHours", gbHours),
  }),
  // A notebook's are a product of their own. `KPU-` may be taken for a prefix, too.
  flink: byKey({
    kpuHour: {
      serviceCode: "AmazonKinesisAnalytics",
      filters: { productFamily: "Kinesis Analytics" },
      usage: /^(KPU-)?Hour-Java$/,
      units: ["KPU-Hour", "KPU-Hours", ...hours],
    },
  }),
  glue: byKey({
    devEndpointDpuHour: { serviceCode: "AWSGlue", filters: {}, usage: usage("DEVED-DPU-Hour"), units: ["DPU-Hour"] },
  }),
  "sagemaker.cluster": machines("Cluster", (type) => ({ component: "Cluster", instanceType: `${type}-Cluster` })),
  "sagemaker.transform": machines("Tsform", (instanceName) => ({ instanceName })),
};
