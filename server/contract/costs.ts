import { z } from "zod";
import { fault, instant, none } from "./common";
import { defineEndpoint } from "./endpoint";

/**
 * What AWS charged, from what was kept of Cost Explorer: nothing here asks AWS. Amounts are decimal strings with six
 * places in the answer's `currency`; null is not known, and never zero.
 */

export const costKeys = ["service", "account", "region", "tag", "group", "usage", "record"] as const;
export const costMetrics = ["unblended", "amortized", "netUnblended"] as const;

/** Within these years a day, its month and the days around it all have ten characters, and compare as texts. */
export const inYears = {
  test: (text: string) => text >= "1970-01-01" && text < "3000-01-01",
  message: "must be of the years 1970 to 2999",
} as const;
export const day = z.iso.date().refine(inYears.test, inYears.message);
export const amount = z.string().nullable();
export const currency = z.string().regex(/^[A-Z]{3}$/, "must be a currency such as USD");

/** Why there is no actual cost of an account; `fault` says what to do. */
export const unread = z.object({
  account: z.object({ id: z.string(), name: z.string() }),
  state: z.enum(["waiting", "not-enabled", "no-data", "denied", "throttled", "expired", "unsupported", "failed"]),
  /** The days that are missing in the answer. */
  from: day,
  until: day,
  fault: fault.nullable(),
});
export type WireUnread = z.infer<typeof unread>;

export const costsQuery = {
  /** Default: the first of last month. */
  from: day.optional(),
  /** Not included. Default: tomorrow. */
  until: day.optional(),
  by: z.enum(costKeys).default("service"),
  /** Of a cost allocation tag; needed where `by` is `tag`. Where it is `group`: the tag that groups are told by. */
  tag: z.string().max(128).optional(),
  metric: z.enum(costMetrics).default("unblended"),
  every: z.enum(["day", "month"]).default("day"),
  /** Id, name or twelve digits. */
  account: z.string().max(64).optional(),
  /** Only this service, as AWS writes it. */
  service: z.string().max(256).optional(),
  /** Default: the one in which most was charged. */
  currency: currency.optional(),
};

export const costs = z.object({
  from: day,
  until: day,
  by: z.enum(costKeys),
  metric: z.enum(costMetrics),
  every: z.enum(["day", "month"]),
  currency: z.string(),
  /** Others in which something was charged: amounts of different currencies are never added. */
  otherCurrencies: z.array(z.string()),
  /** The days, or the first days of the months, that all `amounts` are of. */
  periods: z.array(day),
  /** Dearest first. They add up to `total`, period by period; what a grouping leaves over is an item with a name. */
  items: z.array(z.object({ key: z.string(), name: z.string(), amounts: z.array(amount), total: amount })),
  total: z.object({ amounts: z.array(amount), total: amount }),
  /** What is in no other figure. Null: not told for all of the time. */
  apart: z.object({ credit: amount, refund: amount, tax: amount }),
  /** The last day that AWS does not correct any more. */
  finalThrough: day,
  /**
   * By the savings ledger, in the same periods, in USD at the prices of the day. Null: nothing of it has a price, it is to
   * come, or one service is asked for: what was saved is not told by service.
   */
  saved: z.array(amount),
  /** Of each group's resources that can be paused: which share of each day they were paused. Only by the day. */
  pauses: z.array(z.object({ group: z.object({ id: z.string(), name: z.string() }), shares: z.array(z.number()) })),
  /** What this answer lacks, and why. */
  unread: z.array(unread),
  /** Keys of cost allocation tags that are read. */
  tags: z.array(z.string()),
  /** The oldest of the readings that it is made of; null before the first. */
  readAt: instant.nullable(),
  /** What today's requests of Cost Explorer were, and what each costs. */
  requests: z.object({ today: z.number(), atMost: z.number(), each: z.string(), spent: z.string() }),
  /** Which cost this is, and where it is from, in plain words. */
  method: z.string(),
});
export type WireCosts = z.infer<typeof costs>;

export const getCosts = defineEndpoint({
  id: "getCosts",
  method: "GET",
  path: "/costs",
  summary: "What AWS charged, by day or month, and by service, account, region, tag, group, usage or record type",
  permission: "inventory:read",
  params: none,
  query: z.strictObject(costsQuery),
  body: none,
  status: 200,
  response: costs,
});
