import type { WireWeeklyHours } from "@/server/contract/what-if";

/** The hours that the form asks for: windows on some days of the week, each as the API has it. */
export type OnHours = WireWeeklyHours["on"][number];
export type Weekday = OnHours["days"][number];

export interface Hours {
  readonly on: readonly OnHours[];
  readonly timezone: string;
}

export const dayWords: readonly (readonly [Weekday, string])[] = [
  ["mon", "Mon"],
  ["tue", "Tue"],
  ["wed", "Wed"],
  ["thu", "Thu"],
  ["fri", "Fri"],
  ["sat", "Sat"],
  ["sun", "Sun"],
];

const workdays: Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

export interface Preset extends OnHours {
  readonly label: string;
}

/** The first is what the form begins with. */
export const presets: readonly [Preset, ...Preset[]] = [
  { label: "Office hours", days: workdays, from: "08:00", to: "19:00" },
  { label: "Long days", days: workdays, from: "07:00", to: "22:00" },
  { label: "Weekends off", days: workdays, from: "00:00", to: "00:00" },
];

export function hoursOf({ days, from, to }: OnHours): OnHours {
  return { days, from, to };
}

export function isPreset({ on: [first, ...more] }: Hours, preset: Preset): boolean {
  if (!first || more.length > 0) return false;
  const { days, from, to } = first;
  return from === preset.from && to === preset.to && [...days].sort().join() === [...preset.days].sort().join();
}

export function toggled(days: readonly Weekday[], day: Weekday): Weekday[] {
  return days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
}

/** The same hours with one of them changed. */
export function changed({ on, timezone }: Hours, at: number, change: Partial<OnHours>): Hours {
  return { timezone, on: on.map((one, index) => (index === at ? { ...one, ...change } : one)) };
}

export function without({ on, timezone }: Hours, at: number): Hours {
  return { timezone, on: on.filter((_, index) => index !== at) };
}

/** What is wrong with it; null where it can be asked. */
export function hoursError({ on, timezone }: Hours): string | null {
  if (on.some(isTimeless)) return "Write both times, such as 08:00 and 19:00.";
  return isZone(timezone) ? null : "Write a time zone such as Europe/Berlin.";
}

export function isTimeless({ from, to }: OnHours): boolean {
  return from === "" || to === "";
}

export function isZone(name: string): boolean {
  if (name === "") return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Hours on no day are none; none at all is off throughout. */
export function scheduleOf({ on, timezone }: Hours): WireWeeklyHours {
  return { timezone, on: on.filter(({ days }) => days.length > 0).map((one) => ({ ...one, days: [...one.days] })) };
}
