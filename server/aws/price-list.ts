import { GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import { type Fault, FaultError } from "../core/fault";
import type { PriceAnswer, PriceList } from "../costs/prices/ports";
import { onlyPrice } from "../costs/prices/price-in";
import type { PriceQuestion } from "../costs/prices/question";
import { otherPartitions } from "./cost-explorer";
import { type Doors, pages, type ReadDoor } from "./door";

/**
 * AWS's price list (GetProducts), through the reading door. The same list is behind three endpoints and tells the prices
 * of all regions; requests are free and throttled (AWS Billing User Guide, "Using the AWS Price List Query API").
 */
const homes = ["us-east-1", "eu-central-1", "ap-south-1"] as const;

/** The largest page. */
const MaxResults = 100;

export function createPriceList(doors: Pick<Doors, "read" | "regions">): PriceList {
  return {
    async ask(accountId, question, requestsAtMost) {
      let requests = 0;
      const count = () => {
        requests += 1;
      };
      const answer = await ask(doors, { accountId, question, requestsAtMost, count }).catch((error: unknown) => {
        if (error instanceof FaultError) return { outcome: "failed", fault: error.fault } as const;
        throw error;
      });
      return { requests, ...answer };
    },
  };
}

interface Asked {
  readonly accountId: string;
  readonly question: PriceQuestion;
  readonly requestsAtMost: number;
  readonly count: () => void;
}

async function ask(doors: Pick<Doors, "read" | "regions">, asked: Asked): Promise<PriceAnswer> {
  const { accountId, question, requestsAtMost, count } = asked;
  const regions = await doors.regions(accountId);
  const elsewhere = regions.find((one) => otherPartitions.test(one));
  if (elsewhere !== undefined) throw new FaultError(notACustomerHere(elsewhere));
  const aws = await doors.read(accountId, homeOf(regions));
  const products: string[] = [];
  let sent = 0;
  const list = pages(
    (token) => {
      sent += 1;
      count();
      return getProducts(aws, question, token);
    },
    (out) => out.NextToken,
  );
  for await (const { PriceList = [], NextToken } of list) {
    products.push(...PriceList.map(String));
    if (NextToken && sent >= requestsAtMost) {
      return { outcome: "none", reason: `AWS's price list has more than ${products.length} products to choose from` };
    }
  }
  const price = onlyPrice(question, products);
  return "why" in price ? { outcome: "none", reason: price.why } : { outcome: "found", ...price };
}

/** Credentials of another partition are not known to the price list's endpoints. */
function notACustomerHere(region: string): Fault {
  return {
    code: "refused",
    reason: `An account of ${region} cannot ask AWS's price list`,
    remedy:
      "Connect an account of standard AWS regions, which the list answers for all regions; or go by the catalogue",
  };
}

/** An account that is limited to some regions may be denied the others. */
function homeOf(regions: readonly string[]): string {
  return homes.find((home) => regions.includes(home)) ?? homes[0];
}

function getProducts(aws: ReadDoor, question: PriceQuestion, token: string | undefined) {
  const { serviceCode, filters, region, everywhere } = question;
  return aws.read(
    PricingClient,
    new GetProductsCommand({
      ServiceCode: serviceCode,
      FormatVersion: "aws_v1",
      MaxResults,
      Filters: Object.entries({ ...(!everywhere && { regionCode: region }), ...filters }).map(([Field, Value]) => ({
        Type: "TERM_MATCH",
        Field,
        Value,
      })),
      ...(token && { NextToken: token }),
    }),
  );
}
