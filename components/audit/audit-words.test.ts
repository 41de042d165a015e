import { expect, test } from "vitest";
import { brokenAt, outcomeWord, shortHash, subjectText } from "./audit-words";

test("a row that does not name the hash before it is found", () => {
  const good = [
    { seq: 3, hash: "c", previousHash: "b" },
    { seq: 2, hash: "b", previousHash: "a" },
    { seq: 1, hash: "a", previousHash: "" },
  ];
  expect(brokenAt(good)).toBeNull();
  expect(brokenAt([{ seq: 4, hash: "d", previousHash: "x" }, ...good])).toBe(4);
  // Rows that are not neighbours cannot be compared.
  expect(brokenAt([{ seq: 9, hash: "d", previousHash: "x" }, ...good])).toBeNull();
});

test("words", () => {
  expect(shortHash("0123456789abcdef")).toBe("0123456789");
  expect(subjectText("res_a,res_b")).toBe("2 resources");
  expect(subjectText("op_1")).toBe("op_1");
  expect(outcomeWord("refused").word).toBe("Refused");
});
