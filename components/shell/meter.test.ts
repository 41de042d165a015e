import { expect, it } from "vitest";
import { readMeter } from "./meter";

const hourly = { amount: "17.470000", currency: "USD" as const };
const now = "2026-11-20T18:12:00Z";

it("shows what everything costs while the reading is fresh", () => {
  expect(readMeter({ hourly, scannedAt: "2026-11-20T18:11:00Z" }, now)).toEqual({
    look: "live",
    figure: "$17.47",
    words: "an hour",
  });
});

it("says how old an old reading is", () => {
  expect(readMeter({ hourly, scannedAt: "2026-11-20T15:55:10Z" }, now).words).toBe("an hour, 2 h 16 min old");
});

it("does not take what was never read for nothing", () => {
  expect(readMeter({ hourly: { amount: "0.000000", currency: "USD" }, scannedAt: null }, now).figure).toBe("?");
});
