import { type MicroUsd, toDecimal } from "../../core/money";

/** For a sentence, to the cent: "$1,284.20", "-$3.20", "84.20 EUR". Figures themselves keep their six places. */
export function inWords(micro: MicroUsd, currency: string): string {
  const cents = Math.round(Math.abs(micro) / 10_000) * 10_000;
  const amount = toDecimal(cents)
    .slice(0, -4)
    .replace(/\B(?=(\d{3})+\.)/g, ",");
  const sign = micro < 0 && cents > 0 ? "-" : "";
  return currency === "USD" ? `${sign}$${amount}` : `${sign}${amount} ${currency}`;
}
