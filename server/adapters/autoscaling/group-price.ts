import type { CostLine } from "../../core/money";
import { billsOn } from "../capacity";
import type { GroupDetail, Member } from "./group-detail";

/**
 * The members that a group at zero gave up, and that a resume launches again: while they were there they carried their
 * own price. Their disks are of the template, which is not read.
 */
export function goneMembers(before: GroupDetail, now: GroupDetail): readonly CostLine[] {
  const here = new Set(now.members.map(({ id }) => id));
  const launched = now.members.length - before.members.filter(({ id }) => here.has(id)).length;
  const gone = before.members.filter((one) => one.state === "running" && !here.has(one.id)).slice(launched);
  if (gone.length === 0) return [];
  // The hours of one that ran in a capacity reservation of this account go on there, as unused ones.
  const ended = gone.filter(({ reserved, unusedPayer }) => !reserved || !billsOn(unusedPayer));
  const types = [...new Set(ended.map(({ type }) => type ?? "unknown"))].sort();
  const lines = types.map((type) =>
    hours(
      type,
      ended.filter((one) => (one.type ?? "unknown") === type),
    ),
  );
  const line = { note: `${gone.length}: gone with them`, price: null, quantity: "metered", unit: "month" } as const;
  return [...lines, { ...line, label: "Disks of members", stopsWhenPaused: true }];
}

/** The catalogue lists Linux on demand. */
function hours(type: string, members: readonly Member[]): CostLine {
  const isListed = members.every(({ isLinux, spot }) => isLinux === true && !spot);
  const words = isListed ? "Linux, as before the pause" : "not all known to be Linux on demand, so without a price";
  return {
    label: "Members",
    note: `${members.length} × ${type}, ${words}`,
    price: isListed ? { table: "ec2.linux", key: type } : null,
    quantity: members.length,
    unit: "hour",
    stopsWhenPaused: true,
  };
}
