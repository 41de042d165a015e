import {
  DatabaseMigrationServiceClient,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
  type ReplicationInstance,
  type ReplicationTask,
} from "@aws-sdk/client-database-migration-service";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({
  /** available, creating, modifying, failed, storage-full. */
  status: z.string(),
  class: z.string(),
  multiAz: z.boolean(),
  storageGb: z.number(),
  tasks: z.number(),
  runningTasks: z.number(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason:
    "A replication instance bills each hour, whether a task runs on it or not; stopping its tasks does not end that",
  remedy: "Delete it when its migration is over, or make it a smaller class; its tasks are to be made again after that",
};

/** DMS has no stop for the machine: tasks stop, the instance goes on (DMS API reference; AWS DMS pricing). */
export const dmsReplicationInstance = defineReport<Detail>({
  kind: "dms.replicationInstance",
  title: "DMS replication instance",
  plural: "DMS replication instances",
  billedAs: "AWS Database Migration Service",
  terraform: ["aws_dms_replication_instance"],
  about,
  read: ["dms:DescribeReplicationInstances", "dms:DescribeReplicationTasks", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { status, tasks, runningTasks } }: Observed<Detail>): Advice {
  if (runningTasks > 0) {
    const remedy = `Let its migration end first: ${runningTasks} of ${tasks} tasks run on it. Then delete it`;
    return { saw: status, ...about, remedy };
  }
  if (tasks > 0) {
    const remedy = `Delete its ${tasks} tasks and then it, where their migration is over: none of them runs`;
    return { saw: status, ...about, remedy };
  }
  return { saw: status, ...about, remedy: "Delete it: no task uses it, and one like it is made in minutes" };
}

function price({ detail: { class: kind, multiAz, storageGb } }: Observed<Detail>): readonly CostLine[] {
  const zones = multiAz ? "two zones" : "one zone";
  return [
    unpriced("Instance hours", `${kind}, ${zones}: its price is not in the catalogue`, "hour"),
    {
      ...unpriced("Storage", `${storageGb} GB: its price is not in the catalogue`),
      quantity: storageGb,
    },
  ];
}

/** The largest page (DMS API reference). */
const MaxRecords = 100;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (Marker) =>
      aws.read(
        DatabaseMigrationServiceClient,
        new DescribeReplicationInstancesCommand({ MaxRecords, ...(Marker && { Marker }) }),
      ),
    (out) => out.Marker,
  );
  const found: ReplicationInstance[] = [];
  for await (const { ReplicationInstances = [] } of list) {
    const here = ReplicationInstances.filter((one) => one.ReplicationInstanceStatus !== "deleting");
    found.push(...here.filter((one) => isWanted(one.ReplicationInstanceIdentifier, only)));
  }
  if (found.length === 0) return;
  const tasks = await replicationTasks(aws);
  const seen = found.map((one) =>
    observed(
      one,
      tasks.filter(({ ReplicationInstanceArn: arn }) => arn === one.ReplicationInstanceArn),
    ),
  );
  yield* await withTags(aws, null, seen);
}

async function replicationTasks(aws: ReadDoor): Promise<readonly ReplicationTask[]> {
  const found: ReplicationTask[] = [];
  const list = pages(
    (Marker) =>
      aws.read(
        DatabaseMigrationServiceClient,
        new DescribeReplicationTasksCommand({ MaxRecords, WithoutSettings: true, ...(Marker && { Marker }) }),
      ),
    (out) => out.Marker,
  );
  for await (const { ReplicationTasks = [] } of list) found.push(...ReplicationTasks);
  return found;
}

/** Words of a task that is at work, or about to be (DMS API reference, ReplicationTask). */
const atWork = new Set(["running", "starting", "stopping", "testing", "moving"]);

function observed(one: ReplicationInstance, tasks: readonly ReplicationTask[]): Omit<Observed<Detail>, "tags"> {
  const name = one.ReplicationInstanceIdentifier ?? "";
  return {
    nativeId: name,
    arn: one.ReplicationInstanceArn ?? "",
    name,
    type: one.ReplicationInstanceClass ?? "unknown",
    detail: {
      status: one.ReplicationInstanceStatus ?? "unknown",
      class: one.ReplicationInstanceClass ?? "unknown",
      multiAz: one.MultiAZ ?? false,
      storageGb: one.AllocatedStorage ?? 0,
      tasks: tasks.length,
      runningTasks: tasks.filter(({ Status }) => atWork.has(Status ?? "")).length,
      createdAt: one.InstanceCreateTime?.toISOString() ?? null,
    },
  };
}
