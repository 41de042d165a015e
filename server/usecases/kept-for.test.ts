import { expect, test } from "vitest";
import { keptFor } from "./kept-for";

const at = (ms: number) => new Date(ms);

test("an answer is made once for as long as it is good, for each owner and key", async () => {
  const kept = keptFor<number>(1_000);
  const [one, other] = [{}, {}];
  let made = 0;
  const ask = (owner: object, key: string, ms: number) => kept(owner, key, at(ms), async () => ++made);
  expect(await Promise.all([ask(one, "a", 0), ask(one, "a", 0)])).toEqual([1, 1]);
  expect(await ask(one, "a", 999)).toBe(1);
  expect([await ask(one, "b", 999), await ask(other, "a", 999)]).toEqual([2, 3]);
  expect(await ask(one, "a", 1_000)).toBe(4);
  expect(await ask(one, "a", 500)).toBe(5);
});

test("a failure is not kept", async () => {
  const kept = keptFor<string>(1_000);
  const owner = {};
  await expect(kept(owner, "a", at(0), () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await kept(owner, "a", at(1), async () => "up")).toBe("up");
});
