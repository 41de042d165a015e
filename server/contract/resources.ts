import { z } from "zod";
import { managerTools } from "../core/manager";
import { resourceStates } from "../core/resource";
import { cursor, idParams, instant, limit, maybeMoney, none } from "./common";
import { defineEndpoint } from "./endpoint";

export const costLine = z.object({
  label: z.string(),
  note: z.string(),
  quantity: z.union([z.number(), z.literal("metered")]),
  unit: z.enum(["hour", "month", "second"]),
  stopsWhenPaused: z.boolean(),
  rate: z.string().nullable(),
  hourly: maybeMoney,
  /** Where the price is from and how old it is; null where there is no price. */
  source: z.object({ id: z.string(), title: z.string(), asOf: z.string() }).nullable(),
});
export type WireLine = z.infer<typeof costLine>;

export const resource = z.object({
  id: z.string(),
  accountId: z.string(),
  account: z.string(),
  region: z.string(),
  kind: z.string(),
  nativeId: z.string(),
  arn: z.string(),
  name: z.string(),
  type: z.string(),
  tags: z.record(z.string(), z.string()),
  state: z.enum(resourceStates),
  saw: z.string(),
  reason: z.string(),
  remedy: z.string(),
  protected: z.boolean(),
  groups: z.array(z.string()),
  ownerId: z.string().nullable(),
  holdId: z.string().nullable(),
  /** What pressing its switch would ask for: null when there is nothing to press. */
  action: z.enum(["pause", "resume"]).nullable(),
  hourlyNow: maybeMoney,
  hourlyRunning: maybeMoney,
  hourlyPaused: maybeMoney,
  unpriced: z.number(),
  seenAt: instant,
  changedAt: instant,
});
export type WireResource = z.infer<typeof resource>;

const manager = z.object({
  tool: z.enum(managerTools),
  /** The state, the stack, the environment. */
  name: z.string(),
  /** What the tool calls the resource: `module.web.aws_instance.api[0]`. */
  address: z.string().nullable(),
  /** What it would show as changed while Standby holds the resource; null where nobody knows. */
  drift: z.array(z.string()).nullable(),
});
export type WireManager = z.infer<typeof manager>;

export const resourceDetail = resource.extend({
  /** What else says what it should be like: Terraform by imported states, CloudFormation and Beanstalk by their tags. */
  managedBy: z.array(manager),
  detail: z.unknown(),
  lines: z.array(costLine),
  restore: z.string(),
  expectSeconds: z.object({ pause: z.number(), resume: z.number() }),
  wakesItselfAfterHours: z.number().nullable(),
  relations: z.array(z.object({ role: z.string(), id: z.string(), name: z.string(), kind: z.string() })),
  hold: z.object({ id: z.string(), createdAt: instant, verifiedAt: instant.nullable(), saved: z.unknown() }).nullable(),
  /** Its last hold, where that was ended without a restore: `GET /holds/{id}` still has what it saved. */
  endedHold: z.object({ id: z.string(), endedAt: instant, reason: z.string() }).nullable(),
  lastRestore: z
    .object({ at: instant, attributes: z.number(), equal: z.boolean(), operationId: z.string() })
    .nullable(),
  /** What the last daily look at CloudWatch told; null where nothing is asked of it, and before the first look. */
  idle: z
    .object({ verdict: z.enum(["idle", "busy", "young", "unknown"]), text: z.string(), readAt: instant })
    .nullable(),
  history: z.array(
    z.object({
      operationId: z.string(),
      number: z.number(),
      action: z.enum(["pause", "resume"]),
      by: z.string(),
      at: instant,
      state: z.string(),
      seconds: z.number().nullable(),
    }),
  ),
});
export type WireResourceDetail = z.infer<typeof resourceDetail>;

/** `?tag=` may be repeated; every other field takes several values joined by commas. */
const many = z.union([z.string(), z.array(z.string())]).optional();

export const listResources = defineEndpoint({
  id: "listResources",
  method: "GET",
  path: "/resources",
  summary: "The inventory, filtered",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({
    account: many,
    region: many,
    kind: many,
    tag: many,
    state: many,
    group: many,
    /** Group names, `none` for those in no group. */
    not: many,
    q: z.string().max(256).optional(),
    limit,
    cursor,
  }),
  body: none,
  status: 200,
  response: z.object({
    items: z.array(resource),
    next: z.string().nullable(),
    /** Over the whole filter, not only this page. */
    total: z.number(),
    hourlyNow: maybeMoney,
    unpriced: z.number(),
  }),
});

export const getResource = defineEndpoint({
  id: "getResource",
  method: "GET",
  path: "/resources/{id}",
  summary: "One resource with its prices, relations and history",
  permission: "inventory:read",
  params: idParams,
  query: none,
  body: none,
  status: 200,
  response: resourceDetail,
});
