import type { ReadDoor } from "../../aws/door";
import { type InstanceState, readStates } from "../../aws/reads/ec2";
import type { GlanceItem, StepStatus } from "../contract";

/** State and status checks, without disks, addresses and all that a stop leaves as it is. */
export async function glanceAtInstances(
  aws: ReadDoor,
  items: readonly GlanceItem[],
): Promise<ReadonlyMap<string, StepStatus>> {
  const states = await readStates(
    aws,
    items.map(({ nativeId }) => nativeId),
  );
  return new Map(
    items.flatMap(({ nativeId, step }): [string, StepStatus][] => {
      const status = standing(step.op === "start", states.get(nativeId));
      return status ? [[nativeId, status]] : [];
    }),
  );
}

/** Null where only the whole tells why: it fell back, its checks fail, it was terminated. */
function standing(isStart: boolean, at: InstanceState | undefined): StepStatus | null {
  switch (at?.state) {
    case "stopped":
      return isStart ? null : { status: "done", saw: at.state };
    case "stopping":
    case "pending":
      return { status: "pending", saw: at.state };
    case "running": {
      if (!isStart) return null;
      if (at.checks === "initializing") return { status: "pending", saw: `running, status checks ${at.checks}` };
      return at.checks === "ok" ? { status: "done", saw: at.state } : null;
    }
    default:
      return null;
  }
}
