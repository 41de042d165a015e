import { z } from "zod";
import { groupConfiguration, groupLimits } from "./group-detail";

/** What a plan may ask of a group, what a pause saves of it, and what its steps carry. */

export const modes = ["freeze", "zero"] as const;

export const options = z.strictObject({
  /** freeze: stop the members and keep them · zero: terminate them all, for groups that hold nothing of their own. */
  mode: z.enum(modes).default("freeze"),
  /** Erases the data on the members' instance-store disks. Without it such a group is refused. */
  instanceStore: z.boolean().default(false),
});
export type GroupOptions = z.infer<typeof options>;

export const saved = z.strictObject({
  mode: z.enum(modes),
  limits: groupLimits,
  /** Suspended by somebody else before the pause: never resumed by Standby. */
  suspendedBefore: z.array(z.string()),
  suspendedByUs: z.array(z.string()),
  /** The members and what they were doing. Empty for `zero`: it brings new ones. */
  members: z.array(z.strictObject({ id: z.string(), was: z.enum(["running", "stopped"]) })),
  configuration: groupConfiguration,
});
export type Saved = z.infer<typeof saved>;

export type Op = "suspend" | "stopMembers" | "startMembers" | "resume" | "markHealthy" | "resize";
/** Steps' parameters. An empty list of processes would mean all of them to AWS, so it cannot be written. */
export const processParams = z.strictObject({ processes: z.array(z.string()).min(1) });
export const memberParams = z.strictObject({ instanceIds: z.array(z.string()).min(1) });
export const resizeParams = groupLimits;
