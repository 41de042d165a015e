import { expect, test } from "vitest";
import { earliestWake } from "./wakes";

const saved = new Date("2026-11-02T19:00:00Z");
const after = (days: number, minutes = 0) => new Date(saved.getTime() + (days * 24 * 60 + minutes) * 60_000);
const week = 7 * 24;

test.each([
  ["counts from the hold, which is older than the stop", { verifiedAt: after(0, 12), now: after(1) }, after(7)],
  ["goes by the hold where the pause was not read back", { verifiedAt: null, now: after(1) }, after(7)],
  ["stays for a day in which AWS may be late", { verifiedAt: after(0, 12), now: after(7, 300) }, after(7)],
  ["is a week later where it was stopped once more unseen", { verifiedAt: after(0, 12), now: after(8, 1) }, after(14)],
  [
    "is a week later at once where the guard paused it again",
    { verifiedAt: after(7, 25), now: after(7, 30) },
    after(14),
  ],
  ["goes on for as long as it is paused", { verifiedAt: after(28, 25), now: after(30) }, after(35)],
])("AWS's own start %s", (_, { verifiedAt, now }, at) => {
  expect(earliestWake({ since: saved, verifiedAt }, week, now)).toEqual(at);
});
