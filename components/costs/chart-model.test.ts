import { expect, test } from "vitest";
import { microOf } from "./amounts";
import { today, wireAnomaly, wireBudget, wireCosts, wireOutlook } from "./builders";
import {
  anomaliesOf,
  type Bar,
  barsOf,
  budgetLineOf,
  budgetOf,
  dayTicks,
  forecastFits,
  marksOf,
  notesOf,
  seriesOf,
  ticksBetween,
  topOf,
} from "./chart-model";

const many = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`service ${at}`, 12 - at]));
const stateOf = (bars: readonly Bar[], day: string) => bars.find((bar) => bar.day === day)?.state;

test("the seven dearest have their own colour, and everything else is the rest to the micro-dollar", () => {
  const costs = wireCosts({}, many);
  const series = seriesOf(costs);
  expect(series.map(({ name }) => name)).toEqual([
    ...Array.from({ length: 7 }, (_, at) => `service ${at}`),
    "Everything else",
  ]);
  expect(series.map(({ colour }) => colour)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const sum = series.reduce((total, { amounts }) => total + microOf(amounts[0] ?? ""), 0);
  expect(sum).toBe(microOf(costs.total.amounts[0] ?? ""));
  expect(series.at(-1)?.of).toHaveLength(5);
  expect(seriesOf(wireCosts({}, Object.fromEntries(Object.entries(many).slice(0, 8))))).toHaveLength(8);
});

test("a part that is not known makes everything else unknown, not less", () => {
  const costs = wireCosts({}, many);
  const items = costs.items.map((item, at) =>
    at === 11 ? { ...item, amounts: [null, ...item.amounts.slice(1)] } : item,
  );
  const rest = seriesOf({ ...costs, items }).at(-1);
  expect(rest?.amounts[0]).toBeNull();
  expect(rest?.amounts[1]).not.toBeNull();
});

test("days are final, not final, unknown, or ahead", () => {
  const costs = wireCosts();
  const amounts = costs.total.amounts.map((amount, at) => (at === 3 ? null : amount));
  const gap = { ...costs, total: { amounts, total: null } };
  const bars = barsOf(gap, seriesOf(gap), today, wireOutlook());
  expect(stateOf(bars, "2026-10-04")).toBe("unknown");
  expect(stateOf(bars, "2026-11-18")).toBe("final");
  expect(stateOf(bars, "2026-11-19")).toBe("open");
  expect(stateOf(bars, "2026-11-22")).toBe("forecast");
  expect(bars.at(-1)?.day).toBe("2026-11-30");
});

test("today is ahead while nothing of it was read", () => {
  const costs = wireCosts();
  const amounts = costs.total.amounts.map((amount, at) => (costs.periods[at] === today ? null : amount));
  const morning = { ...costs, total: { amounts, total: null } };
  expect(stateOf(barsOf(morning, seriesOf(morning), today, wireOutlook()), today)).toBe("forecast");
  expect(stateOf(barsOf(morning, seriesOf(morning), today, null), today)).toBe("unknown");
});

test("what is ahead is divided as the services are expected, with the month's band around it", () => {
  const costs = wireCosts();
  const ahead = barsOf(costs, seriesOf(costs), today, wireOutlook()).at(-1);
  expect(ahead?.partsAhead?.map(Math.round)).toEqual([207, 103]);
  expect(ahead?.band?.low).toBeCloseTo(310 * (2430 / 2700));
  expect(ahead?.band?.high).toBeCloseTo(310 * (2970 / 2700));
  const region = wireCosts({ by: "region" }, { "eu-central-1": 300 });
  expect(barsOf(region, seriesOf(region), today, wireOutlook()).at(-1)?.partsAhead).toBeNull();
});

test("a day that is not final shows what it will have cost beside what is billed", () => {
  const costs = wireCosts();
  const bar = barsOf(costs, seriesOf(costs), today, wireOutlook()).find(({ day }) => day === "2026-11-20");
  expect(bar).toMatchObject({ total: "300.000000", expected: "310.000000" });
  expect(bar?.partsAhead?.reduce((sum, part) => sum + part, 0)).toBeCloseTo(10);
  expect(bar && topOf(bar)).toBe(310);
});

test("the forecast is left out where the chart shows something else", () => {
  const outlook = wireOutlook();
  expect(forecastFits(wireCosts(), outlook, null)).toBe(true);
  expect(forecastFits(wireCosts(), outlook, "Amazon SageMaker")).toBe(false);
  expect(forecastFits(wireCosts({ metric: "amortized" }), outlook, null)).toBe(false);
  expect(forecastFits(wireCosts({ currency: "EUR" }), outlook, null)).toBe(false);
  expect(forecastFits(wireCosts({ until: "2026-11-01" }), outlook, null)).toBe(false);
  expect(forecastFits(wireCosts(), { ...outlook, forecast: null }, null)).toBe(false);
});

test("a bar of the running month carries the month's own forecast", () => {
  const month = wireCosts({ every: "month", periods: ["2026-10-01", "2026-11-01"] });
  const bars = barsOf(month, seriesOf(month), today, wireOutlook());
  expect(bars.map(({ state }) => state)).toEqual(["final", "open"]);
  expect(bars[0]?.expected).toBeNull();
  expect(bars[1]).toMatchObject({ expected: "9000.000000", band: { low: 8730, high: 9270 } });
});

test("the budget of the account is a line over this month, a bar's share of it", () => {
  const budgets = [
    wireBudget({ id: "a", period: "year" }),
    wireBudget({ id: "b" }),
    wireBudget({ id: "c", scope: { type: "group", groupId: "grp_1" } }),
  ];
  const budget = budgetOf(budgets, "acc_1", "USD");
  expect(budget?.id).toBe("b");
  expect(budgetOf(budgets, "acc_2", "USD")).toBeUndefined();
  expect(budgetOf(budgets, "acc_1", "EUR")).toBeUndefined();
  const costs = wireCosts();
  const bars = barsOf(costs, seriesOf(costs), today, wireOutlook());
  expect(budgetLineOf(budget, bars, "day", today)).toMatchObject({
    ...{ from: "2026-11-01", through: "2026-11-30", amount: 290 },
  });
  expect(budgetLineOf({ ...wireBudget(), period: "quarter" }, bars, "month", today)?.amount).toBe(2_900);
  expect(budgetLineOf(budget, bars.slice(0, 31), "day", today)).toBeNull();
});

test("unusual days are numbered from the oldest, and stand on the bar that holds them", () => {
  const anomalies = [
    wireAnomaly({ id: "late", firstDay: "2026-11-12" }),
    wireAnomaly({ id: "early", firstDay: "2026-10-20" }),
    wireAnomaly({ id: "before", firstDay: "2026-09-30" }),
    wireAnomaly({ id: "other", currency: "EUR" }),
    wireAnomaly({ id: "less", severity: "note", excess: "-20.000000" }),
  ];
  const marks = marksOf(anomalies, wireCosts());
  expect(marks.map(({ number, anomaly, bar }) => [number, anomaly.id, bar])).toEqual([
    [1, "early", "2026-10-20"],
    [2, "late", "2026-11-12"],
  ]);
  expect(notesOf(anomalies, wireCosts()).map(({ id }) => id)).toEqual(["less"]);
  expect(marksOf(anomalies, wireCosts({ every: "month" })).map(({ bar }) => bar)).toEqual(["2026-10-01", "2026-11-01"]);
});

test("of one service only its own unusual days are shown: those of others are not in its bars", () => {
  const whole = wireAnomaly({ id: "all", service: null });
  const own = wireAnomaly({ id: "own", service: "Amazon Relational Database Service" });
  const anomalies = [whole, own, wireAnomaly({ id: "other", service: "Amazon SageMaker" })];
  expect(anomaliesOf(anomalies, "Amazon Relational Database Service")).toEqual([own]);
  expect(anomaliesOf(anomalies, null)).toEqual(anomalies);
});

test("the scale ends above the highest bar, in round steps", () => {
  expect(ticksBetween(0, 560)).toEqual([0, 200, 400, 600]);
  expect(ticksBetween(0, 9)).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(ticksBetween(-30, 70)).toEqual([-50, -25, 0, 25, 50, 75]);
  expect(ticksBetween(0, 0)).toEqual([0, 1]);
  for (const high of [0.0004, 1, 399, 12_345]) expect(ticksBetween(0, high).at(-1)).toBeGreaterThanOrEqual(high);
});

test("the days that are named are firsts and Mondays with room between them", () => {
  const costs = wireCosts();
  const named = dayTicks(barsOf(costs, seriesOf(costs), today, null), "day");
  expect(named).toEqual([
    ...["2026-10-01", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"],
    ...["2026-11-01", "2026-11-09", "2026-11-16"],
  ]);
});
