import { z } from "zod";
import { logExportStates } from "../core/log-export";
import { fault, instant, limit, none } from "./common";
import { defineEndpoint } from "./endpoint";

/** Log events that go to a bucket of S3. It deletes nothing, and stops no bill: it comes before a shorter retention. */

const logExport = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  resourceId: z.string(),
  /** The log group. */
  name: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  from: instant,
  until: instant,
  state: z.enum(logExportStates),
  /** AWS's id of the task. */
  taskId: z.string().nullable(),
  fault: fault.nullable(),
  askedAt: instant,
  askedBy: z.string(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type WireLogExport = z.infer<typeof logExport>;

export const listLogExports = defineEndpoint({
  id: "listLogExports",
  method: "GET",
  path: "/log-exports",
  summary: "The newest exports of log groups to S3",
  permission: "inventory:read",
  params: none,
  query: z.strictObject({ resource: z.string().max(2048).optional(), limit }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(logExport) }),
});

export const exportLogs = defineEndpoint({
  id: "exportLogs",
  method: "POST",
  path: "/log-exports",
  summary:
    "Export the events of a log group to a bucket; AWS takes one group at a time in a region, the others wait. The bucket must allow it",
  permission: "operations:run",
  params: none,
  query: none,
  body: z.strictObject({
    resourceId: z.string().min(1).max(2048),
    /** In the same region as the log group. */
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of an S3 bucket"),
    /** Default: standby/<log group>/<day>. */
    prefix: z
      .string()
      .regex(/^[\w!'()*.\-/#]{1,512}$/, "must be a key prefix of S3")
      .optional(),
    /** Default: all that is stored. */
    from: z.iso.datetime({ offset: true }).optional(),
    /** Not included. Default: now. What came in the last twelve hours may be missing. */
    until: z.iso.datetime({ offset: true }).optional(),
  }),
  status: 202,
  response: logExport,
});
