import { formatDuration, formatMoney, formatNumber, isZero, plural } from "@/components/ui/format";
import type { WireCounts, WireOverview } from "@/server/contract/overview";

/** `93 of 148 resources run, 27 are paused, 26 have no stop, 1 drifted, 1 is unknown.` */
export function sentence(counts: WireCounts): string {
  const { total, running } = counts;
  if (total === 0) return "No resources were found.";
  if (counts.unknown === total) return `All ${formatNumber(total)} resources are unknown. Nothing is touched.`;
  const run = `${formatNumber(running)} of ${formatNumber(total)} ${total === 1 ? "resource" : "resources"} ${running === 1 ? "runs" : "run"}`;
  const rest = [
    part(counts.paused, "is paused", "are paused"),
    part(counts.changing, "is changing", "are changing"),
    part(counts.alwaysOn, "has no stop", "have no stop"),
    part(counts.drifted, "drifted", "drifted"),
    part(counts.failed, "failed", "failed"),
    part(counts.unknown, "is unknown", "are unknown"),
  ];
  return `${[run, ...rest.filter(Boolean)].join(", ")}.`;
}

/** Under the name of a house: `41 on, 1 paused, 6 always on`. */
export function houseWords(counts: WireCounts): string {
  if (counts.total === 0) return "no resources match";
  const parts = [
    part(counts.running, "on"),
    part(counts.paused, "paused"),
    part(counts.changing, "changing"),
    part(counts.drifted, "drifted"),
    part(counts.failed, "failed"),
    part(counts.unknown, "unknown"),
    part(counts.alwaysOn, "always on"),
  ];
  return parts.filter(Boolean).join(", ");
}

/** `in 6 d 4 h`, to the hour while it is days away; `any moment now` once the time has come. */
export function wakesIn(at: string, now: string): string {
  const seconds = (Date.parse(at) - Date.parse(now)) / 1000;
  return seconds < 60 ? "any moment now" : `in ${formatDuration(seconds)}`;
}

/** `$12.40 saved this month, 2 pauses not counted`; null where nothing was. */
export function savedThisMonth({ net, unpriced }: WireOverview["savedThisMonth"]): string | null {
  if (net === null) return `this month: ${plural(unpriced, "pause")} without a price`;
  if (isZero(net) && unpriced === 0) return null;
  const rest = unpriced > 0 ? `, ${plural(unpriced, "pause")} not counted` : "";
  return `${formatMoney(net)} saved this month${rest}`;
}

function part(count: number, one: string, many = one): string {
  return count === 0 ? "" : `${formatNumber(count)} ${count === 1 ? one : many}`;
}
