import type { WirePlan, WirePlanItem } from "@/server/contract/plans";
import type { MicroUsd, Total } from "@/server/core/money";
import { savingOf, sumOf } from "./amount";
import { groupBy } from "./group-by";
import { joinNames } from "./names";

/** What changes on one resource, as a person reads it. */
export interface Change {
  readonly before: string;
  readonly after: string;
}

export interface PlanRow extends Change {
  readonly item: WirePlanItem;
  /** Per hour; negative when the step costs money; null where a price is missing. */
  readonly saves: MicroUsd | null;
}

export interface PlanWave {
  readonly wave: number;
  readonly title: string;
  /** What it waits for, as a person reads it: "once Services and Instances are off"; empty where it begins at once. */
  readonly turn: string;
  /** Dearest first. */
  readonly rows: readonly PlanRow[];
  /** The items of a wave run side by side, so a wave takes as long as its slowest. */
  readonly seconds: number;
  readonly saves: Total;
  /** The one change that every row of the wave has; null when they differ. */
  readonly common: Change | null;
}

type Planned = Pick<WirePlan, "steps" | "action" | "order">;

/** The steps of a plan by wave, in the order in which they will run. */
export function wavesOf(plan: Planned): readonly PlanWave[] {
  const byWave = groupBy(plan.steps, (item) => item.wave);
  const order = [...byWave.keys()].sort((a, b) => (plan.action === "pause" ? a - b : b - a));
  return order.map((wave) => waveOf(wave, byWave.get(wave) ?? [], plan));
}

/** What is read back first says more than what AWS has only to accept. */
function turnOf(items: readonly WirePlanItem[], { steps, action, order }: Planned): string {
  const own = new Set(items.map((item) => item.kind));
  const rows = order.filter(({ kind }) => own.has(kind));
  const titles = (kinds: readonly string[]) => {
    const waited = new Set(kinds);
    return [...new Set(steps.flatMap((step) => (waited.has(step.kind) ? step.waveTitle : [])))];
  };
  const settled = titles(rows.flatMap((row) => row.settled));
  if (settled.length > 0) return `once ${joinNames(settled)} are ${action === "pause" ? "off" : "up"}`;
  const accepted = titles(rows.flatMap((row) => row.accepted));
  return accepted.length > 0 ? `right after ${joinNames(accepted)}` : "";
}

/** How many rows of a wave are shown before anybody asks for more: none where one line says it all. */
export function previewCount(wave: PlanWave): number {
  return wave.common !== null && wave.saves.hourly === 0 && wave.saves.unpriced === 0 ? 0 : 3;
}

/** All steps of one resource as one change: "desired 4, scaling on" → "desired 0, scaling held". */
export function changeOf(steps: WirePlanItem["steps"]): Change {
  const join = (texts: readonly string[]) => [...new Set(texts.filter((text) => text !== ""))].join(", ");
  return { before: join(steps.map((step) => step.before)), after: join(steps.map((step) => step.after)) };
}

function waveOf(wave: number, items: readonly WirePlanItem[], plan: Planned): PlanWave {
  const rows = items.map(rowOf).sort((a, b) => Math.abs(b.saves ?? 0) - Math.abs(a.saves ?? 0));
  const titles = [...new Set(items.map((item) => item.waveTitle))];
  const first = rows[0];
  const alike = first && rows.every((row) => row.before === first.before && row.after === first.after);
  return {
    wave,
    title: titles.join(", "),
    turn: turnOf(items, plan),
    rows,
    seconds: Math.max(0, ...items.map((item) => item.expectedSeconds)),
    saves: sumOf(rows.map((row) => row.saves)),
    common: alike ? { before: first.before, after: first.after } : null,
  };
}

function rowOf(item: WirePlanItem): PlanRow {
  return { item, saves: savingOf(item.hourlyNow, item.hourlyAfter), ...changeOf(item.steps) };
}
