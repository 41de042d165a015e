import { z } from "zod";
import { fault, instant, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** Where prices come from, and what has none. */

export const priceListStates = ["unasked", "sandbox", "answered", "denied", "failed"] as const;

export const getPrices = defineEndpoint({
  id: "getPrices",
  method: "GET",
  path: "/prices",
  summary: "How much of the inventory has a price, what has none and why, and where the prices come from",
  permission: "inventory:read",
  params: none,
  /** Account: id, name or twelve digits. */
  query: z.strictObject({ account: z.string().max(64).optional() }),
  body: none,
  status: 200,
  response: z.object({
    at: instant,
    coverage: z.object({
      /** That are there. */
      resources: z.number(),
      /** Of these, with a price for all that needs one. What only the bill knows, such as traffic, needs none. */
      priced: z.number(),
    }),
    /** What has no price, the most resources first. */
    unpriced: z.array(
      z.object({
        /** Table and key in the price book; null where no list has it. */
        table: z.string().nullable(),
        key: z.string().nullable(),
        label: z.string(),
        region: z.string(),
        kind: z.string(),
        title: z.string(),
        resources: z.number(),
        reason: z.string(),
      }),
    ),
    /** Of these the answer has the first 200. */
    unpricedInAll: z.number(),
    /** What was negotiated, from the server's price file; null: there is none. The first entry that fits counts. */
    negotiated: z
      .object({
        title: z.string(),
        asOf: z.string(),
        entries: z.array(
          z.object({
            table: z.string(),
            key: z.string(),
            region: z.string(),
            /** USD a unit. */
            rate: z.string().nullable(),
            /** Off the list price. */
            discountPercent: z.string().nullable(),
          }),
        ),
      })
      .nullable(),
    /** AWS's own price list, as far as it was read. */
    priceList: z.object({
      /** unasked: not yet · sandbox: there is no account that AWS would answer · denied: `fault` names the permission */
      state: z.enum(priceListStates),
      askedAt: instant.nullable(),
      /** Prices that it told, and those for which it had none or several. */
      read: z.number(),
      without: z.number(),
      /** How many are to be read, a few at a time. */
      due: z.number(),
      oldestReadAt: instant.nullable(),
      newestReadAt: instant.nullable(),
      fault: fault.nullable(),
    }),
    /** What comes with Standby. */
    catalogue: z.object({ prices: z.number(), asOf: z.string() }),
  }),
});
export type WirePrices = z.infer<typeof getPrices.response>;
