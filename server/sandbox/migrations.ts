import type {
  DescribeReplicationInstancesCommandInput as InstancesInput,
  DescribeReplicationInstancesCommandOutput as InstancesOutput,
  DescribeReplicationTasksCommandInput as TasksInput,
  DescribeReplicationTasksCommandOutput as TasksOutput,
} from "@aws-sdk/client-database-migration-service";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Database Migration Service: machines that replicate, and their tasks. */

interface Replicator {
  name: string;
  class: string;
  multiAz: boolean;
  gb: number;
  tasks: { name: string; runs: boolean }[];
  createdAt: number;
  tags: TagMap;
}

interface State {
  replicators: Replicator[];
}

const own = { name: "migrations", empty: (): State => ({ replicators: [] }) };

export const migrations = defineCorner<State>({
  ...own,
  services: {
    dms: {
      DescribeReplicationInstances: read(describeReplicationInstances),
      DescribeReplicationTasks: read(describeReplicationTasks),
    },
  },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ replicators }, at) =>
    replicators.map((each) => ({ type: "dms:rep", arn: arnOf("rep", each.name, at), tags: each.tags })),
});

function arnOf(what: "rep" | "task", name: string, { regionName, world }: Moment): string {
  return `arn:aws:dms:${regionName}:${world.accountId}:${what}:${name.toUpperCase()}`;
}

/** Pages have 20 to 100 rows. */
function paged<Item>(items: readonly Item[], { MaxRecords: size = 100, Marker: token }: InstancesInput & TasksInput) {
  if (size < 20 || size > 100) {
    throw awsError("InvalidParameterValueException", "MaxRecords must be between 20 and 100");
  }
  const invalidToken = () => awsError("InvalidParameterValueException", "The marker is not valid");
  const { items: rows, next } = page({ items, size, token, invalidToken });
  return { rows, marker: next === undefined ? {} : { Marker: next } };
}

function describeReplicationInstances(input: InstancesInput, at: Moment): Answer<InstancesOutput> {
  const { rows, marker } = paged(stateOf(own, at.region).replicators, input);
  return {
    ReplicationInstances: rows.map((each) => ({
      ReplicationInstanceIdentifier: each.name,
      ReplicationInstanceArn: arnOf("rep", each.name, at),
      ReplicationInstanceClass: each.class,
      ReplicationInstanceStatus: "available",
      AllocatedStorage: each.gb,
      MultiAZ: each.multiAz,
      EngineVersion: "3.6.1",
      InstanceCreateTime: new Date(each.createdAt),
    })),
    ...marker,
  };
}

function describeReplicationTasks(input: TasksInput, at: Moment): Answer<TasksOutput> {
  const all = stateOf(own, at.region).replicators.flatMap((each) =>
    each.tasks.map(({ name, runs }) => ({
      ReplicationTaskIdentifier: name,
      ReplicationTaskArn: arnOf("task", name, at),
      ReplicationInstanceArn: arnOf("rep", each.name, at),
      Status: runs ? "running" : "stopped",
    })),
  );
  const { rows, marker } = paged(all, input);
  return { ReplicationTasks: rows, ...marker };
}

const rows: readonly (Omit<Replicator, "createdAt" | "tags"> & { readonly key: RegionKey })[] = [
  {
    key: "eu",
    name: "oracle-exit",
    class: "dms.r6i.large",
    multiAz: true,
    gb: 100,
    tasks: [{ name: "ledger", runs: true }],
  },
  {
    key: "eu",
    name: "crm-import",
    class: "dms.t3.medium",
    multiAz: false,
    gb: 50,
    tasks: [{ name: "crm-full-load", runs: false }],
  },
  { key: "us", name: "first-try", class: "dms.t3.medium", multiAz: false, gb: 50, tasks: [] },
];

function seed(seed: Seed): void {
  rows.forEach(({ key, ...row }, index) => {
    const createdAt = daysAgo(seed, 40 + index * 90);
    stateOf(own, regionOf(seed, key)).replicators.push({ ...row, createdAt, tags: tagsOf("lab", "data") });
  });
}
