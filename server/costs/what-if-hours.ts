import { Temporal } from "temporal-polyfill";
import { type WeeklyHours, weekdays } from "../core/weekly-hours";

/** The hours of a weekly schedule, in its own time zone. Pure: the zone's rules are the program's own data. */

/** [from, until) in milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

/**
 * When it is on within [from, until), by real time: a night in which clocks go forward is an hour shorter. A time that
 * does not exist is taken an hour later, one that comes twice at its first.
 */
export function onStretches({ timezone, on }: WeeklyHours, from: number, until: number): readonly Stretch[] {
  const instant = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const last = instant(until).toPlainDate();
  const found: Stretch[] = [];
  // Hours of the day before may reach into the first.
  for (let day = instant(from).toPlainDate().subtract({ days: 1 }); Temporal.PlainDate.compare(day, last) <= 0; ) {
    const next = day.add({ days: 1 });
    const weekday = weekdays[day.dayOfWeek - 1];
    for (const hours of on) {
      if (!weekday || !hours.days.includes(weekday)) continue;
      const [begins, ends] = [minutesOf(hours.from), minutesOf(hours.to)];
      const at = (date: Temporal.PlainDate, minutes: number) => instantOf(date, minutes, timezone);
      const end = ends > begins ? at(ends === dayMinutes ? next : day, ends % dayMinutes) : at(next, ends);
      found.push({ from: at(day, begins), until: end });
    }
    day = next;
  }
  return joined(found, from, until);
}

export function offStretches(hours: WeeklyHours, from: number, until: number): readonly Stretch[] {
  return gapsIn(onStretches(hours, from, until), from, until);
}

function instantOf(date: Temporal.PlainDate, minutes: number, timezone: string): number {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return date.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** In their order, each once, within [from, until). */
function joined(stretches: readonly Stretch[], from: number, until: number): readonly Stretch[] {
  const inside = stretches
    .map((one) => ({ from: Math.max(one.from, from), until: Math.min(one.until, until) }))
    .filter((one) => one.from < one.until)
    .sort((one, other) => one.from - other.from);
  const all: Stretch[] = [];
  for (const one of inside) {
    const before = all.at(-1);
    if (before && one.from <= before.until)
      all[all.length - 1] = { ...before, until: Math.max(before.until, one.until) };
    else all.push(one);
  }
  return all;
}

function gapsIn(stretches: readonly Stretch[], from: number, until: number): readonly Stretch[] {
  const gaps: Stretch[] = [];
  let at = from;
  for (const one of stretches) {
    if (one.from > at) gaps.push({ from: at, until: one.from });
    at = one.until;
  }
  return at < until ? [...gaps, { from: at, until }] : gaps;
}

/** The parts of a stretch in which none of the others is; these are in their order and may overlap. */
export function without(stretch: Stretch, others: readonly Stretch[]): readonly Stretch[] {
  if (others.length === 0) return [stretch];
  return gapsIn(joined(others, stretch.from, stretch.until), stretch.from, stretch.until);
}

export interface Week {
  readonly offMs: number;
  /** Lengths of what it is off in one go; a week that is off throughout has one without an end. */
  readonly stretchesMs: readonly number[];
}

/** A week without a change of clocks: 168 hours. It repeats, so what is off over its end is one stretch. */
export function weekOf(hours: WeeklyHours): Week {
  // Any week of UTC has 168 hours; two of them show what reaches from one into the next.
  const monday = Date.UTC(2026, 0, 5);
  const span = weekMinutes * minuteMs;
  const twice = offStretches({ ...hours, timezone: "UTC" }, monday, monday + 2 * span);
  if (twice.length === 1 && twice[0] && twice[0].until - twice[0].from === 2 * span)
    return { offMs: span, stretchesMs: [Number.POSITIVE_INFINITY] };
  // The one that is cut at the beginning ends again a week later, whole.
  const begun = twice.filter(({ from }) => from > monday && from <= monday + span);
  const stretchesMs = begun.map(({ from, until }) => until - from);
  return { offMs: stretchesMs.reduce((sum, length) => sum + length, 0), stretchesMs };
}
