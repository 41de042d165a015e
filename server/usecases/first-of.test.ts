import fc from "fast-check";
import { expect, test } from "vitest";
import { firstOf } from "./first-of";

test("is what sorting all and cutting would give", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.nat(20), (numbers, count) => {
      const sorted = [...numbers].sort((a, b) => a - b);
      expect(firstOf(numbers, count, (a, b) => a < b)).toEqual(sorted.slice(0, count));
    }),
  );
});

test("of equals the earlier ones come first", () => {
  const cards = ["b1", "a1", "b2", "a2", "a3"].map((card) => ({ card }));
  expect(firstOf(cards, 4, (one, other) => one.card.charAt(0) < other.card.charAt(0)).map(({ card }) => card)).toEqual([
    "a1",
    "a2",
    "a3",
    "b1",
  ]);
});
