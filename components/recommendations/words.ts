import { formatMoney, formatNumber, plural } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireRecommendation, WireRecommendations } from "@/server/contract/recommendations";

type Advice = WireRecommendation["advice"];

/** In the order in which they are shown. */
const advices: readonly { readonly advice: Advice; readonly title: string; readonly note: string }[] = [
  { advice: "stop", title: "Nobody uses it", note: "Pause it; a resume brings it back." },
  {
    advice: "schedule",
    title: "Used at some hours only",
    note: "Pause it at the others: see what these hours would save, or plan a stop now. Worth is their share of a month.",
  },
  { advice: "smaller", title: "Larger than it needs to be", note: "By its CPU alone. A resize is done in AWS." },
  {
    advice: "unattached",
    title: "Nothing has it",
    note: "Only a deletion ends its bill, and Standby deletes nothing.",
  },
  { advice: "unused", title: "Nothing comes through it", note: "It has no stop. What ends its bill is said with it." },
  { advice: "old", title: "Kept for long", note: "Snapshots that somebody took by hand." },
  { advice: "forEver", title: "Kept for ever", note: "A retention ends a part of it; how much only time tells." },
];

export interface Part {
  readonly advice: Advice;
  readonly title: string;
  readonly note: string;
  readonly items: readonly WireRecommendation[];
}

/** The items by what is advised, without what nothing is advised of. */
export function partsOf(items: readonly WireRecommendation[]): readonly Part[] {
  return advices
    .map((one) => ({ ...one, items: items.filter(({ advice }) => advice === one.advice) }))
    .filter((part) => part.items.length > 0);
}

/** The exact sum of what has a price, as the wire has amounts; null where nothing has one. */
export function sumOf(items: readonly Pick<WireRecommendation, "worth">[]): WireMoney | null {
  const amounts = items.flatMap(({ worth }) => (worth ? BigInt(worth.amount.replace(".", "")) : []));
  if (amounts.length === 0) return null;
  const digits = String(amounts.reduce((sum, one) => sum + one, 0n)).padStart(7, "0");
  return { amount: `${digits.slice(0, -6)}.${digits.slice(-6)}`, currency: "USD" };
}

/** `CloudWatch, 9 days` · `the lists of AWS` */
export function sourceWords({ from, days }: WireRecommendation["source"]): string {
  return from === "CloudWatch" ? `CloudWatch, ${plural(days ?? 0, "day")}` : "the lists of AWS";
}

export function unpricedWords(unpriced: number): string {
  return unpriced === 0 ? "all of it has a price" : `${plural(unpriced, "resource")} without a price not counted`;
}

/** `Left out: 2 protected, 1 that what is paused there may come back to.` */
export function leftOutWords({ leftOut }: Pick<WireRecommendations, "leftOut">): string | null {
  const parts = [
    ...(leftOut.protected > 0 ? [`${formatNumber(leftOut.protected)} protected`] : []),
    ...(leftOut.waiting > 0 ? [`${formatNumber(leftOut.waiting)} that what is paused there may come back to`] : []),
  ];
  return parts.length === 0 ? null : `Left out: ${parts.join(", ")}.`;
}

/** What CloudWatch told of one account, in a sentence. */
export function readWords(read: WireRecommendations["read"][number]): string {
  const { account, idle, busy, young, unknown, asked, askedCost, readAt } = read;
  if (readAt === null) return `${account}: CloudWatch is asked once its resources were read.`;
  const counts = [
    `${formatNumber(idle)} idle`,
    `${formatNumber(busy)} in use`,
    ...(young > 0 ? [`${formatNumber(young)} too young to tell`] : []),
    ...(unknown > 0 ? [`${formatNumber(unknown)} not known`] : []),
  ];
  const cost =
    asked > 0 ? ` Asking for ${plural(asked, "metric")} today cost ${formatMoney(askedCost, { digits: 4 })}.` : "";
  return `${account}: ${counts.join(", ")}.${cost}`;
}
