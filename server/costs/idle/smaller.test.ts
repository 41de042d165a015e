import { expect, test } from "vitest";
import { quietPatternOf, quietShare } from "./pattern";
import { halfOf } from "./smaller";

test.each([
  ["m6i.xlarge", "m6i.large"],
  ["mysql:db.r6g.2xlarge", "mysql:db.r6g.xlarge"],
  ["c5.12xlarge", "c5.6xlarge"],
  ["c5.9xlarge", null],
  ["t3.micro", null],
  ["t3.medium", null],
  ["m6g.large.search", null],
  ["hour", null],
])("half of %s is %s", (key, half) => {
  expect(halfOf(key)).toBe(half);
});

test("a quiet week is worth its share of the month, rounded once", () => {
  expect(quietShare(73_000_000, { hoursAWeek: 168 })).toBe(73_000_000);
  expect(quietShare(1_000_000, { hoursAWeek: 108 })).toBe(642_857);
});

test("a lunch break is no time to be off, and a weekend alone is", () => {
  const workday = (hour: number) => Date.parse(`2026-11-18T${String(hour).padStart(2, "0")}:00:00Z`);
  const busy = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour < 11 || hour > 13);
  expect(quietPatternOf(busy.map(workday))).toEqual({ nights: null, weekends: true, hoursAWeek: 48 });
  const weekend = Date.parse("2026-11-21T12:00:00Z");
  expect(quietPatternOf([...busy.map(workday), weekend])).toBeNull();
});
