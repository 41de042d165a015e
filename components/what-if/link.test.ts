import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weeklyHours } from "@/server/contract/what-if";
import { dayWords, type Hours, scheduleOf } from "./hours";
import { readAsked, scopeOf, whatIfHref, writeAsked } from "./link";

const read = (text: string) => readAsked(new URLSearchParams(text));
const office: Hours = {
  timezone: "Europe/Berlin",
  on: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "19:00" }],
};

const time = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
});
const days = fc.uniqueArray(fc.constantFrom(...dayWords.map(([day]) => day)), { minLength: 1 });
const hours = fc.record({
  timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"),
  on: fc.array(fc.record({ days, from: time, to: time }), { maxLength: 4 }),
});

describe("the question in the address", () => {
  test("survives a reload, whatever it is, and leaves the account as it is", () => {
    const asked = fc.record({
      ids: fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 4 }),
      group: fc.option(fc.string({ minLength: 1, maxLength: 40 })),
      hours,
    });
    fc.assert(
      fc.property(asked, (one) => {
        const written = writeAsked(one, new URLSearchParams("account=tidewater&id=old&on=old"));
        expect(written.get("account")).toBe("tidewater");
        expect(read(written.toString())).toEqual({ asked: one, wrong: [] });
        expect(weeklyHours.safeParse(scheduleOf(one.hours)).success).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("of a recommendation has its resource and its hours; its midnight is what a time field shows", () => {
    const schedule = { timezone: "UTC", on: [{ days: ["sat" as const], from: "00:00", to: "24:00" }] };
    const href = whatIfHref("acc_1 eu-central-1 i-web&x", schedule, "acc_1");
    const url = new URL(href, "http://standby.local");
    expect([url.pathname, url.hash, url.searchParams.get("account")]).toEqual(["/savings", "#what-if", "acc_1"]);
    expect(read(url.search)).toEqual({
      asked: {
        ...{ ids: ["acc_1 eu-central-1 i-web&x"], group: null },
        hours: { timezone: "UTC", on: [{ days: ["sat"], from: "00:00", to: "00:00" }] },
      },
      wrong: [],
    });
  });

  test("that asks nothing is none, and one without hours begins with the usual ones", () => {
    expect(read("account=tidewater&by=kind")).toEqual({ asked: null, wrong: [] });
    expect(read("group=dev").asked).toEqual({ ids: [], group: "dev", hours: null });
    expect(read("zone=UTC&on=never").asked?.hours).toEqual({ timezone: "UTC", on: [] });
  });

  test.each([
    ["zone=UTC&on=mon+8-19", "“mon 8-19” are no hours such as mon,tue 08:00-19:00"],
    ["zone=UTC&on=mon+25:00-26:00", "are no hours"],
    ["zone=UTC&on=mon,mon+08:00-19:00", "are no hours"],
    ["zone=UTC&on=mon,day+08:00-19:00", "are no hours"],
    ["zone=UTC&on=", "are no hours"],
    ["zone=UTC&on=never&on=mon+08:00-19:00", "cannot both be"],
    ["zone=Europe/Atlantis&on=mon+08:00-19:00", "“Europe/Atlantis” is not a time zone"],
    ["on=mon+08:00-19:00", "no time zone"],
    ["zone=UTC", "no hours"],
    ["id=", "no id"],
    ["group=", "no name"],
    [Array.from({ length: 501 }, (_, at) => `id=r${at}`).join("&"), "501 resources; at most 500"],
    [`zone=UTC&on=${"x".repeat(5000)}`, "…”"],
  ])("that cannot be read is told, and asks nothing: %s", (text, why) => {
    const { asked, wrong } = read(text);
    expect(asked).toBeNull();
    expect(wrong.join(" ")).toContain(why);
    expect(wrong.join(" ").length).toBeLessThan(400);
  });

  test("is of the account that is looked at", () => {
    expect(scopeOf({ ids: ["a"], group: null, hours: office }, null)).toEqual({ ids: ["a"] });
    expect(scopeOf({ ids: [], group: "dev", hours: null }, "acc_1")).toEqual({ groups: ["dev"], accounts: ["acc_1"] });
    expect(scopeOf({ ids: [], group: null, hours: null }, null)).toEqual({});
  });
});
