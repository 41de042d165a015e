import { z } from "zod";
import { roles } from "../core/actor";
import { cursor, instant, limit, none } from "./common";
import { defineEndpoint } from "./endpoint";

export const listAudit = defineEndpoint({
  id: "listAudit",
  method: "GET",
  path: "/audit",
  summary: "Who did what, when; newest first",
  permission: "audit:read",
  params: none,
  query: z.strictObject({ limit, cursor }),
  body: none,
  status: 200,
  response: z.object({
    items: z.array(
      z.object({
        seq: z.number(),
        at: instant,
        actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
        action: z.string(),
        subject: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        outcome: z.string(),
        requestId: z.string().nullable(),
        ip: z.string().nullable(),
        hash: z.string(),
        previousHash: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

export const healthz = defineEndpoint({
  id: "healthz",
  method: "GET",
  path: "/healthz",
  summary: "The process is up",
  permission: "public",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ status: z.literal("ok") }),
});

export const readyz = defineEndpoint({
  id: "readyz",
  method: "GET",
  path: "/readyz",
  summary: "The database takes writes and the worker runs; 503 otherwise",
  permission: "public",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({
    status: z.enum(["ready", "notReady"]),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
});

/** First run: the one-time token from the server's log makes the first admin. 404 once there is one. */
export const setup = defineEndpoint({
  id: "setup",
  method: "POST",
  path: "/setup",
  summary: "Create the first admin with the one-time token from the log",
  permission: "public",
  params: none,
  query: none,
  body: z.strictObject({
    token: z.string().min(1).max(128),
    name: z.string().trim().min(1).max(100),
    email: z.email().max(254),
    password: z.string().min(12, "needs at least 12 characters").max(256),
  }),
  status: 201,
  response: z.object({ email: z.string() }),
});

export const me = defineEndpoint({
  id: "me",
  method: "GET",
  path: "/me",
  summary: "Who is asking",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ id: z.string(), name: z.string(), type: z.string(), role: z.enum(roles) }),
});
