import { moneyOf, savingOf, sumOf } from "@/components/plan/amount";
import { formatMoney, formatNumber } from "@/components/ui/format";
import type { WireMoney } from "@/server/contract/common";
import type { WireResource } from "@/server/contract/resources";
import type { Action } from "@/server/core/plan";

interface SelectionPart {
  readonly ids: readonly string[];
  /** "$1.01 an hour can stop"; says how many have no price. */
  readonly text: string;
}

interface SelectionSummary {
  /** "4 selected" */
  readonly count: string;
  readonly stop: SelectionPart | null;
  readonly start: SelectionPart | null;
}

/** What the selected rows can do together. */
export function selectionOf(rows: readonly WireResource[], selected: ReadonlySet<string>): SelectionSummary {
  const chosen = rows.filter((row) => selected.has(row.id));
  return {
    count: `${formatNumber(selected.size)} selected`,
    stop: partOf(chosen, "pause"),
    start: partOf(chosen, "resume"),
  };
}

function partOf(rows: readonly WireResource[], action: Action): SelectionPart | null {
  const able = rows.filter((row) => row.action === action);
  if (able.length === 0) return null;
  const sum = sumOf(able.map((row) => savingOf(row.hourlyRunning, row.hourlyPaused)));
  const unpriced = sum.unpriced > 0 ? `, ${sum.unpriced} without a price` : "";
  const amount = formatMoney(moneyOf(sum.hourly), { per: "hour" });
  const text = action === "pause" ? `${amount} can stop${unpriced}` : `${amount} can start${unpriced}`;
  return { ids: able.map((row) => row.id), text };
}

/** What the last column of a row offers. */
type RowControl =
  | { readonly type: "switch"; readonly on: boolean; readonly action: Action }
  | { readonly type: "changing" }
  | { readonly type: "protected" }
  | { readonly type: "noStop"; readonly why: string }
  | { readonly type: "look" };

/** One control for each state: a switch only where the server says that there is something to press. */
export function controlOf(row: WireResource): RowControl {
  if (row.protected) return { type: "protected" };
  if (row.state === "changing") return { type: "changing" };
  if (row.state === "alwaysOn") return { type: "noStop", why: row.reason || "AWS has no stop for it" };
  if (row.state === "drifted" || row.state === "unknown" || row.state === "failed") return { type: "look" };
  if (row.action === "pause") return { type: "switch", on: true, action: "pause" };
  if (row.action === "resume") return { type: "switch", on: false, action: "resume" };
  return { type: "noStop", why: row.reason || "It is run by another resource" };
}

/** What it goes on costing an hour: of what has no stop that is all of it, whatever a pause would leave of its kind. */
export function staysOf({ state, hourlyNow, hourlyPaused }: WireResource): WireMoney | null {
  return state === "alwaysOn" ? hourlyNow : hourlyPaused;
}

/** The team or owner that the tags name, in the spellings people use. */
export function teamOf(tags: WireResource["tags"]): string {
  const wanted = ["team", "owner", "squad", "project"];
  for (const name of wanted) {
    const key = Object.keys(tags).find((tag) => tag.toLowerCase() === name);
    if (key !== undefined) return tags[key] ?? "";
  }
  return "";
}
