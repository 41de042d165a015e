import { expect, test } from "vitest";
import { RefusalError } from "../core/fault";
import { createThrottle } from "./throttle";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));

test("lets five through, then says how long to wait, and opens again when the window is over", () => {
  const throttle = createThrottle({ limit: 5, minutes: 15 });
  for (let count = 0; count < 5; count += 1) throttle.attempt("a", at(count));
  const refused = catchRefusal(() => throttle.attempt("a", at(60)));
  expect(refused).toMatchObject({ code: "too-many-requests", retryAfterSeconds: 840 });
  expect(refused.message).toContain("14 minutes");
  throttle.attempt("b", at(60));
  throttle.attempt("a", at(900));
});

test("a right answer starts the count again", () => {
  const throttle = createThrottle({ limit: 2, minutes: 1 });
  throttle.attempt("a", at(0));
  throttle.forgive("a");
  throttle.attempt("a", at(1));
  throttle.attempt("a", at(2));
  expect(() => throttle.attempt("a", at(3))).toThrow(RefusalError);
});

test("forgets the oldest beyond ten thousand keys", () => {
  const throttle = createThrottle({ limit: 1, minutes: 15 });
  throttle.attempt("first", at(0));
  for (let count = 0; count < 10_000; count += 1) throttle.attempt(`key ${count}`, at(1));
  throttle.attempt("first", at(2));
  expect(() => throttle.attempt("key 9999", at(2))).toThrow(RefusalError);
});

function catchRefusal(run: () => void): RefusalError {
  try {
    run();
  } catch (error) {
    if (error instanceof RefusalError) return error;
  }
  throw new Error("nothing was refused");
}
