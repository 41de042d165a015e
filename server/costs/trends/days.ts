/**
 * Days of the bill. AWS bills by UTC day, so a day is the text "2026-11-21" outside and a whole number of days since
 * 1970-01-01 inside: differences, weeks and months are then plain arithmetic without a clock or a time zone.
 */

/** "YYYY-MM-DD", UTC. */
export type Day = string;

const msPerDay = 86_400_000;

export function numberOf(day: Day): number {
  const number = Date.parse(`${day}T00:00:00Z`) / msPerDay;
  if (!Number.isInteger(number) || dayOf(number) !== day) throw new Error(`Not a day like 2026-11-21: ${day}`);
  return number;
}

/** Beyond the year 9999 a date has more characters, and loops that compare days would never end. */
export function dayOf(number: number): Day {
  const text = new Date(number * msPerDay).toISOString();
  if (text.length !== 24) throw new Error(`Not a day of the years 0000 to 9999: ${text}`);
  return text.slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayOf(numberOf(day) + days);
}

/** 0 is Sunday. The first of January 1970 was a Thursday. */
export function weekdayOf(number: number): number {
  return (((number + 4) % 7) + 7) % 7;
}

export function dayOfMonth(number: number): number {
  return new Date(number * msPerDay).getUTCDate();
}

/** "2026-11" */
export function monthOf(day: Day): string {
  return day.slice(0, 7);
}

export function firstOfMonth(day: Day): Day {
  return `${monthOf(day)}-01`;
}

export function lastOfMonth(day: Day): Day {
  return addDays(firstOfMonth(addDays(firstOfMonth(day), 31)), -1);
}

/** The same day of the month `months` earlier, or null when that month is too short to have it. */
export function sameDayOfMonth(number: number, months: number): number | null {
  const date = new Date(number * msPerDay);
  const earlier = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate()));
  return earlier.getUTCDate() === date.getUTCDate() ? earlier.getTime() / msPerDay : null;
}

/**
 * Cost Explorer still corrects a day for 24 to 48 hours after its end: the two last whole days, and the running one, are
 * not final.
 */
export const daysUntilFinal = 2;

/** The last day whose cost will not change, seen from `today`. */
export function finalThrough(today: Day): Day {
  return addDays(today, -(daysUntilFinal + 1));
}
