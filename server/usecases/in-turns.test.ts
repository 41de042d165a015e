import { expect, test } from "vitest";
import { hashOf } from "../engine/hash";
import { hashInTurns, mapInTurns } from "./in-turns";

const long = Array.from({ length: 1700 }, (_, index) => ({ id: index, name: `n${index}` }));

test("a long list is mapped in its order, and others have their turn on the way", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  let seenTurns = 0;
  const mapped = await mapInTurns(long, ({ id }) => {
    seenTurns = turns;
    const until = performance.now() + 0.01;
    while (performance.now() < until);
    return id;
  });
  clearInterval(timer);
  expect(mapped).toEqual(long.map(({ id }) => id));
  expect(seenTurns).toBeGreaterThan(0);
});

test("a hash that is made in turns is that of the whole", async () => {
  const record = { items: long, empty: [], totals: { b: 1, a: [2] }, action: "pause" };
  expect(await hashInTurns(record)).toBe(hashOf(record));
});
