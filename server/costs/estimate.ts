import {
  addHourly,
  type CostLine,
  type Estimate,
  hourlyCost,
  isUnpriced,
  type MicroUsd,
  noMoney,
  type PricedLine,
} from "../core/money";
import { catalogueBook, type PriceBook } from "./price-book";

/**
 * What a resource costs an hour, running and paused, at the prices of the book. A metered line is shown without a
 * figure: only the bill knows it, so it is in no sum and is not counted as unpriced. A line that has no price makes every
 * sum that it belongs to null.
 */
export function estimate(region: string, lines: readonly CostLine[], book: PriceBook = catalogueBook): Estimate {
  const priced = lines.map((line) => withPrice(book, region, line));
  return {
    lines: priced,
    running: sum(priced),
    paused: sum(priced.filter((line) => !line.stopsWhenPaused)),
    unpriced: priced.filter(isUnpriced).length,
  };
}

function withPrice(book: PriceBook, region: string, line: CostLine): PricedLine {
  const price = line.price && book.price(line.price.table, line.price.key, region);
  return {
    ...line,
    rate: price?.rate ?? null,
    hourly: hourlyOf(line, price?.rate ?? null),
    source: price?.source ?? null,
  };
}

function hourlyOf({ quantity, unit }: CostLine, rate: string | null): MicroUsd | null {
  if (quantity === "metered") return null;
  // Nothing of it costs nothing, whatever its price is.
  if (quantity === 0) return 0;
  return rate === null ? null : hourlyCost(rate, quantity, unit);
}

function sum(lines: readonly PricedLine[]): MicroUsd | null {
  const counted = lines.filter((line) => line.quantity !== "metered");
  const total = counted.reduce((total, line) => addHourly(total, line.hourly), noMoney);
  return total.unpriced > 0 ? null : total.hourly;
}
