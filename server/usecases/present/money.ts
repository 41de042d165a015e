import type { WireMoney } from "../../contract/common";
import { type MicroUsd, toDecimal } from "../../core/money";

export function wireMoney(micro: MicroUsd): WireMoney {
  return { amount: toDecimal(micro), currency: "USD" };
}

/** No price stays no price. */
export function wireMaybeMoney(micro: MicroUsd | null): WireMoney | null {
  return micro === null ? null : wireMoney(micro);
}
