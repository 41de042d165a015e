/**
 * Money. Amounts are integer micro-dollars (1 USD = 1,000,000); rates are decimal strings so that $0.0000166667 a
 * second keeps its digits. Nothing here is a float in storage, and an unknown price is `null`, never 0.
 */

export type MicroUsd = number;

/** AWS's own month in its price calculator. */
export const hoursPerMonth = 730;
export const hoursPerDay = 24;

export const rateUnits = ["hour", "month", "second"] as const;
export type RateUnit = (typeof rateUnits)[number];

/** Where a figure comes from. */
export interface PriceSource {
  readonly id: string;
  readonly title: string;
  readonly asOf: string;
}

/** One line of what a resource costs: what an adapter declares, before a price is looked up. */
export interface CostLine {
  readonly label: string;
  /** Said beside the figure: "db.m6g.large, one zone", "200 GB gp3". */
  readonly note: string;
  /** Table and key in the price catalogue; null when no catalogue can have it. */
  readonly price: { readonly table: string; readonly key: string } | null;
  /** How many units run per `unit`: instances, GB, vCPU. `metered` when only the bill knows. */
  readonly quantity: number | "metered";
  readonly unit: RateUnit;
  /** True when the line ends while the resource is paused. */
  readonly stopsWhenPaused: boolean;
}

/** A cost line with its price. `hourly` is null when there is no price or the line is metered. */
export interface PricedLine extends CostLine {
  readonly rate: string | null;
  readonly hourly: MicroUsd | null;
  readonly source: PriceSource | null;
}

/** What one resource costs an hour, running and paused. Null: at least one line that matters has no price. */
export interface Estimate {
  readonly lines: readonly PricedLine[];
  readonly running: MicroUsd | null;
  readonly paused: MicroUsd | null;
  /** Lines without a price: they are counted, never taken for zero. */
  readonly unpriced: number;
}

/** What should have a figure and has none. A metered line needs none: only the bill knows it. */
export function isUnpriced({ quantity, hourly }: Pick<PricedLine, "quantity" | "hourly">): boolean {
  return quantity !== "metered" && hourly === null;
}

/** A sum that remembers what it could not count. */
export interface Total {
  readonly hourly: MicroUsd;
  readonly unpriced: number;
}

export const noMoney: Total = { hourly: 0, unpriced: 0 };

export function addHourly(total: Total, hourly: MicroUsd | null): Total {
  if (hourly === null) return { hourly: total.hourly, unpriced: total.unpriced + 1 };
  return { hourly: total.hourly + hourly, unpriced: total.unpriced };
}

export function daily(hourly: MicroUsd): MicroUsd {
  return hourly * hoursPerDay;
}

export function monthly(hourly: MicroUsd): MicroUsd {
  return hourly * hoursPerMonth;
}

/** `12340000` → `"12.340000"`: the wire's form, exact. */
export function toDecimal(micro: MicroUsd): string {
  const sign = micro < 0 ? "-" : "";
  const digits = String(Math.abs(Math.round(micro))).padStart(7, "0");
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/**
 * Rate × quantity as micro-dollars per hour, computed on integers and rounded half up once.
 * A rate has at most 12 decimals in the catalogue; quantities at most 6.
 */
export function hourlyCost(rate: string, quantity: number, unit: RateUnit): MicroUsd {
  const scaledRate = decimalToBigInt(rate, 12);
  const scaledQuantity = BigInt(Math.round(quantity * 1e6));
  const perUnit = scaledRate * scaledQuantity; // USD × 1e18
  const perHour = unit === "second" ? perUnit * 3600n : perUnit;
  const divisor = unit === "month" ? 1_000_000_000_000n * BigInt(hoursPerMonth) : 1_000_000_000_000n;
  return Number((perHour + divisor / 2n) / divisor);
}

function decimalToBigInt(text: string, decimals: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`Not a decimal rate: ${text}`);
  const fraction = (match[2] ?? "").slice(0, decimals).padEnd(decimals, "0");
  return BigInt(`${match[1]}${fraction}`);
}
