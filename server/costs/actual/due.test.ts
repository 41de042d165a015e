import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costRequestsADay } from "../../core/actual-cost";
import { addDays, numberOf } from "../trends/days";
import { afterAsking, type DueQuestion, dueQuestions, subjectsOf, unread } from "./due";
import type { Asked, CostQuestion, CostReading, CostSubject } from "./ports";

const hour = 3_600_000;
const at = (text: string) => new Date(text);
const noon = at("2026-11-20T12:00:00Z");
const later = (instant: Date, hours: number) => new Date(instant.getTime() + hours * hour);
const answered = (requests: number): Asked => ({
  requests,
  outcome: "answered",
  answer: { amounts: [], forecast: null, anomalies: null },
});
const failed: Asked = { requests: 0, outcome: "failed", fault: { code: "denied", reason: "no", remedy: "allow it" } };
const short = ({ by, from, until }: DueQuestion) => `${by} ${from} ${until}`;

const known = (by: CostSubject, from: string, until: string, readAt: Date, last = { days: 35, requests: 1 }) => {
  const hasDays = by !== "forecast" && by !== "anomalies";
  return { by, readAt, failedAt: null, known: hasDays ? { from, until } : null, last } satisfies CostReading;
};
const allKnown = (readAt: Date) => subjectsOf([]).map((by) => known(by, "2025-10-01", "2026-11-20", readAt));

describe("what is due", () => {
  test("at first are the last 35 days, the usage of all months and the forecast", () => {
    const due = dueQuestions({ now: noon, tags: ["Environment"], readings: [], requestsLeft: 10 });
    expect(due.map(short)).toEqual([
      "account 2026-10-17 2026-11-21",
      "region 2026-10-17 2026-11-21",
      "record 2026-10-17 2026-11-21",
      "tag:Environment 2026-10-17 2026-11-21",
      "usage 2025-10-01 2026-11-21",
      "forecast 2026-11-20 2026-12-01",
      "anomalies 2026-08-23 2026-11-21",
    ]);
  });

  test("then is the history, thirteen months before the first of this one", () => {
    const readings = [known("account", "2026-10-17", "2026-11-21", noon), ...allKnown(noon).slice(1)];
    const due = dueQuestions({ now: noon, tags: [], readings, requestsLeft: 4 });
    expect(due).toEqual([{ by: "account", from: "2025-10-01", until: "2026-10-17", requests: 1 }]);
  });

  test("is nothing where all was read within twenty hours, and the trailing days after them", () => {
    const readings = allKnown(at("2026-11-19T18:00:00Z"));
    expect(dueQuestions({ now: noon, tags: [], readings, requestsLeft: 10 })).toEqual([]);
    const due = dueQuestions({ now: later(noon, 3), tags: [], readings, requestsLeft: 10 });
    expect(due.map(({ by }) => by)).toEqual(["account", "region", "record", "usage", "forecast", "anomalies"]);
    expect(due[0]).toMatchObject({ from: "2026-10-17", until: "2026-11-21" });
  });

  test("is nothing without requests left, and the first ones where there are few", () => {
    expect(dueQuestions({ now: noon, tags: [], readings: [], requestsLeft: 0 })).toEqual([]);
    expect(dueQuestions({ now: noon, tags: [], readings: [], requestsLeft: 2 })).toHaveLength(2);
  });

  test("is what a long pause left out, with the days that were not final then", () => {
    const readings = allKnown(noon).map((each) => ({ ...each, readAt: at("2026-08-10T12:00:00Z") }));
    const behind = readings.map((each) =>
      each.known ? { ...each, known: { ...each.known, until: "2026-08-11" } } : each,
    );
    const due = dueQuestions({ now: noon, tags: [], readings: behind, requestsLeft: 10 });
    expect(due[0]).toMatchObject({ from: "2026-08-08", until: "2026-11-21" });
  });

  test.each([
    [20, { from: "2026-10-12", until: "2026-11-01" }],
    [3, { from: "2026-10-15", until: "2026-10-18" }],
  ])("closes a gap from its old end where a request has %i days only", (days, span) => {
    const last = { days: 2 * days, requests: 2 };
    const readings = [known("account", "2025-10-01", "2026-10-15", at("2026-10-14T12:00:00Z"), last)];
    const others = [...readings, ...allKnown(noon).slice(1)];
    const due = dueQuestions({ now: noon, tags: [], readings: others, requestsLeft: 1 });
    expect(due).toEqual([{ by: "account", ...span, requests: 1 }]);
  });

  test("is the usage of the last month as well, until it is final", () => {
    const now = at("2026-12-03T12:00:00Z");
    const readings = (instant: Date) => [known("usage", "2025-10-01", "2026-12-03", later(instant, -24))];
    const spanOf = (instant: Date, of = readings(instant)) =>
      dueQuestions({ now: instant, tags: [], readings: of, requestsLeft: 10 }).find(({ by }) => by === "usage");
    expect(spanOf(now)).toMatchObject({ from: "2026-11-01", until: "2026-12-04" });
    expect(spanOf(later(now, 72))).toMatchObject({ from: "2026-11-01", until: "2026-12-07" });
    const fresh = [known("usage", "2025-10-01", "2026-12-06", later(now, 48))];
    expect(spanOf(later(now, 72), fresh)).toMatchObject({ from: "2026-12-01", until: "2026-12-07" });
  });

  test("is the usage of the months from now on, where all of them are too many pages", () => {
    const question = { by: "usage", from: "2025-10-01", until: "2026-11-21" } as const;
    const after = afterAsking(unread("usage"), question, { requests: 4, outcome: "cut" }, noon);
    const due = (requestsLeft: number, usage: CostReading) =>
      dueQuestions({
        now: noon,
        tags: [],
        readings: [...allKnown(noon).filter(({ by }) => by !== "usage"), usage],
        requestsLeft,
      });
    expect(due(1, after)).toEqual([{ by: "usage", from: "2026-11-01", until: "2026-11-21", requests: 1 }]);
    const month = { by: "usage", from: "2026-11-01", until: "2026-11-21" } as const;
    const then = afterAsking(after, month, answered(1), noon);
    expect(then.known).toEqual({ from: "2026-11-01", until: "2026-11-21" });
    expect(due(10, then)).toEqual([]);
  });

  test("waits six hours after a failure, and the others go on", () => {
    const [question] = dueQuestions({ now: noon, tags: [], readings: [], requestsLeft: 10 });
    if (!question) throw new Error("nothing is due");
    const readings = [afterAsking(unread("account"), question, failed, noon)];
    const subjects = (now: Date) => dueQuestions({ now, tags: [], readings, requestsLeft: 9 }).map(({ by }) => by);
    expect(subjects(later(noon, 5))).toEqual(["region", "record", "usage", "forecast", "anomalies"]);
    expect(subjects(later(noon, 6))).toContain("account");
  });

  test("fits into what is left, once it is known how much a request holds", () => {
    const readings = [
      known("account", "2026-10-17", "2026-11-21", noon, { days: 35, requests: 2 }),
      ...allKnown(noon).slice(1),
    ];
    const due = dueQuestions({ now: noon, tags: [], readings, requestsLeft: 4 });
    expect(due).toEqual([{ by: "account", from: "2026-08-08", until: "2026-10-17", requests: 4 }]);
  });

  test("are today's figures before more history once they are two days old", () => {
    const readings = [known("account", "2026-10-17", "2026-11-19", noon, { days: 35, requests: 5 })];
    const first = (hours: number) =>
      dueQuestions({
        now: later(noon, hours),
        tags: [],
        readings: [...readings, ...allKnown(later(noon, hours)).slice(1)],
        requestsLeft: 5,
      })[0];
    expect(first(24)).toMatchObject({ until: "2026-10-17" });
    expect(first(48)).toMatchObject({ until: "2026-11-23" });
  });
});

test("an answer that was cut is asked for in smaller pieces", () => {
  const question: CostQuestion = { by: "account", from: "2025-10-01", until: "2026-10-17" };
  const before = known("account", "2026-10-17", "2026-11-21", noon);
  const after = afterAsking(before, question, { requests: 4, outcome: "cut" }, noon);
  expect(after).toEqual({ ...before, last: { days: 381, requests: 8 } });
  const [next] = dueQuestions({ now: noon, tags: [], readings: [after, ...allKnown(noon).slice(1)], requestsLeft: 4 });
  expect(next).toEqual({ by: "account", from: "2026-04-10", until: "2026-10-17", requests: 4 });
});

describe("day after day, whatever a page holds", () => {
  interface World {
    readonly pages: (by: CostSubject, days: number) => number;
    readonly breaks: (day: number) => number;
  }

  /** What a refresher does: ask the first question that is due, note it, look again. */
  function live(world: World, days: number) {
    let readings: readonly CostReading[] = subjectsOf(["Environment"]).map(unread);
    const asked: { day: number; question: DueQuestion; requests: number; now: Date }[] = [];
    let now = noon;
    for (let day = 0; day < days; day += 1) {
      now = later(noon, 24 * (day + world.breaks(day)));
      let left = costRequestsADay;
      for (let turns = 0; turns < 40; turns += 1) {
        const due = dueQuestions({ now, tags: ["Environment"], readings, requestsLeft: left });
        expect(due.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(left);
        const [question] = due;
        if (!question) break;
        const length = numberOf(question.until) - numberOf(question.from);
        expect(length).toBeGreaterThan(0);
        const pages = world.pages(question.by, length);
        const answer: Asked = pages <= left ? answered(pages) : { requests: left, outcome: "cut" };
        left -= answer.requests;
        asked.push({ day, question, requests: answer.requests, now });
        readings = readings.map((each) => (each.by === question.by ? afterAsking(each, question, answer, now) : each));
      }
    }
    return { asked, readings, now };
  }

  const daysPerPage = fc.integer({ min: 12, max: 500 });
  const gap = fc.integer({ min: 0, max: 120 });

  test("no more than ten requests a day, never a day that AWS does not have, and all of the history in the end", () => {
    fc.assert(
      fc.property(daysPerPage, fc.integer({ min: 2, max: 20 }), gap, (size, gapAt, length) => {
        const breaks = (day: number) => (day >= gapAt ? length : 0);
        const pages = (by: CostSubject, days: number) =>
          by === "forecast" || by === "anomalies" || by === "usage" ? 1 : Math.ceil(days / size);
        const { asked, readings, now } = live({ pages, breaks }, 160);
        const spent = new Map<number, number>();
        for (const { day, requests, question, now: then } of asked) {
          spent.set(day, (spent.get(day) ?? 0) + requests);
          const today = then.toISOString().slice(0, 10);
          const oldest = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() - 13, 1))
            .toISOString()
            .slice(0, 10);
          expect(question.from >= oldest).toBe(true);
          expect(question.until <= (question.by === "forecast" ? addDays(today, 31) : addDays(today, 1))).toBe(true);
        }
        expect(Math.max(...spent.values())).toBeLessThanOrEqual(costRequestsADay);
        const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 13, 1)).toISOString().slice(0, 10);
        for (const { by, known, readAt } of readings) {
          // They come after all of the history.
          if (by !== "anomalies") expect(now.getTime() - (readAt?.getTime() ?? 0)).toBeLessThan(72 * hour);
          if (by !== "usage" && by !== "forecast" && by !== "anomalies")
            expect(known && known.from <= oldest).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("what is known was asked for day by day: it has no gap", () => {
    fc.assert(
      fc.property(
        daysPerPage,
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 25 }),
        (size, gaps) => {
          const breaks = (day: number) => gaps.slice(0, day + 1).reduce((sum, each) => sum + each, 0);
          const pages = (_: CostSubject, days: number) => Math.ceil(days / size);
          const { asked, readings } = live({ pages, breaks }, gaps.length);
          const whole = asked.filter(
            ({ question, requests }) =>
              requests === pages(question.by, numberOf(question.until) - numberOf(question.from)),
          );
          for (const { by, known } of readings) {
            if (known === null) continue;
            const days = new Set<number>();
            for (const { question } of whole.filter((each) => each.question.by === by)) {
              for (let day = numberOf(question.from); day < numberOf(question.until); day += 1) days.add(day);
            }
            for (let day = numberOf(known.from); day < numberOf(known.until); day += 1)
              expect(days.has(day)).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a small account has all of its history on the first day, and then takes six or seven requests a day", () => {
    const { asked } = live({ pages: () => 1, breaks: () => 0 }, 5);
    const perDay = [0, 1, 2, 3, 4].map((day) => asked.filter((each) => each.day === day).length);
    expect(perDay).toEqual([10, 7, 7, 7, 7]);
  });
});
