import { expect, it } from "vitest";
import { safeNext } from "./safe-next";

it("leads back to where one was", () => {
  expect(safeNext("/operations/op_1?x=1")).toBe("/operations/op_1?x=1");
  expect(safeNext(undefined)).toBe("/");
});

it.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/..//evil.example",
])("never leads to another site: %j", (next) => {
  expect(safeNext(next)).toBe("/");
});
