import { z } from "zod";
import { credentialsSchema } from "../core/account";
import { fault, idParams, instant, none, wait } from "./common";
import { defineEndpoint } from "./endpoint";

export const account = z.object({
  id: z.string(),
  name: z.string(),
  awsAccountId: z.string().nullable(),
  credentials: z.object({
    type: z.enum(["environment", "role", "sandbox"]),
    roleArn: z.string().optional(),
    externalId: z.string().optional(),
  }),
  regions: z.array(z.string()).nullable(),
  createdAt: instant,
  lastScanAt: instant.nullable(),
});
export type WireAccount = z.infer<typeof account>;

const coverageRow = z.object({
  region: z.string(),
  kind: z.string(),
  status: z.enum(["read", "notRead"]),
  found: z.number(),
  milliseconds: z.number(),
  fault: fault.nullable(),
});

/** What a scan read, what it did not, and why. */
export const coverage = z.object({
  accountId: z.string(),
  state: z.enum(["running", "finished"]),
  startedAt: instant,
  finishedAt: instant.nullable(),
  found: z.number(),
  read: z.number(),
  notRead: z.number(),
  calls: z.number(),
  rows: z.array(coverageRow),
});
export type WireCoverage = z.infer<typeof coverage>;

export const listAccounts = defineEndpoint({
  id: "listAccounts",
  method: "GET",
  path: "/accounts",
  summary: "The connected accounts",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(account) }),
});

export const createAccount = defineEndpoint({
  id: "createAccount",
  method: "POST",
  path: "/accounts",
  summary: "Connect an account",
  permission: "accounts:write",
  params: none,
  query: none,
  body: z.strictObject({
    name: z.string().trim().min(1).max(64),
    credentials: credentialsSchema,
    regions: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region such as eu-central-1"))
      .min(1)
      .max(50)
      .optional(),
  }),
  status: 201,
  response: account,
});

export const scanAccount = defineEndpoint({
  id: "scanAccount",
  method: "POST",
  path: "/accounts/{id}/scan",
  summary: "Read every kind in every region of an account",
  permission: "inventory:scan",
  params: idParams,
  query: z.strictObject({ wait }),
  body: none,
  status: 202,
  response: coverage,
});
