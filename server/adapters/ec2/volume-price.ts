import type { CostLine } from "../../core/money";
import type { InstanceDetail } from "./instance-detail";

export type Volume = InstanceDetail["volumes"][number];

/** What EBS bills for volumes in any state, whoever uses them: by type, size, and what is provisioned beside it. */
export function storageLines(volumes: readonly Volume[]): CostLine[] {
  const types = [...new Set(volumes.map((volume) => volume.type))].sort();
  return types.flatMap((type) =>
    linesOfType(
      type,
      volumes.filter((volume) => volume.type === type),
    ),
  );
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

/** A line that a pause does not end. */
export function kept(label: string, note: string, price: CostLine["price"], quantity: CostLine["quantity"]): CostLine {
  return { label, note, price, quantity, unit: "month", stopsWhenPaused: false };
}
