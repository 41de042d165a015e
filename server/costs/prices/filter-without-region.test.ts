import { describe, expect, test } from "vitest";
import { filtersOf } from "./filters";
import { onlyPrice } from "./price-in";
import { dimension, product } from "./product-fixtures";
import type { PriceQuestion } from "./question";

function asked(table: string, key: string): PriceQuestion {
  const question = filtersOf({ table, key, region: "us-east-1" });
  if (!question) throw new Error(`${table} ${key} is not asked for`);
  return question;
}

/** As the list has it: its place is none, and both tiers are one product. */
function zones(question: PriceQuestion, usagetype: string, sku = "ZONE"): string {
  const unit = "HostedZone";
  return product(question, {
    sku,
    attributes: { usagetype, regionCode: "aws-other", locationType: "Other" },
    dimensions: [dimension("0.1000000000", { unit, beginRange: "25" }), dimension("0.5000000000", { unit })],
  });
}

describe("a hosted zone", () => {
  test.each([
    ["month", "0.5"],
    ["month.over25", "0.1"],
  ])("by the %s is the price of its tier, whatever region the list names", (key, rate) => {
    const question = asked("hostedZone", key);
    expect(onlyPrice(question, [zones(question, "HostedZone")])).toMatchObject({ rate, sku: "ZONE" });
  });

  test("of another partition is another product: one of two that fit would be no price", () => {
    const question = asked("hostedZone", "month");
    const answer = [zones(question, "UGW1-HostedZone", "GOV"), zones(question, "HostedZone")];
    expect(onlyPrice(question, answer)).toMatchObject({ rate: "0.5", sku: "ZONE" });
  });

  test("without that tier, or with two that begin alike, has no price", () => {
    const question = asked("hostedZone", "month.over25");
    const unit = "HostedZone";
    const attributes = { usagetype: "HostedZone" };
    const flat = product(question, { attributes, dimensions: [dimension("0.5", { unit })] });
    expect(onlyPrice(question, [flat])).toEqual({ why: "AWS's price list has nothing that fits" });
    const tier = dimension("0.1", { unit, beginRange: "25" });
    const twice = product(question, { attributes, dimensions: [tier, tier] });
    expect(onlyPrice(question, [twice])).toHaveProperty("why", expect.stringContaining("in tiers"));
  });
});

test("an accelerator is its fixed fee, and not what it transfers", () => {
  const question = asked("accelerator", "hour");
  const listed = (usagetype: string, unit: string, usd: string) =>
    product(question, { attributes: { usagetype }, dimensions: [dimension(usd, { unit })] });
  const answer = [
    listed("NA-EU-OUT-Bytes-Internet", "GB", "0.015"),
    listed("Global-Accelerator-fixed-fee", "Hrs", "0.025"),
  ];
  expect(onlyPrice(question, answer)).toMatchObject({ rate: "0.025" });
});

test.each([
  ["hostedZone", "query", "us-east-1"],
  ["accelerator", "constructor", "us-east-1"],
  ["hostedZone", "month", "us-gov-west-1"],
  ["hostedZone", "month", "cn-north-1"],
])("nothing is asked for %s %s in %s", (table, key, region) => {
  expect(filtersOf({ table, key, region })).toBeNull();
});

test("nodes of DAX are told by their type, and no longer one", () => {
  const question = filtersOf({ table: "dax.node", key: "dax.r5.large", region: "eu-west-3" });
  if (!question) throw new Error("it is not asked for");
  const listed = (usagetype: string) =>
    product(question, { attributes: { usagetype }, dimensions: [dimension("0.3")] });
  expect(onlyPrice(question, [listed("EUW3-NodeUsage:dax.r5.large")])).toMatchObject({ rate: "0.3" });
  expect(onlyPrice(question, [listed("EUW3-NodeUsage:dax.r5.largex")])).toHaveProperty("why");
});
