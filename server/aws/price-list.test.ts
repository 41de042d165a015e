import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account } from "../core/account";
import { filtersOf } from "../costs/prices/filters";
import { dimension, product } from "../costs/prices/product-fixtures";
import type { PriceQuestion } from "../costs/prices/question";
import { fakeClock } from "../testing/fake-clock";
import { type Loopback, loopback } from "../testing/loopback";
import { createDoors } from "./doors";
import { createPriceList } from "./price-list";

/** A real SDK client, signed and sent, against a small price list that speaks AWS's JSON protocol. */

interface Answer {
  readonly status?: number;
  readonly body: object;
}

const now = new Date("2026-11-22T05:00:00Z");
let server: Loopback;
let asked: { readonly target: unknown; readonly authorization: string; readonly body: { NextToken?: string } }[];
let answers: Answer[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = await loopback(({ headers, text }) => {
    const { "x-amz-target": target, authorization = "" } = headers;
    asked.push({ target, authorization, body: JSON.parse(text) });
    const { status = 200, body } = answers.shift() ?? { body: list() };
    return { status, headers: { "content-type": "application/x-amz-json-1.1" }, text: JSON.stringify(body) };
  });
});

afterEach(() => server.close());

const list = (...PriceList: readonly string[]) => ({ FormatVersion: "aws_v1", PriceList });
const refusal = (type: string, message: string): Answer => ({ status: 400, body: { __type: type, message } });

function question(table = "ec2.linux", key = "t3.medium", region = "eu-central-1"): PriceQuestion {
  const found = filtersOf({ table, key, region });
  if (!found) throw new Error(`${table} ${key} is not asked for`);
  return found;
}
const medium = question();
const fitting = { attributes: { usagetype: "EUC1-BoxUsage:t3.medium" } };

function ask(of: PriceQuestion = medium, regions: readonly string[] = ["eu-west-1", "us-east-1"], atMost = 6) {
  const account: Account = {
    id: "acc_1",
    name: "Test",
    awsAccountId: null,
    credentials: { type: "environment" },
    regions,
    createdAt: now,
    lastScanAt: null,
  };
  const ways = { clock: fakeClock(now), random: () => 0, sandbox: null, pace: 0, sandboxPace: 0 };
  const doors = createDoors({ ...ways, account: async () => account, endpoint: server.url });
  return createPriceList(doors).ask("acc_1", of, atMost);
}

test("asks by exact fields, signed for the region of the list, and reads the one price", async () => {
  answers.push({ body: list(product(medium, fitting)) });
  expect(await ask()).toEqual({ requests: 1, outcome: "found", rate: "0.0416", sku: "SKU1", asOf: "2026-11-01" });
  expect(asked).toMatchObject([
    {
      target: "AWSPriceListService.GetProducts",
      authorization: expect.stringContaining("/us-east-1/pricing/aws4_request"),
      body: {
        ServiceCode: "AmazonEC2",
        FormatVersion: "aws_v1",
        MaxResults: 100,
        Filters: expect.arrayContaining([
          { Type: "TERM_MATCH", Field: "regionCode", Value: "eu-central-1" },
          { Type: "TERM_MATCH", Field: "operation", Value: "RunInstances" },
          { Type: "TERM_MATCH", Field: "tenancy", Value: "Shared" },
          { Type: "TERM_MATCH", Field: "capacitystatus", Value: "Used" },
          { Type: "TERM_MATCH", Field: "preInstalledSw", Value: "NA" },
          { Type: "TERM_MATCH", Field: "instanceType", Value: "t3.medium" },
        ]),
      },
    },
  ]);
});

test.each([
  [["eu-west-1", "ap-south-1"], "ap-south-1"],
  [["eu-west-1", "eu-central-1"], "eu-central-1"],
  [["eu-west-1"], "us-east-1"],
])("an account that is limited to %j asks the list in %s", async (regions, home) => {
  await ask(medium, regions);
  expect(asked[0]?.authorization).toContain(`/${home}/pricing/`);
});

test("what belongs to no region is asked for in none", async () => {
  const zone = filtersOf({ table: "hostedZone", key: "month", region: "us-east-1" });
  if (!zone) throw new Error("it is not asked for");
  await ask(zone);
  const Filters = [{ Type: "TERM_MATCH", Field: "productFamily", Value: "DNS Zone" }];
  expect(asked).toMatchObject([{ body: { ServiceCode: "AmazonRoute53", Filters } }]);
});

test("an account of another partition is not asked, and says why", async () => {
  expect(await ask(medium, ["us-gov-west-1"])).toMatchObject({
    requests: 0,
    outcome: "failed",
    fault: { code: "refused", reason: expect.stringContaining("us-gov-west-1") },
  });
  expect(asked).toEqual([]);
});

describe("pages", () => {
  const page = (token: string | null, ...products: readonly string[]) => ({
    body: { ...list(...products), ...(token && { NextToken: token }) },
  });

  test("are all read before a price is taken: the second of two that fit may be on the last", async () => {
    const other = product(medium, { attributes: { ...fitting.attributes, operation: "RunInstances:0002" } });
    answers.push(page("two", other), page("three"), page(null, product(medium, fitting)));
    expect(await ask()).toMatchObject({ requests: 3, outcome: "found", rate: "0.0416" });
    expect(asked.map(({ body }) => body.NextToken)).toEqual([undefined, "two", "three"]);
    const twin = product(medium, { ...fitting, sku: "SKU2" });
    answers.push(page("two", product(medium, fitting)), page(null, twin));
    const reason = "AWS's price list has 2 that fit: SKU1, SKU2";
    expect(await ask()).toEqual({ requests: 2, outcome: "none", reason });
  });

  test("are read up to a limit, and then there is no price rather than half an answer", async () => {
    answers.push(page("two", product(medium, fitting)), page("three"), page("four"));
    expect(await ask(medium, ["us-east-1"], 2)).toEqual({
      requests: 2,
      outcome: "none",
      reason: "AWS's price list has more than 1 products to choose from",
    });
    expect(asked).toHaveLength(2);
  });
});

describe("no price from the list", () => {
  test.each([
    ["nothing fits", [], /nothing that fits/],
    ["it is sold in tiers", [dimension("0.05"), dimension("0.04", { beginRange: "100" })], /in tiers/],
    ["it is in euros", [dimension("0", { pricePerUnit: { EUR: "0.05" } })], /only in EUR/],
    ["it is in yuan", [dimension("0", { pricePerUnit: { CNY: "0.31" } })], /only in CNY/],
    ["it is by another unit", [dimension("0.05", { unit: "Seconds" })], /by Seconds, not by Hrs/],
  ])("where %s", async (_what, dimensions, reason) => {
    answers.push({ body: list(...(dimensions.length > 0 ? [product(medium, { ...fitting, dimensions })] : [])) });
    expect(await ask()).toEqual({ requests: 1, outcome: "none", reason: expect.stringMatching(reason) });
  });

  test("where a product is not understood", async () => {
    answers.push({ body: list("not JSON") });
    expect(await ask()).toMatchObject({ outcome: "none", reason: expect.stringContaining("not understood") });
  });
});

test("a throttle is waited out, and the price comes all the same", async () => {
  answers.push(refusal("ThrottlingException", "Rate exceeded"), { body: list(product(medium, fitting)) });
  expect(await ask()).toMatchObject({ outcome: "found", rate: "0.0416" });
  expect(asked).toHaveLength(2);
});

test("throttled on and on, it is a fault and no price", async () => {
  answers.push(...Array.from({ length: 20 }, () => refusal("ThrottlingException", "Rate exceeded")));
  expect(await ask()).toMatchObject({ outcome: "failed", fault: { code: "throttled" } });
});

test("a denial names the permission", async () => {
  const message = "User: arn:aws:iam::111122223333:role/standby is not authorized to perform: pricing:GetProducts";
  answers.push(refusal("AccessDeniedException", message));
  const { outcome, ...rest } = await ask();
  expect(outcome).toBe("failed");
  expect(rest).toMatchObject({ fault: { code: "denied", action: "pricing:GetProducts" } });
});
