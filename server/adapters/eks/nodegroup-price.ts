import type { UnusedPayer } from "../../aws/reads/reservations";
import type { CostLine } from "../../core/money";
import { billsOn } from "../capacity";
import type { NodegroupDetail } from "./nodegroup-detail";

/**
 * While they run, its nodes are instances that name it as their owner: counted here again they would be paid for twice.
 * Those of a capacity block were paid in advance.
 */
export function nodeLines({ sizes, configuration }: NodegroupDetail): readonly CostLine[] {
  const types = configuration.instanceTypes.join(", ") || "launch template";
  const paid = isBlock(configuration);
  const how = paid ? "in a capacity block that was paid in advance" : "each is priced as the instance that it is";
  return [
    {
      label: "Nodes",
      note: `${sizes.desired} × ${types}: ${how}`,
      price: null,
      quantity: "metered",
      unit: "hour",
      stopsWhenPaused: !paid,
    },
  ];
}

/** Bought whole for a time: a group without nodes does not end it (EKS User Guide, "Capacity Blocks for ML"). */
export function isBlock({ capacityType }: NodegroupDetail["configuration"]): boolean {
  return capacityType === "CAPACITY_BLOCK";
}

/**
 * Who pays for the capacity that each reserved node leaves: of a capacity block whoever bought it, whichever machine of it
 * was looked at.
 */
export function reservedPayers({ nodes, configuration }: NodegroupDetail): readonly (UnusedPayer | null)[] {
  if (isBlock(configuration)) return Array(nodes?.all ?? 0).fill("inAdvance");
  return (nodes?.reserved ?? []).flatMap(({ unusedPayer, count }) => Array(count).fill(unusedPayer));
}

/** Of a type, the nodes whose hours go on without them. */
function staying({ nodes, configuration }: NodegroupDetail, type: string): number {
  if (isBlock(configuration)) return nodes?.types[type] ?? 0;
  const those = (nodes?.reserved ?? []).filter((one) => one.type === type && billsOn(one.unusedPayer));
  return those.reduce((sum, { count }) => sum + count, 0);
}

/**
 * The nodes that a pause terminated and a resume launches again, but for those whose capacity reservation bills on without
 * them. They are of the type that they were of where it has one only; which of several types EKS takes the next time,
 * nobody knows before.
 */
export function goneNodes(before: NodegroupDetail, now: NodegroupDetail): readonly CostLine[] {
  const { configuration } = before;
  const gone = Object.entries(before.nodes?.types ?? {}).flatMap(([type, count]) => {
    const left = count - (now.nodes?.types[type] ?? 0);
    return left > 0 ? [{ type, left, ended: left - Math.min(left, billedOn(before, now, type)) }] : [];
  });
  const unlisted = whyUnlisted(configuration);
  const hours = gone
    .filter(({ ended }) => ended > 0)
    .map(
      ({ type, ended }): CostLine => ({
        label: "Nodes",
        note: `${ended} × ${type}, ${unlisted ?? "Linux, as before the pause"}`,
        price: unlisted ? null : { table: "ec2.linux", key: type },
        quantity: ended,
        unit: "hour",
        stopsWhenPaused: true,
      }),
    );
  const count = gone.reduce((sum, { left }) => sum + left, 0);
  return count === 0 ? [] : [...hours, disks(count, configuration.diskGb)];
}

/** Of the reserved nodes of a type those that are gone. */
function billedOn(before: NodegroupDetail, now: NodegroupDetail, type: string): number {
  return Math.max(0, staying(before, type) - staying(now, type));
}

/** EKS tells the size of a node's disk at most, and not its type: no figure until the nodes are there. */
function disks(count: number, sizeGb: number | null): CostLine {
  const size = sizeGb === null ? "of the launch template" : `${sizeGb} GB each`;
  const line = { label: "Node disks", note: `${count}, ${size}: gone with the nodes`, price: null } as const;
  return { ...line, quantity: "metered", unit: "month", stopsWhenPaused: true };
}

/** The catalogue lists Linux on demand. */
function whyUnlisted({ capacityType, amiType }: NodegroupDetail["configuration"]): string | null {
  if (capacityType !== "ON_DEMAND")
    return `${(capacityType ?? "unknown").toLowerCase()}: its price is not in the catalogue`;
  return amiType?.startsWith("WINDOWS") ? "Windows: its price is not in the catalogue" : null;
}
