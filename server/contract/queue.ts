import { z } from "zod";
import { actions } from "../core/plan";
import { fault, instant, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** One resource that AWS cannot bring back yet; it is tried again for as long as it takes. */
export const queued = z.object({
  resourceId: z.string(),
  name: z.string(),
  kind: z.string(),
  type: z.string(),
  accountId: z.string(),
  account: z.string(),
  region: z.string(),
  operation: z.object({ id: z.string(), number: z.number(), title: z.string(), action: z.enum(actions) }),
  since: instant,
  tries: z.number(),
  /** In the past: the next try is on its way. */
  nextTryAt: instant,
  reason: z.string(),
  remedy: z.string(),
  fault: fault.nullable(),
});
export type WireQueued = z.infer<typeof queued>;

export const listQueue = defineEndpoint({
  id: "listQueue",
  method: "GET",
  path: "/queue",
  summary: "What AWS cannot do yet, over all operations, longest first",
  permission: "operations:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(queued) }),
});

export const tryNow = defineEndpoint({
  id: "tryNow",
  method: "POST",
  path: "/queue/{id}/try",
  summary: "Try one resource of the queue now, by its resource id",
  permission: "operations:run",
  params: z.strictObject({ id: z.string().min(1).max(2048) }),
  query: none,
  body: none,
  status: 202,
  response: queued,
});
