import { groupBy } from "@/components/plan/group-by";
import type { WireOperation, WireOperationHead, WireOperationItem } from "@/server/contract/operations";
import { assertNever } from "@/server/core/fault";

/** The items of an operation by what they ask of the reader: what needs somebody comes first. */
interface Sections {
  readonly needsYou: readonly WireOperationItem[];
  readonly changing: readonly WireOperationItem[];
  readonly deferred: readonly WireOperationItem[];
  readonly done: readonly WireOperationItem[];
  readonly waiting: readonly WireOperationItem[];
  readonly skipped: readonly WireOperationItem[];
}

export function sectionsOf(items: readonly WireOperationItem[]): Sections {
  const of = (...states: readonly WireOperationItem["state"][]) => items.filter((item) => states.includes(item.state));
  const dearestFirst = (a: WireOperationItem, b: WireOperationItem) =>
    Number(b.hourlyBefore?.amount ?? 0) - Number(a.hourlyBefore?.amount ?? 0);
  return {
    needsYou: of("failed"),
    changing: of("applying", "settling"),
    deferred: of("deferred").sort(bySoonest),
    done: [...of("done")].sort(dearestFirst),
    waiting: of("waiting"),
    skipped: of("skipped"),
  };
}

/** What is tried next comes first; what has no time yet comes last. */
function bySoonest(a: WireOperationItem, b: WireOperationItem): number {
  return (a.nextTryAt ?? "9") < (b.nextTryAt ?? "9") ? -1 : 1;
}

export function isOver(operation: Pick<WireOperationHead, "state">): boolean {
  return operation.state !== "queued" && operation.state !== "running";
}

/** Open, and nothing of it moves: AWS cannot do the rest yet. */
export function onlyWaits(head: Pick<WireOperationHead, "state" | "counts">): boolean {
  const { deferred, changing, waiting } = head.counts;
  return !isOver(head) && deferred > 0 && changing === 0 && waiting === 0;
}

/**
 * Seconds in which an undo touches nothing; null when there are none. Never more than the window had: a browser's clock
 * may be slow.
 */
export function undoSecondsLeft(
  head: Pick<WireOperationHead, "state" | "createdAt" | "startsAt" | "startedAt">,
  now: string,
): number | null {
  if (isOver(head) || head.startedAt !== null) return null;
  const left = Date.parse(head.startsAt) - Math.max(Date.parse(now), Date.parse(head.createdAt));
  return left > 0 ? Math.ceil(left / 1000) : null;
}

export interface OperationWave {
  readonly wave: number;
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** From the first call of the wave to its last result, or to now. Null before it begins. */
  readonly seconds: number | null;
  readonly tone: "done" | "needsYou" | "changing" | "deferred" | "waiting";
}

/** The waves in the order in which they run: a start runs them backwards. */
export function operationWaves(operation: WireOperation, now: string): readonly OperationWave[] {
  const order = operation.action === "pause" ? 1 : -1;
  return [...groupBy(operation.resources, (item) => item.wave).entries()]
    .sort(([a], [b]) => (a - b) * order)
    .map(([wave, items]) => ({
      wave,
      title: [...new Set(items.map((item) => item.waveTitle))].join(", "),
      done: items.filter((item) => item.state === "done").length,
      total: items.length,
      seconds: waveSeconds(items, now),
      tone: toneOf(items),
    }));
}

/** Seconds since the item's first call, until its result or now; null before it began. */
export function elapsedOf(item: Pick<WireOperationItem, "startedAt" | "settledAt">, now: string): number | null {
  if (item.startedAt === null) return null;
  return secondsBetween(item.startedAt, item.settledAt ?? now);
}

/** How far a changing item is, from 0 to 0.97: by the expected time, never full before AWS says so. */
export function progressOf(item: WireOperationItem, now: string): number {
  const elapsed = elapsedOf(item, now) ?? 0;
  if (item.expectedSeconds <= 0) return 0;
  return Math.min(0.97, elapsed / item.expectedSeconds);
}

/**
 * Seconds that are left by the expected times: a wave takes as long as its slowest item and waves follow each other.
 * What waits for AWS has no time. Null when the operation is over, or only waits.
 */
export function secondsLeft(operation: WireOperation, now: string): number | null {
  if (isOver(operation) || onlyWaits(operation)) return null;
  const open = operation.resources.filter((item) => ["waiting", "applying", "settling"].includes(item.state));
  const waves = [...groupBy(open, (item) => item.wave).values()];
  const left = (item: WireOperationItem) => Math.max(5, item.expectedSeconds - (elapsedOf(item, now) ?? 0));
  return waves.reduce((sum, items) => sum + Math.max(...items.map(left)), 0);
}

/** How long the operation has run, or took. Null before it started. */
export function operationSeconds(head: Pick<WireOperationHead, "startedAt" | "endedAt">, now: string): number | null {
  return head.startedAt === null ? null : secondsBetween(head.startedAt, head.endedAt ?? now);
}

/** `2:56`, `1:02:09`. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The segments of the progress line, settled ones first. */
export function segmentsOf(counts: WireOperationHead["counts"]): readonly { tone: keyof Sections; count: number }[] {
  const all = [
    { tone: "done", count: counts.done },
    { tone: "changing", count: counts.changing },
    { tone: "needsYou", count: counts.failed },
    { tone: "deferred", count: counts.deferred },
    { tone: "skipped", count: counts.skipped },
    { tone: "waiting", count: counts.waiting },
  ] as const;
  return all.filter(({ count }) => count > 0);
}

function toneOf(items: readonly WireOperationItem[]): OperationWave["tone"] {
  const states = items.map((item) => item.state);
  if (states.includes("failed")) return "needsYou";
  if (states.includes("applying") || states.includes("settling")) return "changing";
  if (states.includes("waiting")) return "waiting";
  return states.includes("deferred") ? "deferred" : "done";
}

function waveSeconds(items: readonly WireOperationItem[], now: string): number | null {
  const starts = items.flatMap((item) => (item.startedAt === null ? [] : [Date.parse(item.startedAt)]));
  if (starts.length === 0) return null;
  const ends = items.map((item) => Date.parse(item.settledAt ?? now));
  return Math.max(0, (Math.max(...ends) - Math.min(...starts)) / 1000);
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** Paused or running, by what the operation does. */
export function doneWord(action: WireOperationHead["action"]): "paused" | "running" {
  switch (action) {
    case "pause":
      return "paused";
    case "resume":
      return "running";
    default:
      return assertNever(action);
  }
}
