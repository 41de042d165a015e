import { describe, expect, test } from "vitest";
import { findAnomalies, type ServiceCosts } from "./anomalies";
import { addDays, type Day, numberOf, weekdayOf } from "./days";

const usd = (amount: number) => Math.round(amount * 1_000_000);
const today = "2026-11-21";
const past = Array.from({ length: 120 }, (_, index) => addDays(today, index - 120));
const isWeekend = (day: Day) => [0, 6].includes(weekdayOf(numberOf(day)));
/** A few per cent up and down, the same on every run. */
const wobble = (day: Day) => 1 + 0.03 * Math.sin(numberOf(day) * 2.4);

function costs(cost: (day: Day) => number, realised: (day: Day) => number = () => 0): ServiceCosts {
  return {
    accountId: "acc_1",
    service: "AmazonEC2",
    days: past.map((day) => ({ day, cost: usd(cost(day)) })),
    realised: past.map((day) => ({ day, cost: usd(realised(day)) })),
  };
}

const usual = (day: Day) => (isWeekend(day) ? 40 : 100) * wobble(day);
const found = (input: ServiceCosts) => findAnomalies(input, today);
const short = (input: ServiceCosts) =>
  found(input).anomalies.map(({ firstDay, lastDay, kind, severity }) => `${firstDay} ${lastDay} ${kind} ${severity}`);

describe("anomalies", () => {
  test("a usual service has none", () => {
    expect(found(costs(usual))).toMatchObject({ state: "judged", knownDays: 120, anomalies: [], ownJumps: [] });
  });

  test("a day that stands out is one, with what was expected and what it was above it", () => {
    const report = found(costs((day) => (day === "2026-11-11" ? 250 : usual(day))));
    expect(report.anomalies).toHaveLength(1);
    const [anomaly] = report.anomalies;
    expect(anomaly).toMatchObject({
      accountId: "acc_1",
      service: "AmazonEC2",
      kind: "spike",
      direction: "up",
      severity: "alert",
      days: ["2026-11-11"],
      cost: usd(250),
      addedBack: 0,
      final: true,
    });
    expect(anomaly?.expected.mid).toBeGreaterThan(usd(95));
    expect(anomaly?.expected.high).toBeLessThan(usd(140));
    expect(anomaly?.excess).toBe(usd(250) - (anomaly?.expected.mid ?? 0));
  });

  test("a weekend that costs as a working day is one", () => {
    expect(short(costs((day) => (day === "2026-11-14" ? 100 : usual(day))))).toEqual([
      "2026-11-14 2026-11-14 spike alert",
    ]);
  });

  test("a working day as quiet as a weekend is a holiday, below that it is a note", () => {
    expect(short(costs((day) => (day === "2026-11-11" ? 42 : usual(day))))).toEqual([]);
    expect(short(costs((day) => (day === "2026-11-11" ? 2 : usual(day))))).toEqual([
      "2026-11-11 2026-11-11 spike note",
    ]);
  });

  test("under five dollars nothing is worth a report", () => {
    expect(short(costs((day) => (day === "2026-11-11" ? 6 : usual(day) / 50)))).toEqual([]);
  });

  test("what comes again within a week is one anomaly, and all its days are in the sum", () => {
    const mondays = ["2026-10-26", "2026-11-02", "2026-11-09"];
    const [anomaly, ...others] = found(costs((day) => (mondays.includes(day) ? 300 : usual(day)))).anomalies;
    expect(others).toEqual([]);
    expect(anomaly).toMatchObject({ firstDay: "2026-10-26", lastDay: "2026-11-09", days: mondays, cost: usd(900) });
    expect(anomaly?.excess).toBe(usd(900) - (anomaly?.expected.mid ?? 0));
  });

  test("a new level is reported once and is then the usual one", () => {
    const report = short(costs((day) => usual(day) * (day >= "2026-09-15" ? 2 : 1)));
    expect(report).toEqual(["2026-09-15 2026-09-22 level alert"]);
  });

  test("after a new level a spike above it is still found", () => {
    const cost = (day: Day) => (day === "2026-11-12" ? 500 : usual(day) * (day >= "2026-09-15" ? 2 : 1));
    expect(short(costs(cost)).at(-1)).toBe("2026-11-12 2026-11-12 spike alert");
  });

  test("a service that cost nothing before is new; where it was never read it is learnt", () => {
    expect(short(costs((day) => (day < "2026-11-10" ? 0 : 60)))).toEqual(["2026-11-10 2026-11-17 new alert"]);
    const unread = costs(() => 60);
    expect(found({ ...unread, days: unread.days.slice(-9) })).toMatchObject({
      state: "learning",
      knownDays: 9,
      neededDays: 15,
      anomalies: [],
    });
  });

  test("a day that was not read is unknown, no drop to zero", () => {
    const input = costs(usual);
    expect(short({ ...input, days: input.days.filter(({ day }) => day !== "2026-11-11") })).toEqual([]);
  });

  test("a charge on the first is reported twice and known from then on", () => {
    const charged = (amount: (day: Day) => number): ServiceCosts => {
      const input = costs((day) => usual(day) + (day.endsWith("-01") ? amount(day) : 0));
      return { ...input, days: input.days.filter(({ day }) => day > "2026-08-01") };
    };
    expect(short(charged(() => 300)).map((line) => line.slice(0, 10))).toEqual(["2026-09-01", "2026-10-01"]);
    const dearer = charged((day) => (day === "2026-11-01" ? 900 : 300));
    expect(short(dearer).at(-1)).toBe("2026-11-01 2026-11-01 spike alert");
  });

  test("days that are not final can be too dear, but never too cheap", () => {
    expect(short(costs((day) => (day === "2026-11-20" ? 5 : usual(day))))).toEqual([]);
    const up = found(costs((day) => (day === "2026-11-20" ? 400 : usual(day)))).anomalies;
    expect(up).toMatchObject([{ firstDay: "2026-11-20", final: false }]);
  });
});

describe("what Standby did", () => {
  const paused = (day: Day) => (day >= "2026-11-02" && day <= "2026-11-13" ? 0.7 * usual(day) : 0);

  test("explains the drop and the rise after it", () => {
    const report = found(costs((day) => usual(day) - paused(day), paused));
    expect(report.anomalies).toEqual([]);
    expect(report.ownJumps[0]).toMatchObject({ day: "2026-11-02", direction: "down" });
    expect(report.ownJumps.every(({ day }) => day >= "2026-11-02")).toBe(true);
  });

  test("explains them when the bill is not quite what list prices say", () => {
    expect(found(costs((day) => usual(day) - 0.8 * paused(day), paused)).anomalies).toEqual([]);
  });

  test("does not explain the same drop when it paused nothing", () => {
    expect(found(costs((day) => usual(day) - paused(day))).anomalies[0]).toMatchObject({
      direction: "down",
      severity: "note",
    });
  });

  test("does not hide what happens beside it: pauses are put back before judging", () => {
    const spike = (day: Day) => (day === "2026-11-05" ? 200 : 0);
    const [anomaly] = found(costs((day) => usual(day) - paused(day) + spike(day), paused)).anomalies;
    expect(anomaly).toMatchObject({ firstDay: "2026-11-05", days: ["2026-11-05"], direction: "up" });
    expect(anomaly?.addedBack).toBe(usd(paused("2026-11-05")));
    expect(anomaly?.excess).toBe((anomaly?.cost ?? 0) + (anomaly?.addedBack ?? 0) - (anomaly?.expected.mid ?? 0));
    expect(anomaly?.excess).toBeGreaterThan(usd(190));
  });
});
