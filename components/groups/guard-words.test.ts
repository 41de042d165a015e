import { expect, it } from "vitest";
import { guards } from "@/server/core/account";
import { guardChoices, guardOf, guardWords } from "./guard-words";

it("offers every guard once, each with what it does", () => {
  expect(guardChoices.map(({ value }) => value)).toEqual([...guards]);
  expect(new Set(guardChoices.map(({ hint }) => hint)).size).toBe(guards.length);
  expect(guardWords("enforce")).toBe("what wakes is paused again");
});

it("takes what it does not know as the one that changes nothing", () => {
  expect([guardOf("honour"), guardOf("other"), guardOf(null)]).toEqual(["honour", "report", "report"]);
});
