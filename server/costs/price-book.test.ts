import { describe, expect, test } from "vitest";
import { estimate } from "./estimate";
import { createPriceBook, priceOf } from "./price-book";
import { catalogueDate } from "./prices/catalogue";
import { noOverrides, readOverrides } from "./prices/overrides";
import type { ListPrice } from "./prices/ports";

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

describe("layers", () => {
  const told: ListPrice = {
    table: "ec2.linux",
    key: "t3.medium",
    region: "us-east-1",
    rate: "0.0408",
    sku: "SKU1",
    asOf: "2026-11-01",
    readAt: new Date("2026-11-22T05:00:00Z"),
    reason: null,
  };
  const windows = { ...told, table: "ec2.usageOperation", key: "RunInstances:0002/m5.large/default", rate: "0.188" };
  const overrides = (...prices: readonly object[]) =>
    readOverrides(JSON.stringify({ title: "EDP 2026", asOf: "2026-10-01", prices }), "prices.json");
  const discount = { table: "*", key: "*", discountPercent: "7.5" };
  const medium = ["ec2.linux", "t3.medium", "us-east-1"] as const;

  test("AWS's price list comes before the catalogue, in its region alone, and says when it was read", () => {
    const book = createPriceBook({ overrides: noOverrides, listed: [told, windows] });
    const source = { id: "aws-price-list", title: "AWS price list, read 2026-11-22", asOf: "2026-11-01" };
    expect(book.price(...medium)).toEqual({ rate: "0.0408", source });
    expect(book.price("ec2.linux", "t3.medium", "eu-central-1")).toEqual(
      priceOf("ec2.linux", "t3.medium", "eu-central-1"),
    );
    expect(book.price(windows.table, windows.key, "us-east-1")?.rate).toBe("0.188");
    expect(priceOf(windows.table, windows.key, "us-east-1")).toBeNull();
  });

  test("where the price list has none or several the catalogue's price stays, and the reason is kept", () => {
    const book = createPriceBook({ overrides: noOverrides, listed: [{ ...told, rate: null, reason: "two fit" }] });
    expect(book.price(...medium)).toEqual(priceOf(...medium));
    expect(book.listed(...medium)).toMatchObject({ reason: "two fit" });
    expect(book.listed("ec2.linux", "t3.large", "us-east-1")).toBeNull();
  });

  test("a negotiated rate comes before both; of two entries the first counts", () => {
    const rate = { table: "ec2.linux", key: "t3.medium", region: "us-*", rate: "0.03" };
    const book = createPriceBook({ overrides: overrides(rate, discount), listed: [told] });
    const source = { id: "negotiated", title: "negotiated: EDP 2026", asOf: "2026-10-01" };
    expect(book.price(...medium)).toEqual({ rate: "0.03", source });
    expect(book.price("ec2.linux", "t3.medium", "eu-central-1")?.rate).toBe("0.0444");
  });

  test("a discount is one on the list price, exactly, and is as old as that", () => {
    const book = createPriceBook({ overrides: overrides(discount), listed: [told] });
    expect(book.price(...medium)).toEqual({
      rate: "0.03774",
      source: {
        id: "negotiated",
        title: "negotiated: EDP 2026, 7.5 % off: AWS price list, read 2026-11-22",
        asOf: "2026-11-01",
      },
    });
    expect(book.price("lambda", "gbSecond.x86", "us-east-1")?.rate).toBe("0.000015416698");
    expect(book.price("rds.multiAz", "mysql:db.t3.large", "us-east-1")?.rate).toBe("0.2516");
  });

  test("a discount on nothing is no price, and neither is one of another table", () => {
    const book = createPriceBook({ overrides: overrides({ ...discount, table: "rds.*" }), listed: [] });
    expect(book.price("rds.instance.mysql", "db.t99.huge", "us-east-1")).toBeNull();
    expect(book.price(...medium)).toEqual(priceOf(...medium));
  });

  test("a Multi-AZ price is worked out from the one-zone price that AWS's list told", () => {
    const single = { ...told, table: "rds.instance.mysql", key: "db.m9g.large", rate: "0.1715" };
    const book = createPriceBook({ overrides: noOverrides, listed: [single] });
    expect(book.price("rds.multiAz", "mysql:db.m9g.large", "us-east-1")).toMatchObject({
      rate: "0.343",
      source: { title: "2 × the one-zone price: AWS price list, read 2026-11-22" },
    });
  });

  test("a price that stands for more than what was asked says so", () => {
    const hosting = { ...told, table: "sagemaker.instance", key: "ml.m5.large" };
    const book = createPriceBook({ overrides: noOverrides, listed: [hosting] });
    expect(book.price("sagemaker.instance", "ml.m5.large", "us-east-1")?.source.title).toBe(
      "AWS price list for hosting, read 2026-11-22",
    );
  });

  test("an estimate is made at the prices of its book", () => {
    const line = { label: "Hours", note: "", quantity: 2, unit: "hour", stopsWhenPaused: true } as const;
    const book = createPriceBook({ overrides: noOverrides, listed: [told] });
    const price = { table: "ec2.linux", key: "t3.medium" };
    expect(estimate("us-east-1", [{ ...line, price }], book).running).toBe(81_600);
    expect(estimate("us-east-1", [{ ...line, price }]).running).toBe(83_200);
  });
});
