import { z } from "zod";
import { rateForm, timesFraction } from "./decimal";
import type { PriceQuestion } from "./question";

/** One product of AWS's price list, as far as a price is read from it. Each comes as a text of its own. */
const productSchema = z.object({
  product: z.object({
    sku: z.string().min(1),
    productFamily: z.string().optional(),
    attributes: z.record(z.string(), z.string()),
  }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          effectiveDate: z.string(),
          priceDimensions: z.record(
            z.string(),
            z.object({
              unit: z.string(),
              beginRange: z.string().default("0"),
              pricePerUnit: z.record(z.string(), z.string()),
            }),
          ),
        }),
      )
      .optional(),
  }),
});
type Product = z.infer<typeof productSchema>;
type Term = NonNullable<Product["terms"]["OnDemand"]>[string];
type Dimension = Term["priceDimensions"][string];

/** A price that was read · why a product that fits has none · null: it is another product, or one that costs nothing. */
export type Reading =
  | { readonly rate: string; readonly sku: string; readonly asOf: string | null }
  | { readonly why: string };

/** What a product says to the question. It is read strictly: what is not understood is no price. */
export function priceIn(question: PriceQuestion, text: string): Reading | null {
  const parsed = productSchema.safeParse(jsonIn(text));
  if (!parsed.success) return { why: "AWS's price list answered in a form that is not understood" };
  const { product, terms } = parsed.data;
  if (!fits(question, product)) return null;
  const all = Object.values(terms.OnDemand ?? {});
  const [term] = all;
  if (!term) return null;
  if (all.length > 1) return { why: `${product.sku} is sold on ${all.length} terms` };
  const paid = paidOf(question, Object.values(term.priceDimensions));
  if (paid === null || "why" in paid) return paid && { why: `${product.sku} ${paid.why}` };
  const asOf = /^\d{4}-\d{2}-\d{2}/.exec(term.effectiveDate)?.[0] ?? null;
  return { rate: timesFraction(paid.usd, 1n, BigInt(question.perUnit ?? 1)), sku: product.sku, asOf };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Local Zones, Wavelength and Outposts are priced apart; capacity blocks and reservations are no market "OnDemand". */
function fits(question: PriceQuestion, { productFamily, attributes }: Product["product"]): boolean {
  const { filters, usage, region, everywhere } = question;
  const { marketoption = "OnDemand", usagetype = "" } = attributes;
  if (marketoption !== "OnDemand" || !(everywhere || isIn(region, attributes))) return false;
  const isAsked = Object.entries(filters).every(([field, value]) =>
    field === "productFamily" ? productFamily === value : attributes[field] === value,
  );
  // With a prefix it is another partition's, or another place's.
  return isAsked && usage.test(everywhere ? usagetype : withoutPrefix(usagetype, region));
}

function isIn(region: string, { locationType = "AWS Region", regionCode = region }: Product["product"]["attributes"]) {
  return locationType === "AWS Region" && regionCode === region;
}

/** `EUC1-`, `EU-`, `USE1-`, with KMS the region itself; older services have none in us-east-1. */
function withoutPrefix(usageType: string, region: string): string {
  return usageType.startsWith(`${region}-`)
    ? usageType.slice(region.length + 1)
    : usageType.replace(/^[A-Z]{2,4}\d{0,2}-/, "");
}

/** The one price that is asked in dollars, from the first unit on; null: it costs nothing, so it is not what is billed. */
function paidOf(question: PriceQuestion, all: readonly Dimension[]): { usd: string } | { why: string } | null {
  const wrongUnit = all.find(({ unit }) => !question.units.some((one) => one.toLowerCase() === unit.toLowerCase()));
  if (wrongUnit) return { why: `is priced by ${wrongUnit.unit}, not by ${question.units[0]}` };
  const asked =
    question.tierFrom === undefined ? all : all.filter((one) => Number(one.beginRange) === question.tierFrom);
  const amounts = asked.map(({ pricePerUnit, beginRange }) => ({ usd: pricePerUnit.USD ?? null, beginRange }));
  const prices = amounts.filter(({ usd }) => usd === null || !/^0+(\.0*)?$/.test(usd));
  const [price] = prices;
  if (!price) return null;
  const { usd } = price;
  if (usd === null) return { why: `has no price in USD, only in ${currenciesOf(all)}` };
  const isFirst = Number(price.beginRange) === (question.tierFrom ?? 0);
  if (prices.length > 1 || !(isFirst || question.freeTier)) return { why: "is priced in tiers" };
  const isRead = rateForm.test(usd);
  return isRead ? { usd } : { why: `has a price that is not understood: ${usd}` };
}

function currenciesOf(all: readonly Dimension[]): string {
  return [...new Set(all.flatMap(({ pricePerUnit }) => Object.keys(pricePerUnit)))].sort().join(", ") || "no currency";
}

/** Of all products that the list sent: the one price, or why there is not exactly one. */
export function onlyPrice(question: PriceQuestion, products: readonly string[]): Reading {
  const readings = products.flatMap((text) => priceIn(question, text) ?? []);
  const [first] = readings;
  if (!first) return { why: "AWS's price list has nothing that fits" };
  const refused = readings.find((one) => "why" in one);
  if (refused) return refused;
  if (readings.length === 1) return first;
  const skus = readings.flatMap((one) => ("sku" in one ? one.sku : [])).sort();
  return { why: `AWS's price list has ${skus.length} that fit: ${skus.slice(0, 4).join(", ")}` };
}
