import type { PriceSource } from "../core/money";
import { inCatalogue, multiAzMultiplier, multiAzTable, type Price } from "./prices/catalogue";
import { timesFraction } from "./prices/decimal";
import { askedAs } from "./prices/filters";
import { noOverrides, type Override, type Overrides, overrideFits } from "./prices/overrides";
import type { ListPrice } from "./prices/ports";
import { pricesInWords } from "./prices/words";

/**
 * What a unit of something costs: negotiated, as AWS's own price list told, or as the catalogue has it. A value without
 * a clock: the same layers give the same prices.
 */
export interface PriceBook {
  /** Null: nobody knows it here. No price is ever borrowed from another region. */
  price(table: string, key: string, region: string): Price | null;
  /** Which prices these are and how old, in one sentence. */
  readonly words: string;
  /** What AWS's price list told when it was asked last; null: it was not. */
  listed(table: string, key: string, region: string): ListPrice | null;
}

export interface Layers {
  readonly overrides: Overrides;
  readonly listed: readonly ListPrice[];
}

export function createPriceBook({ overrides, listed }: Layers): PriceBook {
  const read = new Map(listed.map((price) => [nameOf(price.table, price.key, price.region), price]));
  const listedOne = (table: string, key: string, region: string) => read.get(nameOf(table, key, region)) ?? null;

  const observed = (table: string, key: string, region: string): Price | null => {
    const told = listedOne(table, key, region);
    if (told && told.rate !== null) return { rate: told.rate, source: listSource(told) };
    return inCatalogue(table, key, region);
  };

  const list = (table: string, key: string, region: string): Price | null =>
    observed(table, key, region) ?? (table === multiAzTable ? multiAzPrice(observed, key, region) : null);

  return {
    words: pricesInWords(overrides, listed),
    listed: listedOne,
    price(table, key, region) {
      const entry = overrides.entries.find((one) => overrideFits(one, { table, key, region }));
      return entry ? negotiated(overrides, entry, () => list(table, key, region)) : list(table, key, region);
    },
  };
}

/** Nothing is negotiated, and AWS's price list was not asked. */
export const catalogueBook = createPriceBook({ overrides: noOverrides, listed: [] });

/** The catalogue's price. */
export const priceOf = catalogueBook.price;

export const negotiatedId = "negotiated";
export const listId = "aws-price-list";

function nameOf(table: string, key: string, region: string): string {
  return `${table} ${key} ${region}`;
}

function listSource({ table, readAt, asOf }: ListPrice): PriceSource {
  const readOn = readAt.toISOString().slice(0, 10);
  return { id: listId, title: `AWS price list${askedAs(table)}, read ${readOn}`, asOf: asOf ?? readOn };
}

/** A discount is one on the list price, so it is as old as that; where there is no list price there is no figure. */
function negotiated({ title, asOf }: Overrides, { terms }: Override, list: () => Price | null): Price | null {
  if ("rate" in terms) return { rate: terms.rate, source: { id: negotiatedId, title: `negotiated: ${title}`, asOf } };
  const price = list();
  if (!price) return null;
  const { discountPercent } = terms;
  return {
    rate: timesFraction(price.rate, 1_000_000n - tenThousandths(discountPercent), 1_000_000n),
    source: {
      id: negotiatedId,
      title: `negotiated: ${title}, ${discountPercent} % off: ${price.source.title}`,
      asOf: price.source.asOf,
    },
  };
}

/** `"7.5"` of a hundred are 75,000 of a million. */
function tenThousandths(percent: string): bigint {
  const [whole = "", fraction = ""] = percent.split(".");
  return BigInt(whole + fraction.padEnd(4, "0"));
}

/** `engine:class` at twice the one-zone price: in 126 prices that are known both ways there is no other. */
function multiAzPrice(observed: PriceBook["price"], key: string, region: string): Price | null {
  const multiplier = multiAzMultiplier();
  const [engine, instanceClass] = key.split(":");
  if (multiplier === null || !engine || !instanceClass) return null;
  const single = observed(`rds.instance.${engine}`, instanceClass, region);
  if (!single) return null;
  const title = `${multiplier} × the one-zone price: ${single.source.title}`;
  return { rate: timesFraction(single.rate, BigInt(multiplier), 1n), source: { ...single.source, title } };
}
