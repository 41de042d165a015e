import { z } from "zod";
import { scopeSchema } from "../core/filter";
import { weekdays } from "../core/weekly-hours";
import { instant, maybeMoney, none } from "./common";
import { defineEndpoint } from "./endpoint";
import { band } from "./outlook";

/** What a weekly schedule would save, before there is one. Nothing is kept of the question. */

const onHours = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 08:00"),
  /** Where it is not after `from`, it is a time of the next day. */
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time such as 19:00, at most 24:00"),
});

export const weeklyHours = z.strictObject({
  timezone: z.string().max(64).refine(isZone, "must be a time zone such as Europe/Berlin"),
  /** All other hours are off. None: off throughout. */
  on: z.array(onHours).max(50),
});
export type WireWeeklyHours = z.infer<typeof weeklyHours>;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Null: nothing that it is made of has a price. */
const worth = z.object({
  /** What stops, in all hours that are off. */
  gross: maybeMoney,
  /** What AWS bills while resources stop and start. */
  changeover: maybeMoney,
  /** `gross` less `changeover`. */
  net: maybeMoney,
});

const figures = z.object({
  /** What it was reckoned for, with those that have no price. */
  resources: z.number(),
  unpriced: z.number(),
  /** In the last 30 days, beside what was paused anyway. */
  past: worth,
  /** In a month of 730 hours, against running all the time. */
  month: worth,
});
export type WireWhatIfFigures = z.infer<typeof figures>;

const keyed = figures.extend({ key: z.string(), name: z.string() });

/** The bill of the accounts that the scope has something in, in US dollars. */
const scheduleForecast = z.object({
  /** "2026-11" */
  month: z.string(),
  /** As in the outlook: what is paused now stays paused. */
  unscheduled: band,
  /** With the schedule from now on. */
  scheduled: band,
  /** `unscheduled` less `scheduled`; negative where it would run what is paused now. */
  takenAway: z.string(),
  /** How it was made, and what it leaves out, in plain words. */
  basis: z.string(),
});
export type WireScheduleForecast = z.infer<typeof scheduleForecast>;

export const whatIfAnswer = z.object({
  /** The 30 days. */
  from: instant,
  until: instant,
  hours: z.object({ onPerWeek: z.number(), offPerWeek: z.number(), startsPerWeek: z.number() }),
  total: figures,
  /** Most saved first; each list adds up to `total`. */
  kinds: z.array(keyed),
  /** By all groups that a resource is in together; the key is empty for none. */
  groups: z.array(keyed),
  leftOut: z.object({
    protected: z.number(),
    /** They have no stop, or Standby would not take them now. */
    unpausable: z.number(),
    /** Off already, and not by Standby. */
    off: z.number(),
  }),
  /** Kinds that AWS starts again by itself before the schedule would. */
  wakers: z.array(z.object({ kind: z.string(), name: z.string(), hours: z.number(), resources: z.number() })),
  /** Resources that Standby does not know for 30 days yet: before that nothing is claimed. */
  youngerThanSpan: z.number(),
  /** Where the month would end; null: `noForecast` says why. */
  forecast: scheduleForecast.nullable(),
  noForecast: z.string().nullable(),
  /** Which prices these are and how old, in one sentence. */
  prices: z.string(),
  method: z.string(),
});
export type WireWhatIf = z.infer<typeof whatIfAnswer>;

export const whatIf = defineEndpoint({
  id: "whatIf",
  method: "POST",
  path: "/what-if",
  summary:
    "What a weekly schedule would have saved in 30 days, would save in a month, and where this month would end with it",
  permission: "inventory:read",
  params: none,
  query: none,
  body: z.strictObject({ scope: scopeSchema, schedule: weeklyHours }),
  status: 200,
  response: whatIfAnswer,
});
