import { describe, expect, test } from "vitest";
import { catalogueDate, priceOf } from "./price-book";

describe("prices that AWS publishes", () => {
  test.each([
    ["ec2.linux", "t3.medium", "0.0416"],
    ["ec2.linux", "m5.large", "0.096"],
    ["rds.instance.mysql", "db.t3.micro", "0.017"],
    ["rds.instance.postgres", "db.t3.micro", "0.018"],
    ["rds.instance.mysql", "db.t3.large", "0.136"],
    ["rds.multiAz", "mysql:db.t3.large", "0.272"],
    ["rds.multiAz", "postgres:db.m7g.large", "0.337"],
    ["rds.storage", "gp3.singleAz", "0.115"],
    ["ebs.gbMonth", "gp3", "0.08"],
    ["ebs.gbMonth", "gp2", "0.1"],
    ["ebs.provisioned", "gp3.iops", "0.005"],
    ["fargate", "x86.vcpu", "0.04048"],
    ["fargate", "x86.gb", "0.004445"],
    ["cloudwatch", "alarm.standard", "0.1"],
    ["lambda", "provisionedConcurrencyGbSecond.x86", "0.0000041667"],
    ["lambda", "provisionedConcurrencyGbSecond.arm", "0.0000033334"],
    ["publicIpv4", "hour", "0.005"],
  ])("%s %s in us-east-1 is %s", (table, key, rate) => {
    expect(priceOf(table, key, "us-east-1")?.rate).toBe(rate);
  });
});

describe("what is not known", () => {
  test.each([
    ["a region without prices", "ec2.linux", "t3.medium", "moon-north-1"],
    ["a type without a price", "ec2.linux", "t99.huge", "us-east-1"],
    ["a table that is not there", "ec2.windows", "t3.medium", "us-east-1"],
    ["an engine without a table", "rds.multiAz", "oracle-ee:db.m5.large", "us-east-1"],
    ["a class without an engine", "rds.multiAz", "db.m5.large", "us-east-1"],
    ["a price that only another region has", "cloudwatch", "alarm.composite", "eu-central-1"],
  ])("%s has no price", (_what, table, key, region) => {
    expect(priceOf(table, key, region)).toBeNull();
  });
});

test("a price that holds everywhere is found in a region that has no other", () => {
  expect(priceOf("publicIpv4", "hour", "mx-central-1")?.rate).toBe("0.005");
});

test("the first layer that has a price gives it, with its own source and day", () => {
  expect(priceOf("fargate", "x86.vcpu", "us-east-1")?.source).toMatchObject({ id: "awscc", asOf: "2026-09-03" });
  expect(priceOf("fargate", "ephemeralGb", "us-east-1")?.source).toMatchObject({ id: "infracost", asOf: "2025-07-07" });
});

test("a Multi-AZ price that was worked out says so, one that was seen does not", () => {
  expect(priceOf("rds.multiAz", "mysql:db.t3.large", "us-east-1")?.source.title).toMatch(/^2 × the one-zone price: /);
  expect(priceOf("rds.multiAz", "mysql:db.r6g.large", "us-east-1")?.source.title).not.toContain("×");
});

test("the catalogue tells its day", () => {
  expect(catalogueDate()).toBe("2026-10-06");
});
