import { z } from "zod";
import { resourceStates } from "../core/resource";
import { instant, maybeMoney, money, none } from "./common";
import { defineEndpoint } from "./endpoint";
import { operationHead } from "./operations";

/** One window of a house. Level 0 is dark; 1 to 4 are under $0.03, $0.10, $0.30 an hour, and above. */
const pane = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.enum(resourceStates),
  protected: z.boolean(),
  level: z.number().int().min(0).max(4),
  /** Paused, and something still bills. */
  sill: z.boolean(),
  /** How many resources of the kind the window stands for. */
  stands: z.number(),
});
export type WirePane = z.infer<typeof pane>;

const counts = z.object({
  total: z.number(),
  running: z.number(),
  paused: z.number(),
  changing: z.number(),
  drifted: z.number(),
  unknown: z.number(),
  alwaysOn: z.number(),
  failed: z.number(),
  protected: z.number(),
});
export type WireCounts = z.infer<typeof counts>;

/** What the two halves of a rocker can do. */
const rocker = z.object({
  canStop: z.number(),
  stopSaves: money,
  canStart: z.number(),
  startCosts: money,
  /** An operation that is at work on this scope. */
  operation: z
    .object({ id: z.string(), action: z.enum(["pause", "resume"]), done: z.number(), total: z.number() })
    .nullable(),
});
export type WireRocker = z.infer<typeof rocker>;

const house = z.object({
  id: z.string(),
  name: z.string(),
  protected: z.boolean(),
  hourly: money,
  unpriced: z.number(),
  counts,
  rocker,
  pausedSince: instant.nullable(),
  panes: z.array(pane),
  /** Above 120 resources one window stands for several of a kind. */
  grouped: z.boolean(),
});
export type WireHouse = z.infer<typeof house>;

export const overview = z.object({
  at: instant,
  /** Age of the oldest account's last scan; null when none was scanned. */
  scannedAt: instant.nullable(),
  notRead: z.array(
    z.object({ account: z.string(), region: z.string(), kind: z.string(), reason: z.string(), remedy: z.string() }),
  ),
  accounts: z.array(
    z.object({ id: z.string(), name: z.string(), awsAccountId: z.string().nullable(), sandbox: z.boolean() }),
  ),
  hourly: money,
  daily: money,
  monthly: money,
  unpriced: z.number(),
  /** Which prices these are and how old, in one sentence. */
  prices: z.string(),
  counts,
  rocker,
  houses: z.array(house),
  ungrouped: z.object({ count: z.number(), hourly: money, unpriced: z.number() }),
  /** What goes on billing although it is paused or cannot be, dearest first. */
  stillBills: z.array(z.object({ id: z.string().nullable(), name: z.string(), note: z.string(), hourly: maybeMoney })),
  /** Of what has a price. */
  stillBillsTotal: money,
  /** How many of them have none. */
  stillBillsUnpriced: z.number(),
  savedNow: money,
  /** By the ledger, since the first of the month (UTC), less what restarts cost; null where nothing of it has a price. */
  savedThisMonth: z.object({ net: maybeMoney, unpriced: z.number() }),
  /** What of the money is worth a look, and the largest of it in a sentence; null where there is none. */
  money: z.object({
    /** Unusual days of the last two weeks that nobody marked. */
    anomalies: z.object({ count: z.number(), text: z.string().nullable() }),
    /** Budgets of which a share was passed in the running period. */
    budgets: z.object({ count: z.number(), text: z.string().nullable() }),
  }),
  restores: z.object({ total: z.number(), exact: z.number() }),
  wakes: z.array(z.object({ resourceId: z.string(), name: z.string(), at: instant })),
  operations: z.array(operationHead),
});
export type WireOverview = z.infer<typeof overview>;

export const getOverview = defineEndpoint({
  id: "getOverview",
  method: "GET",
  path: "/overview",
  summary: "What runs, what it costs, and what one press would do",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ account: z.string().optional() }),
  body: none,
  status: 200,
  response: overview,
});
