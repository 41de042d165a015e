import { formatMoney, formatNumber, plural } from "@/components/ui/format";
import type { WireSavings, WireSavingsEntry } from "@/server/contract/savings";

const endWords: Readonly<Record<NonNullable<WireSavingsEntry["end"]>, string>> = {
  resumed: "until it was back",
  tried: "until a start failed",
  woke: "until it woke",
  gone: "until it was gone",
  ended: "until its hold ended",
  paused: "until it was off again",
};

/** `off, until it woke`; `ran by itself, still`. */
export function stretchWord({ type, end }: Pick<WireSavingsEntry, "type" | "end">): string {
  return `${type === "saved" ? "off" : "ran by itself"}, ${end === null ? "still" : endWords[end]}`;
}

/** `2 pauses without a price are in no figure`; null where all have one. */
export function unpricedWord({ unpriced }: Pick<WireSavings, "unpriced">): string | null {
  if (unpriced === 0) return null;
  return `${plural(unpriced, "pause")} without a price ${unpriced === 1 ? "is" : "are"} in no figure`;
}

/** `2 × $0.115 an hour, Price list of 2026-07-20`: how a line comes to its figure. */
export function lineWord({ quantity, rate, unit, source }: WireSavingsEntry["lines"][number]): string {
  if (quantity === "metered") return "only the bill knows";
  const each = rate === null ? "no price" : `$${rate} ${unit === "hour" ? "an" : "a"} ${unit}`;
  const times = `${formatNumber(quantity)} × ${each}`;
  return source ? `${times}, ${source.title} of ${source.asOf}` : times;
}

/** What the members of a group add to the lines of the group itself. */
export function besideWord({ besideLines }: Pick<WireSavingsEntry, "besideLines">): string | null {
  return besideLines && `${formatMoney(besideLines, { digits: 4 })} an hour beside its own lines: what stops with it`;
}
