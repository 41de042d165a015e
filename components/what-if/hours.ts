import type { WireWeeklyHours } from "@/server/contract/what-if";

/** The hours that the dialog asks for: one window on some days of the week. */
export interface Hours {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
}

type Weekday = WireWeeklyHours["on"][number]["days"][number];

export const dayWords: readonly (readonly [Weekday, string])[] = [
  ["mon", "Mon"],
  ["tue", "Tue"],
  ["wed", "Wed"],
  ["thu", "Thu"],
  ["fri", "Fri"],
  ["sat", "Sat"],
  ["sun", "Sun"],
];

const workdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

type Preset = Omit<Hours, "timezone"> & { readonly label: string };

/** The first is what the dialog begins with. */
export const presets: readonly [Preset, ...Preset[]] = [
  { label: "Office hours", days: workdays, from: "08:00", to: "19:00" },
  { label: "Long days", days: workdays, from: "07:00", to: "22:00" },
  { label: "Weekends off", days: workdays, from: "00:00", to: "00:00" },
];

export function isPreset({ days, from, to }: Hours, preset: Preset): boolean {
  return from === preset.from && to === preset.to && [...days].sort().join() === [...preset.days].sort().join();
}

export function toggled(days: readonly Weekday[], day: Weekday): readonly Weekday[] {
  return days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
}

/** What is wrong with it; null where it can be asked. */
export function hoursError({ from, to, timezone }: Hours): string | null {
  if (from === "" || to === "") return "Write both times, such as 08:00 and 19:00.";
  return isZone(timezone) ? null : "Write a time zone such as Europe/Berlin.";
}

function isZone(name: string): boolean {
  if (name === "") return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** No day at all is off throughout. */
export function scheduleOf({ days, from, to, timezone }: Hours): WireWeeklyHours {
  return { timezone, on: days.length === 0 ? [] : [{ days: [...days], from, to }] };
}
