import { expect, it } from "vitest";
import { differencesBetween, pathsOf } from "./differences";

it("finds nothing between equal values, whatever the order of keys", () => {
  expect(differencesBetween({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([]);
});

it("names what differs by its path", () => {
  const saved = { limits: { min: 1, max: 4 }, zones: ["a", "b"], key: null };
  const now = { limits: { min: 1, max: 5 }, zones: ["a"], key: "k", more: true };
  const found = differencesBetween(saved, now);
  expect(found).toEqual([
    { path: "limits.max", saved: "4", now: "5" },
    { path: "zones.1", saved: "b", now: "none" },
    { path: "key", saved: "none", now: "k" },
    { path: "more", saved: "none", now: "true" },
  ]);
  expect(pathsOf(found)).toBe("limits.max, zones.1, key, more");
});

it("does not take a list for an object, or null for nothing at all", () => {
  expect(differencesBetween({ a: [] }, { a: {} })).toEqual([{ path: "a", saved: "[]", now: "{}" }]);
  expect(differencesBetween(null, undefined, "a")).toEqual([{ path: "a", saved: "none", now: "none" }]);
});
