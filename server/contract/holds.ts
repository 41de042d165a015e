import { z } from "zod";
import { holdStates } from "../core/operation";
import { cursor, idParams, instant, limit, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** What a pause saved of one resource, whole, and what became of it. */
const hold = z.object({
  id: z.string(),
  resourceId: z.string(),
  accountId: z.string(),
  region: z.string(),
  kind: z.string(),
  nativeId: z.string(),
  name: z.string(),
  /** active: a resume restores it · released: it was restored · ended: its resource was let stay as it is. */
  state: z.enum(holdStates),
  /** Which form of its kind `saved` has. */
  savedVersion: z.number(),
  saved: z.unknown(),
  /** Tags and full description at the time of the pause. */
  inventory: z.unknown(),
  operationId: z.string(),
  createdAt: instant,
  verifiedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endReason: z.string().nullable(),
});
export type WireHold = z.infer<typeof hold>;

export const listHolds = defineEndpoint({
  id: "listHolds",
  method: "GET",
  path: "/holds",
  summary: "The saved configuration of everything that is paused, newest first; with `state`, of what was",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ state: z.enum(holdStates).optional(), limit, cursor }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(hold), next: z.string().nullable() }),
});

export const getHold = defineEndpoint({
  id: "getHold",
  method: "GET",
  path: "/holds/{id}",
  summary: "One saved configuration, whole, as a file; also of a hold that is over, and when the resource is gone",
  permission: "inventory:read",
  params: idParams,
  query: none,
  body: none,
  status: 200,
  response: hold,
});

export const endHold = defineEndpoint({
  id: "endHold",
  method: "POST",
  path: "/holds/{id}/end",
  summary: "Let a resource stay as it is; its saved configuration stays in `GET /holds/{id}`",
  permission: "operations:run",
  params: idParams,
  query: none,
  body: z.strictObject({ reason: z.string().trim().min(1, "say why").max(500) }),
  status: 200,
  response: hold,
});
