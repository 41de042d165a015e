import type { IdleVerdict, SawSignal, SignalHead } from "../../core/idleness";
import { hourMs, quietPatternOf } from "./pattern";
import type { HourSpan, MetricAnswer } from "./ports";

/** The verdict about one resource, from its hours. Pure. */

/** One metric by one set of dimensions, and what came of it. */
export interface Series {
  readonly signal: SignalHead;
  readonly answer: MetricAnswer;
}

interface IdleQuestion {
  readonly series: readonly Series[];
  readonly span: HourSpan;
  /** Idle is so many whole days without a busy hour. */
  readonly days: number;
  /** Nothing before it counts; null: the values themselves tell how far back they go. */
  readonly begunAt: Date | null;
}

type HourState = "busy" | "quiet" | "unknown";

/** Of a hundred hours two may have no value: CloudWatch delays and drops some. */
const missingAtMost = 0.02;
/** A machine of half the size would be at 60 %. This product's own figure. */
const littleUsed = 30;
/** So much of the time that was looked at has to be known before a week is told from it. */
const knownDays = 13;

export function idlenessOf({ series, span, days, begunAt }: IdleQuestion): IdleVerdict {
  const hours = hoursOf(span, begunAt);
  const need = days * 24;
  const states = hours.map((hour) => stateIn(series, hour));
  const lastBusy = states.lastIndexOf("busy");
  // Busy is certain, whatever else is not known.
  if (lastBusy >= 0 && hours.length - 1 - lastBusy < need) {
    return {
      verdict: "busy",
      lastAt: instant(hours[lastBusy]),
      saw: sawIn(series, hours),
      ...(isKnown(states) ? patternsOf(series, hours, states) : { quiet: null, usedAtMost: null }),
    };
  }
  const unread = series.flatMap(({ answer }) => ("fault" in answer ? answer.fault : []));
  const [fault] = unread;
  if (fault) return { verdict: "unknown", reason: fault.reason, remedy: fault.remedy };
  if (hours.length < need) return { verdict: "young", since: (begunAt ?? span.from).toISOString() };
  const first = hours.length - need;
  const missing = missingVerdict(hours.slice(first), states.slice(first), days);
  if (missing) return missing;
  const since = first - quietBefore(states.slice(0, first));
  return {
    verdict: "idle",
    since: instant(hours[since]),
    days: Math.floor((hours.length - since) / 24),
    saw: sawIn(series, hours.slice(since)),
  };
}

function hoursOf({ from, until }: HourSpan, begunAt: Date | null): readonly number[] {
  const begun = begunAt ? Math.ceil(begunAt.getTime() / hourMs) * hourMs : 0;
  const start = Math.max(from.getTime(), begun);
  const count = Math.max(0, Math.floor((until.getTime() - start) / hourMs));
  return Array.from({ length: count }, (_, index) => start + index * hourMs);
}

function stateIn(series: readonly Series[], hour: number): HourState {
  let state: HourState = "quiet";
  for (const { signal, answer } of series) {
    const value = "hours" in answer ? answer.hours.get(hour) : undefined;
    if (value !== undefined && !isIdle(signal, value)) return "busy";
    const isTold = value !== undefined || ("hours" in answer && signal.quietMeansIdle);
    if (!isTold) state = "unknown";
  }
  return state;
}

function isIdle({ idleWhen }: SignalHead, value: number): boolean {
  return "atMost" in idleWhen ? value <= idleWhen.atMost : value >= idleWhen.atLeast;
}

/** Null: next to nothing is missing. */
function missingVerdict(hours: readonly number[], states: readonly HourState[], days: number): IdleVerdict | null {
  const allowed = Math.floor(hours.length * missingAtMost);
  const missing = states.filter((state) => state === "unknown").length;
  if (missing <= allowed) return null;
  const first = states.indexOf("quiet");
  if (first < 0) {
    return {
      verdict: "unknown",
      reason: `CloudWatch has no value of it in the last ${days} days`,
      remedy: "Look whether it ran, and whether its service publishes metrics in this region",
    };
  }
  // Values that begin somewhere and then go on: it was made, or started, at that time.
  const later = states.slice(first).filter((state) => state === "unknown").length;
  if (later <= allowed) return { verdict: "young", since: instant(hours[first]) };
  return {
    verdict: "unknown",
    reason: `CloudWatch has values of ${hours.length - missing} of the ${hours.length} hours of the last ${days} days`,
    remedy: "Wait until it has run all the time for that long; what runs by a schedule is not idle",
  };
}

/** How many of the newest of these hours are quiet. */
function quietBefore(states: readonly HourState[]): number {
  const other = states.findLastIndex((state) => state !== "quiet");
  return states.length - 1 - other;
}

function isKnown(states: readonly HourState[]): boolean {
  const known = states.filter((state) => state !== "unknown").length;
  return known >= knownDays * 24 && known >= states.length * (1 - missingAtMost);
}

function patternsOf(series: readonly Series[], hours: readonly number[], states: readonly HourState[]) {
  const sized = sawIn(
    series.filter(({ signal }) => signal.tellsSize),
    hours,
  ).flatMap(({ value }) => value ?? []);
  const most = sized.length > 0 ? Math.max(...sized) : null;
  return {
    quiet: quietPatternOf(hours.filter((_, index) => states[index] === "busy")),
    usedAtMost: most !== null && most <= littleUsed ? most : null,
  };
}

/** By signal, over all its sets of dimensions: the value that is furthest from idle. */
function sawIn(series: readonly Series[], hours: readonly number[]): SawSignal[] {
  const heads = [...new Set(series.map(({ signal }) => signal))];
  return heads.map((signal) => {
    const values = series
      .filter((one) => one.signal === signal)
      .flatMap(({ answer }) => ("hours" in answer ? hours.flatMap((hour) => answer.hours.get(hour) ?? []) : []));
    const furthest = "atMost" in signal.idleWhen ? Math.max : Math.min;
    return {
      label: signal.label,
      unit: signal.unit,
      metric: `${signal.namespace} ${signal.metric}`,
      value: values.length > 0 ? furthest(...values) : null,
    };
  });
}

function instant(ms = 0): string {
  return new Date(ms).toISOString();
}
