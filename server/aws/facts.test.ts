import { describe, expect, test } from "vitest";
import { createFacts, type ReadFacts } from "./facts";

const types = "ec2:DescribeInstanceTypes";

/** Knows what is not named "new", and remembers what it was asked. */
function source() {
  const asked: (readonly string[])[] = [];
  const read: ReadFacts<number> = async (keys) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key !== "new").map((key) => [key, key.length]));
  };
  return { asked, read };
}

describe("facts", () => {
  test("are asked for once, and only those that are not known yet", async () => {
    const { of } = createFacts();
    const { asked, read } = source();
    expect([...(await of(types, ["a", "bb"], read))]).toEqual([
      ["a", 1],
      ["bb", 2],
    ]);
    expect([...(await of(types, ["bb", "ccc"], read))]).toEqual([
      ["bb", 2],
      ["ccc", 3],
    ]);
    expect(await of(types, ["a"], read)).toEqual(new Map([["a", 1]]));
    expect(asked).toEqual([["a", "bb"], ["ccc"]]);
  });

  test("of one kind are not those of another", async () => {
    const { of } = createFacts();
    const { asked, read } = source();
    await of(types, ["a"], read);
    await of("ecs:DescribeTaskDefinition", ["a"], read);
    expect(asked).toHaveLength(2);
  });

  test("that AWS does not have yet are asked for again", async () => {
    const { of } = createFacts();
    const { asked, read } = source();
    expect(await of(types, ["new"], read)).toEqual(new Map());
    await of(types, ["new"], read);
    expect(asked).toEqual([["new"], ["new"]]);
  });

  test("a failed read fails and leaves nothing behind", async () => {
    const { of } = createFacts();
    await expect(of(types, ["a"], () => Promise.reject(new Error("denied")))).rejects.toThrow("denied");
    expect(await of(types, ["a"], source().read)).toEqual(new Map([["a", 1]]));
  });

  test("the oldest are forgotten, and what was asked for is still answered", async () => {
    const { of } = createFacts();
    const { asked, read } = source();
    const many = Array.from({ length: 6_000 }, (_, at) => `t${at}`);
    expect((await of(types, many, read)).size).toBe(6_000);
    await of(types, ["t5999", "t0"], read);
    expect(asked[1]).toEqual(["t0"]);
  });
});
