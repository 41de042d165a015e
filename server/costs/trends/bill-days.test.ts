import { expect, test } from "vitest";
import { currenciesOf, daysInAll, seriesOfRead, through } from "./bill-days";

test("the days of all accounts are those that each of them has", () => {
  const spans = [
    { from: "2026-10-30", until: "2026-11-03" },
    { from: "2026-11-01", until: "2026-11-04" },
  ];
  expect(daysInAll(spans)).toEqual(["2026-11-01", "2026-11-02"]);
  expect(daysInAll([...spans, { from: "2026-12-01", until: "2026-12-02" }])).toEqual([]);
  expect(daysInAll([])).toEqual([]);
});

test("days that were read and have no row cost nothing; rows of other days are left out", () => {
  const rows = [
    { day: "2026-11-02", unblended: 5 },
    { day: "2026-11-02", unblended: -2 },
    { day: "2026-11-09", unblended: 7 },
  ];
  expect(seriesOfRead(rows, ["2026-11-01", "2026-11-02"])).toEqual([
    { day: "2026-11-01", cost: 0 },
    { day: "2026-11-02", cost: 3 },
  ]);
  expect(seriesOfRead(rows, [])).toEqual([]);
});

test("the currency comes first in which most was charged or given back", () => {
  const rows = [
    { currency: "USD", unblended: 5 },
    { currency: "EUR", unblended: -9 },
    { currency: "USD", unblended: 3 },
  ];
  expect(currenciesOf(rows)).toEqual(["EUR", "USD"]);
  expect(currenciesOf([])).toEqual([]);
});

test("a span through today has today in it", () => {
  expect(through("2026-11-01", "2026-11-30")).toEqual({ from: "2026-11-01", until: "2026-12-01" });
});
