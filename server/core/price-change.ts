import type { MicroUsd } from "./money";

/** What a change does to the meter of one resource: dollars an hour before and after. Null: a price is missing. */
export interface PriceChange {
  readonly hourlyNow: MicroUsd | null;
  readonly hourlyAfter: MicroUsd | null;
}

type Priced = { readonly hourlyNow: MicroUsd; readonly hourlyAfter: MicroUsd };

/** Both sums are of the same resources, those with both prices. `unpriced`: how many have none, or only one of them. */
export interface PriceChangeTotal extends Priced {
  readonly unpriced: number;
}

export function hasBothPrices<T extends PriceChange>(change: T): change is T & Priced {
  return change.hourlyNow !== null && change.hourlyAfter !== null;
}

/**
 * The one rule for what a plan, its operation, their lists and reports say of many resources: what an unpriced one still
 * costs afterwards would lessen what the others save, and what it costs before would pass for saved.
 */
export function totalPriceChange(changes: readonly PriceChange[]): PriceChangeTotal {
  const priced = changes.filter(hasBothPrices);
  return {
    hourlyNow: priced.reduce((sum, { hourlyNow }) => sum + hourlyNow, 0),
    hourlyAfter: priced.reduce((sum, { hourlyAfter }) => sum + hourlyAfter, 0),
    unpriced: changes.length - priced.length,
  };
}
