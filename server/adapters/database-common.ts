import type { Fault } from "../core/fault";
import type { Hazard } from "../core/plan";

/** What a DB instance and a DB cluster have in common: RDS, Aurora, DocumentDB and Neptune share one control plane. */

/** Seven days; AWS then starts it, bills it, and waits for somebody to stop it again. */
export const wakesAfterHours = 168;

/** States that no waiting ends (RDS and Aurora user guides, "Viewing DB instance status", "… DB cluster status"). */
export function isBroken(status: string): boolean {
  return (
    status.startsWith("incompatible-") ||
    status.startsWith("inaccessible-encryption-credentials") ||
    ["failed", "restore-error", "insufficient-capacity", "storage-full", "cloning-failed", "migration-failed"].includes(
      status,
    )
  );
}

export function brokenReason(status: string): string {
  return `RDS reports it as ${status}`;
}

export function brokenRemedy(status: string): string {
  if (status.startsWith("inaccessible-encryption-credentials")) {
    return "Enable its KMS key again and grant RDS the use of it, then try again";
  }
  if (status === "insufficient-capacity") return "Try again later, or change to a class that AWS has in this zone";
  if (status === "storage-full") return "Give it more storage in RDS, then try again";
  return "Repair it in the RDS console, then try again";
}

export function brokenFault(status: string): Fault {
  const code = status === "insufficient-capacity" ? "capacity" : "refused";
  return { code, reason: brokenReason(status), remedy: brokenRemedy(status) };
}

/** What every stop of a database brings. */
export const stopHazards: readonly Hazard[] = [
  {
    level: "note",
    code: "restarts-after-7-days",
    title: "AWS starts it again after 7 days",
    detail: "It then runs and bills until it is stopped again.",
  },
  {
    level: "note",
    code: "no-backups-while-stopped",
    title: "No backups while stopped",
    detail: "Automated backups and scheduled maintenance do not happen; existing backups are kept.",
  },
];

/** Sources disagree whether the address is kept: the guide of 2023 says released, a newer one retained. */
export const publicAddressHazard: Hazard = {
  level: "warning",
  code: "new-public-ip",
  title: "The public IP address may change",
  detail: "The endpoint name stays; anything that pins the address breaks.",
};

/** Only the names: a pending master password must not be copied anywhere. */
export function pendingNames(pending: object = {}): string[] {
  return Object.entries(pending)
    .filter(([, value]) => isSet(value))
    .map(([name]) => name)
    .sort();
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.values(value).some(isSet);
  return value !== undefined && value !== null;
}

export function sorted(values: readonly (string | undefined)[] | undefined): string[] {
  return (values ?? []).filter((value): value is string => Boolean(value)).sort();
}
