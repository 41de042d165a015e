import { expect, test } from "vitest";
import { type BudgetText, inputOf, textOf } from "./budget-form";
import { wireBudget } from "./builders";

const written = (change: Partial<BudgetText>) =>
  inputOf({ ...textOf(null, "acc_1"), name: "All of it", limit: "350", ...change }, "USD");

test("a new budget is of the account and tells at four fifths, at the limit, and when the forecast passes it", () => {
  expect(written({}).input).toEqual({
    name: "All of it",
    scope: { type: "account", accountId: "acc_1" },
    ...{ period: "month", limit: "350", currency: "USD" },
    thresholds: [
      { on: "actual", share: 0.8 },
      { on: "actual", share: 1 },
      { on: "forecast", share: 1 },
    ],
  });
});

test("what is read from a budget writes the same budget", () => {
  for (const scope of [
    { type: "account", accountId: "acc_1" },
    { type: "group", groupId: "grp_1" },
    { type: "tag", key: "Environment", value: "dev" },
  ] as const) {
    const budget = wireBudget({ scope, limit: "8700.500000" });
    expect(inputOf(textOf(budget, undefined), budget.currency)).toEqual({
      errors: {},
      input: {
        ...{ name: "All of it", scope, period: "month", limit: "8700.50", currency: "USD" },
        thresholds: [
          { on: "actual", share: 0.8 },
          { on: "forecast", share: 1 },
        ],
      },
    });
  }
});

test("an amount may be written as people do", () => {
  expect(written({ limit: "10,500.50" }).input?.limit).toBe("10500.50");
  for (const limit of ["", "0", "-3", "ten", "1.0000001"]) expect(written({ limit }).errors.limit, limit).toBeDefined();
});

test("each field that is wrong says what it takes", () => {
  expect(Object.keys(written({ name: " " }).errors)).toEqual(["name"]);
  expect(Object.keys(written({ scope: "" }).errors)).toEqual(["scope"]);
  expect(Object.keys(written({ scope: "tag" }).errors)).toEqual(["tagKey"]);
  expect(Object.keys(written({ actual: "80, much" }).errors)).toEqual(["actual"]);
  expect(Object.keys(written({ forecast: "2000" }).errors)).toEqual(["forecast"]);
  expect(written({ actual: "", forecast: "" }).errors.actual).toContain("At least one");
  expect(written({ actual: "", forecast: "90 %" }).input?.thresholds).toEqual([{ on: "forecast", share: 0.9 }]);
});
