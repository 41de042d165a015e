import { formatNumber, plural } from "@/components/ui/format";
import type { WirePlan, WirePlanItem } from "@/server/contract/plans";
import type { RestoreClass } from "@/server/core/plan";

const restoreWords: Record<RestoreClass, string> = {
  exact: "exactly",
  newAddress: "with a new address",
  recreated: "made again as it was",
  lossy: "without its local data",
};
const order: readonly RestoreClass[] = ["exact", "newAddress", "recreated", "lossy"];

/** "36 exactly, 2 with a new address, 1 without its local data". */
export function comesBack(items: readonly Pick<WirePlanItem, "restore">[]): string {
  return order
    .map((restore) => ({ restore, count: items.filter((item) => item.restore === restore).length }))
    .filter(({ count }) => count > 0)
    .map(({ restore, count }) => `${count} ${restoreWords[restore]}`)
    .join(", ");
}

/** "Stop dev: 39 of 48 resources". */
export function planTitle(plan: Pick<WirePlan, "title" | "totals">): string {
  if (plan.title.includes(": ")) return plan.title;
  const { resources, skipped } = plan.totals;
  const all = resources + skipped;
  if (skipped === 0) return `${plan.title}: ${plural(resources, "resource")}`;
  return `${plan.title}: ${formatNumber(resources)} of ${plural(all, "resource")}`;
}

/** Why a plan has no step, in one sentence. */
export function nothingToDo(plan: Pick<WirePlan, "action" | "skipped">): string {
  if (plan.skipped.length === 0) return "Nothing in the inventory is in this scope.";
  const codes = new Set(plan.skipped.map((item) => item.code));
  const pause = plan.action === "pause";
  const count = plan.skipped.length;
  if (codes.size === 1 && codes.has(pause ? "alreadyPaused" : "alreadyRunning")) {
    const state = pause ? "paused" : "running";
    return count === 1 ? `It is ${state} already.` : `All ${formatNumber(count)} resources are ${state} already.`;
  }
  const verb = pause ? "stopped" : "started";
  if (count === 1) return `It cannot be ${verb} now. The reason is below.`;
  return `None of the ${formatNumber(count)} resources can be ${verb} now. The reasons are below.`;
}

/** How long a plan stays good: whole minutes while there are some, then seconds; null once it is over. */
export function goodFor(expiresAt: string, now: string): string | null {
  const left = Date.parse(expiresAt) - Date.parse(now);
  if (left <= 0) return null;
  if (left >= 60_000) return `${Math.floor(left / 60_000)} min`;
  return `${Math.ceil(left / 1000)} s`;
}
