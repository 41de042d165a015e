import type { CostLine } from "../../core/money";
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
  const { instanceType } = detail.configuration;
  const unlisted = whyUnlisted(detail);
  return {
    label: "Instance hours",
    note: `${instanceType}, ${unlisted ?? `${platformOf(detail)}, shared tenancy`}`,
    price: unlisted ? null : { table: "ec2.linux", key: instanceType },
    quantity: 1,
    unit: "hour",
    stopsWhenPaused: true,
  };
}

/** The catalogue lists Linux, on demand, on shared hardware. Anything else has another price, so none is claimed. */
function whyUnlisted({ lifecycle, configuration }: InstanceDetail): string | null {
  const { usageOperation, platform, tenancy } = configuration;
  if (lifecycle) return `${lifecycle}: its price is not in the catalogue`;
  if (tenancy && tenancy !== "default") return `${tenancy} tenancy: its price is not in the catalogue`;
  const isLinux = usageOperation ? usageOperation === "RunInstances" : platform === null || platform === "Linux/UNIX";
  return isLinux ? null : `${platform ?? usageOperation}: its price is not in the catalogue`;
}

/** AWS names every platform but Linux; where it names none at all (some test servers), the note says it was assumed. */
function platformOf({ configuration: { usageOperation, platform } }: InstanceDetail): string {
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
