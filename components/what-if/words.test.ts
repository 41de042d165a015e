import { describe, expect, test } from "vitest";
import type { WireWhatIf } from "@/server/contract/what-if";
import { weeklyHours } from "@/server/contract/what-if";
import { changed, type Hours, hoursError, hoursOf, isPreset, presets, scheduleOf, toggled, without } from "./hours";
import { hoursWord, kindsTold, nothingWord, takenAwayWord, whatIfNotes } from "./words";

const [office] = presets;
const hours: Hours = { on: [hoursOf(office)], timezone: "Europe/Berlin" };
const worth = { gross: null, changeover: null, net: null };
const answer: WireWhatIf = {
  ...{ from: "2026-10-21T19:12:00.000Z", until: "2026-11-20T19:12:00.000Z", kinds: [], groups: [], wakers: [] },
  ...{ hours: { onPerWeek: 55, offPerWeek: 113, startsPerWeek: 5 }, youngerThanSpan: 0 },
  ...{
    total: { resources: 3, unpriced: 0, past: worth, month: worth },
    prices: "List prices of 20 Jul 2026.",
    method: "",
  },
  leftOut: { protected: 0, unpausable: 0, off: 0 },
  ...{ forecast: null, noForecast: "No bill was read yet." },
};

describe("a schedule that is asked about", () => {
  test("begins with office hours, and each often chosen one is what the API takes", () => {
    expect(isPreset(hours, office)).toBe(true);
    for (const preset of presets) {
      const schedule = scheduleOf({ on: [hoursOf(preset)], timezone: "Europe/Berlin" });
      expect(weeklyHours.parse(schedule)).toEqual(schedule);
    }
    const days = (...of: readonly ("mon" | "sat")[]) => of.reduce<typeof office.days>(toggled, office.days);
    expect(isPreset(changed(hours, 0, { days: days("mon", "mon") }), office)).toBe(true);
    expect(isPreset(changed(hours, 0, { days: days("sat") }), office)).toBe(false);
    expect(isPreset({ ...hours, on: [...hours.on, ...hours.on] }, office)).toBe(false);
  });

  test("without a day is off throughout, and hours on no day are none beside others", () => {
    expect(scheduleOf(changed(hours, 0, { days: [] }))).toEqual({ timezone: "Europe/Berlin", on: [] });
    const two = { ...hours, on: [...hours.on, { ...hoursOf(office), days: [] }] };
    expect(scheduleOf(two)).toEqual(scheduleOf(hours));
    expect(without(two, 1)).toEqual(hours);
  });

  test("is not asked while a time or the zone is wrong", () => {
    expect(hoursError(hours)).toBeNull();
    expect(hoursError(changed(hours, 0, { from: "" }))).toContain("both times");
    expect(["", "Berlin", "Europe/Atlantis"].map((timezone) => hoursError({ ...hours, timezone }))).toEqual(
      Array(3).fill("Write a time zone such as Europe/Berlin."),
    );
  });

  test("of nothing says whether it cannot be paused, or is not known at all", () => {
    const { leftOut } = answer;
    expect(nothingWord(answer)).toContain("may be gone by now");
    expect(nothingWord({ ...answer, leftOut: { ...leftOut, protected: 2 } })).toBe(
      "Nothing of it can be paused by a schedule. Left out: 2 protected.",
    );
  });

  test("says what it does to the month's end, also where it lets run what is paused, or nothing", () => {
    const word = (takenAway: string) => takenAwayWord({ month: "2026-11", takenAway });
    expect(word("84.204999")).toBe("These hours would take $84.20 off the bill of November.");
    expect(word("-3.000000")).toBe(
      "These hours would add $3.00 to the bill of November: they let run what is paused now.",
    );
    expect([word("0.000000"), word("-0.004999"), word("0.004999")]).toEqual(
      Array(3).fill("These hours would change nothing of the bill of November."),
    );
  });

  test("has a row for each kind with an amount, and counts those that save nothing apart from those without a price", () => {
    const usd = (amount: string) => ({ gross: null, changeover: null, net: { amount, currency: "USD" as const } });
    const kind = (key: string, change: Partial<WireWhatIf["kinds"][number]>) => {
      return { key, name: key, resources: 3, unpriced: 0, past: usd("0.000000"), month: usd("0.000000"), ...change };
    };
    const saves = kind("saves", { month: usd("3.200000"), unpriced: 1 });
    const costs = kind("costs", { month: usd("-0.200000") });
    const saved = kind("saved", { past: usd("0.005000") });
    const cents = kind("cents", { past: usd("0.004999"), month: usd("0.004999") });
    const unknown = kind("unknown", { unpriced: 3, past: worth, month: worth });
    const partly = kind("partly", { unpriced: 1 });
    expect(kindsTold([saves, costs, saved, cents, unknown, partly])).toEqual({
      rows: [saves, costs, saved],
      rest: "1 other kind would save nothing. What 2 other kinds would save is not known: not all of it has a price.",
    });
    expect(kindsTold([saves]).rest).toBeNull();
    expect(kindsTold([cents, cents])).toEqual({ rows: [], rest: "2 kinds would save nothing." });
    expect(kindsTold([unknown]).rest).toBe("What 1 kind would save is not known: not all of it has a price.");
  });

  test("says its hours, what it leaves out, and who wakes by himself", () => {
    expect(hoursWord(answer.hours)).toBe("On for 55 of 168 hours, 5 starts a week.");
    expect(hoursWord({ onPerWeek: 0, offPerWeek: 168, startsPerWeek: 0 })).toBe("Off throughout the week.");
    expect(whatIfNotes(answer)).toEqual([]);
    const notes = whatIfNotes({
      ...answer,
      ...{ leftOut: { protected: 2, unpausable: 0, off: 1 }, youngerThanSpan: 1 },
      total: { ...answer.total, unpriced: 1 },
      wakers: [{ kind: "rds.instance", name: "RDS instances", hours: 168, resources: 4 }],
    });
    expect(notes).toEqual([
      "What 1 resource without a price would save is in no figure.",
      "Left out: 2 protected, 1 that are off already, not by Standby.",
      "1 resource known for less than 30 days: nothing is claimed for the days before.",
      "AWS starts 4 RDS instances again after 7 days: the guard has to stop them.",
    ]);
  });
});
