import { expect, test } from "vitest";
import { dayInWords } from "../../core/day-words";
import { catalogueDate } from "./catalogue";
import { noOverrides, type Overrides } from "./overrides";
import type { ListPrice } from "./ports";
import { pricesInWords } from "./words";

const asked = (readAt: string, rate: string | null): ListPrice => ({
  ...{ table: "ec2.linux", key: "m5.large", region: "us-east-1", rate, asOf: null, reason: null },
  ...{ sku: null, readAt: new Date(readAt) },
});
const catalogue = dayInWords(catalogueDate());
const negotiated: Overrides = {
  ...noOverrides,
  title: "agreement 7",
  asOf: "2026-10-01",
  entries: [{ table: "ec2.linux", key: "*", region: "*", terms: { discountPercent: "10" } }],
};

test("the catalogue alone, then AWS's list before it, then what was negotiated before both", () => {
  expect(pricesInWords(noOverrides, [])).toBe(
    `List prices on demand, without discounts or tax: the catalogue of ${catalogue}.`,
  );
  const listed = [asked("2026-11-20T08:00:00Z", "0.1"), asked("2026-11-21T08:00:00Z", "0.2")];
  expect(pricesInWords(noOverrides, listed)).toContain(
    "AWS's price list, last read on 21 Nov 2026, else the catalogue",
  );
  const all = pricesInWords(negotiated, listed);
  expect(all).toMatch(
    /^Prices without tax: negotiated ones \(agreement 7, 1 Oct 2026\), else list prices on demand: AWS/,
  );
});

test("a question without an answer makes no list", () => {
  expect(pricesInWords(noOverrides, [asked("2026-11-21T08:00:00Z", null)])).not.toContain("AWS's price list");
});
