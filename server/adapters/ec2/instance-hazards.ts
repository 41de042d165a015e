import type { Hazard, RestoreClass } from "../../core/plan";
import { isScarce, reservationHazards, scarceCapacity } from "../capacity";
import type { Refused } from "../contract";
import type { InstanceDetail } from "./instance-detail";
import { reservationUsed } from "./instance-price";

/** What may be lost or different after a stop and a start, and what is too much to risk without being asked. */

interface Chosen {
  readonly instanceStore: boolean;
  readonly hibernate: boolean;
}

export function pauseRefusal(detail: InstanceDetail, chosen: Chosen): Refused | null {
  if (chosen.instanceStore) return null;
  const type = detail.configuration.instanceType;
  if (detail.instanceStore === true) {
    return {
      result: "refused",
      reason: `${type} has instance-store disks: a stop erases their data for ever`,
      remedy: "Copy the data away, then allow instance-store loss in the plan's options",
      accepts: "instanceStore",
    };
  }
  if (detail.instanceStore === null) {
    return {
      result: "refused",
      reason: `EC2 does not tell whether ${type} has instance-store disks, which a stop would erase`,
      remedy: "Make sure that it has none, then allow instance-store loss in the plan's options",
      accepts: "instanceStore",
    };
  }
  return null;
}

/** The public address is the only thing of an instance that a stop gives back. */
export function pauseRestore(detail: InstanceDetail): RestoreClass {
  if (detail.instanceStore !== false) return "lossy";
  return detail.ephemeralIps > 0 ? "newAddress" : "exact";
}

export function pauseHazards(detail: InstanceDetail, chosen: Chosen): Hazard[] {
  const { configuration, spot, ephemeralIps } = detail;
  const found: (Hazard | false)[] = [
    detail.instanceStore !== false && {
      level: "dataLoss",
      code: "instance-store",
      title: "Instance-store data is erased",
      detail: "The disks that belong to the host are empty after the start. EBS volumes are kept.",
    },
    ephemeralIps > 0 && {
      level: "warning",
      code: "new-public-ip",
      title: "New public IP address",
      detail:
        "The public address is given back and another comes with the start. Use an Elastic IP where it must stay.",
    },
    spot !== null && {
      level: "warning",
      code: "spot",
      title: "Spot capacity",
      detail:
        "It starts again only when Spot capacity is there. Cancelling its Spot request while it is stopped terminates it.",
    },
    chosen.hibernate &&
      !configuration.hibernation && {
        level: "note",
        code: "no-hibernation",
        title: "Stopped, not hibernated",
        detail: "It was not launched with hibernation, so its memory is not kept.",
      },
    chosen.hibernate &&
      configuration.hibernation && {
        level: "note",
        code: "hibernation-limit",
        title: "Hibernated for 60 days at most",
        detail: "AWS does not support a longer hibernation; the memory image is billed as EBS storage.",
      },
    isScarce(configuration.instanceType) && configuration.capacityReservation.target === null && scarceCapacity,
    configuration.tenancy === "host" && {
      level: "warning",
      code: "dedicated-host",
      title: "The dedicated host is billed on",
      detail: "The host has the price, not the instance: a stop saves none of it. Release the host to end it.",
    },
    ...ofReservation(detail),
  ];
  return found.filter((hazard) => hazard !== false);
}

function ofReservation(detail: InstanceDetail): Hazard[] {
  const reservation = reservationUsed(detail);
  if (reservation) return reservationHazards([detail.unusedPayer], () => `It runs in ${reservation}`);
  if (detail.configuration.capacityReservation.target === null) return [];
  return [
    {
      level: "note",
      code: "capacity-reservation",
      title: "The capacity reservation is billed on",
      detail: "An unused reservation costs as much as the instance.",
    },
  ];
}

export function resumeHazards(now: InstanceDetail): Hazard[] {
  const found: (Hazard | false)[] = [
    now.stateReason?.code === "Client.InternalError" && {
      level: "warning",
      code: "start-fell-back",
      title: "The last start fell back to stopped",
      detail: "Often the KMS key of a volume: Standby's role needs kms:CreateGrant on it.",
    },
  ];
  return found.filter((hazard) => hazard !== false);
}
