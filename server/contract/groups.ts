import { z } from "zod";
import { guards } from "../core/account";
import { filterSchema } from "../core/filter";
import { idParams, instant, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** What the guard does when something paused in the group wakes. */
const guard = z.enum(guards);
/** "Keep awake until": the guard leaves the group alone before this; at most 30 days ahead, null for not at all. */
const awakeUntil = instant.nullable();

/** By kind, as in a plan: what a pause that names this group accepts. A plan's own options come first. */
const options = z.record(z.string(), z.unknown());

export const group = z.object({
  id: z.string(),
  name: z.string(),
  filter: filterSchema,
  origin: z.enum(["person", "scan"]),
  protected: z.boolean(),
  guard,
  awakeUntil,
  options,
  resources: z.number(),
  createdAt: instant,
  updatedAt: instant,
});
export type WireGroup = z.infer<typeof group>;

const groupName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u,
    "starts with a letter or a digit, then letters, digits, spaces, dots, dashes",
  );

export const listGroups = defineEndpoint({
  id: "listGroups",
  method: "GET",
  path: "/groups",
  summary: "Saved filters that stand for environments",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(group) }),
});

export const createGroup = defineEndpoint({
  id: "createGroup",
  method: "POST",
  path: "/groups",
  summary: "Save a filter as a group",
  permission: "groups:write",
  params: none,
  query: none,
  body: z.strictObject({
    name: groupName,
    filter: filterSchema,
    protected: z.boolean().default(false),
    guard: guard.default("report"),
    awakeUntil: awakeUntil.default(null),
    options: options.default({}),
  }),
  status: 201,
  response: group,
});

export const updateGroup = defineEndpoint({
  id: "updateGroup",
  method: "PATCH",
  path: "/groups/{id}",
  summary: "Rename a group, change its filter, its protection, its guard or its options, or keep it awake for a while",
  permission: "groups:write",
  params: idParams,
  query: none,
  body: z.strictObject({
    name: groupName.optional(),
    filter: filterSchema.optional(),
    protected: z.boolean().optional(),
    guard: guard.optional(),
    awakeUntil: awakeUntil.optional(),
    options: options.optional(),
  }),
  status: 200,
  response: group,
});

export const deleteGroup = defineEndpoint({
  id: "deleteGroup",
  method: "DELETE",
  path: "/groups/{id}",
  summary: "Remove a group; its resources stay as they are",
  permission: "groups:write",
  params: idParams,
  query: none,
  body: none,
  status: 204,
  response: none,
});
