import type { CostBy } from "../../core/actual-cost";
import { addDays, type Day, daysUntilFinal, finalThrough, firstOfMonth, lastOfMonth, numberOf } from "../trends/days";
import type { Asked, CostQuestion, CostReading, CostSubject, Span } from "./ports";

/**
 * Which questions are worth a cent now. Cost Explorer takes a cent for each page and publishes no size of a page, so what
 * the last answer took says what the next one will take.
 *
 * First comes what everybody wants to see, the last 35 days; what is left of the day's requests reads the history
 * backwards, in pieces that fit. The days that are known never have a gap.
 */

/** Long enough for a whole month and for all that AWS still corrects in it. */
const trailingDays = 35;
/** What was read so shortly after its day may have changed since. */
const openDays = daysUntilFinal + 1;
/** Cost Explorer has thirteen months and the running one (Cost Management guide, "Best practices for the API"). */
const monthsBack = 13;

/** AWS keeps anomalies for so long (Cost Management guide, "Detecting unusual spend"). */
const anomalyDays = 90;

const hour = 3_600_000;
/** A day, less what a refresh may come earlier than the day before. */
const freshMs = 20 * hour;
/** From here on today's figures come before more history. */
const staleMs = 48 * hour;
/** A permission is not given within minutes; a person who gives it asks by hand. */
const failedMs = 6 * hour;

export interface DueQuestion extends CostQuestion {
  /** How many requests it will take, as far as that is known. */
  readonly requests: number;
}

export interface Refresh {
  readonly now: Date;
  /** Keys of cost allocation tags, in the order of their worth. */
  readonly tags: readonly string[];
  readonly readings: readonly CostReading[];
  /** Of the day's requests. */
  readonly requestsLeft: number;
}

/** The questions to ask now, most wanted first; all together they take no more than what is left of the day. */
export function dueQuestions({ now, tags, readings, requestsLeft }: Refresh): readonly DueQuestion[] {
  const wanted = subjectsOf(tags).flatMap((by) =>
    wishesFor(readings.find((reading) => reading.by === by) ?? unread(by), now),
  );
  const due: DueQuestion[] = [];
  let left = requestsLeft;
  for (const wish of wanted.sort((one, other) => one.rank - other.rank)) {
    const question = fitted(wish, left);
    if (question === null) continue;
    due.push(question);
    left -= question.requests;
  }
  return due;
}

export function subjectsOf(tags: readonly string[]): readonly CostSubject[] {
  const byTag = tags.map((key): CostBy => `tag:${key}`);
  return ["account", "region", "record", ...byTag, "usage", "forecast", "anomalies"];
}

export function unread(by: CostSubject): CostReading {
  return { by, readAt: null, failedAt: null, known: null, last: null };
}

/** What is known once it was asked. */
export function afterAsking(reading: CostReading, question: CostQuestion, asked: Asked, now: Date): CostReading {
  const days = daysIn(question);
  switch (asked.outcome) {
    case "failed":
      return { ...reading, failedAt: now };
    case "cut":
      return { ...reading, last: { days, requests: 2 * Math.max(1, asked.requests) } };
    case "answered":
      return {
        by: reading.by,
        readAt: question.until > dayOfInstant(now) ? now : reading.readAt,
        failedAt: null,
        known: isUndated(reading.by) ? null : joined(reading.known, question),
        last: { days, requests: Math.max(1, asked.requests) },
      };
  }
}

/** 0: never read · 1: stale · 2: history · 3: a day old */
type Rank = 0 | 1 | 2 | 3;

interface Wish {
  readonly reading: CostReading;
  readonly rank: Rank;
  readonly span: Span;
}

function wishesFor(reading: CostReading, now: Date): Wish[] {
  const today = dayOfInstant(now);
  if (reading.failedAt && now.getTime() - reading.failedAt.getTime() < failedMs) return [];
  const { rank, isDue } = ageOf(reading, now);
  const latest = isDue ? [{ reading, rank, span: newest(reading, today) }] : [];
  const oldest = oldestDay(today);
  const { known } = reading;
  if (known === null || known.from <= oldest || reading.by === "usage") return latest;
  return [...latest, { reading, rank: 2, span: { from: oldest, until: known.from } }];
}

function ageOf({ by, readAt }: CostReading, now: Date): { readonly rank: Rank; readonly isDue: boolean } {
  // Standby finds unusual days itself: what AWS makes of them waits until all of the history is read.
  if (readAt === null) return { rank: by === "anomalies" ? 3 : 0, isDue: true };
  const age = now.getTime() - readAt.getTime();
  return { rank: age >= staleMs ? 1 : 3, isDue: age >= freshMs };
}

/** Up to and with today. What was not final when it was read is in it, however long ago that was. */
function newest({ by, known, last }: CostReading, today: Day): Span {
  const until = addDays(today, 1);
  if (by === "forecast") return { from: today, until: addDays(lastOfMonth(today), 1) };
  if (by === "anomalies") return { from: addDays(until, -anomalyDays), until };
  if (by === "usage") {
    // Months are few rows: the first question is for all of them. Where that is cut, those from now on have to do.
    if (known === null && last === null) return { from: oldestDay(today), until };
    const final = finalThrough(today);
    const left = known === null ? final : addDays(known.until, -openDays);
    // Until its days are final the last month is asked for once more.
    return { from: later(firstOfMonth(left < final ? left : final), oldestDay(today)), until };
  }
  const trailing = addDays(until, -trailingDays);
  const open = known === null ? trailing : addDays(known.until, -openDays);
  return { from: later(open < trailing ? open : trailing, oldestDay(today)), until };
}

/** The part of a wish that the requests are enough for; null where not even a day is. */
function fitted({ reading, span }: Wish, left: number): DueQuestion | null {
  const { by, last, known } = reading;
  const expected = requestsFor(reading, daysIn(span));
  if (expected <= left) return { by, ...span, requests: expected };
  const days = isByDay(by) && last ? Math.floor((last.days * left) / last.requests) : 0;
  if (days < 1) return null;
  const from = startOf(span, days, known);
  return { by, from, until: addDays(from, days), requests: requestsFor(reading, days) };
}

/** The newest days that touch what is known; where none do, the gap is closed from its old end. */
function startOf({ from, until }: Span, days: number, known: Span | null): Day {
  const latest = addDays(until, -days);
  if (known === null || latest <= known.until) return latest;
  // A step that is no longer than the days that were not final would never leave them.
  return later(from, days > openDays ? addDays(known.until, -openDays) : known.until);
}

/** One page says only that a page holds at least as much: then all is tried at once, and at worst it is cut. */
function requestsFor({ by, last }: CostReading, days: number): number {
  if (last === null || last.requests === 1) return 1;
  return isUndated(by) ? last.requests : Math.ceil((days * last.requests) / last.days);
}

function isByDay(by: CostSubject): boolean {
  return by !== "usage" && !isUndated(by);
}

/** An answer as a whole takes the place of the one before. */
function isUndated(by: CostSubject): boolean {
  return by === "forecast" || by === "anomalies";
}

/** What Cost Explorer has at most. */
export function oldestDay(today: Day): Day {
  const month = new Date(`${firstOfMonth(today)}T00:00:00Z`);
  month.setUTCMonth(month.getUTCMonth() - monthsBack);
  return month.toISOString().slice(0, 10);
}

/** Of two spans that do not touch the newer one is kept: what lies between is unknown. */
function joined(known: Span | null, { from, until }: Span): Span {
  if (known === null || from > known.until) return { from, until };
  if (until < known.from) return known;
  return { from: from < known.from ? from : known.from, until: later(until, known.until) };
}

function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}

function daysIn({ from, until }: Span): number {
  return numberOf(until) - numberOf(from);
}

function dayOfInstant(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}
