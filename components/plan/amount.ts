import type { WireMoney } from "@/server/contract/common";
import { type MicroUsd, type Total, toDecimal } from "@/server/core/money";

/** The wire's exact amount as integer micro-dollars; null stays null, because no price is never zero. */
export function microOf(money: WireMoney | null): MicroUsd | null {
  return money === null ? null : Math.round(Number(money.amount) * 1e6);
}

/** Micro-dollars in the form of the wire. */
export function moneyOf(micro: MicroUsd): WireMoney {
  return { amount: toDecimal(micro), currency: "USD" };
}

/** The sum of amounts, with a count of those that have no price. */
export function sumOf(amounts: readonly (MicroUsd | null)[]): Total {
  const known = amounts.filter((amount) => amount !== null);
  return { hourly: known.reduce((sum, amount) => sum + amount, 0), unpriced: amounts.length - known.length };
}

/** What a change from `now` to `after` saves an hour (negative: costs); null when either has no price. */
export function savingOf(now: WireMoney | null, after: WireMoney | null): MicroUsd | null {
  const [from, to] = [microOf(now), microOf(after)];
  return from === null || to === null ? null : from - to;
}
