import { z } from "zod";
import { none } from "./common";
import { defineEndpoint } from "./endpoint";

const actions = z.array(z.string());

export const kind = z.object({
  kind: z.string(),
  title: z.string(),
  plural: z.string(),
  /** How well a restore gets, at best. */
  restore: z.enum(["exact", "recreated", "reportOnly"]),
  /** Order on pause, low first; a resume runs it backwards. */
  wave: z.number(),
  /** AWS starts it again by itself after so many hours. */
  wakesAfterHours: z.number().nullable(),
  /** What a pause and a resume do; for a kind that is only listed, why it has none and what ends its bill. */
  about: z.union([
    z.object({
      pause: z.string(),
      resume: z.string(),
      saves: z.string(),
      stillCosts: z.string(),
      hazards: z.array(z.string()),
    }),
    z.object({ reason: z.string(), remedy: z.string() }),
  ]),
  /** What a plan or a group may say of it. `acceptable`: off unless somebody accepts what it says. */
  options: z.array(
    z.object({ name: z.string(), what: z.string(), acceptable: z.boolean(), byDefault: z.unknown().optional() }),
  ),
  iam: z.object({ read: actions, pause: actions, resume: actions }),
});
export type WireKind = z.infer<typeof kind>;

export const listKinds = defineEndpoint({
  id: "listKinds",
  method: "GET",
  path: "/kinds",
  summary: "Every kind of resource that Standby knows: what a pause does, saves and risks, and what may be asked of it",
  permission: "inventory:read",
  params: none,
  query: none,
  body: none,
  status: 200,
  response: z.object({ items: z.array(kind) }),
});

export const getPolicy = defineEndpoint({
  id: "getPolicy",
  method: "GET",
  path: "/policies/{name}",
  summary: "The least IAM policy for a purpose; several documents where it is longer than IAM takes",
  permission: "inventory:read",
  params: z.object({ name: z.enum(["read-only", "operate", "recreate", "never"]) }),
  query: none,
  body: none,
  status: 200,
  response: z.object({ documents: z.array(z.record(z.string(), z.unknown())) }),
});
