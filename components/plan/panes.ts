import type { WirePane } from "@/server/contract/overview";
import type { WirePlan, WirePlanItem, WireSkipped } from "@/server/contract/plans";
import { assertNever } from "@/server/core/fault";
import type { MicroUsd } from "@/server/core/money";
import { microOf } from "./amount";
import { groupBy } from "./group-by";

/** A house shows at most this many windows; above it one window stands for several of a kind. */
const maxPanes = 120;

/** Level of light: dark at 0, then under $0.03, $0.10, $0.30 an hour, and above. */
export function levelOf(hourly: MicroUsd | null): WirePane["level"] {
  if (hourly === null || hourly < 30_000) return 1;
  if (hourly < 100_000) return 2;
  if (hourly < 300_000) return 3;
  return 4;
}

/** The scope of a plan as windows, as they will be once it is done. By kind, then name. */
export function planPanes(plan: Pick<WirePlan, "action" | "steps" | "skipped">): readonly WirePane[] {
  const after = plan.steps.map((item) => paneAfter(plan.action, item));
  const staying = plan.skipped.filter((item) => item.code !== "gone").map((item) => paneOfSkipped(plan.action, item));
  return arrange([...after, ...staying]);
}

/** By kind and name; above 120 windows, equal windows of a kind are drawn as one. */
export function arrange(panes: readonly WirePane[]): readonly WirePane[] {
  const sorted = panes.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
  if (sorted.length <= maxPanes) return sorted;
  const alike = groupBy(sorted, (pane) => `${pane.kind} ${pane.state} ${pane.level} ${pane.sill} ${pane.protected}`);
  const each = Math.ceil(sorted.length / maxPanes);
  return [...alike.values()].flatMap((group) => standIns(group, each));
}

export function darkPane(item: Identity, hourly: MicroUsd | null): WirePane {
  return pane(item, { state: "paused", level: 0, sill: hourly !== null && hourly > 0 });
}

export function litPane(item: Identity, hourly: MicroUsd | null): WirePane {
  return pane(item, { state: "running", level: levelOf(hourly) });
}

interface Identity {
  readonly resourceId: string;
  readonly name: string;
  readonly kind: string;
}

export function pane(item: Identity, look: Pick<WirePane, "state" | "level"> & Partial<WirePane>): WirePane {
  return { id: item.resourceId, name: item.name, kind: item.kind, protected: false, sill: false, stands: 1, ...look };
}

function paneAfter(action: WirePlan["action"], item: WirePlanItem): WirePane {
  const hourly = microOf(item.hourlyAfter);
  return action === "pause" ? darkPane(item, hourly) : litPane(item, hourly);
}

function paneOfSkipped(action: WirePlan["action"], item: WireSkipped): WirePane {
  const hourly = microOf(item.hourlyNow);
  switch (item.code) {
    case "alreadyPaused":
    case "notHeld":
      return darkPane(item, hourly);
    case "alreadyRunning":
      return litPane(item, hourly);
    case "owned":
    case "refused":
    case "conflict":
      return action === "pause" ? litPane(item, hourly) : darkPane(item, hourly);
    case "protected":
      return pane(item, { state: "running", level: levelOf(hourly), protected: true });
    case "alwaysOn":
      return pane(item, { state: "alwaysOn", level: 0 });
    case "changing":
      return pane(item, { state: "changing", level: 0 });
    case "gone":
    case "unknown":
      return pane(item, { state: "unknown", level: 0 });
    default:
      return assertNever(item.code);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Every n-th window of a group of equal ones, standing for itself and those that follow. */
function standIns(group: readonly WirePane[], each: number): readonly WirePane[] {
  return group
    .filter((_, index) => index % each === 0)
    .map((first, index) => ({ ...first, stands: Math.min(each, group.length - index * each) }));
}
