import { describe, expect, test } from "vitest";
import { type HourlyEstimate, warnEarly } from "./early-warning";

const usd = (amount: number) => Math.round(amount * 1_000_000);
const start = Date.parse("2026-11-07T00:00:00Z");
const hourAt = (index: number) => new Date(start + index * 3_600_000).toISOString().slice(0, 13);

function estimate(index: number, running: number, pausedAway = 0, unpriced = 0): HourlyEstimate {
  return { hour: hourAt(index), running: usd(running), pausedAway: usd(pausedAway), unpriced };
}

/** Two weeks of hours, and the one after them. */
function warn(running: (index: number) => number, pausedAway: (index: number) => number = () => 0, count = 336) {
  const hours = Array.from({ length: count + 1 }, (_, index) => estimate(index, running(index), pausedAway(index)));
  return warnEarly(hours.slice(0, -1), hours[count] ?? estimate(count, 0));
}

const isNight = (index: number) => index % 24 < 7 || index % 24 >= 20;

describe("the early warning", () => {
  test("is silent while the same runs", () => {
    expect(warn(() => 10)).toMatchObject({ state: "usual", rate: usd(10), expected: { mid: usd(10) }, since: null });
  });

  test("watches a jump for an hour, then says it with its worth and its first hour", () => {
    expect(warn((index) => (index >= 336 ? 15 : 10))).toMatchObject({ state: "watching", since: hourAt(336) });
    expect(warn((index) => (index >= 334 ? 15 : 10))).toMatchObject({
      state: "jump",
      since: hourAt(334),
      excessHourly: usd(5),
      excessMonthly: usd(5 * 730),
    });
  });

  test("keeps the first hour while the jump goes on", () => {
    const starts = [336, 338, 341].map((count) => warn((index) => (index >= 333 ? 20 : 10), undefined, count).since);
    expect(new Set(starts)).toEqual(new Set([hourAt(333)]));
  });

  test("needs both floors: an hour's dollars and a share", () => {
    expect(warn((index) => (index >= 330 ? 0.4 : 0.1)).state).toBe("usual");
    expect(warn((index) => (index >= 330 ? 110 : 100)).state).toBe("usual");
  });

  test("what runs by day is no jump in the morning, but one at night", () => {
    const byDay = (index: number) => (isNight(index) ? 4 : 12);
    expect(warn(byDay, undefined, 336 + 9).state).toBe("usual");
    expect(warn((index) => (index >= 336 ? 12 : byDay(index)), undefined, 336 + 3)).toMatchObject({ state: "jump" });
  });

  test("a pause that ends is no jump: both sides are with what is paused", () => {
    const held = (index: number) => index >= 200 && index < 335;
    const report = warn(
      (index) => (held(index) ? 2 : 10),
      (index) => (held(index) ? 8 : 0),
    );
    expect(report).toMatchObject({ state: "usual", rate: usd(10) });
    expect(warn((index) => (held(index) ? 2 : 10)).state).toBe("usual");
    expect(warn((index) => (index < 335 ? 2 : 10)).state).toBe("jump");
  });

  test("with under two days of hours it is unknown, and says why", () => {
    expect(warn(() => 10, undefined, 47)).toMatchObject({
      state: "unknown",
      reason: "An early warning needs 48 hours of estimates; 47 are known.",
      expected: null,
    });
  });

  test("an hour that is missing breaks the row, it is not zero", () => {
    const hours = Array.from({ length: 337 }, (_, index) => estimate(index, index >= 334 ? 20 : 10));
    const [now, before] = [hours[336] ?? estimate(336, 0), hours.slice(0, 336).filter((_, index) => index !== 335)];
    expect(warnEarly(before, now)).toMatchObject({ state: "watching", since: hourAt(336) });
  });

  test("says that more runs without a price", () => {
    const hours = Array.from({ length: 100 }, (_, index) => estimate(index, 10, 0, 2));
    expect(warnEarly(hours, estimate(100, 10, 0, 5)).unpricedMore).toBe(3);
  });

  test("what is no hour is refused", () => {
    expect(() => warnEarly([], { ...estimate(0, 1), hour: "2026-11-21" })).toThrow(/Not an hour/);
  });
});
