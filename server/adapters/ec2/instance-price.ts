import type { CostLine } from "../../core/money";
import { billsOn, reservationNote } from "../capacity";
import type { InstanceDetail } from "./instance-detail";
import { kept, storageLines } from "./volume-price";

/**
 * What an instance bills: hours that end with a stop, and disks and Elastic IPs that do not. Stopped, it is not known
 * whether it will get a public address again, so its line is only there while it has one. What is terminated instead takes
 * the disks with it that are set to go.
 */
export function instanceLines(detail: InstanceDetail, isTerminated: boolean): CostLine[] {
  return [hours(detail), ...volumeLines(detail, isTerminated), ...addressLines(detail)];
}

function hours(detail: InstanceDetail): CostLine {
  if (detail.configuration.tenancy === "host") return onHost(detail);
  const { instanceType, tenancy } = detail.configuration;
  const unlisted = whyUnlisted(detail);
  const shared = tenancy === "dedicated" ? "dedicated tenancy, without a fee for the region" : "shared tenancy";
  const reservation = reservationUsed(detail);
  const bills = reservation ? `; ${reservationNote(detail.unusedPayer, reservation)}` : "";
  return {
    label: "Instance hours",
    note: `${instanceType}, ${unlisted ?? `${platformOf(detail)}, ${shared}`}${bills}`,
    price: unlisted ? null : hoursPrice(detail.configuration),
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: reservation === null || !billsOn(detail.unusedPayer),
  };
}

/**
 * The capacity reservation that a stop would leave unused: it bills the rate of the instance either way, here or to the
 * account that shares it. Once it is stopped the reservation has the charge.
 */
export function reservationUsed({ state, capacityReservationId }: InstanceDetail): string | null {
  return state === "stopped" ? null : capacityReservationId;
}

/** Linux of no licence, and what somebody brought the licence of along (EC2 User Guide, "AMI billing information fields"). */
const withoutLicence = new Set(["RunInstances", "RunInstances:0800", "RunInstances:00g0"]);

/** The host bills in its place, with one on it or none; a licence that comes with the image is no part of the host's price. */
function onHost({ configuration: { instanceType, usageOperation, platform } }: InstanceDetail): CostLine {
  const line = { price: null, unit: "hour", stopsWhenPaused: true } as const;
  const isFree = usageOperation ? withoutLicence.has(usageOperation) : platform === null || platform === "Linux/UNIX";
  if (isFree) {
    const note = `${instanceType}, host tenancy: the dedicated host is billed in its place`;
    return { ...line, label: "Instance hours", note, quantity: 0 };
  }
  const note = `${platform ?? usageOperation} on a dedicated host, which is billed apart: it is in no price list`;
  return { ...line, label: "Licence", note, quantity: 1 };
}

/** What EC2 bills an instance as where it is Linux without a licence (EC2 User Guide, "AMI billing information fields"). */
const linux = "RunInstances";

/** What no price list tells for certain, so no price is claimed. */
function whyUnlisted({ lifecycle, configuration }: InstanceDetail): string | null {
  const { usageOperation, platform, tenancy } = configuration;
  if (lifecycle === "spot") return "spot: its price changes with the hour and is in no price list";
  if (lifecycle) return `${lifecycle}: it is in no price list`;
  if (tenancy && tenancy !== "default" && tenancy !== "dedicated") return `${tenancy} tenancy: it is in no price list`;
  if (usageOperation || platform === null || platform === "Linux/UNIX") return null;
  return `${platform}: AWS did not tell what it is billed as`;
}

interface Billed {
  readonly instanceType: string;
  readonly usageOperation: string | null;
  readonly tenancy: string | null;
}

/** Linux on shared hardware is in the catalogue; anything else only AWS's price list can tell, by what it is billed as. */
export function hoursPrice(billed: Billed): NonNullable<CostLine["price"]> {
  const { instanceType, tenancy } = billed;
  const usageOperation = billed.usageOperation ?? linux;
  if (usageOperation === linux && tenancy !== "dedicated") return { table: "ec2.linux", key: instanceType };
  return { table: "ec2.usageOperation", key: `${usageOperation}/${instanceType}/${tenancy ?? "default"}` };
}

/** AWS names every platform but Linux; where it names none at all (some test servers), the note says it was assumed. */
function platformOf({ configuration: { usageOperation, platform } }: InstanceDetail): string {
  if (usageOperation && usageOperation !== linux) return platform ?? usageOperation;
  return usageOperation || platform ? "Linux" : "Linux assumed, AWS named no platform";
}

function volumeLines({ volumes, unreadVolumes, configuration }: InstanceDetail, isTerminated: boolean): CostLine[] {
  const unread = unreadVolumes.map((id) => kept("EBS storage", `${id}: its size could not be read`, null, "metered"));
  const own = configuration.blockDevices.filter((one) => isTerminated && one.deleteOnTermination);
  const goes = new Set(own.map(({ volumeId }) => volumeId));
  const ends = storageLines(volumes.filter(({ id }) => goes.has(id)));
  return [
    ...storageLines(volumes.filter(({ id }) => !goes.has(id))),
    ...ends.map((line) => ({ ...line, stopsWhenPaused: true })),
    ...unread,
  ];
}

function addressLines({ ephemeralIps, configuration }: InstanceDetail): CostLine[] {
  const price = { table: "publicIpv4", key: "hour" };
  const elastic = configuration.elasticIps.length;
  const lines: CostLine[] = [];
  if (ephemeralIps > 0) {
    lines.push({
      label: "Public IPv4",
      note: `${ephemeralIps} given back at a stop`,
      price,
      quantity: ephemeralIps,
      unit: "hour",
      stopsWhenPaused: true,
    });
  }
  if (elastic > 0) {
    lines.push({
      label: "Elastic IP",
      note: `${elastic} kept, billed in use or not`,
      price,
      quantity: elastic,
      unit: "hour",
      stopsWhenPaused: false,
    });
  }
  return lines;
}
