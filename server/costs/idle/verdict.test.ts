import { describe, expect, test } from "vitest";
import type { SignalHead } from "../../core/idleness";
import { hourMs } from "./pattern";
import type { MetricAnswer } from "./ports";
import { idlenessOf, type Series } from "./verdict";
import { idleWords, quietWords } from "./words";

/** Two weeks until a Friday evening. */
const until = new Date("2026-11-20T19:00:00Z");
const from = new Date(until.getTime() - 14 * 24 * hourMs);
const span = { from, until };
const all = Array.from({ length: 14 * 24 }, (_, index) => from.getTime() + index * hourMs);

const cpu: SignalHead = {
  label: "CPU at most",
  unit: "%",
  namespace: "AWS/EC2",
  metric: "CPUUtilization",
  idleWhen: { atMost: 5 },
  quietMeansIdle: false,
  tellsSize: true,
};
const requests: SignalHead = {
  label: "requests in an hour at most",
  unit: "count",
  namespace: "AWS/ApplicationELB",
  metric: "RequestCount",
  idleWhen: { atMost: 0 },
  quietMeansIdle: true,
};
const idleFlag: SignalHead = { ...requests, metric: "IsIdle", idleWhen: { atLeast: 1 }, quietMeansIdle: false };
const fault = { code: "denied", reason: "Denied", remedy: "Allow it" } as const;

const hoursAgo = (count: number) => until.getTime() - count * hourMs;
/** Null leaves the hour out. */
const told = (value: (hour: number) => number | null): MetricAnswer => ({
  hours: new Map(all.flatMap((hour) => (value(hour) === null ? [] : [[hour, value(hour) ?? 0] as const]))),
});
const of = (signal: SignalHead, value: (hour: number) => number | null): Series => ({ signal, answer: told(value) });
const verdict = (series: readonly Series[], days = 7, begunAt: Date | null = null) =>
  idlenessOf({ series, span, days, begunAt });

describe("idle", () => {
  test("is what no hour of so many days saw used, since the last that did", () => {
    const quiet = of(cpu, (hour) => (hour < hoursAgo(9 * 24) ? 40 : 1.2));
    expect(verdict([quiet])).toEqual({
      verdict: "idle",
      since: new Date(hoursAgo(9 * 24)).toISOString(),
      days: 9,
      saw: [{ label: "CPU at most", unit: "%", metric: "AWS/EC2 CPUUtilization", value: 1.2 }],
    });
    expect(verdict([quiet], 10)).toMatchObject({
      verdict: "busy",
      lastAt: new Date(hoursAgo(9 * 24 + 1)).toISOString(),
    });
  });

  test("takes one busy hour of the last day for busy, and one just before the days for nothing", () => {
    expect(verdict([of(cpu, (hour) => (hour === hoursAgo(1) ? 5.1 : 5))])).toMatchObject({ verdict: "busy" });
    expect(verdict([of(cpu, (hour) => (hour === hoursAgo(168) ? 90 : 5))])).toMatchObject({ verdict: "busy" });
    expect(verdict([of(cpu, (hour) => (hour === hoursAgo(169) ? 90 : 5))])).toMatchObject({ verdict: "idle", days: 7 });
  });

  test("needs all signals and all sets of dimensions", () => {
    const idle = of(cpu, () => 1);
    expect(
      verdict([idle, of({ ...cpu, metric: "NetworkIn" }, (hour) => (hour === hoursAgo(30) ? 1e9 : 0))]),
    ).toMatchObject({ verdict: "busy" });
    expect(verdict([idle, of(cpu, () => 6)])).toMatchObject({ verdict: "busy" });
  });

  test("can also be a metric that says so itself", () => {
    expect(verdict([of(idleFlag, () => 1)])).toMatchObject({ verdict: "idle", days: 14 });
    expect(verdict([of(idleFlag, (hour) => (hour === hoursAgo(4) ? 0 : 1))])).toMatchObject({ verdict: "busy" });
  });

  test("is told in a sentence that never rounds what was there to nothing", () => {
    const idle = verdict([of(cpu, () => 0.01), of(requests, () => null)]);
    if (idle.verdict !== "idle") throw new Error(idle.verdict);
    expect(idleWords(idle)).toBe("Idle for 14 days: CPU at most 0.1 %");
    const silent = verdict([of(requests, () => null)]);
    if (silent.verdict !== "idle") throw new Error(silent.verdict);
    expect(idleWords(silent)).toBe("Idle for 14 days: requests in an hour at most 0");
  });
});

describe("what is not known", () => {
  test("is never idle: no value at all, but where a metric is published only while it is used", () => {
    expect(verdict([of(cpu, () => null)])).toMatchObject({ verdict: "unknown", reason: /no value/ });
    expect(verdict([of(requests, () => null)])).toMatchObject({ verdict: "idle" });
    expect(verdict([of(requests, () => null), of(cpu, () => null)])).toMatchObject({ verdict: "unknown" });
  });

  test("may be three hours of a week, and not four", () => {
    const without = (count: number) =>
      of(cpu, (hour) => (hour >= hoursAgo(100) && hour < hoursAgo(100 - count) ? null : 1));
    expect(verdict([without(3)])).toMatchObject({ verdict: "idle" });
    expect(verdict([without(4)])).toMatchObject({ verdict: "unknown", reason: /164 of the 168 hours/ });
  });

  test("is a fault of one signal, even where the others are quiet; busy is certain all the same", () => {
    const unread: Series = { signal: requests, answer: { fault } };
    expect(verdict([of(cpu, () => 1), unread])).toEqual({ verdict: "unknown", reason: "Denied", remedy: "Allow it" });
    expect(verdict([of(cpu, () => 50), unread])).toMatchObject({ verdict: "busy" });
  });
});

describe("young", () => {
  test("is what exists for less than the days, also where silence is idle", () => {
    const begun = new Date(hoursAgo(100) + 60_000);
    expect(verdict([of(requests, () => null)], 7, begun)).toEqual({ verdict: "young", since: begun.toISOString() });
    expect(verdict([of(requests, () => null)], 4, begun)).toMatchObject({ verdict: "idle", days: 4 });
  });

  test("is what has values since a while only: it was made, or started, then", () => {
    const since = hoursAgo(60);
    expect(verdict([of(cpu, (hour) => (hour < since ? null : 1))])).toEqual({
      verdict: "young",
      since: new Date(since).toISOString(),
    });
  });

  test("lets nothing count that was before: what a pause kept from being used was not idle", () => {
    const begun = new Date(hoursAgo(8 * 24));
    const quiet = verdict([of(requests, (hour) => (hour < begun.getTime() ? 9 : null))], 7, begun);
    expect(quiet).toMatchObject({ verdict: "idle", since: begun.toISOString(), days: 8 });
  });
});

describe("busy", () => {
  const office = (hour: number) => {
    const at = new Date(hour);
    return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 7 && at.getUTCHours() < 19;
  };

  test("only at the hours of an office, it has nights and weekends to be off", () => {
    const seen = verdict([of(cpu, (hour) => (office(hour) ? 60 : 1))]);
    if (seen.verdict !== "busy" || !seen.quiet) throw new Error(JSON.stringify(seen));
    expect(seen.quiet).toEqual({ nights: { from: 19, until: 7 }, weekends: true, hoursAWeek: 5 * 12 + 48 });
    expect(quietWords(seen.quiet)).toBe("from 19:00 to 7:00 UTC on working days and on weekends");
  });

  test("has no night where one of ten was used, and nothing to tell where hours are missing", () => {
    const night = new Date("2026-11-18T01:00:00Z").getTime();
    const once = of(cpu, (hour) => (office(hour) || hour === night ? 60 : 1));
    expect(verdict([once])).toMatchObject({ quiet: { nights: null, weekends: true, hoursAWeek: 48 } });
    const used = (hour: number) => (office(hour) ? 60 : 1);
    const gaps = of(cpu, (hour) => (hour < hoursAgo(200) ? null : used(hour)));
    expect(verdict([gaps])).toMatchObject({ verdict: "busy", quiet: null, usedAtMost: null });
  });

  test("with little of its size for two weeks it says how little", () => {
    expect(verdict([of(cpu, () => 18)])).toMatchObject({ usedAtMost: 18, quiet: null });
    expect(verdict([of(cpu, (hour) => (hour === hoursAgo(200) ? 31 : 18))])).toMatchObject({ usedAtMost: null });
  });
});
