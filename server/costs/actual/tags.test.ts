import { expect, test } from "vitest";
import { tagsAsked } from "./tags";

const group = (...tags: string[]) => ({ filter: { tags } });

test("the tags that groups go by are asked for, the most used first, three at most", () => {
  expect(tagsAsked([group("Team=a"), group("Environment=dev"), group("Environment=prod", "Team"), group()])).toEqual([
    "Environment",
    "Team",
  ]);
  expect(tagsAsked([group("a=1"), group("b=1"), group("c=1"), group("d=1"), group("d=2")])).toEqual(["d", "a", "b"]);
  // One group is one use, however often it names the key; a value may hold an equals sign.
  expect(tagsAsked([group("a=1=2", "a=3"), group("b=1"), group("b")])).toEqual(["b", "a"]);
});

test("where no group says how things are tagged here, it is by Environment", () => {
  expect(tagsAsked([])).toEqual(["Environment"]);
  expect(tagsAsked([{ filter: { kinds: ["ec2.instance"] } }])).toEqual(["Environment"]);
});
