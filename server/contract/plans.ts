import { z } from "zod";
import { scopeSchema } from "../core/filter";
import { hazardLevels, restoreClasses, skipCodes } from "../core/plan";
import { idParams, instant, maybeMoney, money, none } from "./common";
import { defineEndpoint } from "./endpoint";

export const planRequest = z.strictObject({
  action: z.enum(["pause", "resume"]),
  scope: scopeSchema.default({}),
  /** By kind; each kind's adapter says what it takes. */
  options: z.record(z.string(), z.unknown()).default({}),
});

const step = z.object({ op: z.string(), before: z.string(), after: z.string() });

const planItem = z.object({
  resourceId: z.string(),
  kind: z.string(),
  name: z.string(),
  type: z.string(),
  accountId: z.string(),
  region: z.string(),
  wave: z.number(),
  waveTitle: z.string(),
  steps: z.array(step),
  hazards: z.array(z.object({ level: z.enum(hazardLevels), code: z.string(), title: z.string(), detail: z.string() })),
  restore: z.enum(restoreClasses),
  expectedSeconds: z.number(),
  hourlyNow: maybeMoney,
  hourlyAfter: maybeMoney,
});

const skipped = z.object({
  resourceId: z.string(),
  kind: z.string(),
  name: z.string(),
  region: z.string(),
  code: z.enum(skipCodes),
  reason: z.string(),
  remedy: z.string(),
  hourlyNow: maybeMoney,
});

export const plan = z.object({
  id: z.string(),
  number: z.number(),
  hash: z.string(),
  title: z.string(),
  action: z.enum(["pause", "resume"]),
  scope: scopeSchema,
  options: z.record(z.string(), z.unknown()),
  createdAt: instant,
  expiresAt: instant,
  createdBy: z.string(),
  confirm: z.object({
    level: z.enum(["none", "click", "hold", "type", "approve"]),
    reason: z.string(),
    text: z.string().nullable(),
  }),
  steps: z.array(planItem),
  skipped: z.array(skipped),
  totals: z.object({
    resources: z.number(),
    skipped: z.number(),
    hourlyNow: money,
    hourlyAfter: money,
    saves: money,
    unpriced: z.number(),
    expectedSeconds: z.number(),
  }),
  /** Every resource of the scope as a window of the house, as it will be after. */
  operationId: z.string().nullable(),
});
export type WirePlan = z.infer<typeof plan>;
export type WirePlanItem = z.infer<typeof planItem>;
export type WireSkipped = z.infer<typeof skipped>;

export const createPlan = defineEndpoint({
  id: "createPlan",
  method: "POST",
  path: "/plans",
  summary: "What a pause or resume would do: a dry run that changes nothing",
  permission: "operations:plan",
  params: none,
  query: none,
  body: planRequest,
  status: 201,
  response: plan,
});

export const getPlan = defineEndpoint({
  id: "getPlan",
  method: "GET",
  path: "/plans/{id}",
  summary: "A plan as it was frozen",
  permission: "operations:read",
  params: idParams,
  query: none,
  body: none,
  status: 200,
  response: plan,
});
