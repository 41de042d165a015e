import type { Stretch } from "../core/ledger";
import type { MicroUsd } from "../core/money";

/**
 * From the facts of one hold to its stretches, and from a stretch to its money. Pure: the same facts give the same
 * ledger, so it can be made again at any time.
 *
 * Where something is not known, the ledger claims less. A stretch begins when the pause was read back, not when the stop
 * was sent. One that ended past Standby ends at the last look that saw it off. A resume bills from its first call.
 */

/** A pause that was read back. */
export interface PauseFact {
  /** Its first call: the look before that saw the resource run. */
  readonly begunAt: Date;
  readonly verifiedAt: Date;
  readonly hourly: MicroUsd | null;
}

/** A resume of which a call was sent. */
export interface ResumeFact {
  readonly calledAt: Date;
  /** Null: it is under way. */
  readonly settledAt: Date | null;
  readonly isDone: boolean;
}

/** All looks between these two saw it off. */
export interface LooksFact {
  readonly first: Date;
  readonly last: Date;
}

export interface HoldFacts {
  readonly pauses: readonly PauseFact[];
  readonly resumes: readonly ResumeFact[];
  /** Looks that saw it run although it was paused. */
  readonly awake: readonly Date[];
  /** Looks that saw it off. Not all are known; the more there are, the less is given away. */
  readonly looks: readonly LooksFact[];
  /** Looks that found that AWS does not know it any more. */
  readonly gone: readonly Date[];
  /** How its hold ended, once it did. */
  readonly over: { readonly at: Date; readonly released: boolean } | null;
}

export function stretchesOf(facts: HoldFacts): readonly Stretch[] {
  const walk = eventsOf(facts).reduce(step, start);
  return walk.open ? [...walk.closed, walk.open] : walk.closed;
}

type Event =
  | { readonly type: "called" | "awake" | "done" | "failed" | "gone" | "look" | "still"; readonly at: Date }
  | { readonly type: "paused"; readonly at: Date; readonly hourly: MicroUsd | null }
  | { readonly type: "over"; readonly at: Date; readonly released: boolean };

/** Of one instant: a call comes before its result, and the last look that saw it off before the news that it is not. */
const order = ["called", "look", "awake", "done", "failed", "still", "paused", "gone", "over"] as const;

function eventsOf({ pauses, resumes, awake, looks, gone, over }: HoldFacts): readonly Event[] {
  const at = (type: "awake" | "gone" | "look" | "still", times: readonly Date[]) =>
    times.map((time) => ({ type, at: time }));
  const events: Event[] = [
    ...pauses.flatMap(({ begunAt, verifiedAt, hourly }): Event[] => [
      { type: "awake", at: begunAt },
      { type: "paused", at: verifiedAt, hourly },
    ]),
    ...resumes.flatMap(({ calledAt, settledAt, isDone }): Event[] => [
      { type: "called", at: calledAt },
      ...(settledAt ? [{ type: isDone ? ("done" as const) : ("failed" as const), at: settledAt }] : []),
    ]),
    ...at("awake", awake),
    ...at(
      "look",
      looks.flatMap(({ first, last }) => [first, last]).filter((look) => !isWithin(look, pauses)),
    ),
    ...at("still", failedIn(looks, resumes)),
    ...at("gone", gone),
    ...(over ? [{ type: "over" as const, ...over }] : []),
  ];
  return events.sort(
    (one, other) => one.at.getTime() - other.at.getTime() || order.indexOf(one.type) - order.indexOf(other.type),
  );
}

/** What an operation is at work on is off when its pause was read back, not when a look happens to find it so. */
function isWithin(look: Date, pauses: readonly PauseFact[]): boolean {
  return pauses.some(({ begunAt, verifiedAt }) => look >= begunAt && look < verifiedAt);
}

/** Ends of failed resumes that changed nothing: looks before and after saw it off. */
function failedIn(looks: readonly LooksFact[], resumes: readonly ResumeFact[]): readonly Date[] {
  return resumes.flatMap(({ settledAt, isDone }) =>
    settledAt && !isDone && looks.some(({ first, last }) => first <= settledAt && settledAt < last) ? [settledAt] : [],
  );
}

interface Walk {
  readonly closed: readonly Stretch[];
  /** Null: nothing is saved now, and nothing missed. */
  readonly open: Stretch | null;
  /** It may be off all the same (a resume failed, a list did not have it): a look that sees it off begins a stretch. */
  readonly isUnsure: boolean;
  /** Of the pause before. */
  readonly hourly: MicroUsd | null;
}

const start: Walk = { closed: [], open: null, isUnsure: false, hourly: null };

function step(walk: Walk, event: Event): Walk {
  const { open } = walk;
  const { at } = event;
  switch (event.type) {
    case "paused": {
      const priced = { ...walk, hourly: event.hourly };
      if (open?.type !== "saved") return begin(close(priced, at, "paused"), "saved", at);
      return at > open.from ? walk : { ...priced, open: { ...open, hourly: event.hourly } };
    }
    case "look":
    case "still":
      if (open?.type === "saved") return at >= open.from ? { ...walk, open: { ...open, seenUntil: at } } : walk;
      return open || walk.isUnsure ? begin(close(walk, at, "paused"), "saved", at) : walk;
    case "awake":
      if (open?.type !== "saved" || open.restartFrom || at <= open.from) return walk;
      return wake(walk, open, at);
    case "called":
      if (open?.type === "saved") return { ...walk, open: { ...open, restartFrom: open.restartFrom ?? at } };
      return close(walk, at, "resumed");
    case "done":
      return { ...close(walk, at, "resumed"), isUnsure: false };
    case "failed":
      return { ...close(walk, at, "tried"), isUnsure: true };
    case "gone":
      if (!open) return walk;
      return { ...close(walk, open.seenUntil ?? at, "gone"), isUnsure: true };
    case "over":
      return { ...close(walk, at, event.released ? "resumed" : "ended"), isUnsure: false };
  }
}

function begin(walk: Walk, type: Stretch["type"], from: Date): Walk {
  const { hourly } = walk;
  const seenUntil = type === "saved" ? from : null;
  return {
    ...walk,
    open: { type, from, until: null, end: null, restartFrom: null, hourly, seenUntil },
    isUnsure: false,
  };
}

function close(walk: Walk, until: Date, end: NonNullable<Stretch["end"]>): Walk {
  const { open } = walk;
  if (!open) return walk;
  const restartFrom = open.restartFrom && open.restartFrom < until ? open.restartFrom : null;
  return { ...walk, closed: [...walk.closed, { ...open, until, end, restartFrom }], open: null };
}

/**
 * Saved until the last look that saw it off, missed from there. Where nobody looked after the pause was read back, what
 * came between is neither saved nor missed: nobody knows which.
 */
function wake(walk: Walk, open: Stretch, at: Date): Walk {
  const last = open.seenUntil ?? open.from;
  return begin(close(walk, last, "woke"), "missed", last > open.from ? last : at);
}

const hourMs = 3_600_000n;

/** Hourly × milliseconds, rounded half up once. */
export function worth(hourly: MicroUsd, milliseconds: number): MicroUsd {
  return perHour(BigInt(hourly) * BigInt(milliseconds));
}

/** A product of micro-dollars an hour and milliseconds, or a sum of such, in micro-dollars; rounded half up. */
export function perHour(product: bigint): MicroUsd {
  return Number((2n * product + hourMs) / (2n * hourMs));
}

export interface Amount {
  readonly gross: MicroUsd;
  /** The part of `gross` that AWS billed while it started again. */
  readonly restart: MicroUsd;
}

/**
 * What a stretch is worth within [from, to); null where it has no price. What it is worth until an instant is rounded,
 * and a part is the difference of two of these: the parts of any partition add up to the whole, to the micro-dollar.
 */
export function amountOf(stretch: Stretch, from: Date, to: Date): Amount | null {
  const { hourly } = stretch;
  if (hourly === null) return null;
  const begun = stretch.from.getTime();
  const until = stretch.until?.getTime() ?? Number.POSITIVE_INFINITY;
  const within = (time: number) => Math.min(Math.max(time, begun), Math.max(begun, until));
  const first = within(from.getTime());
  const last = Math.max(first, within(to.getTime()));
  const restart = stretch.restartFrom?.getTime() ?? Number.POSITIVE_INFINITY;
  const net = (time: number) => worth(hourly, Math.max(0, Math.min(time, restart) - begun));
  const gross = worth(hourly, last - begun) - worth(hourly, first - begun);
  return { gross, restart: gross - (net(last) - net(first)) };
}

/** Whether any of it is within [from, to). */
export function touches(stretch: Pick<Stretch, "from" | "until">, from: Date, to: Date): boolean {
  return stretch.from < to && (stretch.until === null || stretch.until > from);
}
