import type { Usage } from "./standby";

/** What the proxy counted. */
export interface Stats {
  readonly calls: number;
  readonly throttled: number;
  readonly peakInFlight: number;
  readonly operations: Readonly<Record<string, number>>;
  /** Milliseconds: from the first call that changes something to the answer of the last; null without one. */
  readonly acting: { readonly from: number; readonly to: number } | null;
}

/** The fewest seconds of the changing calls (floor.py): all sent at once, and in the order that a plan keeps. */
export interface ActingFloor {
  readonly atOnce: number;
  readonly inOrder: number;
}

export interface Row extends Stats {
  readonly phase: string;
  readonly seconds: number;
  /** The fewest calls by AWS's page and batch limits: for the bare job, and with all that Standby shows and reads back. */
  readonly floor: number | null;
  readonly whole: number | null;
  readonly fewestSeconds: ActingFloor | null;
  /** Of the server, at the end of the phase; null where another program ran. */
  readonly usage: Usage | null;
  readonly cpuSeconds: number | null;
}

export function print(rows: readonly Row[], withOperations: boolean): void {
  line([
    "phase",
    "calls",
    "floor",
    "ratio",
    "whole",
    "ratio",
    "seconds",
    "acting s",
    "at once",
    "in order",
    "cpu s",
    "throttled",
    "in flight",
    "MB",
  ]);
  for (const row of rows) {
    const { phase, calls, floor, whole, seconds, throttled, peakInFlight, usage } = row;
    const fewest = row.acting && row.fewestSeconds;
    line([
      phase,
      String(calls),
      ...beside(calls, floor),
      ...beside(calls, whole),
      seconds.toFixed(1),
      row.acting === null ? "" : ((row.acting.to - row.acting.from) / 1000).toFixed(1),
      fewest ? fewest.atOnce.toFixed(1) : "",
      fewest ? fewest.inOrder.toFixed(1) : "",
      row.cpuSeconds === null ? "" : row.cpuSeconds.toFixed(1),
      `${throttled} ${percent(throttled, calls)}`,
      String(peakInFlight),
      usage === null ? "" : String(usage.memoryMb),
    ]);
    if (!withOperations) continue;
    const byCount = Object.entries(row.operations).sort(([, a], [, b]) => b - a);
    for (const [operation, count] of byCount) console.log(`  ${String(count).padStart(6)} ${operation}`);
  }
}

function beside(calls: number, fewest: number | null): readonly string[] {
  return fewest === null ? ["", ""] : [String(fewest), (calls / fewest).toFixed(2)];
}

function line([phase = "", ...cells]: readonly string[]): void {
  console.log(phase.padEnd(17) + cells.map((cell) => cell.padStart(cell.length > 10 ? cell.length + 1 : 10)).join(""));
}

function percent(part: number, whole: number): string {
  return part === 0 ? "" : `(${((part / whole) * 100).toFixed(1)} %)`;
}

/** "none", or how often each. */
export function summary(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} × ${word}`).join(", ") || "none";
}
