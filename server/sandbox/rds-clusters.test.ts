import { RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
  StartDBClusterCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { clientsOf, startSandbox } from "./sandbox-fixtures";

const stop = (id: string) => new StopDBClusterCommand({ DBClusterIdentifier: id });
const start = (id: string) => new StartDBClusterCommand({ DBClusterIdentifier: id });

async function cluster(rds: RDSClient, id = "forecast") {
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
  const [found] = DBClusters;
  if (!found) throw new Error(`no ${id}`);
  return found;
}

async function members(rds: RDSClient, id = "forecast") {
  const Filters = [{ Name: "db-cluster-id", Values: [id] }];
  return (await rds.send(new DescribeDBInstancesCommand({ Filters }))).DBInstances ?? [];
}

async function statuses(rds: RDSClient, id?: string) {
  return [(await cluster(rds, id)).Status, ...(await members(rds, id)).map((member) => member.DBInstanceStatus)];
}

test("a cluster stops and starts with its members, and nothing else about it changes", async () => {
  const { rds, clock } = await startSandbox();
  const before = [await cluster(rds), await members(rds)];
  await rds.send(stop("forecast"));
  await expect(rds.send(stop("forecast"))).rejects.toMatchObject({
    name: "InvalidDBClusterStateFault",
    message: "DbCluster forecast is in stopping state but expected it to be available.",
  });
  clock.pass(250);
  expect(await statuses(rds)).toEqual(["stopping", "stopped", "stopped"]);
  clock.pass(30);
  expect(await statuses(rds)).toEqual(["stopped", "stopped", "stopped"]);
  expect((await cluster(rds)).AutomaticRestartTime).toEqual(new Date("2026-11-27T12:00:00Z"));
  await rds.send(start("forecast"));
  clock.pass(310);
  // The cluster says so first, and its members are still on their way.
  expect(await statuses(rds)).toEqual(["available", "starting", "starting"]);
  await expect(rds.send(stop("forecast"))).rejects.toMatchObject({ name: "InvalidDBInstanceStateFault" });
  clock.pass(30);
  expect([await cluster(rds), await members(rds)]).toEqual(before);
});

test("AWS starts a stopped cluster after seven days", async () => {
  const { rds, clock } = await startSandbox();
  await rds.send(stop("profiles"));
  clock.pass(7 * 24 * 3600 + 1);
  expect(await statuses(rds, "profiles")).toEqual(["starting", "starting", "starting"]);
  clock.pass(400);
  expect(await statuses(rds, "profiles")).toEqual(["available", "available", "available"]);
});

test.each([
  ["orders-world", "global cluster orders"],
  ["old-jobs", "serverless"],
  ["billing-three", "Multi-AZ"],
  ["profiles-world", "global cluster profiles"],
])("%s is not stopped", async (id, words) => {
  const { rds } = await startSandbox();
  await expect(rds.send(stop(id))).rejects.toMatchObject({
    name: "InvalidDBClusterStateFault",
    message: expect.stringContaining(words),
  });
});

test("a replica is not stopped, what runs is not started, and what is not there is not found", async () => {
  const { rds, sandbox } = await startSandbox();
  await expect(clientsOf(sandbox, "us-east-1").rds.send(stop("forecast-mirror"))).rejects.toMatchObject({
    name: "InvalidDBClusterStateFault",
  });
  await expect(rds.send(start("forecast"))).rejects.toMatchObject({ name: "InvalidDBClusterStateFault" });
  await expect(rds.send(stop("nobody"))).rejects.toMatchObject({
    name: "DBClusterNotFoundFault",
    $metadata: { httpStatusCode: 404 },
  });
});

test("the list of instances has those that stand alone and the members of clusters, which are not stopped alone", async () => {
  const { rds } = await startSandbox();
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ MaxRecords: 100 }));
  const clusterOf = (id: string) => DBInstances.find((each) => each.DBInstanceIdentifier === id)?.DBClusterIdentifier;
  expect([clusterOf("catalog-db"), clusterOf("forecast-2"), clusterOf("friends-1")]).toEqual([
    undefined,
    "forecast",
    "friends",
  ]);
  const named = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: "forecast-2" }));
  expect(named.DBInstances?.[0]?.Engine).toBe("aurora-postgresql");
  const alone = new StopDBInstanceCommand({ DBInstanceIdentifier: "forecast-2" });
  await expect(rds.send(alone)).rejects.toMatchObject({ name: "InvalidDBClusterStateFault" });
});

test("scaling makes readers up to its minimum, and takes back only those", async () => {
  const { rds, scaling, clock } = await startSandbox();
  const limits = (id: string, namespace: "rds" | "neptune", min: number, max: number) =>
    new RegisterScalableTargetCommand({
      ServiceNamespace: namespace,
      ResourceId: `cluster:${id}`,
      ScalableDimension: `${namespace}:cluster:ReadReplicaCount`,
      MinCapacity: min,
      MaxCapacity: max,
    });
  await scaling.send(limits("forecast", "rds", 2, 4));
  expect(await statuses(rds)).toEqual(["available", "available", "available", "creating"]);
  clock.pass(400);
  expect(await statuses(rds)).toEqual(["available", "available", "available", "available"]);
  await scaling.send(limits("forecast", "rds", 0, 0));
  expect((await members(rds)).map((member) => member.DBInstanceIdentifier)).toEqual(["forecast-1", "forecast-2"]);
  // A cluster that is stopped gets none.
  await rds.send(stop("friends"));
  clock.pass(400);
  await scaling.send(limits("friends", "neptune", 3, 3));
  expect(await members(rds, "friends")).toHaveLength(2);
  await expect(scaling.send(limits("profiles", "rds", 1, 2))).resolves.toBeDefined();
  await expect(scaling.send(limits("nobody", "rds", 1, 2))).rejects.toMatchObject({ name: "ValidationException" });
});
