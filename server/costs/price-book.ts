import { z } from "zod";
import type { PriceSource } from "../core/money";
import catalogue from "./catalogue.json" with { type: "json" };

/**
 * The prices that come with Standby: AWS's on-demand list prices, read once and kept. See README.md for what is in it.
 */

export interface Price {
  /** Decimal string in USD, without exponent. */
  readonly rate: string;
  readonly source: PriceSource;
}

const rateSchema = z.string().regex(/^\d+(\.\d{1,12})?$/, "must be a decimal with at most 12 decimals");

const layerFields = { source: z.string(), asOf: z.string() };
const layerSchema = z.discriminatedUnion("encoding", [
  z.object({
    ...layerFields,
    encoding: z.literal("columns"),
    keys: z.array(z.string()),
    regions: z.record(z.string(), z.array(rateSchema.nullable())),
  }),
  z.object({
    ...layerFields,
    encoding: z.literal("map"),
    regions: z.record(z.string(), z.record(z.string(), rateSchema)),
  }),
]);
type Layer = z.infer<typeof layerSchema>;

const catalogueSchema = z.object({
  currency: z.literal("USD"),
  newestDataDate: z.iso.date(),
  sources: z.record(z.string(), z.object({ title: z.string() })),
  tables: z.record(
    z.string(),
    z.object({ layers: z.array(layerSchema), multiAzMultiplier: z.int().positive().optional() }),
  ),
});

interface BookLayer {
  readonly source: PriceSource;
  rate(key: string, region: string): string | undefined;
}

interface Book {
  readonly date: string;
  readonly tables: ReadonlyMap<string, readonly BookLayer[]>;
  /** What a database with one standby costs, in one-zone prices, where no such price was observed. */
  readonly multiAzMultiplier: number | null;
}

let book: Book | undefined;

/** The first price asked for reads the whole catalogue, about 33,000 prices. */
function theBook(): Book {
  book ??= readBook(catalogue);
  return book;
}

function readBook(text: unknown): Book {
  const { newestDataDate, sources, tables } = catalogueSchema.parse(text);
  const toLayer = (layer: Layer): BookLayer => ({
    source: { id: layer.source, title: sources[layer.source]?.title ?? layer.source, asOf: layer.asOf },
    rate: lookup(layer),
  });
  return {
    date: newestDataDate,
    tables: new Map(Object.entries(tables).map(([name, { layers }]) => [name, layers.map(toLayer)])),
    multiAzMultiplier: tables[multiAzTable]?.multiAzMultiplier ?? null,
  };
}

function lookup(layer: Layer): BookLayer["rate"] {
  if (layer.encoding === "map") return (key, region) => layer.regions[region]?.[key];
  const columns = new Map(layer.keys.map((key, index) => [key, index]));
  return (key, region) => {
    const index = columns.get(key);
    return index === undefined ? undefined : (layer.regions[region]?.[index] ?? undefined);
  };
}

/**
 * The list price of a key in a region, or null: nobody knows it here. The first layer that has it gives the price; a
 * price that holds in every region is kept under the region `*`. No price is ever borrowed from another region.
 */
export function priceOf(table: string, key: string, region: string): Price | null {
  return observed(table, key, region) ?? (table === multiAzTable ? multiAzPrice(key, region) : null);
}

/** The day of the newest price in the catalogue, `YYYY-MM-DD`. */
export function catalogueDate(): string {
  return theBook().date;
}

function observed(table: string, key: string, region: string): Price | null {
  for (const layer of theBook().tables.get(table) ?? []) {
    const rate = layer.rate(key, region) ?? layer.rate(key, "*");
    if (rate !== undefined) return { rate, source: layer.source };
  }
  return null;
}

const multiAzTable = "rds.multiAz";

/** `engine:class` at twice the one-zone price: in 126 prices that are known both ways there is no other. */
function multiAzPrice(key: string, region: string): Price | null {
  const { multiAzMultiplier } = theBook();
  const [engine, instanceClass] = key.split(":");
  if (multiAzMultiplier === null || !engine || !instanceClass) return null;
  const single = observed(`rds.instance.${engine}`, instanceClass, region);
  if (!single) return null;
  const title = `${multiAzMultiplier} × the one-zone price: ${single.source.title}`;
  return { rate: multiplied(single.rate, multiAzMultiplier), source: { ...single.source, title } };
}

/** A decimal string times a whole number, exactly. */
function multiplied(rate: string, by: number): string {
  const [whole = "", fraction = ""] = rate.split(".");
  const digits = String(BigInt(whole + fraction) * BigInt(by)).padStart(fraction.length + 1, "0");
  const cut = digits.length - fraction.length;
  const decimals = digits.slice(cut).replace(/0+$/, "");
  return decimals === "" ? digits.slice(0, cut) : `${digits.slice(0, cut)}.${decimals}`;
}
