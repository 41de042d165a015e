import { dayInWords } from "../../core/day-words";
import { catalogueDate } from "./catalogue";
import type { Overrides } from "./overrides";
import type { ListPrice } from "./ports";

/** Which prices a book has, in one sentence: whoever reads a figure knows what it was made of, and how old that is. */
export function pricesInWords(overrides: Overrides, listed: readonly ListPrice[]): string {
  const catalogue = `the catalogue of ${dayInWords(catalogueDate())}`;
  const last = listed
    .filter(({ rate }) => rate !== null)
    .map(({ readAt }) => readAt.toISOString().slice(0, 10))
    .sort()
    .at(-1);
  const list = last === undefined ? catalogue : `AWS's price list, last read on ${dayInWords(last)}, else ${catalogue}`;
  const { title, asOf, entries } = overrides;
  if (entries.length === 0) return `List prices on demand, without discounts or tax: ${list}.`;
  return `Prices without tax: negotiated ones (${title}, ${dayInWords(asOf)}), else list prices on demand: ${list}.`;
}
