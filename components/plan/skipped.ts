import { formatNumber, plural } from "@/components/ui/format";
import type { WirePlan, WireSkipped } from "@/server/contract/plans";
import type { Total } from "@/server/core/money";
import type { SkipCode } from "@/server/core/plan";
import { microOf, sumOf } from "./amount";
import { groupBy } from "./group-by";
import { joinNames, sentence } from "./names";

interface SkippedGroup {
  /** The name of the one resource, or how many. */
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

/** All that stay for a reason of one sort: in a large plan each sort has dozens of reasons. */
export interface SkippedSort {
  readonly code: SkipCode;
  /** `57 protected` */
  readonly label: string;
  readonly hourly: Total;
  readonly count: number;
  readonly groups: readonly SkippedGroup[];
  /** A few lines are read at a glance; more are asked for. */
  readonly isShort: boolean;
}

const linesAtAGlance = 3;

/** What stays as it is, by the sort of its reason and then by reason, the most first. */
export function skippedBy(skipped: readonly WireSkipped[]): readonly SkippedSort[] {
  const sorts = [...groupBy(skipped, ({ code }) => code)].map(([code, items]) => {
    const groups = [...groupBy(items, ({ reason, remedy }) => `${reason}\u0000${remedy}`).values()].map(groupOf);
    return {
      code,
      label: `${formatNumber(items.length)} ${words[code]}`,
      hourly: hourlyOf(items),
      count: items.length,
      groups: groups.sort((a, b) => b.items.length - a.items.length),
      isShort: groups.length <= linesAtAGlance,
    };
  });
  return sorts.sort((a, b) => b.count - a.count);
}

function hourlyOf(items: readonly WireSkipped[]): Total {
  return sumOf(items.map((item) => microOf(item.hourlyNow)));
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
  return {
    label: items.length === 1 ? first.name : plural(items.length, "resource"),
    text: items.length === 1 ? why || words[first.code] : `${joinNames(items.map((item) => item.name))}: ${why}`,
    hourly: hourlyOf(items),
    items,
  };
}
