import { describe, expect, it } from "vitest";
import { defaultSettings, settingsSchema } from "@/server/core/settings";
import { limitsWords, settingsOf, textOf } from "./settings-form";

describe("the form of the settings", () => {
  it("gives back what it was given", () => {
    for (const settings of [
      defaultSettings,
      { undoSeconds: 0, limits: { resources: null, share: 0.125 }, idleDays: 14 },
    ]) {
      expect(settingsOf(textOf(settings))).toEqual({ settings, errors: {} });
    }
  });

  it("takes an empty limit as none, and makes what the server takes", () => {
    const { settings } = settingsOf({ undoSeconds: " 5 ", resources: "", share: "33,3", idleDays: "3" });
    expect(settings).toEqual({ undoSeconds: 5, limits: { resources: null, share: 0.333 }, idleDays: 3 });
    expect(settingsSchema.safeParse(settings).success).toBe(true);
  });

  it("says of each field what it takes, and sends nothing", () => {
    const { settings, errors } = settingsOf({ undoSeconds: "", resources: "2.5", share: "0", idleDays: "15" });
    expect(settings).toBeNull();
    expect(Object.keys(errors)).toEqual(["undoSeconds", "resources", "share", "idleDays"]);
    expect(settingsOf({ undoSeconds: "61", resources: "many", share: "101", idleDays: "7" }).settings).toBeNull();
  });
});

it("says in a sentence what the limits do", () => {
  expect(limitsWords(defaultSettings.limits)).toBe(
    "A stop of more than 200 resources, or of more than 50 % of what runs in an account has to be typed, by scripts too.",
  );
  expect(limitsWords({ resources: null, share: null })).toContain("No stop is too large");
});
