import { describe, expect, test } from "vitest";
import { adapterFor } from "../../adapters/registry";
import { daily, monthly, toDecimal } from "../../core/money";
import { estimate } from "../estimate";
import { priceOf } from "../price-book";

/**
 * Prices on which several independent sources agree (the catalogue's own list of cross-checked values), in us-east-1:
 * once out of the book, and once as a whole figure of the kind that bills it.
 */

describe("out of the book", () => {
  test.each([
    ["ec2.linux", "t3.medium", "0.0416"],
    ["ec2.linux", "m5.large", "0.096"],
    ["ebs.gbMonth", "gp3", "0.08"],
    ["ebs.gbMonth", "gp2", "0.1"],
    ["rds.instance.mysql", "db.t3.micro", "0.017"],
    ["rds.instance.postgres", "db.t3.micro", "0.018"],
    ["rds.instance.mysql", "db.t3.large", "0.136"],
    ["rds.multiAz", "mysql:db.t3.large", "0.272"],
    ["rds.instance.postgres", "db.r6g.large", "0.225"],
    ["rds.instance.aurora-mysql", "db.t3.medium", "0.082"],
    ["rds.instance.aurora-postgresql", "db.t3.medium", "0.082"],
    ["rds.auroraServerlessV2", "acu", "0.12"],
    ["sagemaker.instance", "ml.m5.large", "0.115"],
    ["fargate", "x86.vcpu", "0.04048"],
    ["fargate", "x86.gb", "0.004445"],
    ["fargate", "arm.vcpu", "0.03238"],
    ["fargate", "arm.gb", "0.00356"],
    ["kinesis", "shardHour", "0.015"],
    ["dynamodb", "wcuHour", "0.00065"],
    ["dynamodb", "rcuHour", "0.00013"],
    ["natGateway", "hour", "0.045"],
    ["publicIpv4", "hour", "0.005"],
    ["loadBalancer", "alb.hour", "0.0225"],
    ["loadBalancer", "clb.hour", "0.025"],
    ["eks", "cluster.hour", "0.1"],
    ["lambda", "gbSecond.x86", "0.0000166667"],
    ["lambda", "request", "0.0000002"],
    ["cloudwatch", "alarm.standard", "0.1"],
    ["cloudwatch", "logs.ingestGb", "0.5"],
    ["elasticache.redis", "cache.t4g.micro", "0.016"],
    ["opensearch.instance", "t3.small.search", "0.036"],
    ["redshift.node", "dc2.large", "0.25"],
    ["redshift.node", "ra3.xlplus", "1.086"],
    ["docdb.instance", "db.t3.medium", "0.078"],
  ])("%s %s is %s", (table, key, rate) => {
    expect(Number(priceOf(table, key, "us-east-1")?.rate)).toBe(Number(rate));
  });
});

/** Only what a price is made from: the kinds' own tests have whole details. */
function figure(kind: string, detail: object) {
  const named = { nativeId: "one", arn: "arn:one", name: "one", type: "", tags: {} };
  return estimate("us-east-1", adapterFor(kind).price({ ...named, detail }));
}

const machine = (configuration: object) => ({
  lifecycle: null,
  volumes: [],
  unreadVolumes: [],
  ephemeralIps: 0,
  configuration: {
    instanceType: "t3.medium",
    usageOperation: "RunInstances",
    platform: "Linux/UNIX",
    tenancy: "default",
    blockDevices: [],
    elasticIps: [],
    ...configuration,
  },
});
const database = (configuration: object) => ({
  configuration: {
    class: "db.t3.micro",
    engine: "mysql",
    multiAz: false,
    licenseModel: "general-public-license",
    storage: { type: "gp3", gigabytes: 0, iops: 3000 },
    ...configuration,
  },
});
const aurora = { storage: { type: "aurora" }, engine: "aurora-mysql", engineMode: "provisioned", serverless: null };

describe("as the kind's figure of an hour, running", () => {
  test.each<[kind: string, what: string, detail: object, running: string]>([
    ["ec2.instance", "t3.medium", machine({}), "0.041600"],
    ["ec2.instance", "m5.large", machine({ instanceType: "m5.large" }), "0.096000"],
    ["rds.instance", "MySQL db.t3.micro", database({}), "0.017000"],
    ["rds.instance", "PostgreSQL db.t3.micro", database({ engine: "postgres" }), "0.018000"],
    ["rds.instance", "MySQL db.t3.large in two zones", database({ class: "db.t3.large", multiAz: true }), "0.272000"],
    [
      "rds.cluster",
      "two db.t3.medium",
      { members: [{ class: "db.t3.medium" }, { class: "db.t3.medium" }], configuration: aurora },
      "0.164000",
    ],
    ["kinesis.stream", "2 shards", { consumerCount: 0, configuration: { shards: 2, retentionHours: 24 } }, "0.030000"],
    ["ec2.natGateway", "one", { configuration: { connectivity: "public" } }, "0.045000"],
    ["elb.loadBalancer", "an application's", { type: "application", publicAddresses: 0 }, "0.022500"],
    ["elb.loadBalancer", "with two addresses", { type: "application", publicAddresses: 2 }, "0.032500"],
    ["elb.classicLoadBalancer", "inside", { scheme: "internal", zones: 2 }, "0.025000"],
    [
      "redshift.cluster",
      "2 dc2.large",
      { multiAz: false, configuration: { nodeType: "dc2.large", nodes: 2 } },
      "0.500000",
    ],
    [
      "elasticache.replicationGroup",
      "2 cache.t4g.micro",
      { nodes: 2, configuration: { engine: "redis", nodeType: "cache.t4g.micro" } },
      "0.032000",
    ],
    [
      "opensearch.domain",
      "3 t3.small.search",
      { nodes: [{ role: "data", type: "t3.small.search", count: 3 }], storage: null },
      "0.108000",
    ],
    [
      "ecs.service",
      "2 tasks of 1 vCPU and 2 GB",
      {
        launchType: "FARGATE",
        capacityProviders: [],
        desired: 2,
        task: { vcpu: 1, memoryGb: 2, arch: "x86", windows: false, ephemeralGb: 20 },
      },
      "0.098740",
    ],
    [
      "dynamodb.table",
      "10 read and 10 write units",
      {
        bytes: 0,
        configuration: {
          mode: "PROVISIONED",
          tableClass: "STANDARD",
          capacity: { "table/read": 10, "table/write": 10 },
        },
      },
      "0.007800",
    ],
    [
      "lambda.function",
      "1 GB kept warm",
      {
        arch: "x86",
        eventSources: [],
        provisioned: [{ qualifier: "live", requested: 1, memoryMb: 1024, arch: "x86" }],
      },
      "0.015000",
    ],
    ["cloudwatch.alarm", "one", { form: "metric", metrics: 1, highResolution: false, anomaly: false }, "0.000137"],
  ])("%s: %s", (kind, _what, detail, running) => {
    const found = figure(kind, detail);
    expect(found.unpriced).toBe(0);
    expect(found.running === null ? null : toDecimal(found.running)).toBe(running);
    for (const { rate, source } of found.lines.filter(({ quantity }) => quantity !== "metered")) {
      if (rate !== null)
        expect(source).toMatchObject({ title: expect.any(String), asOf: expect.stringMatching(/^20/) });
    }
  });

  test("a day is 24 and a month 730 of it", () => {
    const { running } = figure("ec2.instance", machine({}));
    expect([toDecimal(daily(running ?? 0)), toDecimal(monthly(running ?? 0))]).toEqual(["0.998400", "30.368000"]);
  });
});

describe("what nobody knows is no figure, and never zero", () => {
  test.each<[kind: string, what: string, detail: object]>([
    ["ec2.instance", "Windows", machine({ usageOperation: "RunInstances:0002", platform: "Windows" })],
    ["ec2.instance", "dedicated tenancy", machine({ tenancy: "dedicated" })],
    ["ec2.instance", "Spot", { ...machine({}), lifecycle: "spot" }],
    ["rds.instance", "Oracle", database({ engine: "oracle-se2", licenseModel: "license-included" })],
  ])("%s: %s", (kind, _what, detail) => {
    expect(figure(kind, detail)).toMatchObject({ running: null, unpriced: 1 });
  });
});

test("what the older systems worked out by hand: an alarm whose actions are off goes on billing", () => {
  const alarm = { form: "metric", metrics: 1, highResolution: false, anomaly: false };
  const { running, paused } = figure("cloudwatch.alarm", alarm);
  expect(paused).toBe(running);
  const stream = figure("kinesis.stream", { consumerCount: 0, configuration: { shards: 2, retentionHours: 24 } });
  expect(toDecimal(daily((stream.running ?? 0) - (stream.paused ?? 0)))).toBe("0.360000");
});
