import { z } from "zod";
import { scopeSchema } from "../core/filter";
import { itemStates, operationStates, relations } from "../core/operation";
import { choices } from "../core/plan";
import { cursor, fault, idParams, instant, limit, maybeMoney, money, none, wait } from "./common";
import { defineEndpoint } from "./endpoint";

const counts = z.object({
  total: z.number(),
  waiting: z.number(),
  changing: z.number(),
  /** AWS cannot do them yet; they are tried again for as long as it takes. */
  deferred: z.number(),
  done: z.number(),
  failed: z.number(),
  skipped: z.number(),
});

export const operationItem = z.object({
  resourceId: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.string(),
  name: z.string(),
  type: z.string(),
  wave: z.number(),
  waveTitle: z.string(),
  state: z.enum(itemStates),
  step: z.number(),
  steps: z.array(z.object({ op: z.string(), before: z.string(), after: z.string() })),
  attempts: z.number(),
  saw: z.string(),
  fault: fault.nullable(),
  differences: z.array(z.object({ path: z.string(), saved: z.string(), now: z.string() })),
  /** Since when AWS could not do it; null when it never had to wait. */
  deferredAt: instant.nullable(),
  /** When it is tried again, while it waits. */
  nextTryAt: instant.nullable(),
  startedAt: instant.nullable(),
  settledAt: instant.nullable(),
  expectedSeconds: z.number(),
  hourlyBefore: maybeMoney,
  hourlyAfter: maybeMoney,
});
export type WireOperationItem = z.infer<typeof operationItem>;

export const operationHead = z.object({
  id: z.string(),
  number: z.number(),
  planId: z.string(),
  title: z.string(),
  action: z.enum(["pause", "resume"]),
  state: z.enum(operationStates),
  by: z.string(),
  createdAt: instant,
  /** Nothing is sent before this: until then an undo touches nothing. */
  startsAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  counts,
  /** What its resources cost an hour before and after, as the plan had it; both of those that have both prices. */
  hourlyBefore: money,
  hourlyAfter: money,
  /**
   * How many of its resources have no price, or only one of the two: they are in none of the sums. Null: it was planned
   * by a version that did not count them.
   */
  unpriced: z.number().nullable(),
});
export type WireOperationHead = z.infer<typeof operationHead>;

export const operation = operationHead.extend({
  /** The operation that this one continues, retries or undoes. */
  parent: z.object({ id: z.string(), number: z.number(), relation: z.enum(relations) }).nullable(),
  /** What may be asked of it now. `undo` before `startsAt` touches nothing, later it is the way back. */
  can: z.object({ cancel: z.boolean(), continue: z.boolean(), retry: z.boolean(), undo: z.boolean() }),
  /** What the same resources cost an hour at this moment. */
  hourlyNow: money,
  unpriced: z.number(),
  cancelRequested: z.boolean(),
  expectedSeconds: z.number(),
  holds: z.number(),
  resources: z.array(operationItem),
  /** Number of the newest event, to start a stream from. */
  lastEvent: z.number(),
});
export type WireOperation = z.infer<typeof operation>;

export const operationEvent = z.object({
  seq: z.number(),
  at: instant,
  type: z.enum(["item", "state", "call", "done"]),
  resourceId: z.string().nullable(),
  state: z.string(),
  text: z.string(),
});
export type WireOperationEvent = z.infer<typeof operationEvent>;

/** How a plan is confirmed. */
const confirmation = {
  /** What the plan asks to be typed. */
  confirmText: z.string().max(512).optional(),
  /** Says that no person confirms. A limit or an approval is asked for all the same. */
  force: z.literal(true).optional(),
};

/** Seconds in which an undo touches nothing; a person's small stop has the setting's, a script's none. */
const undoSeconds = z.number().int().min(0).max(60).optional();

const startBody = z.union([
  z.strictObject({ planId: z.string(), planHash: z.string(), ...confirmation, undoSeconds }),
  z.strictObject({
    action: z.enum(["pause", "resume"]),
    scope: scopeSchema.default({}),
    options: z.record(z.string(), z.unknown()).default({}),
    /** As for a plan. */
    conflicts: z.enum(choices).optional(),
    confirmText: confirmation.confirmText,
    /** Says that no person confirms: required when there is no plan that was shown. */
    force: z.literal(true),
    undoSeconds,
  }),
]);

export const startOperation = defineEndpoint({
  id: "startOperation",
  method: "POST",
  path: "/operations",
  summary: "Apply a plan, or plan and apply in one go with force",
  permission: "operations:run",
  params: none,
  query: none,
  body: startBody,
  status: 202,
  response: operation,
});

export const listOperations = defineEndpoint({
  id: "listOperations",
  method: "GET",
  path: "/operations",
  summary: "The history, newest first",
  permission: "operations:read",
  params: none,
  query: z.strictObject({ limit, cursor }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(operationHead), next: z.string().nullable() }),
});

export const getOperation = defineEndpoint({
  id: "getOperation",
  method: "GET",
  path: "/operations/{id}",
  summary: "One operation with the outcome of each resource; waits until it is over when asked",
  permission: "operations:read",
  params: idParams,
  query: z.strictObject({ wait }),
  body: none,
  status: 200,
  response: operation,
});

export const cancelOperation = defineEndpoint({
  id: "cancelOperation",
  method: "POST",
  path: "/operations/{id}/cancel",
  summary: "Send nothing more; what is done stays done",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: none,
  status: 202,
  response: operation,
});

export const continueOperation = defineEndpoint({
  id: "continueOperation",
  method: "POST",
  path: "/operations/{id}/continue",
  summary: "Do what a cancel left undone; `POST /operations/{id}/plan` shows it first",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: z.strictObject(confirmation),
  status: 202,
  response: operation,
});

export const retryOperation = defineEndpoint({
  id: "retryOperation",
  method: "POST",
  path: "/operations/{id}/retry",
  summary: "Try again what failed; `POST /operations/{id}/plan` shows it first",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: z.strictObject(confirmation),
  status: 202,
  response: operation,
});

export const undoOperation = defineEndpoint({
  id: "undoOperation",
  method: "POST",
  path: "/operations/{id}/undo",
  summary: "Start what a stop stopped, or stop what a start started; within the undo window nothing is touched at all",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: z.strictObject(confirmation),
  status: 202,
  response: operation,
});

export const streamOperation = defineEndpoint({
  id: "streamOperation",
  method: "GET",
  path: "/operations/{id}/events",
  summary: "The operation's events as they happen; resumes after Last-Event-ID",
  permission: "operations:read",
  params: idParams,
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  body: none,
  status: 200,
  response: operationEvent,
  stream: true,
});
