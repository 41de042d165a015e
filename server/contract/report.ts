import { z } from "zod";
import { itemStates, operationStates } from "../core/operation";
import { idParams, instant, maybeMoney, money, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** What an operation did, for those who keep it, count it up or show it to somebody. */

const resource = z.object({
  resourceId: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.string(),
  name: z.string(),
  type: z.string(),
  state: z.enum(itemStates),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** From its first call until it was settled. */
  seconds: z.number().nullable(),
  hourlyBefore: maybeMoney,
  hourlyAfter: maybeMoney,
  saw: z.string(),
  /** Why it failed or waits; empty where nothing went wrong. */
  reason: z.string(),
  remedy: z.string(),
  /** What a read-back found unequal: `path: saved → now`. */
  differences: z.string(),
});
export type WireReportedResource = z.infer<typeof resource>;

export const operationReport = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  action: z.enum(["pause", "resume"]),
  state: z.enum(operationStates),
  by: z.string(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  seconds: z.number().nullable(),
  /** Sums of the resources with both prices. */
  hourlyBefore: money,
  hourlyAfter: money,
  /** How many have no price, or only one of the two: they are in no sum. */
  unpriced: z.number(),
  resources: z.array(resource),
});
export type WireOperationReport = z.infer<typeof operationReport>;

export const reportOperation = defineEndpoint({
  id: "reportOperation",
  method: "GET",
  path: "/operations/{id}/report",
  summary: "What an operation did with each resource, as a file: JSON, CSV or HTML with the same figures",
  permission: "operations:read",
  params: idParams,
  query: z.strictObject({ format: z.enum(["json", "csv", "html"]).default("json") }),
  body: none,
  status: 200,
  response: operationReport,
  files: ["text/csv", "text/html"],
});
