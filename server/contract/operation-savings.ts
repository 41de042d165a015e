import { z } from "zod";
import { idParams, instant, maybeMoney, none } from "./common";
import { defineEndpoint } from "./endpoint";
import { savingsAmounts } from "./savings";

export const getOperationSavings = defineEndpoint({
  id: "getOperationSavings",
  method: "GET",
  path: "/operations/{id}/savings",
  summary: "What a pause was expected to save, and what the savings ledger says that it saved since",
  permission: "operations:read",
  params: idParams,
  query: none,
  body: none,
  status: 200,
  response: savingsAmounts.extend({
    from: instant,
    until: instant,
    /** What the plan said that stops, an hour, of all that was paused; null where nothing of it has a price. */
    expectedHourly: maybeMoney,
    /** Resources of it whose plan had no price: they are in no figure. */
    expectedUnpriced: z.number(),
    method: z.string(),
  }),
});
