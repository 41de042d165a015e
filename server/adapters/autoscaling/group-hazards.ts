import type { Hazard } from "../../core/plan";
import { isScarce, reservationHazards, scarceCapacity } from "../capacity";
import type { GroupDetail, Member } from "./group-detail";
import type { Saved } from "./group-saved";

/** What may be lost or different after a group was paused and resumed. */

export function freezeHazards(detail: GroupDetail): Hazard[] {
  const { members, configuration } = detail;
  const found: (Hazard | false)[] = [
    members.some((one) => one.state === "running" && one.instanceStore !== false) && {
      level: "dataLoss",
      code: "instance-store",
      title: "Instance-store data is erased",
      detail: "The disks that belong to the host are empty after the start. EBS volumes are kept.",
    },
    members.some((one) => one.publicIp) && {
      level: "warning",
      code: "new-public-ip",
      title: "New public IP addresses",
      detail: "Members with a public address that is no Elastic IP come back with another.",
    },
    members.some(({ state, type }) => state === "running" && isScarce(type)) && scarceCapacity,
    ...reservedMembers(members),
    members.some((one) => one.lifecycle === "Standby") && {
      level: "note",
      code: "standby-members",
      title: "Members in Standby",
      detail: "They cannot return to service while the group is frozen; they come back as they are.",
    },
    configuration.maxInstanceLifetimeSeconds !== null && {
      level: "warning",
      code: "instance-lifetime",
      title: "Members may be replaced after the resume",
      detail: "The group has a maximum instance lifetime. A member that passes it while frozen is replaced soon after.",
    },
    configuration.warmPool !== null && {
      level: "warning",
      code: "warm-pool",
      title: "The warm pool stays as it is",
      detail: "Its instances are not members yet; running ones go on billing.",
    },
    missedActions,
  ];
  return found.filter((hazard) => hazard !== false);
}

export function zeroHazards(members: readonly Member[]): Hazard[] {
  return [
    {
      level: "dataLoss",
      code: "members-terminated",
      title: "Members are terminated",
      detail: `${count(members.length)} end for good, with all that is on disks that are deleted with them. New ones with new ids and addresses come with the resume. Lifecycle hooks run as always.`,
    },
    ...reservedMembers(members),
    missedActions,
  ];
}

/** Stopped or terminated: the capacity that they leave bills as much unused, here or elsewhere. */
function reservedMembers(members: readonly Member[]): Hazard[] {
  const reserved = members.filter((one) => one.state === "running" && one.reserved);
  return reservationHazards(
    reserved.map(({ unusedPayer }) => unusedPayer),
    (many) => `${count(many)} ${many === 1 ? "runs" : "run"} in a capacity reservation`,
  );
}

const missedActions: Hazard = {
  level: "note",
  code: "missed-scheduled-actions",
  title: "Scheduled actions are not made up for",
  detail: "Scheduled scaling that falls due while the group is paused does not happen later.",
};

export function resumeHazards(before: Saved, detail: GroupDetail): Hazard[] {
  const gone =
    before.members.length - detail.members.filter((one) => before.members.some(({ id }) => id === one.id)).length;
  const byAws = detail.suspended.filter(({ reason }) => isAdministrative(reason)).map(({ process }) => process);
  const found: (Hazard | false)[] = [
    gone > 0 && {
      level: "warning",
      code: "members-gone",
      title: "Members are gone",
      detail: `${count(gone)} left the group while it was paused. The group replaces them by itself.`,
    },
    byAws.length > 0 && {
      level: "warning",
      code: "suspended-by-aws",
      title: "Suspended by AWS",
      detail: `AWS itself suspended ${byAws.join(", ")}, usually after launches that failed. That stays.`,
    },
  ];
  return found.filter((hazard) => hazard !== false);
}

/** AWS suspends groups that keep failing to launch; that is for AWS or the owner to lift. */
export function isAdministrative(reason: string): boolean {
  return /administrat/i.test(reason);
}

export function count(members: number): string {
  return members === 1 ? "1 member" : `${members} members`;
}
