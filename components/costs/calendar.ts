/** Days and months of a bill, as `2026-11-20`. AWS bills by UTC, so no zone of the reader matters here. Pure. */

const dayMs = 86_400_000;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** How many days from one to the other. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / dayMs);
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

export function firstOfNextMonth(day: string): string {
  return firstOfMonth(addDays(firstOfMonth(day), 31));
}

export function firstOfLastMonth(day: string): string {
  return firstOfMonth(addDays(firstOfMonth(day), -1));
}

export function daysOfMonth(day: string): number {
  return daysBetween(firstOfMonth(day), firstOfNextMonth(day));
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(day).getUTCDay();
}

export function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(text);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text);
}

function format(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(new Date(day));
}

/** `20 Nov` */
export function dayWord(day: string): string {
  return format(day, { day: "numeric", month: "short" });
}

/** `Fri 20 Nov 2026` */
export function wholeDayWord(day: string): string {
  return format(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "");
}

/** `November`, of a day or of `2026-11`. */
export function monthWord(month: string): string {
  return format(`${month.slice(0, 7)}-01`, { month: "long" });
}

/** `Nov` */
export function shortMonthWord(month: string): string {
  return format(`${month.slice(0, 7)}-01`, { month: "short" });
}

/** `Nov 2026` */
export function monthYearWord(month: string): string {
  return format(`${month.slice(0, 7)}-01`, { month: "short", year: "numeric" });
}

/** `1 to 20 Nov`, `1 Oct to 20 Nov`; with the years where they differ. `until` is not in it. */
export function spanWord(from: string, until: string): string {
  const last = addDays(until, -1);
  if (from === last) return dayWord(from);
  if (from.slice(0, 4) !== last.slice(0, 4)) {
    return `${dayWord(from)} ${from.slice(0, 4)} to ${dayWord(last)} ${last.slice(0, 4)}`;
  }
  const start = from.slice(0, 7) === last.slice(0, 7) ? String(Number(from.slice(8))) : dayWord(from);
  return `${start} to ${dayWord(last)}`;
}
