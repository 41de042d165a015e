import { formatTime } from "@/components/ui/format";

/** Until when a group is kept awake: what is offered, and what a person writes, in the zone of the reader. Pure. */

export interface AwakeChoice {
  readonly label: string;
  readonly at: string;
}

/** An hour, tonight, tomorrow morning; tonight only while it is still to come. */
export function awakeChoices(now: string, zone: string): readonly AwakeChoice[] {
  const today = localOf(now, zone).slice(0, 10);
  const tonight = instantOf(`${today}T20:00`, zone);
  const tomorrow = instantOf(`${dayAfter(today)}T08:00`, zone);
  const inAnHour = new Date(Date.parse(now) + 3_600_000).toISOString();
  return [
    { label: "For 1 h", at: inAnHour },
    ...(tonight > now ? [{ label: "Until tonight 20:00", at: tonight }] : []),
    { label: "Until tomorrow 8:00", at: tomorrow },
  ];
}

/** "until 20:00", "until Sat, 08:00", "until Tue 24 Nov, 20:04": as much of the day as is needed. */
export function awakeWords(until: string, now: string, zone: string): string {
  const [untilDay, today] = [localOf(until, zone).slice(0, 10), localOf(now, zone).slice(0, 10)];
  if (untilDay === today) return `until ${formatTime(until, { zone })}`;
  const isNear = Date.parse(until) - Date.parse(now) < 6 * 86_400_000;
  return `until ${formatTime(until, { zone, form: isNear ? "day" : "date" })}`;
}

/** True while the guard leaves the group alone. */
export function isAwake(until: string | null, now: string): until is string {
  return until !== null && Date.parse(until) > Date.parse(now);
}

/** The server takes at most this (`server/contract/groups.ts`). */
const longestMs = 30 * 86_400_000;

/** What is wrong with the time that was written, and what to write; null when nothing is. */
export function awakeError(local: string, now: string, zone: string): string | null {
  if (local === "") return "Choose a day and a time.";
  const ahead = Date.parse(instantOf(local, zone)) - Date.parse(now);
  if (Number.isNaN(ahead)) return "Write a day and a time.";
  if (ahead <= 0) return "This time is over. Choose one that is still to come.";
  return ahead > longestMs ? "At most 30 days ahead." : null;
}

/** `2026-11-20T20:00`, as the clock on the wall of the zone shows the moment: the form of a date-time field. */
export function localOf(at: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The moment at which the clock of the zone shows this. An hour that a clock change skips is taken as the one after it;
 * of an hour that comes twice, the first.
 */
export function instantOf(local: string, zone: string): string {
  const wall = Date.parse(`${local}:00Z`);
  const offsetAt = (moment: number) => Date.parse(`${localOf(new Date(moment).toISOString(), zone)}:00Z`) - moment;
  // The offset a day before and a day after are the two that it can be.
  const [before, after] = [offsetAt(wall - 86_400_000), offsetAt(wall + 86_400_000)];
  const early = wall - before;
  const moment = offsetAt(early) === before ? early : wall - after;
  return new Date(offsetAt(moment) === wall - moment ? moment : early).toISOString();
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
