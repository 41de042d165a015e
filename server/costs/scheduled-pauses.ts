import type { WeeklyHours } from "../core/weekly-hours";
import type { PlannedPause } from "./trends/pauses";
import type { Days, Scheduled } from "./what-if";
import { offStretches, type Stretch } from "./what-if-hours";

/** What a weekly schedule would have off from now on, as the forecast takes it. Pure. */

export interface ToSchedule extends Pick<Scheduled, "id" | "hourly" | "seconds"> {
  /** It is paused now: at its first hours it needs no stop, and it runs again at the hours that are on. */
  readonly isOff: boolean;
}

/** What has no price takes away nobody knows what, and is left out. */
export function scheduledPauses(
  resources: readonly ToSchedule[],
  hours: WeeklyHours,
  { from, until }: Days,
): readonly PlannedPause[] {
  const span = { from: from.getTime(), until: until.getTime() };
  const stretches = offStretches(hours, span.from, span.until);
  // Thousands of one kind share one array: `plannedDays` adds them up once.
  const alike = new Map<string, readonly Stretch[]>();
  return resources.flatMap(({ id, hourly, seconds, isOff }) => {
    if (hourly === null) return [];
    const key = `${isOff} ${seconds.pause} ${seconds.resume}`;
    const off = alike.get(key) ?? billedLess(stretches, seconds, isOff, span);
    alike.set(key, off);
    return { resourceId: id, hourly, off };
  });
}

/** AWS bills while it stops and while it starts, as in `what-if.ts`. What is off at the end is started after it. */
function billedLess(
  stretches: readonly Stretch[],
  { pause, resume }: Scheduled["seconds"],
  isOff: boolean,
  span: Stretch,
): readonly Stretch[] {
  return stretches.flatMap((one) => {
    const from = isOff && one.from === span.from ? one.from : one.from + pause * 1000;
    const until = one.until === span.until ? one.until : one.until - resume * 1000;
    return from < until ? { from, until } : [];
  });
}
