import {
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  type RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const day = 24 * 3600;

async function database(rds: RDSClient, id = "catalog-db") {
  const out = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
  const [found] = out.DBInstances ?? [];
  if (!found) throw new Error(`no ${id}`);
  return found;
}

test("a database stops and starts, and nothing else about it changes", async () => {
  const { rds, clock } = await startSandbox();
  const before = await database(rds);
  const stop = new StopDBInstanceCommand({ DBInstanceIdentifier: "catalog-db" });
  expect((await rds.send(stop)).DBInstance?.DBInstanceStatus).toBe("stopping");
  await expect(rds.send(stop)).rejects.toMatchObject({
    name: "InvalidDBInstanceStateFault",
    message: "Instance catalog-db is not in available state.",
    $metadata: { httpStatusCode: 400 },
  });
  clock.pass(241);
  const stopped = await database(rds);
  expect(stopped.DBInstanceStatus).toBe("stopped");
  expect(stopped.AutomaticRestartTime).toEqual(new Date("2026-11-27T12:00:00Z"));
  await rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier: "catalog-db" }));
  clock.pass(299);
  expect((await database(rds)).DBInstanceStatus).toBe("starting");
  clock.pass(2);
  expect(await database(rds)).toEqual(before);
});

test("AWS starts a stopped database by itself after seven days, once", async () => {
  const { rds, clock } = await startSandbox();
  await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "reports-db" }));
  clock.pass(7 * day - 1);
  expect((await database(rds, "reports-db")).DBInstanceStatus).toBe("stopped");
  clock.pass(2);
  const waking = await database(rds, "reports-db");
  expect(waking.DBInstanceStatus).toBe("starting");
  expect(waking.AutomaticRestartTime).toBeUndefined();
  clock.pass(300);
  expect((await database(rds, "reports-db")).DBInstanceStatus).toBe("available");
});

test("a process that slept for eight days finds it long awake", async () => {
  const { rds, clock } = await startSandbox({ pace: 0.1 });
  await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "reports-db" }));
  clock.pass(8 * day);
  expect((await database(rds, "reports-db")).DBInstanceStatus).toBe("available");
});

test.each([
  ["ledger-db-replica", /read replica instance/],
  ["ledger-db", /has read replicas/],
])("%s cannot be stopped", async (id, reason) => {
  const { rds } = await startSandbox();
  const stop = rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: id }));
  await expect(stop).rejects.toMatchObject({
    name: "InvalidDBInstanceStateFault",
    message: expect.stringMatching(reason),
  });
  expect((await database(rds, id)).DBInstanceStatus).toBe("available");
});

test("reads: unknown names, filters, tags, the replica's links and two zones", async () => {
  const { rds } = await startSandbox();
  await expect(database(rds, "no-such-db")).rejects.toMatchObject({
    name: "DBInstanceNotFoundFault",
    $metadata: { httpStatusCode: 404 },
  });
  const Filters = [{ Name: "db-instance-id", Values: ["orders-db", "no-such-db"] }];
  const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ Filters }));
  expect(DBInstances?.map((each) => each.DBInstanceIdentifier)).toEqual(["orders-db"]);
  expect(DBInstances?.[0]).toMatchObject({ MultiAZ: true, SecondaryAvailabilityZone: expect.any(String) });
  const tags = await rds.send(new ListTagsForResourceCommand({ ResourceName: DBInstances?.[0]?.DBInstanceArn ?? "" }));
  expect(tags.TagList).toContainEqual({ Key: "Environment", Value: "dev" });
  expect((await database(rds, "ledger-db")).ReadReplicaDBInstanceIdentifiers).toEqual(["ledger-db-replica"]);
  expect((await database(rds, "ledger-db-replica")).ReadReplicaSourceDBInstanceIdentifier).toBe("ledger-db");
  await expect(rds.send(new DescribeDBInstancesCommand({ Marker: "soup" }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});
