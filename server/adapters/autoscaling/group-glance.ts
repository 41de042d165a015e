import type { ReadDoor } from "../../aws/door";
import { type InstanceState, readStates } from "../../aws/reads/ec2";
import type { GlanceItem, StepStatus } from "../contract";
import { checkProcesses } from "./group-check";
import { readGroups, suspendedOf } from "./group-detail";
import { memberParams, type Op, processParams } from "./group-saved";

/**
 * Processes are told by the list of groups alone, members by EC2's list of states alone. Before members are set healthy the
 * whole is read: it tells who needs it.
 */
export async function glanceAtGroups(
  aws: ReadDoor,
  items: readonly GlanceItem[],
): Promise<ReadonlyMap<string, StepStatus>> {
  const opOf = ({ step }: GlanceItem) => step.op as Op;
  const told = items.filter(({ next }) => next?.op !== "markHealthy");
  const those = (...ops: readonly Op[]) => told.filter((item) => ops.includes(opOf(item)));
  const [processes, members] = await Promise.all([
    glanceAtProcesses(aws, those("suspend", "resume")),
    glanceAtMembers(aws, those("stopMembers", "startMembers")),
  ]);
  return new Map([...processes, ...members]);
}

async function glanceAtProcesses(aws: ReadDoor, items: readonly GlanceItem[]) {
  const names = items.map(({ nativeId }) => nativeId);
  const groups = new Map((await readGroups(aws, names)).map((group) => [group.AutoScalingGroupName, group]));
  return items.flatMap(({ nativeId, step }): [string, StepStatus][] => {
    const group = groups.get(nativeId);
    // One that is being deleted has a status.
    if (!group || group.Status) return [];
    const suspended = suspendedOf(group).map(({ process }) => process);
    const op = step.op === "suspend" ? "suspend" : "resume";
    return [[nativeId, checkProcesses(op, processParams.parse(step.params).processes, suspended)]];
  });
}

async function glanceAtMembers(aws: ReadDoor, items: readonly GlanceItem[]) {
  const idsOf = ({ step }: GlanceItem) => memberParams.parse(step.params).instanceIds;
  const states = await readStates(aws, items.flatMap(idsOf));
  return items.flatMap((item): [string, StepStatus][] => {
    const members = idsOf(item).flatMap((id) => states.get(id) ?? []);
    // Who is not known any more may have been replaced.
    if (members.length < idsOf(item).length) return [];
    const status = item.step.op === "stopMembers" ? stopOf(members) : startOf(members);
    return status ? [[item.nativeId, status]] : [];
  });
}

type Members = readonly InstanceState[];

function stopOf(members: Members): StepStatus | null {
  const stopped = members.filter(({ state }) => state === "stopped").length;
  if (!members.every(({ state }) => state === "stopped" || state === "stopping")) return null;
  return { status: stopped === members.length ? "done" : "pending", saw: `${stopped} of ${members.length} stopped` };
}

function startOf(members: Members): StepStatus | null {
  const isOnItsWay = ({ state, checks }: InstanceState) =>
    state === "pending" || (state === "running" && checks === "initializing");
  const isUp = ({ state, checks }: InstanceState) => state === "running" && checks === "ok";
  const up = members.filter(isUp).length;
  if (!members.every((one) => isUp(one) || isOnItsWay(one))) return null;
  const saw = `${up} of ${members.length} members running and checked`;
  return { status: up === members.length ? "done" : "pending", saw };
}
