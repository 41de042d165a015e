import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Stretch } from "../core/ledger";
import { amountOf, type HoldFacts, stretchesOf, touches } from "./ledger";

const noon = Date.parse("2026-11-20T12:00:00Z");
/** So many hours after noon. */
const at = (hours: number) => new Date(noon + hours * 3_600_000);
const dollar = 1_000_000;

function facts(change: Partial<HoldFacts> = {}): HoldFacts {
  const first = { begunAt: at(-0.1), verifiedAt: at(0), hourly: dollar };
  return { pauses: [first], resumes: [], awake: [], looks: [], gone: [], over: null, ...change };
}

/** Looks that each saw it off. */
const seen = (...times: readonly Date[]) => times.map((time) => ({ first: time, last: time }));

/** "saved 0-5 woke", hours after noon. */
function told(some: readonly Stretch[]): readonly string[] {
  const hours = (time: Date | null) => (time ? String((time.getTime() - noon) / 3_600_000) : "");
  return some.map(({ type, from, until, end }) => `${type} ${hours(from)}-${hours(until)}${end ? ` ${end}` : ""}`);
}
const stretches = (change: Partial<HoldFacts>) => told(stretchesOf(facts(change)));
const wholeOf = (stretch: Stretch, to = at(1000)) => amountOf(stretch, at(-1000), to);

describe("the stretches of a hold", () => {
  test("begin when the pause was read back, and are open until something ends them", () => {
    expect(stretches({})).toEqual(["saved 0-"]);
    expect(stretches({ pauses: [] })).toEqual([]);
  });

  test("end with the resume that was read back, and what AWS billed while it started comes off", () => {
    const over = { at: at(10), released: true };
    const [one, ...more] = stretchesOf(
      facts({ resumes: [{ calledAt: at(9.5), settledAt: at(10), isDone: true }], over }),
    );
    expect(told(one ? [one] : [])).toEqual(["saved 0-10 resumed"]);
    expect(more).toEqual([]);
    expect(one && wholeOf(one)).toEqual({ gross: 10 * dollar, restart: dollar / 2 });
  });

  test("a resume under way costs from its first call", () => {
    const [one] = stretchesOf(facts({ resumes: [{ calledAt: at(8), settledAt: null, isDone: false }] }));
    expect(one && wholeOf(one, at(9))).toEqual({ gross: 9 * dollar, restart: dollar });
  });

  test("what woke is saved until the last look that saw it off, and missed from there until it is off again", () => {
    const again = { begunAt: at(6), verifiedAt: at(6.5), hourly: 2 * dollar };
    const woken = { looks: seen(at(1), at(4)), awake: [at(5), at(5.5)] };
    expect(stretches(woken)).toEqual(["saved 0-4 woke", "missed 4-"]);
    const paused = stretchesOf(facts({ ...woken, pauses: [...facts().pauses, again] }));
    expect(told(paused)).toEqual(["saved 0-4 woke", "missed 4-6.5 paused", "saved 6.5-"]);
    expect(paused.map(({ hourly }) => hourly)).toEqual([dollar, dollar, 2 * dollar]);
  });

  test("where nobody looked before it woke, what came between is neither saved nor missed", () => {
    expect(stretches({ awake: [at(5)] })).toEqual(["saved 0-0 woke", "missed 5-"]);
  });

  test("a second pause tells by itself that it had woken", () => {
    const again = { begunAt: at(6), verifiedAt: at(6.5), hourly: dollar };
    expect(stretches({ looks: seen(at(2)), pauses: [...facts().pauses, again] })).toEqual([
      "saved 0-2 woke",
      "missed 2-6.5 paused",
      "saved 6.5-",
    ]);
  });

  test("a woken one that somebody stops by hand, resumes or lets be is missed no longer", () => {
    const woken = { looks: seen(at(4)), awake: [at(5)] };
    expect(stretches({ ...woken, looks: seen(at(4), at(7), at(8)) })).toEqual([
      "saved 0-4 woke",
      "missed 4-7 paused",
      "saved 7-",
    ]);
    const resumed = { calledAt: at(6), settledAt: at(7), isDone: true };
    expect(stretches({ ...woken, resumes: [resumed], over: { at: at(7), released: true } })).toEqual([
      "saved 0-4 woke",
      "missed 4-6 resumed",
    ]);
    expect(stretches({ ...woken, over: { at: at(5), released: false } })).toEqual([
      "saved 0-4 woke",
      "missed 4-5 ended",
    ]);
  });

  test("a resume that failed ends it, at the cost of its whole time, until a look sees it off again", () => {
    const resumes = [{ calledAt: at(4), settledAt: at(5), isDone: false }];
    const [tried, ...more] = stretchesOf(facts({ resumes, awake: [at(6)] }));
    expect(tried && wholeOf(tried)).toEqual({ gross: 5 * dollar, restart: dollar });
    expect(more).toEqual([]);
    expect(stretches({ resumes, looks: seen(at(5.5), at(6)) })).toEqual(["saved 0-5 tried", "saved 5.5-"]);
    expect(stretches({ resumes, looks: [{ first: at(1), last: at(6) }] })).toEqual(["saved 0-5 tried", "saved 5-"]);
  });

  test("what is gone is saved until it was seen last, and its hold's end changes nothing", () => {
    const gone = { looks: seen(at(2)), gone: [at(3)] };
    expect(stretches({ ...gone, over: { at: at(9), released: false } })).toEqual(["saved 0-2 gone"]);
    expect(stretches({ ...gone, looks: seen(at(2), at(4)) })).toEqual(["saved 0-2 gone", "saved 4-"]);
  });

  test("a hold that is given up ends it", () => {
    expect(stretches({ over: { at: at(3), released: false } })).toEqual(["saved 0-3 ended"]);
  });

  test("what was found once is found again from what the ledger kept of it", () => {
    const hours = fc.double({ min: 0.01, max: 100, noNaN: true }).map((hour) => at(Math.round(hour * 100) / 100));
    const some = fc.array(hours, { maxLength: 5 });
    const failed = fc.array(
      hours.map((calledAt) => ({ calledAt, settledAt: new Date(calledAt.getTime() + 60_000), isDone: false })),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(some, some, some, failed, (looks, awake, gone, resumes) => {
        const first = stretchesOf(facts({ looks: seen(...looks), awake, gone, resumes }));
        // As keep-ledger remembers: only what the ledger's own rows say.
        const saved = first.filter(({ type }) => type === "saved");
        const kept = facts({
          looks: saved.map(({ from, seenUntil }) => ({ first: from, last: seenUntil ?? from })),
          resumes,
          awake: first.flatMap(({ type, from }) => (type === "missed" ? [from] : [])),
          gone: first.flatMap(({ end, until }) => (end === "gone" && until ? [until] : [])),
        });
        expect(stretchesOf(kept)).toEqual(first);
      }),
    );
  });

  test("never overlap, never run backwards, and only the last is open", () => {
    const time = fc.integer({ min: 0, max: 200 }).map((quarter) => at(quarter / 4));
    const span = fc.tuple(time, fc.integer({ min: 0, max: 8 })).map(([from, more]) => {
      return { from, to: new Date(from.getTime() + more * 900_000) };
    });
    const any = fc.record({
      pauses: fc.array(
        span.map(({ from, to }) => ({ begunAt: from, verifiedAt: to, hourly: 7 })),
        { maxLength: 4 },
      ),
      resumes: fc.array(
        fc.tuple(span, fc.boolean()).map(([{ from, to }, isDone]) => ({ calledAt: from, settledAt: to, isDone })),
        { maxLength: 3 },
      ),
      awake: fc.array(time, { maxLength: 4 }),
      looks: fc.array(time, { maxLength: 6 }).map((times) => seen(...times)),
      gone: fc.array(time, { maxLength: 1 }),
      over: fc.option(fc.record({ at: time, released: fc.boolean() })),
    });
    fc.assert(
      fc.property(any, (given) => {
        const found = stretchesOf(given);
        for (const [index, { from, until, end }] of found.entries()) {
          expect(until === null).toBe(end === null);
          if (until) expect(until >= from).toBe(true);
          const next = found[index + 1];
          if (next) expect(until !== null && next.from >= until).toBe(true);
        }
      }),
    );
  });
});

describe("what a stretch is worth", () => {
  const milliseconds = fc.integer({ min: 0, max: 400 * 86_400_000 });
  const stretch = fc
    .record({
      hourly: fc.integer({ min: 0, max: 5_000_000_000 }),
      from: milliseconds,
      long: milliseconds,
      open: fc.boolean(),
      restart: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ hourly, from, long, open, restart }): Stretch => {
      const time = (after: number) => new Date(noon + from + Math.floor(after));
      const restartFrom = restart === null ? null : time(long * restart);
      const until = open ? null : time(long);
      return { type: "saved", from: time(0), until, end: until && "resumed", restartFrom, hourly, seenUntil: null };
    });

  test("the parts of any partition add up to the whole, and neither part nor net is ever negative", () => {
    fc.assert(
      fc.property(stretch, fc.array(milliseconds, { maxLength: 12 }), (one, cuts) => {
        const times = [0, ...cuts.sort((a, b) => a - b), 900 * 86_400_000].map((ms) => new Date(noon + ms));
        const whole = { gross: 0, restart: 0 };
        for (const [index, to] of times.entries()) {
          const part = amountOf(one, times[index - 1] ?? to, to);
          if (!part) throw new Error("It has a price");
          expect(part.restart).toBeGreaterThanOrEqual(0);
          expect(part.gross).toBeGreaterThanOrEqual(part.restart);
          whole.gross += part.gross;
          whole.restart += part.restart;
        }
        expect(whole).toEqual(amountOf(one, new Date(noon), times.at(-1) ?? new Date(noon)));
      }),
    );
  });

  test("is exact where the plain numbers of the language are not, and rounded half up once", () => {
    const of = (hourly: number, ms: number) => {
      const until = new Date(noon + ms);
      const one = { type: "saved", from: at(0), until, end: "ended", restartFrom: null, seenUntil: null } as const;
      return amountOf({ ...one, hourly }, at(0), until)?.gross;
    };
    expect(of(1, 1_800_000)).toBe(1);
    expect(of(1, 1_799_999)).toBe(0);
    expect(of(3, 1_800_000)).toBe(2);
    expect(of(9_007_199_254_741, 3_600_000 * 999 + 1)).toBe(8_998_192_057_988_259);
  });

  test("does not depend on where midnight is: an hour of summer time more or less is an hour of money", () => {
    const one = stretchesOf(facts())[0];
    const berlin = (day: string) => new Date(`${day}T00:00:00+01:00`);
    const utc = (day: string) => new Date(`${day}T00:00:00Z`);
    const days = ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"];
    const sum = (midnight: (day: string) => Date) =>
      days.slice(1).reduce((total, day, index) => {
        const to = day === "2026-11-23" ? at(60) : midnight(day);
        return total + ((one && amountOf(one, midnight(days[index] ?? day), to)?.gross) ?? 0);
      }, 0);
    expect(sum(berlin)).toBe(60 * dollar);
    expect(sum(utc)).toBe(60 * dollar);
  });

  test("without a price is not worth nothing: nobody knows", () => {
    const [one] = stretchesOf(facts({ pauses: [{ begunAt: at(0), verifiedAt: at(0), hourly: null }] }));
    expect(one && wholeOf(one)).toBeNull();
  });

  test("touches a span that it has a moment of", () => {
    const one = { from: at(1), until: at(2) };
    expect(touches(one, at(0), at(1))).toBe(false);
    expect(touches(one, at(0), at(1.1))).toBe(true);
    expect(touches(one, at(2), at(3))).toBe(false);
    expect(touches({ ...one, until: null }, at(9), at(10))).toBe(true);
  });
});
