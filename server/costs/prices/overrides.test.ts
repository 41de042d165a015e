import { describe, expect, test } from "vitest";
import { overrideFits, readOverrides } from "./overrides";

const file = (...prices: readonly object[]) => JSON.stringify({ title: "EDP 2026", asOf: "2026-11-01", prices });
const read = (...prices: readonly object[]) => readOverrides(file(...prices), "prices.json");
const all = { table: "*", key: "*", discountPercent: "7.5" };

test("rates and discounts are read, with every region where none is named", () => {
  const rate = { table: "ec2.linux", key: "m5.large", region: "eu-central-1", rate: "0.08" };
  expect(read(rate, all)).toEqual({
    title: "EDP 2026",
    asOf: "2026-11-01",
    entries: [
      { table: "ec2.linux", key: "m5.large", region: "eu-central-1", terms: { rate: "0.08" } },
      { table: "*", key: "*", region: "*", terms: { discountPercent: "7.5" } },
    ],
  });
});

describe("a file that is not right says which entry", () => {
  test.each([
    [
      "a rate that is a number",
      [all, { table: "a", key: "b", rate: 0.08 }],
      /entry 2, rate: must be a decimal in quotes/,
    ],
    ["a rate with an exponent", [{ table: "a", key: "b", rate: "8e-2" }], /entry 1, rate: must be a decimal in quotes/],
    ["a rate below zero", [{ table: "a", key: "b", rate: "-1" }], /entry 1, rate: must be a decimal/],
    ["neither a rate nor a discount", [{ table: "a", key: "b" }], /entry 1: needs either/],
    ["both of them", [{ table: "a", key: "b", rate: "1", discountPercent: "1" }], /entry 1: needs either/],
    ["a rate for many keys", [{ table: "ec2.linux", key: "m5.*", rate: "1" }], /entry 1: gives a rate, so its table/],
    ["a discount of all", [{ ...all, discountPercent: "100" }], /entry 1, discountPercent: .*under 100/],
    ["no discount", [{ ...all, discountPercent: "0.0" }], /entry 1, discountPercent: must be above 0/],
    ["a word that is not known", [{ ...all, percent: "7" }], /entry 1: .*percent/],
    [
      "an entry that never counts",
      [all, { ...all, table: "ec2.*" }],
      /entry 2 \(ec2\.\* \* \*\) never counts: entry 1 \(\* \* \*\)/,
    ],
  ])("%s", (_what, prices, says) => {
    expect(() => read(...prices)).toThrow(says);
    expect(() => read(...prices)).toThrow(/^The price file prices\.json is not right: /);
  });

  test("every wrong entry is named at once", () => {
    expect(() => read({ table: "a", key: "b" }, all, { table: "", key: "c", rate: "x" })).toThrow(
      /entry 1: .*entry 3, table: .*entry 3, rate: /,
    );
  });

  test("what is no JSON, and what has no day", () => {
    expect(() => readOverrides("{", "prices.json")).toThrow(/prices\.json is not right: is not JSON/);
    expect(() => readOverrides(JSON.stringify({ title: "x", asOf: "soon", prices: [] }), "f")).toThrow(
      /asOf: must be a day/,
    );
    expect(() => readOverrides("[]", "f")).toThrow(/the file: /);
  });
});

test.each([
  ["*", true],
  ["m5.large", true],
  ["m5.*", true],
  ["*.large", true],
  ["m*5*large", true],
  ["m5.large*large", false],
  ["m5", false],
  ["5.large", false],
  ["*.xlarge", false],
  ["M5.*", false],
])("the pattern %s of a key fits m5.large: %s", (key, isFit) => {
  const entry = { table: "*", key, region: "*", terms: { rate: "1" } };
  expect(overrideFits(entry, { table: "ec2.linux", key: "m5.large", region: "us-east-1" })).toBe(isFit);
});
