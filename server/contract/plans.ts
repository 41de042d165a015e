import { z } from "zod";
import { scopeSchema } from "../core/filter";
import { relations } from "../core/operation";
import { choices, hazardLevels, restoreClasses, skipCodes } from "../core/plan";
import { idParams, instant, maybeMoney, money, none } from "./common";
import { defineEndpoint } from "./endpoint";

export const planRequest = z.strictObject({
  action: z.enum(["pause", "resume"]),
  scope: scopeSchema.default({}),
  /** By kind; each kind's adapter says what it takes. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** Plans what a protected group keeps, too: a second person then has to approve. Tags protect all the same. */
  includeProtected: z.boolean().optional(),
  /** Whose values a resume keeps where somebody changed them meanwhile; without it such resources are left alone. */
  conflicts: z.enum(choices).optional(),
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

/**
 * What a kind waits for in an account and region, by kinds of the same plan. accepted: until AWS took the last call for
 * each of theirs · settled: until each of theirs is seen in effect, or failed, or left alone.
 */
const waiting = z.object({
  accountId: z.string(),
  region: z.string(),
  kind: z.string(),
  accepted: z.array(z.string()),
  settled: z.array(z.string()),
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
  /** conflict: what was saved and what somebody made of it. */
  differences: z.array(z.object({ path: z.string(), saved: z.string(), now: z.string() })).optional(),
  /** refused: the option of its kind that, set to true, says that somebody accepts this. */
  accepts: z.string().optional(),
  /** conflict: what there is to choose from. */
  choices: z.array(z.enum(choices)).optional(),
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
  createdById: z.string(),
  includeProtected: z.boolean(),
  conflicts: z.enum(choices).nullable(),
  /** The operation that it continues, retries or undoes. */
  parent: z.object({ id: z.string(), relation: z.enum(relations) }).nullable(),
  confirm: z.object({
    level: z.enum(["none", "click", "hold", "type", "approve"]),
    reason: z.string(),
    /** What is to be typed, for `type` and `approve`. */
    text: z.string().nullable(),
  }),
  /** The second person, where `confirm` asks for one: anybody but the plan's creator. */
  approval: z.object({ by: z.string(), byId: z.string(), at: instant }).nullable(),
  steps: z.array(planItem),
  /** In the order of the steps; plans of earlier versions have none: wave waits for wave. */
  order: z.array(waiting),
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

export const planFollowUp = defineEndpoint({
  id: "planFollowUp",
  method: "POST",
  path: "/operations/{id}/plan",
  summary: "What continuing, retrying or undoing an operation would do: a dry run that changes nothing",
  permission: "operations:plan",
  params: idParams,
  query: none,
  body: z.strictObject({ relation: z.enum(relations) }),
  status: 201,
  response: plan,
});

export const approvePlan = defineEndpoint({
  id: "approvePlan",
  method: "POST",
  path: "/plans/{id}/approve",
  summary: "The second person's yes to a plan for protected resources; its creator cannot give it, nor can a token",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: none,
  status: 200,
  response: plan,
});
