import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  type Instance as GroupInstance,
} from "@aws-sdk/client-auto-scaling";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { readInstances } from "../../aws/reads/ec2";
import { readUnusedPayers, type UnusedPayer, unusedPayers } from "../../aws/reads/reservations";

/** The machines of a node group, as its Auto Scaling groups and EC2 tell them. */

const reserved = z.strictObject({ type: z.string(), unusedPayer: z.enum(unusedPayers).nullable(), count: z.int() });
type Reserved = z.infer<typeof reserved>;

export const nodes = z.strictObject({
  all: z.int(),
  inService: z.int(),
  /** How many of each type; none in what was seen before it was read. */
  types: z.record(z.string(), z.int()).default({}),
  /** Those of them in a capacity reservation, by who pays for it once it is unused (null: AWS does not tell). */
  reserved: z.array(reserved).default([]),
});
export type Nodes = z.infer<typeof nodes>;

/** Beyond so many names one whole list of groups is cheaper; DescribeAutoScalingGroups takes at most 50 names. */
const groupNamesAtMost = 50;

/** By the names of Auto Scaling groups. They and the machines are read as their own kinds read them, so a scan asks once. */
export async function nodesOf(
  aws: ReadDoor,
  names: readonly string[],
  all: boolean,
): Promise<ReadonlyMap<string, Nodes>> {
  if (names.length === 0) return new Map();
  const groups = await readGroups(aws, names, all);
  const payers = await payersOf(aws, [...groups.values()].flat(), all);
  return new Map([...groups].map(([name, machines]) => [name, nodesIn(machines, payers)]));
}

async function readGroups(
  aws: ReadDoor,
  names: readonly string[],
  all: boolean,
): Promise<ReadonlyMap<string, readonly GroupInstance[]>> {
  const found = new Map<string, readonly GroupInstance[]>();
  const wanted = new Set(names);
  const few = !all && names.length <= groupNamesAtMost ? { AutoScalingGroupNames: [...names].sort() } : {};
  const lists = pages(
    (token) =>
      aws.read(
        AutoScalingClient,
        new DescribeAutoScalingGroupsCommand({ MaxRecords: 100, ...few, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const page of lists) {
    for (const { AutoScalingGroupName = "", Instances = [] } of page.AutoScalingGroups ?? []) {
      if (wanted.has(AutoScalingGroupName)) found.set(AutoScalingGroupName, Instances);
    }
  }
  return found;
}

/** Who pays for the reservation that a machine runs in, by its id: of those that run in one. */
async function payersOf(
  aws: ReadDoor,
  machines: readonly GroupInstance[],
  all: boolean,
): Promise<ReadonlyMap<string, UnusedPayer | null>> {
  const ids = new Set(machines.flatMap(({ InstanceId }) => InstanceId ?? []));
  if (ids.size === 0) return new Map();
  const seen = (await readInstances(aws, all ? undefined : [...ids])).filter(({ id }) => ids.has(id));
  const payers = await readUnusedPayers(aws, seen);
  return new Map(
    seen.flatMap(({ id, instance: { CapacityReservationId: reservation } }) =>
      reservation ? [[id, payers.get(reservation) ?? null] as const] : [],
    ),
  );
}

function nodesIn(machines: readonly GroupInstance[], payers: ReadonlyMap<string, UnusedPayer | null>): Nodes {
  const inService = machines.filter((one) => one.LifecycleState === "InService" && one.HealthStatus === "Healthy");
  const typeOf = ({ InstanceType }: GroupInstance) => InstanceType ?? "unknown";
  return {
    all: machines.length,
    inService: inService.length,
    types: counted(machines.map(typeOf)),
    reserved: summed(
      machines.flatMap((one) => {
        const unusedPayer = payers.get(one.InstanceId ?? "");
        return unusedPayer === undefined ? [] : [{ type: typeOf(one), unusedPayer, count: 1 }];
      }),
    ),
  };
}

/** A node group may have several Auto Scaling groups. */
export function together(own: readonly Nodes[]): Nodes {
  return {
    all: own.reduce((total, one) => total + one.all, 0),
    inService: own.reduce((total, one) => total + one.inService, 0),
    types: counted(
      own.flatMap(({ types }) => Object.entries(types).flatMap(([type, count]) => Array(count).fill(type))),
    ),
    reserved: summed(own.flatMap((one) => one.reserved)),
  };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function summed(rows: readonly Reserved[]): Reserved[] {
  const found = new Map<string, Reserved>();
  for (const row of rows) {
    const key = `${row.type} ${row.unusedPayer}`;
    found.set(key, { ...row, count: row.count + (found.get(key)?.count ?? 0) });
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}
