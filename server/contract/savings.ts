import { z } from "zod";
import { stretchEnds, stretchTypes } from "../core/ledger";
import { cursor, instant, limit, maybeMoney, money, none } from "./common";
import { day, inYears, unread } from "./costs";
import { defineEndpoint } from "./endpoint";
import { costLine } from "./resources";

/** What pausing saved, from the savings ledger. */

export const savingsKeys = ["resource", "kind", "account", "region", "group", "day"] as const;

/** An instant, or a day that begins at midnight UTC. */
const moment = z.union([z.iso.datetime({ offset: true }).refine(inYears.test, inYears.message), day]);

const span = {
  /** Default: the first of this month, UTC. */
  from: moment.optional(),
  /** Not included. Default: now. */
  until: moment.optional(),
  /** Id, name or twelve digits. */
  account: z.string().max(64).optional(),
  kind: z.string().max(64).optional(),
  /** Its id. */
  resource: z.string().max(2048).optional(),
};

/** Each is null where nothing that it is made of has a price; where something has, `unpriced` says what is left out. */
export const savingsAmounts = z.object({
  /** Of pauses that are over. */
  realised: maybeMoney,
  /** Of pauses that go on, until now. */
  running: maybeMoney,
  /** What ran by itself although it was paused. In no other figure. */
  missed: maybeMoney,
  /** What AWS billed while resources started again. */
  restart: maybeMoney,
  /** Realised and running, less what the restarts cost. */
  net: maybeMoney,
  /** Stretches of time without a price: they are in no figure. */
  unpriced: z.number(),
});
export type WireSavings = z.infer<typeof savingsAmounts>;

export const getSavings = defineEndpoint({
  id: "getSavings",
  method: "GET",
  path: "/savings",
  summary: "What pausing saved, net of restarts, and what ran by itself: in all and by kind, resource, group or day",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ ...span, by: z.enum(savingsKeys).default("kind") }),
  body: none,
  status: 200,
  response: z.object({
    from: instant,
    until: instant,
    by: z.enum(savingsKeys),
    /** They add up to `total`, but for `unpriced` by day: a stretch is counted on each of its days. */
    items: z.array(
      savingsAmounts.extend({
        /** Id, kind, region or day (UTC); the names of all groups that it is in, or empty for none. */
        key: z.string(),
        name: z.string(),
      }),
    ),
    total: savingsAmounts,
    /** What more the pauses that go on will have saved at the month's end, if they all stay; null for a span that is over. */
    expected: z
      .object({
        until: instant,
        amount: maybeMoney,
        pauses: z.number(),
        /** Pauses without a price: they are not in it. */
        unpriced: z.number(),
      })
      .nullable(),
    /** How the figures come about, in plain words. */
    method: z.string(),
    /** Which prices these are and how old, in one sentence. */
    prices: z.string(),
  }),
});
export type WireSavingsReport = z.infer<typeof getSavings.response>;

const entry = z.object({
  id: z.string(),
  holdId: z.string(),
  /** saved: it was off · missed: it ran by itself although it was paused */
  type: z.enum(stretchTypes),
  resourceId: z.string(),
  accountId: z.string(),
  account: z.string(),
  region: z.string(),
  kind: z.string(),
  name: z.string(),
  from: instant,
  /** Null: it goes on. */
  until: instant.nullable(),
  end: z.enum(stretchEnds).nullable(),
  /** The first call of the resume that ended it: AWS bills from then on. */
  restartFrom: instant.nullable(),
  /** The last look that saw it off. */
  seenUntil: instant.nullable(),
  /** What stops, an hour. */
  hourly: maybeMoney,
  /** The whole of it until its end or now. */
  amount: maybeMoney,
  /** The part of `amount` that AWS billed while it started. */
  restart: maybeMoney,
  /** The price lines that stop, as they were when the pause was entered. */
  lines: z.array(costLine),
  /** What `hourly` has beside its lines: members of a group stop with it. */
  besideLines: money.nullable(),
});
export type WireSavingsEntry = z.infer<typeof entry>;

export const listSavingsEntries = defineEndpoint({
  id: "listSavingsEntries",
  method: "GET",
  path: "/savings/entries",
  summary: "The savings ledger itself: each stretch of time with what it is worth and where its prices are from",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ ...span, limit, cursor }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(entry), next: z.string().nullable() }),
});

/** All figures are of the days that were compared. */
const reconciled = z.object({
  days: z.object({
    compared: z.number(),
    /** AWS still corrects them. */
    notFinal: z.number(),
    /** Their bill is not known. */
    notRead: z.number(),
    /** Too few days before them are known. */
    learning: z.number(),
  }),
  /** By Cost Explorer: unblended, without credits, refunds and taxes. Null, as the others: no day was compared. */
  billed: maybeMoney,
  /** What the model says that the days would have cost without the pauses. */
  expected: maybeMoney,
  /** By how much the bill fell: `expected` less `billed`. */
  fell: maybeMoney,
  /** By the ledger, less restarts. */
  saved: maybeMoney,
  /** What the ledger says beyond what the bill shows: `saved` less `fell`. */
  difference: maybeMoney,
  /** `difference` as a share of `saved`; null where that is nothing. */
  share: z.number().nullable(),
  /** What days without pauses differ by on their own, one deviation over as many days. */
  noise: maybeMoney,
  /** Stretches of time without a price on these days: more was saved than `saved`. */
  unpriced: z.number(),
});
export type WireReconciled = z.infer<typeof reconciled>;

export const reconciliationVerdicts = ["agree", "ledgerMore", "billMore"] as const;

const reconciledDay = z.object({
  day,
  state: z.enum(["compared", "notFinal", "notRead", "learning"]),
  /** untouched: learnt from days without pauses · putBack: from days to which the ledger's figure was added before */
  basis: z.enum(["untouched", "putBack"]).nullable(),
  billed: maybeMoney,
  expected: maybeMoney,
  saved: money,
  unpriced: z.number(),
});

const reconciliation = z.object({
  from: day,
  until: day,
  /** The last day that AWS does not correct any more. */
  finalThrough: day,
  /** Services of accounts that pauses touched, most saved first. Their figures add up to `total`. */
  items: z.array(
    reconciled.extend({
      account: z.object({ id: z.string(), name: z.string() }),
      /** As AWS writes it. */
      service: z.string(),
      verdict: z.enum(reconciliationVerdicts).nullable(),
      /** Of the days compared, those that were learnt from days without pauses. */
      untouched: z.number(),
      /** Whether the bill shows reservations or savings plans for it; null: that is not known. */
      committed: z.boolean().nullable(),
      /** One or two plain sentences. */
      text: z.string(),
      byDay: z.array(reconciledDay),
    }),
  ),
  total: reconciled,
  /** What was paused and is billed under no service of its own, or in another currency: in no figure. */
  leftOut: z.array(z.string()),
  unread: z.array(unread),
  method: z.string(),
});
export type WireReconciliation = z.infer<typeof reconciliation>;

export const getReconciliation = defineEndpoint({
  id: "getReconciliation",
  method: "GET",
  path: "/savings/reconciliation",
  summary: "What the ledger says was saved beside what the bill shows, by account, service and day",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({
    /** Id, name or twelve digits. */
    account: z.string().max(64).optional(),
    /** Default: 35 days ago; at most 92 days before `until`. */
    from: day.optional(),
    /** Not included. Default: tomorrow. */
    until: day.optional(),
  }),
  body: none,
  status: 200,
  response: reconciliation,
});
