import { apps } from "./filter-apps";
import { databases } from "./filter-databases";
import { cacheAndSearch, compute, network, others } from "./filter-tables";
import { withoutRegion } from "./filter-without-region";
import type { Asks, PriceKey, PriceQuestion } from "./question";

const tables: Readonly<Record<string, Asks>> = {
  ...compute,
  ...databases,
  ...cacheAndSearch,
  ...network,
  ...others,
  ...apps,
  ...withoutRegion,
};

/** The tables that AWS's price list can be asked for. */
export const listedTables: readonly string[] = Object.keys(tables).sort();

/** China has a price list of its own, in yuan; it is not asked. */
export const hasOtherList = (region: string): boolean => region.startsWith("cn-");

/** How AWS's price list is asked for a price; null: it has none that could be told apart for certain. */
export function filtersOf({ table, key, region }: PriceKey): PriceQuestion | null {
  const question = hasOtherList(region) ? null : tables[table]?.(key);
  if (!question || (question.everywhere && region.startsWith("us-gov-"))) return null;
  return { ...question, region };
}

/** Said beside a price that stands for more than what was asked. */
export function askedAs(table: string): string {
  return table === "sagemaker.instance" ? " for hosting" : "";
}
