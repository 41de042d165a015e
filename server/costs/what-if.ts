import type { Stretch as LedgerStretch } from "../core/ledger";
import type { MicroUsd } from "../core/money";
import { hoursPerMonth } from "../core/money";
import type { WeeklyHours } from "../core/weekly-hours";
import { worth } from "./ledger";
import { offStretches, type Stretch, type Week, weekOf, without } from "./what-if-hours";

/**
 * What a schedule would have saved, and would save in a month of 730 hours. Pure.
 *
 * It claims what the ledger would have entered: what stops, an hour, from the end of the stop until the start is over,
 * less what AWS bills while it starts. Hours in which a resource was paused anyway, or not known yet, count for nothing.
 */

export interface Scheduled {
  readonly id: string;
  /** What stops, an hour; null where a part has no price. */
  readonly hourly: MicroUsd | null;
  readonly firstSeenAt: Date;
  /** How long its kind takes to stop and to start. */
  readonly seconds: { readonly pause: number; readonly resume: number };
  /** What the ledger has of it, or of what it is paused through. */
  readonly pauses: readonly Pick<LedgerStretch, "type" | "from" | "until" | "restartFrom">[];
}

/** `net` is `gross` less `changeover`, for each resource and every sum. */
export interface Worth {
  readonly gross: MicroUsd;
  /** What AWS bills while resources stop and start. */
  readonly changeover: MicroUsd;
  readonly net: MicroUsd;
}

export interface ScheduleWorth {
  readonly id: string;
  /** Null: it has no price. */
  readonly past: Worth | null;
  readonly month: Worth | null;
}

export interface Days {
  readonly from: Date;
  readonly until: Date;
}

export function worthOfSchedule(
  resources: readonly Scheduled[],
  hours: WeeklyHours,
  { from, until }: Days,
): readonly ScheduleWorth[] {
  const span = { from: from.getTime(), until: until.getTime() };
  const past = lengthsOf(offStretches(hours, span.from, span.until), span);
  const week = weekOf(hours);
  return resources.map((one) => ({
    id: one.id,
    past: one.hourly === null ? null : pastOf(one.hourly, past(one)),
    month: one.hourly === null ? null : monthOf(one, one.hourly, week),
  }));
}

interface Lengths {
  readonly grossMs: number;
  readonly netMs: number;
}

/** Most resources were known all the time and never paused: they differ by what their kinds expect alone. */
function lengthsOf(off: readonly Stretch[], span: Stretch): (one: Scheduled) => Lengths {
  const alike = new Map<string, Lengths>();
  return (one) => {
    const { pauses, seconds, firstSeenAt } = one;
    const known = Math.max(span.from, firstSeenAt.getTime());
    if (pauses.length > 0) return lengthsIn(one, known, off, span);
    const key = `${known} ${seconds.pause} ${seconds.resume}`;
    const lengths = alike.get(key) ?? lengthsIn(one, known, off, span);
    alike.set(key, lengths);
    return lengths;
  };
}

function lengthsIn({ pauses, seconds }: Scheduled, known: number, off: readonly Stretch[], span: Stretch): Lengths {
  const paused = pauses.flatMap((pause) => (pause.type === "saved" ? pausedIn(pause, span.until) : []));
  let [grossMs, netMs] = [0, 0];
  for (const stretch of off) {
    if (stretch.until <= known) continue;
    const mine = { from: Math.max(stretch.from, known), until: stretch.until };
    for (const part of without(mine, paused)) {
      const length = part.until - part.from;
      // The schedule stops it where the stretch begins, unless it was off already, or the 30 days begin there.
      const stops = part.from === stretch.from && part.from > span.from ? seconds.pause : 0;
      const starts = part.until === stretch.until && part.until < span.until ? seconds.resume : 0;
      grossMs += length;
      netMs += Math.max(0, length - (stops + starts) * 1000);
    }
  }
  return { grossMs, netMs };
}

function pastOf(hourly: MicroUsd, { grossMs, netMs }: Lengths): Worth {
  return worthOf(worth(hourly, grossMs), worth(hourly, netMs));
}

/** Off as the ledger has it: what it bills while it starts is not saved. */
function pausedIn({ from, until, restartFrom }: Scheduled["pauses"][number], now: number): readonly Stretch[] {
  return [{ from: from.getTime(), until: (restartFrom ?? until)?.getTime() ?? now }];
}

const weekHours = 168;

/** So many hours of a week are off, so is the same share of a month. */
function monthOf({ seconds }: Scheduled, hourly: MicroUsd, week: Week): Worth {
  const changeMs = (seconds.pause + seconds.resume) * 1000;
  const lost = week.stretchesMs.reduce(
    (sum, length) => sum + Math.min(length, Number.isFinite(length) ? changeMs : 0),
    0,
  );
  const inMonth = (ms: number) => {
    const product = BigInt(hourly) * BigInt(ms) * BigInt(hoursPerMonth);
    const divisor = BigInt(weekHours) * 3_600_000n;
    return Number((2n * product + divisor) / (2n * divisor));
  };
  return worthOf(inMonth(week.offMs), inMonth(week.offMs - lost));
}

function worthOf(gross: MicroUsd, net: MicroUsd): Worth {
  return { gross, changeover: gross - net, net };
}

export interface WorthSum {
  readonly past: Worth;
  readonly month: Worth;
  readonly priced: number;
  readonly unpriced: number;
}

export function sumOf(worths: readonly ScheduleWorth[]): WorthSum {
  const [past, month] = [zero(), zero()];
  let priced = 0;
  for (const one of worths) {
    if (!one.past || !one.month) continue;
    priced++;
    add(past, one.past);
    add(month, one.month);
  }
  return { past, month, priced, unpriced: worths.length - priced };
}

type Adding = { -readonly [Part in keyof Worth]: Worth[Part] };

function zero(): Adding {
  return { gross: 0, changeover: 0, net: 0 };
}

/** In place: a new object for each of 50,000 takes half a second. */
function add(sum: Adding, worth: Worth): void {
  sum.gross += worth.gross;
  sum.changeover += worth.changeover;
  sum.net += worth.net;
}
