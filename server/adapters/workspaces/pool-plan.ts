import { z } from "zod";
import { type DesktopOp, desktopsOf, desktopsSaved } from "../desktop-capacity";
import { isSuspended, withoutHold } from "../scaling-hold";
import type { Advice } from "../switch";
import { type PoolConfiguration, type PoolDetail, poolConfiguration } from "./pool-detail";
import { pauseHazards } from "./pool-hazards";

/** What may be done with a WorkSpaces pool, and why not. Pure. */

export const poolSaved = desktopsSaved(poolConfiguration);

export const capacityParams = z.strictObject({ desired: z.int().min(0) });

export type PoolOp = DesktopOp<"suspendScaling">;

export const pools = desktopsOf<PoolDetail, PoolConfiguration, "suspendScaling">({
  kind: "workspaces.pool",
  thing: "pool",
  hold: {
    op: "suspendScaling",
    held: "scaling suspended",
    isHeld: isSuspended,
    // Its limits the pause left alone.
    theirs: (saved, seen) => saved && seen && { ...seen, suspended: withoutHold(saved.suspended, seen.suspended) },
  },
  whyNot,
  inUse: (sessions) => `${sessions === 1 ? "Somebody works" : `${sessions} people work`} in it`,
  unit: () => "sessions",
  sizeParams: (_, desired): z.infer<typeof capacityParams> => ({ desired }),
  hazards: pauseHazards,
});

/** StopWorkspacesPool and StartWorkspacesPool both want AutoStop (WorkSpaces API reference). */
function whyNot({ state, configuration: { runningMode: mode } }: PoolDetail): Advice | null {
  // Whatever its mode, it has no instances. A mode that somebody set meanwhile is a difference, not a reason to forget it.
  if (state === "STOPPED" || mode === "AUTO_STOP") return null;
  return {
    reason: `Its running mode is ${mode ?? "not known"}: AWS documents a stop and a start for pools on AutoStop only`,
    remedy:
      "Let it run on AutoStop, where an instance that nobody uses bills a small fee; the mode is set while it is stopped",
  };
}
