import type { ReplicationInstance } from "@aws-sdk/client-database-migration-service";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { dmsReplicationInstance } from "./replication-instance";

const arn = "arn:aws:dms:eu-central-1:111122223333:rep:MOVE";
const move: ReplicationInstance = {
  ReplicationInstanceIdentifier: "move",
  ReplicationInstanceArn: arn,
  ReplicationInstanceClass: "dms.r6i.large",
  ReplicationInstanceStatus: "available",
  AllocatedStorage: 100,
};

function found(over: Partial<ReplicationInstance> = {}, tasks: readonly string[] = [], only?: readonly string[]) {
  const aws = recordingDoor({
    DescribeReplicationInstances: () => ({ ReplicationInstances: [{ ...move, ...over }] }),
    DescribeReplicationTasks: () => ({
      ReplicationTasks: [
        ...tasks.map((Status) => ({ Status, ReplicationInstanceArn: arn })),
        { Status: "running", ReplicationInstanceArn: "another" },
      ],
    }),
    GetResources: () => ({ ResourceTagMappingList: [{ ResourceARN: arn, Tags: [{ Key: "Team", Value: "data" }] }] }),
  });
  return collect(dmsReplicationInstance.discover(aws, only));
}

async function seen(over: Partial<ReplicationInstance> = {}, tasks: readonly string[] = []) {
  const [one] = await found(over, tasks);
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("dms.replicationInstance", () => {
  it("leaves out what is on its way out, and what a look does not name", async () => {
    expect(await found({ ReplicationInstanceStatus: "deleting" })).toEqual([]);
    expect(await found({}, [], ["other"])).toEqual([]);
  });

  it("counts its own tasks, and has its tags from elsewhere", async () => {
    expect(await seen({}, ["running", "stopped"])).toMatchObject({
      tags: { Team: "data" },
      detail: { tasks: 2, runningTasks: 1 },
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ["it works", ["running", "stopped"], /1 of 2 tasks run/],
    ["its tasks rest", ["stopped", "failed"], /none of them runs/],
    ["it has no task", [], /no task uses it/],
  ])("says what to do where %s", async (_what, tasks, remedy) => {
    expect(dmsReplicationInstance.classify(await seen({}, tasks))).toMatchObject({
      remedy: expect.stringMatching(remedy),
    });
  });

  it("claims no price that it does not have", async () => {
    const lines = dmsReplicationInstance.price(await seen({ MultiAZ: true }));
    expect(lines.map(({ price, quantity }) => [price, quantity])).toEqual([
      [null, 1],
      [null, 100],
    ]);
    expect(lines[0]?.note).toMatch(/two zones/);
  });
});
