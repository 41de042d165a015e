import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CostLine } from "../core/money";
import { estimate } from "./estimate";

const base: CostLine = {
  label: "Instance",
  note: "t3.medium",
  price: { table: "ec2.linux", key: "t3.medium" },
  quantity: 1,
  unit: "hour",
  stopsWhenPaused: true,
};
const disk: CostLine = {
  ...base,
  label: "EBS storage",
  price: { table: "ebs.gbMonth", key: "gp3" },
  quantity: 730,
  unit: "month",
  stopsWhenPaused: false,
};
const metered: CostLine = { ...base, label: "Invocations", quantity: "metered" };
const unknownRunning: CostLine = { ...base, label: "Windows licence", price: null };
const unknownAlways: CostLine = { ...unknownRunning, stopsWhenPaused: false };

describe("an estimate", () => {
  test("running has every line, paused only those that go on", () => {
    expect(estimate("us-east-1", [base, disk])).toMatchObject({ running: 121_600, paused: 80_000, unpriced: 0 });
  });

  test("a metered line keeps its rate and is in no sum", () => {
    const found = estimate("us-east-1", [base, metered]);
    expect(found).toMatchObject({ running: 41_600, paused: 0, unpriced: 0 });
    expect(found.lines[1]).toMatchObject({ quantity: "metered", rate: "0.0416", hourly: null });
  });

  test("a line without a price takes only the sums that it belongs to", () => {
    expect(estimate("us-east-1", [base, disk, unknownRunning])).toMatchObject({
      running: null,
      paused: 80_000,
      unpriced: 1,
    });
    expect(estimate("us-east-1", [base, disk, unknownAlways])).toMatchObject({
      running: null,
      paused: null,
      unpriced: 1,
    });
  });

  test("an unknown region is unpriced, never free", () => {
    expect(estimate("moon-north-1", [base])).toMatchObject({ running: null, paused: 0, unpriced: 1 });
  });

  test("no unit of a thing costs nothing, even where its price is unknown", () => {
    expect(estimate("us-east-1", [{ ...unknownRunning, quantity: 0 }])).toMatchObject({ running: 0, unpriced: 0 });
  });

  test("a priced line tells where its rate is from", () => {
    const [line] = estimate("us-east-1", [base]).lines;
    expect(line?.source?.asOf).toBe("2026-07-20");
  });

  test("what it costs now depends on whether it is paused", () => {
    expect(estimate("us-east-1", [base, disk])).toMatchObject({ running: 121_600, paused: 80_000 });
  });
});

describe("for any lines", () => {
  const anyLine = fc.record({
    template: fc.constantFrom(base, disk, metered, unknownRunning, unknownAlways),
    quantity: fc.integer({ min: 1, max: 10_000 }),
  });
  const toLine = ({ template, quantity }: { template: CostLine; quantity: number }): CostLine =>
    template.quantity === "metered" ? template : { ...template, quantity };

  test("each sum is the sum of its lines, or null exactly when one of them has no price", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (drawn) => {
        const found = estimate("us-east-1", drawn.map(toLine));
        const counted = found.lines.filter((line) => line.quantity !== "metered");
        const expected = (lines: typeof counted) =>
          lines.some((line) => line.hourly === null)
            ? null
            : lines.reduce((sum, line) => sum + (line.hourly ?? Number.NaN), 0);
        expect(found.running).toBe(expected(counted));
        expect(found.paused).toBe(expected(counted.filter((line) => !line.stopsWhenPaused)));
        expect(found.unpriced).toBe(counted.filter((line) => line.price === null).length);
      }),
    );
  });

  test("n instances cost exactly n times one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (quantity) => {
        expect(estimate("us-east-1", [{ ...base, quantity }]).running).toBe(quantity * 41_600);
      }),
    );
  });
});
