import { z } from "zod";
import { idParams, instant, none } from "./common";
import { amount, currency } from "./costs";
import { defineEndpoint } from "./endpoint";

/** Budgets: a limit for an account, a group or a tag, and the shares of it that are told when they are passed. */

export const budgetScope = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("account"), accountId: z.string().min(1).max(128) }),
  z.strictObject({ type: z.literal("group"), groupId: z.string().min(1).max(128) }),
  z.strictObject({ type: z.literal("tag"), key: z.string().min(1).max(128), value: z.string().max(256) }),
]);

const threshold = z.strictObject({
  on: z.enum(["actual", "forecast"]),
  /** 0.8 is 80 %. */
  share: z.number().min(0.01).max(10),
});

const decimal = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, "must be an amount such as 350.00");

/** Without defaults: what a change does not name stays as it is. */
const fields = {
  name: z.string().trim().min(1).max(64),
  scope: budgetScope,
  period: z.enum(["month", "quarter", "year"]),
  limit: decimal,
  thresholds: z.array(threshold).min(1).max(10),
};

export const budgetInput = z.strictObject({ ...fields, currency: currency.default("USD") });
export type WireBudgetInput = z.input<typeof budgetInput>;

const budget = z.object({
  id: z.string(),
  name: z.string(),
  scope: budgetScope,
  /** What the scope is called: "tidewater", "dev", "Environment = dev". */
  scopeName: z.string(),
  period: z.enum(["month", "quarter", "year"]),
  limit: z.string(),
  currency: z.string(),
  /** The running period: "2026-11", "2026-Q4", "2026". */
  current: z.string(),
  /** Null: not known, and `reason` says why. */
  actual: amount,
  /** False: days are missing, it is at least `actual`. */
  isComplete: z.boolean(),
  forecast: amount,
  reason: z.string().nullable(),
  thresholds: z.array(
    threshold.extend({
      amount: z.string(),
      state: z.enum(["below", "fires", "fired", "overtaken", "unknown"]),
      firedAt: instant.nullable(),
    }),
  ),
});
export type WireBudget = z.infer<typeof budget>;

export const listBudgets = defineEndpoint({
  id: "listBudgets",
  method: "GET",
  path: "/budgets",
  summary: "Budgets, what is spent of them, and which of their thresholds were passed",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(budget) }),
});

export const createBudget = defineEndpoint({
  id: "createBudget",
  method: "POST",
  path: "/budgets",
  summary: "Set a limit for an account, a group or a tag",
  permission: "groups:write",
  params: none,
  query: none,
  body: budgetInput,
  status: 201,
  response: budget,
});

export const updateBudget = defineEndpoint({
  id: "updateBudget",
  method: "PATCH",
  path: "/budgets/{id}",
  summary: "Change a budget; each change arms its thresholds again",
  permission: "groups:write",
  params: idParams,
  query: none,
  body: z.strictObject({ ...fields, currency }).partial(),
  status: 200,
  response: budget,
});

export const deleteBudget = defineEndpoint({
  id: "deleteBudget",
  method: "DELETE",
  path: "/budgets/{id}",
  summary: "Forget a budget",
  permission: "groups:write",
  params: idParams,
  query: none,
  body: none,
  status: 204,
  response: none,
});
