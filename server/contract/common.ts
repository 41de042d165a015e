import { z } from "zod";

/** Shapes that many endpoints share. */

export const none = z.strictObject({});
export const idParams = z.strictObject({ id: z.string().min(1).max(128) });

/** An exact amount: a decimal string with six places, and its currency. Null wherever there is no price. */
export const money = z.strictObject({ amount: z.string(), currency: z.literal("USD") });
export const maybeMoney = money.nullable();
export const instant = z.iso.datetime();

/** How long to wait for an answer to become final: `60s`, `5m`; at most five minutes. */
export const wait = z
  .string()
  .regex(/^\d{1,3}(s|m)$/, "must look like 60s or 5m")
  .optional();

export const limit = z.coerce.number().int().min(1).max(500).default(50);
export const cursor = z.string().max(2048).optional();

/** RFC 9457 problem details, with a stable code. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  requestId: z.string(),
  retryable: z.boolean(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
});

export const fault = z.object({
  code: z.string(),
  reason: z.string(),
  remedy: z.string(),
  action: z.string().optional(),
  awsError: z.string().optional(),
  awsRequestId: z.string().optional(),
});
export type WireMoney = z.infer<typeof money>;
export type WireProblem = z.infer<typeof problem>;
