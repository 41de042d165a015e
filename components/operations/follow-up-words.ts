import { formatNumber } from "@/components/ui/format";
import type { WireOperation, WireOperationHead } from "@/server/contract/operations";
import { assertNever } from "@/server/core/fault";
import type { Relation } from "@/server/core/operation";
import { onlyWaits } from "./sections";
import { neverBegan } from "./words";

/** The words of what can be asked of an operation. Pure. */

/** "Continue with the rest"; "Stop dev after all" where nothing was begun. */
export function continueWord(head: Pick<WireOperationHead, "title" | "startedAt" | "counts">): string {
  return neverBegan(head) ? `${head.title} after all` : "Continue with the rest";
}

export const retryWord = "Try what failed again";

/** "Undo: start these 34 again"; without a figure where what failed is what has to come back. */
export function undoWord({ action, counts }: Pick<WireOperationHead, "action" | "counts">): string {
  const [verb, was] = action === "pause" ? ["start", "stopped"] : ["stop", "started"];
  return counts.done > 0 ? `Undo: ${verb} ${these(counts.done)} again` : `Undo: ${verb} what was ${was}`;
}

/** "Undo: keep these 39 running", while nothing was sent. */
export function keepWord(head: Pick<WireOperationHead, "action" | "counts">): string {
  const kept = head.counts.total === 1 ? "it" : these(head.counts.total);
  return `Undo: keep ${kept} ${head.action === "pause" ? "running" : "paused"}`;
}

/** What the keys of an operation will do, in one or two sentences; null where there is nothing to press. */
export function consequence({
  state,
  action,
  counts,
  can,
  startsIn,
}: Pick<WireOperation, "state" | "action" | "counts" | "can"> & { readonly startsIn: number | null }): string | null {
  if (startsIn !== null) return "Nothing was sent to AWS yet. Undo takes it back, and nothing is touched.";
  if (can.cancel) {
    if (onlyWaits({ state, counts })) {
      const stay = action === "pause" ? "running" : "paused";
      return `Stop waiting: ${these(counts.deferred)} ${counts.deferred === 1 ? "stays" : "stay"} ${stay}, and what was saved is kept.`;
    }
    const finish = `${formatNumber(counts.changing)} ${counts.changing === 1 ? "finishes" : "finish"}`;
    const rest = counts.waiting + counts.deferred;
    return `Stop here: ${finish}, ${formatNumber(rest)} ${rest === 1 ? "does" : "do"} not begin. What is done stays done.`;
  }
  if (can.continue || can.retry || can.undo) {
    return "A key opens its plan first. Nothing is sent before you confirm it.";
  }
  return null;
}

/** "Continues operation 12": before the link, and the link itself. */
export function parentWords(relation: Relation): string {
  switch (relation) {
    case "continue":
      return "Continues";
    case "retry":
      return "Tries again what failed in";
    case "undo":
      return "Takes back";
    default:
      return assertNever(relation);
  }
}

function these(count: number): string {
  return count === 1 ? "this 1" : `these ${formatNumber(count)}`;
}
