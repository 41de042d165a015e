import { expect, test } from "vitest";
import { addDays, lastOfMonth } from "./days";

test("a month ends with its last day, in leap years too", () => {
  expect(["2026-02-03", "2028-02-03", "2026-12-31"].map(lastOfMonth)).toEqual([
    "2026-02-28",
    "2028-02-29",
    "2026-12-31",
  ]);
});

test("no day is told beyond the years that compare as texts", () => {
  expect(addDays("9999-12-30", 1)).toBe("9999-12-31");
  expect(() => addDays("9999-12-31", 1)).toThrow(/Not a day of the years/);
  expect(() => addDays("0000-01-01", -1)).toThrow(/Not a day of the years/);
});
