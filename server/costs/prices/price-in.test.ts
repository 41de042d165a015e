import { describe, expect, test } from "vitest";
import { inCatalogue } from "./catalogue";
import { filtersOf, listedTables } from "./filters";
import { onlyPrice, priceIn } from "./price-in";
import { dimension, product } from "./product-fixtures";
import type { PriceKey, PriceQuestion } from "./question";

function asked(table: string, key: string, region = "eu-central-1"): PriceQuestion {
  const question = filtersOf({ table, key, region });
  if (!question) throw new Error(`${table} ${key} is not asked for`);
  return question;
}

const medium = asked("ec2.linux", "t3.medium");
const fitting = { usagetype: "EUC1-BoxUsage:t3.medium" };
const told = (change: Parameters<typeof product>[1] = {}, question = medium) =>
  priceIn(question, product(question, { attributes: fitting, ...change }));

describe("what is asked", () => {
  test.each<[PriceKey, string, Record<string, string>]>([
    [
      { table: "ec2.linux", key: "t3.medium", region: "us-east-1" },
      "AmazonEC2",
      {
        capacitystatus: "Used",
        operation: "RunInstances",
        operatingSystem: "Linux",
        preInstalledSw: "NA",
        tenancy: "Shared",
        instanceType: "t3.medium",
      },
    ],
    [
      { table: "ec2.usageOperation", key: "RunInstances:0002/m5.large/dedicated", region: "us-east-1" },
      "AmazonEC2",
      { capacitystatus: "Used", operation: "RunInstances:0002", tenancy: "Dedicated", instanceType: "m5.large" },
    ],
    [
      { table: "rds.licensed", key: "oracle-se2:license-included:db.m5.large:multiAz", region: "us-east-1" },
      "AmazonRDS",
      {
        productFamily: "Database Instance",
        instanceType: "db.m5.large",
        deploymentOption: "Multi-AZ",
        databaseEngine: "Oracle",
        databaseEdition: "Standard Two",
        licenseModel: "License included",
      },
    ],
    [{ table: "publicIpv4", key: "hour", region: "us-east-1" }, "AmazonVPC", { group: "VPCPublicIPv4Address" }],
    [
      { table: "rds.proxy", key: "aurora-postgresql.vcpuHour", region: "us-east-1" },
      "AmazonRDS",
      { productFamily: "RDSProxy", databaseEngine: "Aurora PostgreSQL" },
    ],
    [
      { table: "rds.proxy", key: "sqlserver-se.vcpuHour", region: "us-east-1" },
      "AmazonRDS",
      { productFamily: "RDSProxy", databaseEngine: "SQL Server" },
    ],
  ])("%j", (name, serviceCode, filters) => {
    expect(filtersOf(name)).toMatchObject({ serviceCode, filters, region: name.region });
  });

  test.each([
    ["a table that is not there", "ec2.spot", "m5.large"],
    ["a key that is not there", "natGateway", "constructor"],
    ["a dedicated host", "ec2.usageOperation", "RunInstances/m5.large/host"],
    ["an operation of something else", "ec2.usageOperation", "CreateVolume/m5.large/default"],
    ["SQL Server in two zones", "rds.licensed", "sqlserver-se:license-included:db.m5.large:multiAz"],
    ["a proxy in front of another engine", "rds.proxy", "docdb.vcpuHour"],
    ["a licence of a marketplace", "rds.licensed", "db2-se:marketplace-license:db.m5.large:singleAz"],
  ])("nothing for %s", (_what, table, key) => {
    expect(filtersOf({ table, key, region: "us-east-1" })).toBeNull();
  });

  test("nothing in China, which has a list of its own", () => {
    expect(filtersOf({ table: "ec2.linux", key: "t3.medium", region: "cn-north-1" })).toBeNull();
  });
});

/** For each table one price that the catalogue knows, and its usage type as it is in a bill. */
const known: readonly [table: string, key: string, usagetype: string, unit: string, perUnit: number][] = [
  ["ec2.linux", "m5.large", "BoxUsage:m5.large", "Hrs", 1],
  ["ebs.gbMonth", "gp3", "EBS:VolumeUsage.gp3", "GB-Mo", 1],
  ["ebs.gbMonth", "standard", "EBS:VolumeUsage", "GB-Mo", 1],
  ["ebs.gbMonth", "io1", "EBS:VolumeUsage.piops", "GB-Mo", 1],
  ["ebs.gbMonth", "snapshot", "EBS:SnapshotUsage", "GB-Mo", 1],
  ["ebs.provisioned", "gp3.iops", "EBS:VolumeP-IOPS.gp3", "IOPS-Mo", 1],
  ["ebs.provisioned", "gp3.throughputMiBps", "EBS:VolumeP-Throughput.gp3", "GiBps-mo", 1024],
  ["ebs.provisioned", "io2.iops.over32000", "EBS:VolumeP-IOPS.io2.tier2", "IOPS-Mo", 1],
  ["fargate", "arm.vcpu", "USE1-Fargate-ARM-vCPU-Hours:perCPU", "hours", 1],
  ["fargate", "x86.gb", "USE1-Fargate-GB-Hours", "hours", 1],
  ["fargate", "ephemeralGb", "USE1-Fargate-EphemeralStorage-GB-Hours", "GB-Hours", 1],
  ["lambda", "provisionedConcurrencyGbSecond.arm", "Lambda-Provisioned-Concurrency-ARM", "Lambda-GB-Second", 1],
  ["sagemaker.instance", "ml.m5.large", "USE1-Host:ml.m5.large", "Hrs", 1],
  ["rds.instance.mysql", "db.t3.micro", "InstanceUsage:db.t3.micro", "Hrs", 1],
  ["rds.instance.postgres", "db.r6g.2xlarge", "InstanceUsage:db.r6g.2xl", "Hrs", 1],
  ["rds.instance.mariadb", "db.t3.micro", "InstanceUsage:db.t3.micro", "Hrs", 1],
  ["rds.instance.aurora-mysql", "db.t3.medium", "InstanceUsage:db.t3.medium", "Hrs", 1],
  ["rds.instance.aurora-postgresql", "db.r6g.large", "InstanceUsage:db.r6g.large", "Hrs", 1],
  ["rds.multiAz", "mysql:db.r6g.large", "Multi-AZUsage:db.r6g.large", "Hrs", 1],
  ["rds.storage", "gp3.singleAz", "RDS:GP3-Storage", "GB-Mo", 1],
  ["docdb.instance", "db.t3.medium", "InstanceUsage:db.t3.medium", "Hrs", 1],
  ["neptune.instance", "db.t3.medium", "InstanceUsage:db.t3.medium", "Hrs", 1],
  ["redshift.node", "dc2.large", "Node:dc2.large", "Hrs", 1],
  ["redshift.other", "serverlessRpuHour", "USE1-Redshift:ServerlessUsage", "RPU-Hr", 1],
  ["dynamodb", "wcuHour", "WriteCapacityUnit-Hrs", "WriteCapacityUnit-Hrs", 1],
  ["dynamodb", "storageGbMonth", "TimedStorage-ByteHrs", "GB-Mo", 1],
  ["elasticache.redis", "cache.t4g.micro", "NodeUsage:cache.t4g.micro", "Hrs", 1],
  ["elasticache.valkey", "cache.t4g.micro", "NodeUsage:cache.t4g.micro", "Hrs", 1],
  ["elasticache.memcached", "cache.t4g.micro", "NodeUsage:cache.t4g.micro", "Hrs", 1],
  ["opensearch.instance", "t3.small.search", "ESInstance:t3.small", "Hrs", 1],
  ["natGateway", "hour", "NatGateway-Hours", "Hrs", 1],
  ["publicIpv4", "hour", "USE1-PublicIPv4:InUseAddress", "Hrs", 1],
  ["loadBalancer", "alb.hour", "LoadBalancerUsage", "Hrs", 1],
  ["vpcEndpoint", "interface.hour", "USE1-VpcEndpoint-Hours", "Hrs", 1],
  ["kinesis", "shardHour", "Storage-ShardHour", "ShardHour", 1],
  ["cloudwatch", "alarm.standard", "CW:AlarmMonitorUsage", "Alarms", 1],
  ["eks", "cluster.hour", "USE1-AmazonEKS-Hours:perCluster", "hours", 1],
  ["msk.broker", "m5.large", "USE1-Kafka.m5.large", "hours", 1],
  ["efs", "standard", "TimedStorage-ByteHrs", "GB-Mo", 1],
  ["security", "secret", "USE1-AWSSecretsManager-Secrets", "Secrets", 1],
  ["security", "kmsKey", "us-east-1-KMS-Keys", "Keys", 1],
];

describe("what is read", () => {
  test.each(known)("%s %s by %s is the catalogue's price", (table, key, usagetype, unit, perUnit) => {
    // Of Neptune the catalogue has Europe (London) only.
    const region = inCatalogue(table, key, "us-east-1") ? "us-east-1" : "eu-west-2";
    const question = asked(table, key, region);
    const rate = inCatalogue(table, key, region)?.rate ?? "";
    const usd = perUnit === 1 ? rate : String(Number(rate) * perUnit);
    const text = product(question, { attributes: { usagetype }, dimensions: [dimension(usd, { unit })] });
    expect(onlyPrice(question, [text])).toEqual({ rate, sku: "SKU1", asOf: "2026-11-01" });
  });

  test("every table that can be asked for is in that list, or has only prices that the catalogue lacks", () => {
    const others = ["ec2.usageOperation", "rds.ioOptimized.aurora-mysql", "rds.ioOptimized.aurora-postgresql"];
    const ofApps = ["acmpca", "apigateway.cache", "directory.microsoftAd", "mq.broker"];
    const ofWork = ["emr.serverless", "flink", "glue", "sagemaker.cluster", "sagemaker.transform"];
    const ofData = ["dax.node", "msk.connect", "rds.proxy"];
    const ofNetworks = [
      "accelerator",
      "clientVpn",
      "dedicatedHost",
      "hostedZone",
      "resolverEndpoint",
      "vpnConnection",
      "waf",
    ];
    const tables = new Set([
      ...ofNetworks,
      ...known.map(([table]): string => table),
      ...others,
      "rds.licensed",
      "rds.provisioned",
      ...ofApps,
      ...ofWork,
      ...ofData,
    ]);
    expect([...tables].sort()).toEqual(listedTables);
  });

  test("AWS's ten decimals lose their zeros and nothing else", () => {
    expect(told({ dimensions: [dimension("0.0480000000")] })).toMatchObject({ rate: "0.048" });
    expect(told({ dimensions: [dimension("12.0000000000")] })).toMatchObject({ rate: "12" });
  });

  test.each([
    ["another region", { regionCode: "eu-west-1" }],
    ["a Local Zone", { locationType: "AWS Local Zone" }],
    ["a capacity block", { marketoption: "CapacityBlock" }],
    ["dedicated hosts", { usagetype: "EUC1-HostBoxUsage:t3.medium" }],
    ["a reservation that is not used", { usagetype: "EUC1-UnusedBox:t3.medium" }],
    ["another type", { usagetype: "EUC1-BoxUsage:t3.medium2" }],
    ["another operation", { operation: "RunInstances:0002" }],
  ])("%s is another product", (_what, attributes) => {
    expect(told({ attributes: { ...fitting, ...attributes } })).toBeNull();
  });

  test("another family, no on-demand term, and $0 are other products, too", () => {
    const gateway = asked("natGateway", "hour");
    const hour = { usagetype: "EUC1-NatGateway-Hours" };
    expect(priceIn(gateway, product(gateway, { attributes: hour, productFamily: "Gateway" }))).toBeNull();
    expect(told({ terms: {} })).toBeNull();
    expect(told({ dimensions: [dimension("0.0000000000")] })).toBeNull();
  });

  test.each([
    ["tiers", [dimension("0.05"), dimension("0.04", { beginRange: "100" })], /SKU1 is priced in tiers/],
    ["a first tier that is free", [dimension("0"), dimension("0.04", { beginRange: "100" })], /priced in tiers/],
    ["another unit", [dimension("0.05", { unit: "Quantity" })], /SKU1 is priced by Quantity, not by Hrs/],
    ["euros", [dimension("0.05", { pricePerUnit: { EUR: "0.05" } })], /has no price in USD, only in EUR/],
    ["yuan", [dimension("0.05", { pricePerUnit: { CNY: "0.31" } })], /only in CNY/],
    ["no currency", [dimension("0.05", { pricePerUnit: {} })], /only in no currency/],
    ["an exponent", [dimension("5e-2")], /not understood: 5e-2/],
    ["less than nothing", [dimension("-0.05")], /not understood/],
  ])("%s are no price, and the reason says so", (_what, dimensions, why) => {
    expect(told({ dimensions })).toEqual({ why: expect.stringMatching(why) });
  });

  test("capacity of Redshift Serverless that was reserved is another product", () => {
    const question = asked("redshift.other", "serverlessRpuHour");
    const attributes = { usagetype: "EUC1-Redshift:ServerlessUsage-CR-1YR-NU" };
    expect(priceIn(question, product(question, { attributes }))).toBeNull();
  });

  test("a proxy is asked by vCPU: what bills by ACU is another product", () => {
    const question = asked("rds.proxy", "aurora-mysql.vcpuHour");
    const told = (usagetype: string) => priceIn(question, product(question, { attributes: { usagetype } }));
    expect(told("EUC1-RDS:ProxyUsage")).toMatchObject({ rate: "0.0416" });
    expect(told("EUC1-RDS:Proxy-ASv2-Usage")).toBeNull();
  });

  test("the free tier is left out where a table has one", () => {
    const question = asked("dynamodb", "wcuHour");
    const unit = "WriteCapacityUnit-Hrs";
    const dimensions = [dimension("0", { unit }), dimension("0.00065", { unit, beginRange: "18600" })];
    const text = product(question, { attributes: { usagetype: "EUC1-WriteCapacityUnit-Hrs" }, dimensions });
    expect(priceIn(question, text)).toMatchObject({ rate: "0.00065" });
  });

  test.each(["", "null", "{}", '{"product":{"sku":7}}'])("%j is not understood, and no price", (text) => {
    expect(priceIn(medium, text)).toEqual({ why: "AWS's price list answered in a form that is not understood" });
  });
});

describe("of all products", () => {
  const one = product(medium, { attributes: fitting });
  const other = product(medium, { attributes: { ...fitting, regionCode: "eu-west-1" } });

  test("the one that fits is the price, whatever else there is", () => {
    expect(onlyPrice(medium, [other, one, other])).toMatchObject({ rate: "0.0416" });
  });

  test("none, and several, are no price: even where they agree", () => {
    expect(onlyPrice(medium, [other])).toEqual({ why: "AWS's price list has nothing that fits" });
    expect(onlyPrice(medium, [])).toEqual({ why: "AWS's price list has nothing that fits" });
    const twin = product(medium, { attributes: fitting, sku: "SKU2" });
    expect(onlyPrice(medium, [twin, one])).toEqual({ why: "AWS's price list has 2 that fit: SKU1, SKU2" });
  });

  test("one that is not understood leaves no price, even beside one that is", () => {
    expect(onlyPrice(medium, [one, "{}"])).toEqual({ why: expect.stringContaining("not understood") });
  });
});
