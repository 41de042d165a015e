import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ReconciliationInput, reconcile, totalOf, verdictOf } from "./reconciliation";
import { addDays, numberOf, weekdayOf } from "./trends/days";

const today = "2026-11-20";
const first = "2026-09-01";
const dollar = 1_000_000;

/** A service that costs $100 on working days and $60 on weekends, from `first` to yesterday, less what pauses took. */
function story(took: (day: string) => number, paidShare = 1): ReconciliationInput {
  const days = Array.from({ length: 80 }, (_, index) => addDays(first, index));
  return {
    bill: days.map((day) => ({ day, cost: usual(day) - Math.round(took(day) * paidShare) })),
    saved: days.flatMap((day) => (took(day) > 0 ? [{ day, net: took(day), unpriced: 0 }] : [])),
    from: "2026-11-01",
    until: today,
    today,
  };
}
const usual = (day: string) => (isWeekend(day) ? 60 : 100) * dollar;
const isWeekend = (day: string) => [0, 6].includes(weekdayOf(numberOf(day)));
const week = (day: string) => (day >= "2026-11-02" && day <= "2026-11-06" ? 40 * dollar : 0);

describe("the ledger beside the bill", () => {
  test("agrees to the cent where list price is paid, from days that nobody paused on", () => {
    const days = reconcile(story(week));
    expect(days).toHaveLength(5);
    expect(days[0]).toMatchObject({
      day: "2026-11-02",
      state: "compared",
      basis: "untouched",
      billed: 60 * dollar,
      expected: 100 * dollar,
      saved: 40 * dollar,
    });
    const sum = totalOf(days);
    expect(sum).toMatchObject({ fell: 200 * dollar, saved: 200 * dollar, difference: 0, share: 0, compared: 5 });
    expect(verdictOf(sum)).toBe("agree");
  });

  test("shows a discount as what the ledger says beyond the bill", () => {
    const sum = totalOf(reconcile(story(week, 0.6)));
    expect(sum).toMatchObject({ fell: 120 * dollar, saved: 200 * dollar, difference: 80 * dollar, share: 0.4 });
    expect(verdictOf(sum)).toBe("ledgerMore");
    expect(verdictOf(totalOf(reconcile(story(week, 1.5))))).toBe("billMore");
  });

  test("of pauses every day says that the ledger itself was put back", () => {
    const days = reconcile(story(() => 30 * dollar));
    expect(new Set(days.map((one) => one.state === "compared" && one.basis))).toEqual(new Set(["putBack", false]));
    const sum = totalOf(days);
    expect(sum).toMatchObject({ compared: 17, notFinal: 2 });
    // Of $510; the weekdays' medians are pulled a little towards each other.
    expect(Math.abs(sum.difference)).toBeLessThan(dollar);
  });

  test("a Sunday is not measured by working days", () => {
    const days = reconcile(story((day) => (isWeekend(day) ? 20 * dollar : 0)));
    for (const one of days) {
      if (one.state !== "compared") continue;
      expect(one.basis).toBe("putBack");
      expect(Math.abs(one.expected - 60 * dollar)).toBeLessThan(0.2 * dollar);
    }
    expect(totalOf(days).compared).toBe(5);
  });

  test("days that are not final, not read, or too early are said and in no sum", () => {
    const all = { ...story(() => 30 * dollar), from: first };
    const days = reconcile({ ...all, bill: all.bill.filter(({ day }) => day !== "2026-11-10") });
    const stateOn = (wanted: string) => days.find(({ day }) => day === wanted)?.state;
    expect(["2026-11-18", "2026-11-19"].map(stateOn)).toEqual(["notFinal", "notFinal"]);
    expect(stateOn("2026-11-10")).toBe("notRead");
    expect(["2026-09-01", "2026-09-14", "2026-09-15"].map(stateOn)).toEqual(["learning", "learning", "compared"]);
    expect(totalOf(days)).toMatchObject({ notFinal: 2, notRead: 1, learning: 14 });
  });

  test("a pause without a price is compared, and counted", () => {
    const input = story(week);
    const saved = input.saved.map((one) => ({ ...one, unpriced: 1 }));
    expect(totalOf(reconcile({ ...input, saved })).unpriced).toBe(5);
  });

  test("nothing to compare is no verdict", () => {
    expect(reconcile(story(() => 0))).toEqual([]);
    expect(verdictOf(totalOf([]))).toBeNull();
  });

  test("whatever is paused and billed, parts add up to the whole and the difference is that of the figures", () => {
    const amount = fc.nat(300 * dollar);
    const day = fc.record({ cost: fc.option(amount), net: fc.option(amount), unpriced: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(day, { minLength: 30, maxLength: 80 }), fc.nat(79), (story, cut) => {
        const at = story.map((one, index) => ({ ...one, day: addDays(first, index) }));
        const bill = at.flatMap(({ day, cost }) => (cost === null ? [] : [{ day, cost }]));
        const saved = at.flatMap(({ day, net, unpriced }) => (net === null ? [] : [{ day, net, unpriced }]));
        const days = reconcile({ bill, saved, from: first, until: addDays(first, story.length), today });
        const whole = totalOf(days);
        const parts = [totalOf(days.slice(0, cut)), totalOf(days.slice(cut))];
        for (const figure of ["billed", "expected", "fell", "saved", "difference", "compared", "notRead"] as const)
          expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(whole[figure]);
        expect(whole.difference).toBe(whole.saved - whole.expected + whole.billed);
        expect(whole.compared + whole.notFinal + whole.notRead + whole.learning).toBe(days.length);
      }),
      { numRuns: 100 },
    );
  });
});
