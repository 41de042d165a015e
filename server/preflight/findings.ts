import type { Finding, Refused } from "../adapters/contract";
import type { Fault } from "../core/fault";
import type { Action, Hazard } from "../core/plan";
import type { Key } from "./ports";

/** What AWS answered ahead of a plan, as a person reads it. Pure. */

export const kmsGrant = "kms:CreateGrant";

/**
 * A machine whose key cannot be used stops but does not start: EC2 takes the call and falls back to stopped (EC2 User
 * Guide, Client.InternalError). So it is refused before the pause, not found out at the resume.
 */
export function keyRefusal({ arn, state }: Key): Refused | null {
  if (state === "Enabled") return null;
  return {
    result: "refused",
    reason: `Its KMS key is ${wordOf(state)}, so AWS could not start it again: ${arn}`,
    remedy: "Enable the key in KMS, or cancel its deletion, then plan again",
  };
}

/** "PendingDeletion" → "pending deletion" */
function wordOf(state: string): string {
  return state.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

/** `isDenied` null: nobody could tell. An own key's policy may allow what the role's does not, so it is never refused. */
export function grantHazard(isDenied: boolean | null): Hazard | null {
  if (isDenied === false) return null;
  return {
    level: isDenied ? "warning" : "note",
    code: isDenied ? "kms-grant-denied" : "kms-grant",
    title: isDenied ? `${kmsGrant} is not allowed` : "Encrypted with a key of your own",
    detail: `To start it again the role of Standby needs ${kmsGrant} on the key, unless the key's own policy gives it. Otherwise it falls back to stopped.`,
  };
}

export function keyUnreadHazard({ reason }: Fault): Hazard {
  return {
    level: "note",
    code: "kms-key-unread",
    title: "Its KMS key was not looked up",
    detail: `It starts again only while the key is enabled and may be used. ${reason}.`,
  };
}

/** One hazard per action, so that a plan names each missing permission once. */
export function deniedHazard(iamAction: string, action: Action, neededBy: Action): Hazard {
  const half = "What needs it will fail with AWS's refusal, and the rest goes on.";
  const stuck = "It can be paused, but not brought back as it was.";
  return {
    level: "warning",
    code: `denied ${iamAction}`,
    title: `${iamAction} is not allowed`,
    detail: `IAM's own simulation says so. ${action === "pause" && neededBy === "resume" ? stuck : half} Add it to the role's policy first.`,
  };
}

export function permissionsUnreadHazard({ reason }: Fault): Hazard {
  return {
    level: "note",
    code: "permissions-unread",
    title: "Permissions were not checked ahead",
    detail: `A missing one shows when AWS refuses. To have them checked, allow iam:SimulatePrincipalPolicy. ${reason}.`,
  };
}

export function aheadUnreadHazard(title: string, { reason, remedy }: Fault): Hazard {
  return {
    level: "note",
    code: "ahead-unread",
    title: `${title}: not all was looked up ahead`,
    detail: `${reason}. ${remedy}`,
  };
}

/** All that was found of one resource: the first refusal counts, hazards add up. */
export function together(findings: readonly Finding[]): Finding {
  const refused = findings.find((finding) => finding.refused !== null)?.refused ?? null;
  const byCode = new Map(findings.flatMap(({ hazards }) => hazards.map((hazard) => [hazard.code, hazard] as const)));
  return { refused, hazards: [...byCode.values()] };
}
