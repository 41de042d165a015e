import { expect, test } from "vitest";
import { group } from "../store/store-fixtures";
import { withGroupOptions } from "./plan-options";

const dev = group({
  id: "grp_dev",
  name: "dev",
  options: { "a.b": { recreate: true, mode: "x" }, "c.d": { newId: true } },
});
const lab = group({ id: "grp_lab", name: "lab", options: { "a.b": { recreate: true, mode: "y" } } });
const scoped = (...groups: string[]) => ({ scope: { groups }, accounts: [], groups: [dev, lab] });

test("a plan that names a group has its options, and its own come first", () => {
  expect(withGroupOptions(scoped("dev"), { "a.b": { mode: "z" }, "e.f": { more: 1 } })).toEqual({
    "a.b": { recreate: true, mode: "z" },
    "c.d": { newId: true },
    "e.f": { more: 1 },
  });
});

test("of several groups only what all of them accept", () => {
  expect(withGroupOptions(scoped("grp_dev", "lab"), {})).toEqual({ "a.b": { recreate: true }, "c.d": {} });
});

test("a plan that names no group has its own options alone", () => {
  expect(withGroupOptions({ ...scoped(), scope: {} }, { "a.b": {} })).toEqual({ "a.b": {} });
});
