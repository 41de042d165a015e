import { z } from "zod";
import type { PriceSource } from "../../core/money";
import catalogue from "../catalogue.json" with { type: "json" };
import { rateForm } from "./decimal";

/**
 * The prices that come with Standby: AWS's on-demand list prices, read once and kept. See ../README.md for what is in it.
 */

export interface Price {
  /** Decimal string in USD, without exponent. */
  readonly rate: string;
  readonly source: PriceSource;
}

const rateSchema = z.string().regex(rateForm, "must be a decimal with at most 12 decimals");

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
  readonly count: number;
  rate(key: string, region: string): string | undefined;
}

interface Catalogue {
  readonly date: string;
  readonly tables: ReadonlyMap<string, readonly BookLayer[]>;
  readonly multiAzMultiplier: number | null;
}

let read: Catalogue | undefined;

/** The first price asked for reads the whole catalogue, about 30,000 prices. */
function theCatalogue(): Catalogue {
  read ??= readCatalogue(catalogue);
  return read;
}

export const multiAzTable = "rds.multiAz";

function readCatalogue(text: unknown): Catalogue {
  const { newestDataDate, sources, tables } = catalogueSchema.parse(text);
  const toLayer = (layer: Layer): BookLayer => ({
    source: { id: layer.source, title: sources[layer.source]?.title ?? layer.source, asOf: layer.asOf },
    count: countOf(layer),
    rate: lookup(layer),
  });
  return {
    date: newestDataDate,
    tables: new Map(Object.entries(tables).map(([name, { layers }]) => [name, layers.map(toLayer)])),
    multiAzMultiplier: tables[multiAzTable]?.multiAzMultiplier ?? null,
  };
}

function countOf({ regions }: Layer): number {
  return Object.values(regions)
    .flatMap((prices) => Object.values<string | null>(prices))
    .filter((rate) => rate !== null).length;
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
 * What the catalogue has for a key in a region, or null. The first layer that has it gives the price; a price that holds
 * in every region is kept under the region `*`.
 */
export function inCatalogue(table: string, key: string, region: string): Price | null {
  for (const layer of theCatalogue().tables.get(table) ?? []) {
    const rate = layer.rate(key, region) ?? layer.rate(key, "*");
    if (rate !== undefined) return { rate, source: layer.source };
  }
  return null;
}

/** The day of the newest price in the catalogue, `YYYY-MM-DD`. */
export function catalogueDate(): string {
  return theCatalogue().date;
}

/** How many prices it holds, in all its layers. */
export function catalogueSize(): number {
  return [...theCatalogue().tables.values()].flat().reduce((sum, { count }) => sum + count, 0);
}

/** What a database with one standby costs, in one-zone prices, where no such price was observed. */
export function multiAzMultiplier(): number | null {
  return theCatalogue().multiAzMultiplier;
}
