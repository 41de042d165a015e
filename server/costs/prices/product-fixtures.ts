import type { PriceQuestion } from "./question";

/** A product of AWS's price list in the form that GetProducts sends it in. */

interface Dimension {
  readonly unit: string;
  readonly beginRange: string;
  readonly endRange: string;
  readonly description: string;
  readonly pricePerUnit: Readonly<Record<string, string>>;
}

export function dimension(usd: string, change: Partial<Dimension> = {}): Dimension {
  const range = { beginRange: "0", endRange: "Inf" };
  return { unit: "Hrs", ...range, description: "on demand", pricePerUnit: { USD: usd }, ...change };
}

interface Change {
  readonly sku?: string;
  readonly productFamily?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly dimensions?: readonly Dimension[];
  readonly terms?: object;
}

/** What the question asks for, at $0.0416 an hour, with changes. */
export function product({ filters, region, serviceCode }: PriceQuestion, change: Change = {}): string {
  const { productFamily = "Compute Instance", ...asked } = filters;
  const { sku = "SKU1", dimensions = [dimension("0.0416000000")] } = change;
  const named = dimensions.map((one, index) => [`${sku}.JRTCKXETXF.${index}`, one] as const);
  const term = {
    sku,
    offerTermCode: "JRTCKXETXF",
    effectiveDate: "2026-11-01T00:00:00Z",
    termAttributes: {},
    priceDimensions: Object.fromEntries(named),
  };
  return JSON.stringify({
    product: {
      sku,
      productFamily: change.productFamily ?? productFamily,
      attributes: { regionCode: region, locationType: "AWS Region", ...asked, ...change.attributes },
    },
    serviceCode,
    terms: change.terms ?? { OnDemand: { [`${sku}.JRTCKXETXF`]: term } },
    version: "20261101000000",
    publicationDate: "2026-11-01T00:00:00Z",
  });
}
