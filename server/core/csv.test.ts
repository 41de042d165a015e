import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("what has a comma, a quote or a line in it is quoted, and lines end with CRLF", () => {
  expect(toCsv([["a", "b,c", 'd "e"', "f\ng", ""]])).toBe('a,"b,c","d ""e""","f\ng",\r\n');
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1+1", "'-1+1"],
  ["-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"],
  ["--1", "'--1"],
  ["-1.", "'-1."],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["'=1", "''=1"],
  ["it's", "it's"],
  ["a=b", "a=b"],
])("%j is no formula in a spreadsheet", (text, cell) => {
  expect(toCsv([[text]])).toBe(`${cell}\r\n`);
});

test.each(["-1", "-12.340000", "0.000000", "7"])("%s stays a number", (number) => {
  expect(toCsv([[number]])).toBe(`${number}\r\n`);
});
