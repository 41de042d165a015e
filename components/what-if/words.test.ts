import { describe, expect, test } from "vitest";
import type { WireWhatIf } from "@/server/contract/what-if";
import { weeklyHours } from "@/server/contract/what-if";
import { hoursError, isPreset, presets, scheduleOf, toggled } from "./hours";
import { hoursWord, whatIfNotes } from "./words";

const [office] = presets;
const hours = { days: office.days, from: office.from, to: office.to, timezone: "Europe/Berlin" };
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
};

describe("a schedule that is asked about", () => {
  test("begins with office hours, and each often chosen one is what the API takes", () => {
    expect(isPreset(hours, office)).toBe(true);
    for (const preset of presets) {
      const schedule = scheduleOf({ ...preset, timezone: "Europe/Berlin" });
      expect(weeklyHours.parse(schedule)).toEqual(schedule);
    }
    expect(isPreset({ ...hours, days: toggled(toggled(hours.days, "mon"), "mon") }, office)).toBe(true);
    expect(isPreset({ ...hours, days: toggled(hours.days, "sat") }, office)).toBe(false);
  });

  test("without a day is off throughout", () => {
    expect(scheduleOf({ ...hours, days: [] })).toEqual({ timezone: "Europe/Berlin", on: [] });
  });

  test("is not asked while a time or the zone is wrong", () => {
    expect(hoursError(hours)).toBeNull();
    expect(hoursError({ ...hours, from: "" })).toContain("both times");
    expect(["", "Berlin", "Europe/Atlantis"].map((timezone) => hoursError({ ...hours, timezone }))).toEqual(
      Array(3).fill("Write a time zone such as Europe/Berlin."),
    );
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
