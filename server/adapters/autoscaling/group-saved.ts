import { z } from "zod";
import { acceptable } from "../options";
import { groupConfiguration, groupLimits } from "./group-detail";

/** What a plan may ask of a group, what a pause saves of it, and what its steps carry. */

export const modes = ["freeze", "zero"] as const;

export const options = z.strictObject({
  mode: z
    .enum(modes)
    .default("freeze")
    .describe(
      "freeze: members are stopped and kept; zero: all are terminated, for groups that hold nothing of their own",
    ),
  instanceStore: acceptable("data on the members' instance-store disks is erased"),
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
