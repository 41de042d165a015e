import type { UnusedPayer } from "../aws/reads/reservations";
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

/** Null: AWS does not tell who pays. */
type Payer = UnusedPayer | null;

/**
 * Whether the hours of a machine in a capacity reservation bill on here without it (EC2 User Guide, "Capacity Reservation
 * pricing and billing"). Where nobody tells who pays they are taken to: a saving that is not certain is none.
 */
export function billsOn(payer: Payer): boolean {
  return payer !== "elsewhere";
}

/** What a cost line says of the reservation that its machine runs in. */
export function reservationNote(payer: Payer, reservation: string): string {
  switch (payer) {
    case "here":
      return `stopped, ${reservation} bills the same unused`;
    case "inAdvance":
      return `in ${reservation}, a capacity block that was paid in advance`;
    case "elsewhere":
      return `in ${reservation}, which another account pays for once it is unused`;
    case null:
      return `stopped, ${reservation} bills the same unused where it is this account's, which AWS does not tell`;
  }
}

/** One for each kind of payer among the machines of a plan's item; `who` says which machines: "2 nodes run in one". */
export function reservationHazards(payers: readonly Payer[], who: (count: number) => string): Hazard[] {
  return [...new Set(payers)].map((payer) =>
    reservationHazard(payer, who(payers.filter((one) => one === payer).length)),
  );
}

function reservationHazard(payer: Payer, who: string): Hazard {
  switch (payer) {
    case "here":
      return {
        level: "warning",
        code: "capacity-reservation",
        title: "The capacity reservation is billed on",
        detail: `${who}, which bills as much unused: a pause saves nothing of these hours while it stands. Make it smaller, or cancel it, to end the charge.`,
      };
    case "inAdvance":
      return {
        level: "warning",
        code: "capacity-block",
        title: "The capacity block was paid in advance",
        detail: `${who}, which was paid whole: a pause saves nothing of these hours, and after the end of the block nothing starts in it again.`,
      };
    case "elsewhere":
      return {
        level: "note",
        code: "shared-capacity-reservation",
        title: "Another account pays for the capacity reservation",
        detail: `${who}, which another account shares and pays for while it is unused: the hours are saved here, and bill there.`,
      };
    case null:
      return {
        level: "warning",
        code: "capacity-reservation-untold",
        title: "The capacity reservation may be billed on",
        detail: `${who}. AWS does not tell who pays for it unused: where it is this account, a pause saves nothing of these hours.`,
      };
  }
}
