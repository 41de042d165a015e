import type { Hazard } from "../core/plan";

/**
 * Machines that AWS has few of: accelerators (P, G, Inf, Trn, DL, VT, F), very large memory (U, X) and bare metal. A start
 * of these fails for hours in a full zone (EC2 User Guide, "Troubleshoot instance launch issues").
 */
const scarce = /^(p|g|gr|inf|trn|dl|vt|f|u|u7i|u7in|x)\d|^u-|^hpc|\.metal/;

export function isScarce(type: string | null): boolean {
  return type !== null && scarce.test(type);
}

/** What a stop gives back and a start may not get at once. */
export const scarceCapacity: Hazard = {
  level: "warning",
  code: "scarce-capacity",
  title: "AWS may have no machine at once",
  detail: "A stop gives the machine back, and this type is scarce. Standby goes on trying for as long as it takes.",
};
