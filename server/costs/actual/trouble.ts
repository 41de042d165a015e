import type { Fault } from "../../core/fault";

/**
 * Why there is no actual cost, as a state that can be shown instead of a figure; what to do is in the fault's remedy, and
 * a missing permission in its action.
 *
 * not-enabled: nobody has opened Cost Explorer yet, or the payer keeps it to itself · no-data: AWS has nothing to tell, as
 * in the first 24 hours or for a young account's forecast · expired: AWS does not keep these days any more ·
 * unsupported: a partition whose bill Standby cannot read.
 */
export type CostTrouble = "not-enabled" | "no-data" | "denied" | "throttled" | "expired" | "unsupported" | "failed";

const byError: Readonly<Record<string, CostTrouble>> = {
  DataUnavailableException: "no-data",
  BillExpirationException: "expired",
};

/** What Cost Explorer says for days before its thirteen months: a ValidationException like any other. */
const beyondHistory = /historical data beyond/i;

export function costTroubleOf(fault: Fault): CostTrouble {
  const named = byError[fault.awsError ?? ""];
  if (named) return named;
  if (beyondHistory.test(fault.reason)) return "expired";
  if (fault.code === "denied") return isSetting(fault) ? "not-enabled" : "denied";
  if (fault.code === "throttled") return "throttled";
  // What the door itself refuses never reached AWS.
  return fault.code === "refused" && fault.awsError === undefined ? "unsupported" : "failed";
}

/** Cost Explorer says in the same error that it is turned off, and names no permission then. */
function isSetting({ action, awsError }: Fault): boolean {
  return action === undefined && awsError === "AccessDeniedException";
}
