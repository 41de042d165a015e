import type { WireCosts } from "@/server/contract/costs";
import type { WireOutlook } from "@/server/contract/outlook";
import { microOf } from "./amounts";
import { addDays, daysBetween, firstOfLastMonth, firstOfMonth, shortMonthWord, spanWord } from "./calendar";

/** The table below the chart: what its columns are called, and its rows. Pure. */

type Service = WireOutlook["services"][number];

export interface KeyRow {
  readonly key: string;
  readonly name: string;
  readonly amounts: readonly (string | null)[];
  /** In the days of the chart. */
  readonly total: string | null;
  /** Of the month; null where the outlook says nothing of it. */
  readonly month: Service | null;
}

/** The month is told by service alone. */
export function keyRowsOf({ items, by }: WireCosts, outlook: WireOutlook | null): readonly KeyRow[] {
  const services = new Map(by === "service" ? outlook?.services.map((one) => [one.service, one]) : []);
  return items.map((item) => ({ ...item, month: services.get(item.key) ?? null }));
}

export interface MonthHeads {
  /** `1 to 19 Nov`; in the first days of a month, when none is final, `Dec so far`. */
  readonly current: string;
  /** `1 to 19 Oct`; null when there is nothing to compare. */
  readonly before: string | null;
  readonly forecast: string;
  readonly saved: string;
}

export function monthHeadsOf({ today, soFar }: Pick<WireOutlook, "today" | "soFar">): MonthHeads {
  const first = firstOfMonth(today);
  const month = shortMonthWord(today);
  const words = { forecast: `Forecast ${month}`, saved: `Saved in ${month}` };
  if (soFar.finalThrough < first) return { current: `${month} so far`, before: null, ...words };
  const until = addDays(soFar.finalThrough, 1);
  const lastMonth = firstOfLastMonth(today);
  const same = addDays(lastMonth, daysBetween(first, until));
  return { current: spanWord(first, until), before: spanWord(lastMonth, same < first ? same : first), ...words };
}

/** A sum of what is known, and whether that is all of it. Null: nothing is. */
export function knownSum(amounts: readonly (string | null)[]): {
  readonly sum: string | null;
  readonly isWhole: boolean;
} {
  const known = amounts.filter((amount) => amount !== null);
  if (known.length === 0) return { sum: null, isWhole: false };
  const micro = known.reduce((sum, amount) => sum + microOf(amount), 0);
  return { sum: (micro / 1e6).toFixed(6), isWhole: known.length === amounts.length };
}

/** Null where there is nothing to have a share of. */
export function shareOf(part: string | null, whole: string | null): number | null {
  if (part === null || whole === null || Number(whole) <= 0) return null;
  return Number(part) / Number(whole);
}
