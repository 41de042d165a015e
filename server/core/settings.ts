import { z } from "zod";
import { idleLookDays } from "./idleness";

/** What an admin may change while Standby runs. */

export const settingsSchema = z.strictObject({
  /** A person's small stop waits this long before anything is sent, so that an undo touches nothing. 0: no wait. */
  undoSeconds: z.number().int().min(0).max(60),
  /** A stop above one of these has to be typed, by scripts too. Null: no limit. */
  limits: z.strictObject({
    resources: z.number().int().min(1).max(1_000_000).nullable(),
    /** Of what runs in one account, from 0 to 1. */
    share: z.number().gt(0).max(1).nullable(),
  }),
  /** Without use for so many whole days it is idle. At most what CloudWatch is asked for. */
  idleDays: z.number().int().min(1).max(idleLookDays),
});
export type Settings = z.infer<typeof settingsSchema>;
export type Limits = Settings["limits"];

/**
 * Ten seconds are enough to see the mistake and to press a key. One environment of several is below half of its
 * account; all of them at once are not, and neither is a filter that was left empty. A week has each day once: what is used
 * on Mondays only is not idle.
 */
export const defaultSettings: Settings = { undoSeconds: 10, limits: { resources: 200, share: 0.5 }, idleDays: 7 };
