import { expect, it } from "vitest";
import { hrefWithAccount, isOn, screens } from "./screens";

const on = (path: string) => screens.filter((screen) => isOn(screen, path)).map(({ word }) => word);

it("marks one screen for each address", () => {
  expect(on("/")).toEqual(["Overview"]);
  expect(on("/resources")).toEqual(["Resources"]);
  expect(on("/operations/op_1")).toEqual(["Operations"]);
  expect(on("/plans/plan_1")).toEqual(["Operations"]);
  expect(on("/costs")).toEqual(["Costs"]);
  expect(on("/savings")).toEqual(["Costs"]);
  expect(on("/accounts")).toEqual([]);
});

it("keeps the account on the way to another screen", () => {
  expect(hrefWithAccount("/resources", "acc 1")).toBe("/resources?account=acc%201");
  expect(hrefWithAccount("/", null)).toBe("/");
});
