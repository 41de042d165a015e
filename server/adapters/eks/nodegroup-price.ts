import type { CostLine } from "../../core/money";
import type { NodegroupDetail } from "./nodegroup-detail";

/** While they run, its nodes are instances that name it as their owner: counted here again they would be paid for twice. */
export function nodeLines({ sizes, configuration }: NodegroupDetail): readonly CostLine[] {
  const types = configuration.instanceTypes.join(", ") || "launch template";
  return [
    {
      label: "Nodes",
      note: `${sizes.desired} × ${types}: each is priced as the instance that it is`,
      price: null,
      quantity: "metered",
      unit: "hour",
      stopsWhenPaused: true,
    },
  ];
}

/**
 * The nodes that a pause terminated and a resume launches again. They are of the type that they were of where it has one
 * only; which of several types EKS takes the next time, nobody knows before.
 */
export function goneNodes({ nodes, configuration }: NodegroupDetail, now: NodegroupDetail): readonly CostLine[] {
  const gone = Object.entries(nodes?.types ?? {}).flatMap(([type, count]) => {
    const left = count - (now.nodes?.types[type] ?? 0);
    return left > 0 ? [{ type, left }] : [];
  });
  const unlisted = whyUnlisted(configuration);
  const hours = gone.map(
    ({ type, left }): CostLine => ({
      label: "Nodes",
      note: `${left} × ${type}, ${unlisted ?? "Linux, as before the pause"}`,
      price: unlisted ? null : { table: "ec2.linux", key: type },
      quantity: left,
      unit: "hour",
      stopsWhenPaused: true,
    }),
  );
  const count = gone.reduce((sum, { left }) => sum + left, 0);
  return count === 0 ? [] : [...hours, disks(count, configuration.diskGb)];
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
