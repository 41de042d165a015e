import type { CostLine } from "../../core/money";
import type { InstanceDetail } from "./instance-detail";

/**
 * What an instance bills: hours that end with a stop, and disks and Elastic IPs that do not. Stopped, it is not known
 * whether it will get a public address again, so its line is only there while it has one.
 */
export function instanceLines(detail: InstanceDetail): CostLine[] {
  return [hours(detail), ...volumeLines(detail), ...addressLines(detail)];
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

type Volume = InstanceDetail["volumes"][number];

function volumeLines({ volumes, unreadVolumes }: InstanceDetail): CostLine[] {
  const types = [...new Set(volumes.map((volume) => volume.type))].sort();
  return [
    ...types.flatMap((type) =>
      linesOfType(
        type,
        volumes.filter((volume) => volume.type === type),
      ),
    ),
    ...unreadVolumes.map((id) => kept("EBS storage", `${id}: its size could not be read`, null, "metered")),
  ];
}

function linesOfType(type: string, volumes: readonly Volume[]): CostLine[] {
  const sum = (of: (volume: Volume) => number) => volumes.reduce((total, volume) => total + of(volume), 0);
  const gigabytes = sum((volume) => volume.sizeGb);
  const lines = [kept("EBS storage", `${gigabytes} GB ${type}`, { table: "ebs.gbMonth", key: type }, gigabytes)];
  for (const { key, unit, from, to, of } of provisioned) {
    if (!key.startsWith(`${type}.`)) continue;
    const quantity = sum((volume) => Math.max(0, Math.min(of(volume) ?? 0, to) - from));
    if (quantity > 0)
      lines.push(kept(`EBS ${unit}`, `${quantity} ${unit} ${type}`, { table: "ebs.provisioned", key }, quantity));
  }
  return lines;
}

/** What each volume type bills beside its size, in bands per volume (Amazon EBS pricing page). gp2 includes its IOPS. */
const provisioned = [
  { key: "gp3.iops", unit: "IOPS", from: 3000, to: Number.POSITIVE_INFINITY, of: (volume: Volume) => volume.iops },
  {
    key: "gp3.throughputMiBps",
    unit: "MiB/s",
    from: 125,
    to: Number.POSITIVE_INFINITY,
    of: (volume: Volume) => volume.throughput,
  },
  { key: "io1.iops", unit: "IOPS", from: 0, to: Number.POSITIVE_INFINITY, of: (volume: Volume) => volume.iops },
  { key: "io2.iops", unit: "IOPS", from: 0, to: 32_000, of: (volume: Volume) => volume.iops },
  { key: "io2.iops.over32000", unit: "IOPS", from: 32_000, to: 64_000, of: (volume: Volume) => volume.iops },
  {
    key: "io2.iops.over64000",
    unit: "IOPS",
    from: 64_000,
    to: Number.POSITIVE_INFINITY,
    of: (volume: Volume) => volume.iops,
  },
] as const;

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

function kept(label: string, note: string, price: CostLine["price"], quantity: CostLine["quantity"]): CostLine {
  return { label, note, price, quantity, unit: "month", stopsWhenPaused: false };
}
