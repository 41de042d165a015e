import type { IdleVerdict, QuietPattern, SawSignal } from "../../core/idleness";

/** What a verdict says, in one sentence. */

/** "Idle for 9 days: CPU at most 1.2 %, sent in an hour at most 0.4 MB" */
export function idleWords({ days, saw }: Extract<IdleVerdict, { verdict: "idle" }>): string {
  return `Idle for ${days} ${days === 1 ? "day" : "days"}: ${saw.filter(isWorthSaying).map(sawWords).join(", ")}`;
}

export function verdictWords(verdict: IdleVerdict): string {
  switch (verdict.verdict) {
    case "idle":
      return idleWords(verdict);
    case "busy": {
      const { saw, quiet } = verdict;
      const used = `In use: ${saw.filter(isWorthSaying).map(sawWords).join(", ")}`;
      return quiet ? `${used}. Nobody used it ${quietWords(quiet)}` : used;
    }
    case "young":
      return `Looked at since ${verdict.since.slice(0, 10)}: too short to call it idle`;
    case "unknown":
      return `Not known whether it is used: ${verdict.reason}`;
  }
}

/** A metric that was never published is told as none, unless nothing was. */
function isWorthSaying({ value }: SawSignal, _: number, all: readonly SawSignal[]): boolean {
  return value !== null || all.every((one) => one.value === null);
}

function sawWords({ label, unit, value }: SawSignal): string {
  if (value === null) return `${label} 0`;
  switch (unit) {
    case "%":
      return `${label} ${rounded(value)} %`;
    case "bytes":
      return `${label} ${rounded(value / 1e6)} MB`;
    case "count":
      return `${label} ${rounded(value)}`;
  }
}

/** Up, so that what was there is never told as nothing. */
function rounded(value: number): string {
  return String(Math.ceil(value * 10) / 10);
}

/** "from 19:00 to 6:00 UTC on working days and on weekends" */
export function quietWords({ nights, weekends }: Pick<QuietPattern, "nights" | "weekends">): string {
  const parts = [
    ...(nights ? [`from ${nights.from}:00 to ${nights.until}:00 UTC on working days`] : []),
    ...(weekends ? ["on weekends"] : []),
  ];
  return parts.join(" and ");
}

export function usedWords(percent: number): string {
  return `CPU at most ${rounded(percent)} % in two weeks`;
}
