import { byKey, hours, usage } from "./filter-words";
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

export const apps: Readonly<Record<string, Asks>> = {
  "mq.broker": broker,
  "directory.microsoftAd": byKey({
    standard: domainController("Standard"),
    enterprise: domainController("Enterprise"),
  }),
  acmpca: byKey({
    GENERAL_PURPOSE: authority("PaidPrivateCA"),
    SHORT_LIVED_CERTIFICATE: authority("ShortLivedCertificatePrivateCA"),
  }),
};
