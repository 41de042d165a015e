import { DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeCacheParameterGroupsCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeUserGroupsCommand,
  ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { chunks, type ReadDoor } from "../../aws/door";
import { type Fault, FaultError } from "../../core/fault";
import type { Hazard } from "../../core/plan";
import type { Finding, Gone, LookAhead, Refused } from "../contract";
import { backupGoneWords } from "./replication-group-create";
import type { GroupDetail } from "./replication-group-detail";
import type { Saved } from "./replication-group-plan";

/**
 * A deleted group is made of its final backup, and AWS makes none without what it refers to (CreateReplicationGroup).
 * Anybody may delete these while nothing uses them, so a plan of its resume asks: for each name once, and for all security
 * groups in one call. What may not be asked for is said, and the rest counts all the same.
 */
export const groupAhead: LookAhead<GroupDetail, Saved> = {
  iam: [
    "ec2:DescribeSecurityGroups",
    "elasticache:DescribeCacheParameterGroups",
    "elasticache:DescribeCacheSubnetGroups",
    "elasticache:DescribeSnapshots",
    "elasticache:DescribeUserGroups",
  ],
  look: async () => new Map(),
  async again(aws, gone) {
    const names = (part: Part) => [...new Set(gone.flatMap(({ saved }) => namesOf[part](saved)))].sort();
    const asked = parts.map(async (part) => [part, await statesOrFault(reads[part](aws, names(part)))] as const);
    const found = Object.fromEntries(await Promise.all(asked)) as unknown as Found;
    return new Map(gone.map((one) => [one.nativeId, findingOf(one, found)]));
  },
};

const parts = ["backup", "parameter group", "subnet group", "user group", "security group"] as const;
type Part = (typeof parts)[number];

/** By name, the state that AWS tells of those that are there; or why it could not be asked. */
type States = ReadonlyMap<string, string>;
type Found = Readonly<Record<Part, States | Fault>>;

const namesOf: Readonly<Record<Part, (saved: Saved) => readonly string[]>> = {
  backup: ({ snapshot }) => [snapshot],
  // AWS's own cannot be deleted (DeleteCacheParameterGroup).
  "parameter group": ({ configuration: { parameterGroup: name } }) =>
    name === null || name.startsWith("default.") ? [] : [name],
  "subnet group": ({ configuration: { subnetGroup } }) => (subnetGroup === null ? [] : [subnetGroup]),
  "user group": ({ configuration: { userGroups } }) => userGroups,
  "security group": ({ configuration: { securityGroups } }) => securityGroups,
};

const there = "there";

const reads: Readonly<Record<Part, (aws: ReadDoor, names: readonly string[]) => Promise<States>>> = {
  backup: (aws, names) =>
    oneByOne(names, async (SnapshotName) => {
      const { Snapshots = [] } = await aws.read(ElastiCacheClient, new DescribeSnapshotsCommand({ SnapshotName }));
      return Snapshots[0]?.SnapshotStatus ?? null;
    }),
  "parameter group": (aws, names) =>
    oneByOne(names, async (CacheParameterGroupName) => {
      const command = new DescribeCacheParameterGroupsCommand({ CacheParameterGroupName });
      return (await aws.read(ElastiCacheClient, command)).CacheParameterGroups?.length ? there : null;
    }),
  "subnet group": (aws, names) =>
    oneByOne(names, async (CacheSubnetGroupName) => {
      const command = new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName });
      return (await aws.read(ElastiCacheClient, command)).CacheSubnetGroups?.length ? there : null;
    }),
  "user group": (aws, names) =>
    oneByOne(names, async (UserGroupId) => {
      const { UserGroups = [] } = await aws.read(ElastiCacheClient, new DescribeUserGroupsCommand({ UserGroupId }));
      return UserGroups[0]?.Status ?? null;
    }),
  async "security group"(aws, names) {
    const found = new Map<string, string>();
    // As a filter, which takes 200 values: an id that does not exist is an error anywhere else.
    for (const some of chunks(names, 200)) {
      const command = new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-id", Values: [...some] }] });
      const { SecurityGroups = [] } = await aws.read(EC2Client, command);
      for (const { GroupId = "" } of SecurityGroups) found.set(GroupId, there);
    }
    return found;
  },
};

/** A name that does not exist is an error to each of these calls. */
async function oneByOne(names: readonly string[], read: (name: string) => Promise<string | null>): Promise<States> {
  const found = new Map<string, string>();
  for (const name of names) {
    try {
      const state = await read(name);
      if (state !== null) found.set(name, state);
    } catch (error) {
      if (!(error instanceof FaultError && /NotFound/.test(error.fault.awsError ?? ""))) throw error;
    }
  }
  return found;
}

async function statesOrFault(read: Promise<States>): Promise<States | Fault> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
}

/** What was found of what a group is made of. Pure. */
function findingOf({ saved }: Gone<Saved>, found: Found): Finding {
  const missing = parts.flatMap((part) => {
    const states = found[part];
    if (!isRead(states)) return [];
    return namesOf[part](saved).flatMap((name) => (isLeft(states.get(name)) ? [] : { part, name }));
  });
  const backup = isRead(found.backup) ? found.backup.get(saved.snapshot) : undefined;
  if (missing.some(({ part }) => part === "backup")) {
    return { refused: { result: "refused", ...backupGoneWords(saved) }, hazards: [] };
  }
  if (missing.length > 0) return { refused: withoutThem(missing, saved), hazards: [] };
  const unread = parts.flatMap((part) => {
    const states = found[part];
    return isRead(states) || namesOf[part](saved).length === 0 ? [] : [unreadHazard(part, states)];
  });
  const waits = backup !== undefined && backup !== "available" ? [busyBackup(saved, backup)] : [];
  return { refused: null, hazards: [...waits, ...unread] };
}

function isRead(states: States | Fault): states is States {
  return states instanceof Map;
}

/** What is on its way out is as good as gone. */
function isLeft(state: string | undefined): boolean {
  return state !== undefined && state !== "deleting" && state !== "failed";
}

interface Missing {
  readonly part: Part;
  readonly name: string;
}

/** A name can be given again; the id of a security group cannot. */
function withoutThem(missing: readonly Missing[], { snapshot }: Saved): Refused {
  const names = missing.map(({ part, name }) => `${part} ${name}`).join(", ");
  const byHand = `Make the group by hand of the backup ${snapshot}, as its hold has it but for the security group, and end the hold`;
  return {
    result: "refused",
    reason: `AWS makes no group without what it refers to, and this was deleted meanwhile: ${names}`,
    remedy: missing.some(({ part }) => part === "security group")
      ? byHand
      : "Make it again under the same name, then plan again",
  };
}

/** AWS answers that it is busy with it, and the resume waits for that. */
function busyBackup({ snapshot }: Saved, state: string): Hazard {
  return {
    level: "note",
    code: "backup-not-ready",
    title: "Its backup is not ready yet",
    detail: `AWS says ${state} of ${snapshot}. The restore waits until it is available.`,
  };
}

function unreadHazard(part: Part, { reason }: Fault): Hazard {
  return {
    level: "note",
    code: `unread ${part}`,
    title: `Its ${part} was not looked up`,
    detail: `It is made again only while that is there. ${reason}.`,
  };
}
