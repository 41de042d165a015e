import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awakeChoices, awakeError, awakeWords, instantOf, isAwake, localOf } from "./awake-times";

const berlin = "Europe/Berlin";
const now = "2026-11-20T18:12:00.000Z";

describe("keeping awake", () => {
  it("offers an hour, tonight and tomorrow morning, in the reader's zone", () => {
    expect(awakeChoices(now, berlin)).toEqual([
      { label: "For 1 h", at: "2026-11-20T19:12:00.000Z" },
      { label: "Until tonight 20:00", at: "2026-11-20T19:00:00.000Z" },
      { label: "Until tomorrow 8:00", at: "2026-11-21T07:00:00.000Z" },
    ]);
  });

  it("does not offer an evening that is over, and knows the day of the zone, not of UTC", () => {
    const late = awakeChoices("2026-11-20T23:30:00.000Z", berlin);
    expect(late.map(({ at }) => at)).toContain("2026-11-21T19:00:00.000Z");
    expect(awakeChoices("2026-11-20T20:30:00.000Z", berlin).map(({ label }) => label)).toEqual([
      "For 1 h",
      "Until tomorrow 8:00",
    ]);
  });

  it("names as much of the day as is needed", () => {
    expect(awakeWords("2026-11-20T19:00:00.000Z", now, berlin)).toBe("until 20:00");
    expect(awakeWords("2026-11-21T07:00:00.000Z", now, berlin)).toBe("until Sat, 08:00");
    expect(awakeWords("2026-12-24T07:00:00.000Z", now, berlin)).toBe("until Thu 24 Dec, 08:00");
  });

  it("is over when the time has come", () => {
    expect([isAwake(null, now), isAwake(now, now), isAwake("2026-11-20T18:12:01.000Z", now)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

it("says what is wrong with a time", () => {
  const wrong = (local: string) => awakeError(local, now, berlin);
  expect(wrong("2026-11-20T19:13")).toBeNull();
  expect(wrong("")).toContain("Choose");
  expect(wrong("2026-11-20T19:12")).toContain("is over");
  expect(wrong("2026-12-21T08:00")).toBe("At most 30 days ahead.");
});

describe("a moment and the clock on the wall", () => {
  it("are one and the same in every zone, except in the hour that comes twice", () => {
    const zones = [berlin, "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"];
    const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (date, zone) => {
        const local = localOf(date.toISOString(), zone);
        expect(localOf(instantOf(local, zone), zone)).toBe(local);
      }),
    );
  });

  it("meet at clock changes: the skipped hour is the one after it, of a doubled hour the first", () => {
    expect(instantOf("2026-03-29T02:30", berlin)).toBe("2026-03-29T01:30:00.000Z");
    expect(localOf(instantOf("2026-03-29T02:30", berlin), berlin)).toBe("2026-03-29T03:30");
    expect(instantOf("2026-10-25T02:30", berlin)).toBe("2026-10-25T00:30:00.000Z");
  });
});
