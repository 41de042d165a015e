import { z } from "zod";
import { idParams, instant, none } from "./common";
import { amount, currency, day, unread } from "./costs";
import { defineEndpoint } from "./endpoint";

/** Where the bill is going: the month's end, trends, unusual days. From what was kept; nothing here asks AWS. */

export const band = z.object({ mean: z.string(), low: z.string(), high: z.string(), share: z.number() });

const change = z.object({
  amount,
  before: amount,
  /** As a share of `before`: 0.1 is 10 % more. */
  share: z.number().nullable(),
});

export const outlook = z.object({
  today: day,
  /** "2026-11" */
  month: z.string(),
  daysLeft: z.number(),
  currency: z.string(),
  otherCurrencies: z.array(z.string()),
  /** All that was reported since the first; `missing` days are not in it. */
  soFar: z.object({ amount, missing: z.number(), finalThrough: day }),
  /** The month's final days beside the same days of last month. */
  monthToDate: change,
  lastMonth: amount,
  /** Standby's own model, with the pauses that go on; null: `noForecast` says why. */
  forecast: band
    .extend({
      days: z.array(z.object({ day, amount: z.string() })),
      /** What pauses take away from the days ahead. */
      takenAway: z.string(),
      /** What the month would cost if nothing more was paused. */
      unpaused: z.string(),
      /** How it was made, in plain words. */
      basis: z.string(),
    })
    .nullable(),
  noForecast: z.string().nullable(),
  /** AWS's own model for the whole month, of the connected accounts alone; null where it was not read. */
  awsForecast: band.nullable(),
  trends: z.array(
    z.object({
      days: z.number(),
      change,
      /** How much more a day costs than the day before; null with under four known weeks. */
      perDay: amount,
    }),
  ),
  /** Dearest first. What is saved and what it costs now is of the kinds that it bills, at list prices in USD. */
  services: z.array(
    z.object({
      service: z.string(),
      monthToDate: change,
      soFar: amount,
      forecast: amount,
      savedThisMonth: amount,
      hourlyNow: amount,
    }),
  ),
  unread: z.array(unread),
  readAt: instant.nullable(),
});
export type WireOutlook = z.infer<typeof outlook>;

export const getOutlook = defineEndpoint({
  id: "getOutlook",
  method: "GET",
  path: "/costs/outlook",
  summary: "The month to date, its forecast with a band and with the pauses that go on, AWS's forecast, and trends",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ account: z.string().max(64).optional(), currency: currency.optional() }),
  body: none,
  status: 200,
  response: outlook,
});

export const anomalyMarks = ["expected", "wrong"] as const;

const anomaly = z.object({
  id: z.string(),
  account: z.object({ id: z.string(), name: z.string() }),
  /** Null: all services of the account together. */
  service: z.string().nullable(),
  kind: z.enum(["spike", "level", "new"]),
  severity: z.enum(["alert", "note"]),
  firstDay: day,
  lastDay: day,
  days: z.array(day),
  currency: z.string(),
  cost: z.string(),
  expected: z.object({ low: z.string(), mid: z.string(), high: z.string() }),
  /** Negative when it went down. */
  excess: z.string(),
  /** False while AWS may still change one of its days. */
  final: z.boolean(),
  /** One plain sentence. */
  text: z.string(),
  foundAt: instant,
  /** What a person said of it. */
  mark: z.enum(anomalyMarks).nullable(),
  markedBy: z.string().nullable(),
});
export type WireAnomaly = z.infer<typeof anomaly>;

export const listAnomalies = defineEndpoint({
  id: "listAnomalies",
  method: "GET",
  path: "/costs/anomalies",
  summary: "Days on which a service cost what nobody expected, and what runs above the usual within the hour",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ account: z.string().max(64).optional(), from: day.optional() }),
  body: none,
  status: 200,
  response: z.object({
    /** Newest first. */
    items: z.array(anomaly),
    /** What AWS's own anomaly detection found, in US dollars; newest first. */
    aws: z.array(
      z.object({
        id: z.string(),
        account: z.object({ id: z.string(), name: z.string() }),
        firstDay: day,
        /** Null: it goes on. */
        lastDay: day.nullable(),
        excess: z.string(),
        cost: amount,
        expected: amount,
        service: z.string().nullable(),
        region: z.string().nullable(),
        usage: z.string().nullable(),
      }),
    ),
    /** By account: what runs now times its list price, against what usually ran at this hour. */
    now: z.array(
      z.object({
        account: z.object({ id: z.string(), name: z.string() }),
        state: z.enum(["jump", "watching", "usual", "unknown"]),
        hourly: z.string().nullable(),
        usual: z.string().nullable(),
        excessMonthly: z.string().nullable(),
        since: instant.nullable(),
        text: z.string(),
      }),
    ),
    /** Services that cannot be judged yet. */
    learning: z.number(),
  }),
});

export const markAnomaly = defineEndpoint({
  id: "markAnomaly",
  method: "POST",
  path: "/costs/anomalies/{id}/mark",
  summary: "Say of an unusual day that it was expected, or no anomaly at all",
  permission: "groups:write",
  params: idParams,
  query: none,
  body: z.strictObject({ mark: z.enum(anomalyMarks).nullable() }),
  status: 200,
  response: anomaly,
});
