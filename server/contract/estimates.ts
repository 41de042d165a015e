import { z } from "zod";
import { maybeMoney, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** What runs now and what it costs, at list prices, from what was last seen of each resource. */

export const estimateKeys = ["resource", "service", "kind", "region", "account", "group", "tag"] as const;

/** Day and month are exactly 24 and 730 of the hour. Null: nothing that it is made of has a price. */
const rate = z.object({ hourly: maybeMoney, daily: maybeMoney, monthly: maybeMoney });

const figures = z.object({
  resources: z.number(),
  /** Of these, all figures are known; the others are in the sums with what is known of them. */
  priced: z.number(),
  /** What everything costs in the state it is in: `running` and `paused` together. */
  current: rate,
  /** By all that is not paused, what has no stop too. */
  running: rate,
  /** What goes on although it is paused. */
  paused: rate,
  /** What Standby's pauses take away now. */
  saved: rate,
  /** What it would all cost if everything was paused that can be, and nothing protects. */
  optimised: rate,
});
export type WireEstimate = z.infer<typeof figures>;

export const estimates = z.object({
  by: z.enum(estimateKeys),
  tag: z.string().nullable(),
  /** Dearest first; with `rest` they add up to `total`. */
  items: z.array(
    figures.extend({
      /**
       * Id, service, kind or region; the names of all groups that it is in, or empty for none; `=` and the tag's value, or
       * empty without the tag.
       */
      key: z.string(),
      name: z.string(),
    }),
  ),
  /** What is beyond `limit`; null where that is nothing. */
  rest: figures.extend({ items: z.number() }).nullable(),
  total: figures,
  /** Share of the resources whose figures are all known, by count; null where there are none. */
  coverage: z.number().nullable(),
  unpriced: z.object({
    count: z.number(),
    /** By name, at most 50. */
    items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), account: z.string() })),
  }),
  /** Keys of tags that are there, most frequent first, at most 50. */
  tags: z.array(z.string()),
  /** Which prices these are and how old, in one sentence. */
  prices: z.string(),
  /** What the figures are, in plain words. */
  method: z.string(),
});
export type WireEstimates = z.infer<typeof estimates>;

export const getEstimates = defineEndpoint({
  id: "getEstimates",
  method: "GET",
  path: "/estimates",
  summary: "What runs now by hour, day and month, what is saved, and what would be left if all was paused that can be",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({
    by: z.enum(estimateKeys).default("service"),
    /** Its key; needed where `by` is `tag`, and refused where it is not. */
    tag: z.string().min(1).max(128).optional(),
    /** Id, name or twelve digits. */
    account: z.string().max(64).optional(),
    /** Id or name; `none` for what is in no group. */
    group: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
  }),
  body: none,
  status: 200,
  response: estimates,
});
