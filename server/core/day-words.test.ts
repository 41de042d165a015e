import { expect, test } from "vitest";
import { dayInWords } from "./day-words";

test("a day stands in a sentence as people write it, and what is none stays as it is", () => {
  expect(dayInWords("2026-11-05")).toBe("5 Nov 2026");
  expect(dayInWords("2026-13-05")).toBe("2026-13-05");
  expect(dayInWords("some day")).toBe("some day");
});
