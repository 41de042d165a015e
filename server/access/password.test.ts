import { expect, test } from "vitest";
import { hashPassword, passwordWeakness, pretendToVerify, verifyPassword } from "./password";

test("a password is kept as argon2id with OWASP's parameters and only itself fits", async () => {
  const hash = await hashPassword("a lamp in the window");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, "a lamp in the window")).toBe(true);
  expect(await verifyPassword(hash, "a lamp in the windoW")).toBe(false);
  expect(await verifyPassword("not a hash", "a lamp in the window")).toBe(false);
  expect(await hashPassword("a lamp in the window")).not.toBe(hash);
});

test("the same letters composed differently are the same password", async () => {
  const hash = await hashPassword("caf\u00e9 at the corner");
  expect(await verifyPassword(hash, "cafe\u0301 at the corner")).toBe(true);
});

test("an unknown user costs the same work: the decoy is checked with the same parameters and never fits", async () => {
  expect(await pretendToVerify("nobody has this password")).toBe(false);
});

test("ten at once all get their answer", async () => {
  const hash = await hashPassword("a lamp in the window");
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) => verifyPassword(hash, at === 3 ? "wrong" : "a lamp in the window")),
  );
  expect(answers.filter(Boolean)).toHaveLength(9);
});

test.each([
  ["short", /at least 12/],
  ["x".repeat(257), /at most 256/],
  ["aaaaaaaaaaaaaa", /repeats/],
  ["abcdefghijklm", /row of the/],
  ["qwertyuiopasd", /row of the/],
  ["987654321098", /row of the/],
  ["password123456", /everybody/],
  ["ChangeMe!2024#", /everybody/],
  ["1qaz2wsx3edc", /everybody/],
  ["standby-2026", /little more than/],
  ["mara.lindqvist1", /little more than/],
])("%.20s is refused", (password, reason) => {
  expect(passwordWeakness(password, ["Mara Lindqvist", "mara.lindqvist@example.com", "standby"])).toMatch(reason);
});

test.each(["a lamp in the window", "Tr0ub4dor&3-house", "wbkx-qpzt-91hd-mm"])("%s will do", (password) => {
  expect(passwordWeakness(password, ["Mara", "mara@example.com", "standby"])).toBeNull();
});
