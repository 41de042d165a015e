import { describe, expect, it } from "vitest";
import {
  formatAbout,
  formatDate,
  formatDuration,
  formatMoney,
  formatPlaceAndTime,
  formatRelative,
  formatTime,
  moneyParts,
  plural,
} from "./format";

const usd = (amount: string) => ({ amount, currency: "USD" as const });

describe("formatMoney", () => {
  it("writes totals with two digits, rows with three", () => {
    expect(formatMoney(usd("17.470000"), { per: "hour" })).toBe("$17.47 an hour");
    expect(formatMoney(usd("0.041200"), { digits: 3, per: "h" })).toBe("$0.041/h");
    expect(formatMoney(usd("12756.400000"), { digits: 0, per: "month" })).toBe("$12,756 a month");
  });

  it("says that there is no price, never zero", () => {
    expect(formatMoney(null)).toBe("no price");
  });

  it("never lets something read as nothing", () => {
    expect(formatMoney(usd("0.000017"), { digits: 3 })).toBe("<$0.001");
    expect(formatMoney(usd("0.000000"))).toBe("$0.00");
    expect(formatMoney(usd("0.005000"))).toBe("$0.01");
  });

  it("keeps the sign", () => {
    expect(formatMoney(usd("-3.610000"))).toBe("-$3.61");
  });

  it("splits the cents off", () => {
    expect(moneyParts(usd("7290.68"))).toEqual({ whole: "$7,290", cents: ".68", per: "" });
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [45, "45 s"],
    [232, "3 min 52 s"],
    [780, "13 min"],
    [7500, "2 h 5 min"],
    [349_500, "4 d 1 h"],
    [86_430, "1 d"],
  ])("%i s is %s", (seconds, words) => expect(formatDuration(seconds)).toBe(words));

  it("rounds an estimate up", () => {
    expect(formatAbout(17)).toBe("about 20 s");
    expect(formatAbout(721)).toBe("about 13 min");
  });
});

describe("times", () => {
  const at = "2026-11-24T19:04:11Z";

  it("are written in the zone that is asked for", () => {
    expect(formatTime(at, { zone: "Europe/Berlin" })).toBe("20:04");
    expect(formatTime(at, { zone: "Europe/Berlin", form: "day" })).toBe("Tue, 20:04");
    expect(formatTime(at, { zone: "Europe/Berlin", form: "date" })).toBe("Tue 24 Nov, 20:04");
    expect(formatTime(at, { zone: "UTC", form: "full" })).toBe("24 Nov 2026, 19:04:11 UTC");
  });

  it("name the place", () => {
    expect(formatPlaceAndTime(at, "America/New_York")).toBe("Tuesday, 14:04 in New York");
    expect(formatPlaceAndTime(at, "UTC")).toBe("Tuesday, 19:04 UTC");
  });

  it("are told from now in one unit", () => {
    expect(formatRelative("2026-11-24T19:04:05Z", at)).toBe("now");
    expect(formatRelative("2026-11-24T18:59:41Z", at)).toBe("4 min ago");
    expect(formatRelative("2026-11-27T07:04:11Z", at)).toBe("in 2 d");
  });

  it("has calendar days without a zone", () => {
    expect(formatDate("2026-11-20")).toBe("20 Nov 2026");
  });
});

it("counts in words", () => {
  expect(plural(1, "resource")).toBe("1 resource");
  expect(plural(1284, "restore")).toBe("1,284 restores");
});
