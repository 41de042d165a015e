import { z } from "zod";
import { leftKinds } from "../core/idleness";
import { instant, maybeMoney, money, none } from "./common";
import { defineEndpoint } from "./endpoint";
import { weeklyHours } from "./what-if";

/** What could be paused, scheduled, made smaller or deleted, with what it is worth a month. */

/**
 * stop: nobody uses it · schedule: nobody uses it at night or on weekends · smaller: it uses little of its size · the rest:
 * what the lists tell, and what nobody uses and only a deletion ends
 */
const adviceKinds = ["stop", "schedule", "smaller", ...leftKinds] as const;

const recommendation = z.object({
  resourceId: z.string(),
  accountId: z.string(),
  account: z.string(),
  region: z.string(),
  kind: z.string(),
  name: z.string(),
  type: z.string(),
  advice: z.enum(adviceKinds),
  /** What was seen, with its figures. */
  why: z.string(),
  /** What to do about it. */
  remedy: z.string(),
  since: instant.nullable(),
  /** Of `schedule`: the hours at which it was used, as POST /what-if takes them; null of all other advice. */
  schedule: weeklyHours.nullable(),
  /** A plan of a pause takes it. */
  plannable: z.boolean(),
  /** A month; null where no price tells. */
  worth: maybeMoney,
  /** AWS tells only the most that it can be. */
  atMost: z.boolean(),
  source: z.object({
    from: z.enum(["CloudWatch", "inventory"]),
    /** Of how many days. */
    days: z.number().nullable(),
    readAt: instant,
  }),
});
export type WireRecommendation = z.infer<typeof recommendation>;

export const listRecommendations = defineEndpoint({
  id: "listRecommendations",
  method: "GET",
  path: "/recommendations",
  summary: "What nobody uses, or seldom, and what it is worth a month to end that",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({
    /** Id, name or twelve digits. */
    account: z.string().max(64).optional(),
    kind: z.string().max(64).optional(),
  }),
  body: none,
  status: 200,
  response: z.object({
    at: instant,
    /** Most worth first, those without a price last; one for each resource. */
    items: z.array(recommendation),
    /** Of all items with a price. Null: none has one. */
    total: z.object({ worth: maybeMoney, unpriced: z.number(), atMost: z.boolean() }),
    /** Not among the items: what is protected, and what is unused where something is paused that may come back to it. */
    leftOut: z.object({ protected: z.number(), waiting: z.number() }),
    /** Idle is so many days without use. */
    idleDays: z.number(),
    /** What CloudWatch told of each account, and what asking it cost today. */
    read: z.array(
      z.object({
        accountId: z.string(),
        account: z.string(),
        /** Null: not yet. */
        readAt: instant.nullable(),
        idle: z.number(),
        busy: z.number(),
        young: z.number(),
        unknown: z.number(),
        /** What most of the unknown are unknown for. */
        why: z.object({ reason: z.string(), remedy: z.string() }).nullable(),
        asked: z.number(),
        askedCost: money,
      }),
    ),
    method: z.string(),
    /** Which prices these are and how old, in one sentence. */
    prices: z.string(),
  }),
});
export type WireRecommendations = z.infer<typeof listRecommendations.response>;
