import type { WirePlan, WireSkipped } from "@/server/contract/plans";
import type { Total } from "@/server/core/money";
import type { SkipCode } from "@/server/core/plan";
import { microOf, sumOf } from "./amount";
import { groupBy } from "./group-by";
import { joinNames, sentence } from "./names";

export interface SkippedGroup {
  readonly code: SkipCode;
  /** The name of the one resource, or how many and of what sort. */
  readonly label: string;
  /** Why they stay as they are, and what would change that. */
  readonly text: string;
  readonly hourly: Total;
  readonly items: readonly WireSkipped[];
}

const words: Record<SkipCode, string> = {
  alreadyPaused: "already paused",
  alreadyRunning: "already running",
  notHeld: "not paused by Standby",
  protected: "protected",
  refused: "refused",
  conflict: "changed meanwhile",
  changing: "changing",
  owned: "run by their owner",
  alwaysOn: "always on",
  gone: "gone",
  unknown: "unknown",
};

/** What stays as it is, by reason, the most first. */
export function skippedBy(skipped: readonly WireSkipped[]): readonly SkippedGroup[] {
  const groups = groupBy(skipped, (item) => `${item.code}\u0000${item.reason}\u0000${item.remedy}`);
  return [...groups.values()].map(groupOf).sort((a, b) => b.items.length - a.items.length);
}

/** What a protected group keeps out of a plan. A tag of its own keeps a resource out of every plan (engine/plan.ts). */
export function keptByGroup({ action, skipped, includeProtected, operationId }: WirePlan): readonly WireSkipped[] {
  if (action !== "pause" || includeProtected || operationId !== null) return [];
  return skipped.filter(({ code, reason }) => code === "protected" && reason.startsWith("Protected by the group "));
}

/** What a plan leaves off until somebody accepts what speaks against it, by reason; nothing once it was applied. */
export function acceptable({ action, skipped, operationId }: WirePlan): readonly Acceptable[] {
  if (action !== "pause" || operationId !== null) return [];
  const asking = skipped.filter(({ accepts }) => accepts !== undefined);
  const groups = groupBy(asking, ({ kind, accepts, reason }) => `${kind}\u0000${accepts}\u0000${reason}`);
  return [...groups.values()].flatMap((items) => {
    const [first] = items;
    if (first?.accepts === undefined) return [];
    return { kind: first.kind, option: first.accepts, reason: first.reason, names: items.map(({ name }) => name) };
  });
}

export interface Acceptable {
  readonly kind: string;
  readonly option: string;
  readonly reason: string;
  readonly names: readonly string[];
}

function groupOf(items: readonly WireSkipped[]): SkippedGroup {
  const first = items[0];
  if (!first) throw new Error("A group of skipped resources is never empty");
  const why = first.remedy === "" ? first.reason : `${sentence(first.reason)} ${first.remedy}`;
  const code = first.code;
  return {
    code,
    label: items.length === 1 ? first.name : `${items.length} ${words[code]}`,
    text: items.length === 1 ? why || words[code] : `${joinNames(items.map((item) => item.name))}: ${why}`,
    hourly: sumOf(items.map((item) => microOf(item.hourlyNow))),
    items,
  };
}
