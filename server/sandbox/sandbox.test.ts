import { SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeAlarmsCommand, DisableAlarmActionsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeInstancesCommand, DescribeVolumesCommand, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { ListClustersCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, StartDBInstanceCommand, StopDBInstanceCommand } from "@aws-sdk/client-rds";
import { describe, expect, test } from "vitest";
import type { SandboxStorage } from "./contract";
import { memoryStorage } from "./file-storage";
import { startSandbox } from "./sandbox-fixtures";

const catalog = { DBInstanceIdentifier: "catalog-db" };

function countingStorage(): SandboxStorage & { saves: number; broken: boolean } {
  const memory = memoryStorage();
  const storage = {
    saves: 0,
    broken: false,
    load: memory.load,
    async save(text: string) {
      if (storage.broken) throw new Error("disk full");
      storage.saves += 1;
      await memory.save(text);
    },
  };
  return storage;
}

describe("the stored world", () => {
  test("another start goes on where the last one was, ids included", async () => {
    const storage = memoryStorage();
    const first = await startSandbox({ storage });
    await first.rds.send(new StopDBInstanceCommand(catalog));
    const second = await startSandbox({ storage });
    second.clock.pass(300);
    const { DBInstances } = await second.rds.send(new DescribeDBInstancesCommand(catalog));
    expect(DBInstances?.[0]?.DBInstanceStatus).toBe("stopped");
    expect(DBInstances?.[0]?.AutomaticRestartTime).toBeInstanceOf(Date);
    first.clock.pass(300);
    expect(await second.sandbox.snapshot()).toEqual(await first.sandbox.snapshot());
  });

  test("a change is saved before its answer, a read only when time brought something", async () => {
    const storage = countingStorage();
    const { rds, clock } = await startSandbox({ storage });
    expect(storage.saves).toBe(1);
    await rds.send(new StopDBInstanceCommand(catalog));
    expect(storage.saves).toBe(2);
    await rds.send(new DescribeDBInstancesCommand({}));
    expect(storage.saves).toBe(2);
    clock.pass(300);
    await rds.send(new DescribeDBInstancesCommand({}));
    await rds.send(new DescribeDBInstancesCommand({}));
    expect(storage.saves).toBe(3);
  });

  test("a change that cannot be saved has not happened", async () => {
    const storage = countingStorage();
    const { rds } = await startSandbox({ storage });
    storage.broken = true;
    await expect(rds.send(new StopDBInstanceCommand(catalog))).rejects.toThrow("disk full");
    storage.broken = false;
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand(catalog));
    expect(DBInstances?.[0]?.DBInstanceStatus).toBe("available");
  });

  test("a format of another version is refused", async () => {
    const storage = memoryStorage();
    await storage.save('{"version":99,"regions":{}}');
    await expect(startSandbox({ storage })).rejects.toThrow(/unknown format/);
  });

  test("a snapshot is a copy with what is due already applied", async () => {
    const { sandbox, rds, clock } = await startSandbox();
    await rds.send(new StopDBInstanceCommand(catalog));
    clock.pass(300);
    const snapshot = await sandbox.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(JSON.stringify(snapshot)).toContain('"status":"stopped"');
  });
});

test("at pace 0 everything is there at once", async () => {
  const { rds, ecs, sandbox } = await startSandbox({ pace: 0 });
  await rds.send(new StopDBInstanceCommand(catalog));
  await expect(rds.send(new StopDBInstanceCommand(catalog))).rejects.toThrow();
  await rds.send(new StartDBInstanceCommand(catalog));
  await ecs.send(new UpdateServiceCommand({ cluster: "dev", service: "catalog", desiredCount: 0 }));
  expect(JSON.stringify(await sandbox.snapshot())).not.toContain('"status":"st');
});

test("commands that come at the same time are answered one after another", async () => {
  const { cloudwatch } = await startSandbox();
  const names = ["api-5xx", "queue-age", "db-cpu"];
  await Promise.all(names.map((name) => cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [name] }))));
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
  expect(MetricAlarms?.map((each) => each.ActionsEnabled)).toEqual([false, false, false]);
});

test("a command that the sandbox does not have is an error that names it", async () => {
  const { sandbox } = await startSandbox();
  const call = { accountId: "a", region: "eu-central-1", service: "ec2", operation: "TerminateInstances", input: {} };
  await expect(sandbox.answer(call)).rejects.toThrow(/does not know ec2:TerminateInstances/);
  await expect(sandbox.answer({ ...call, operation: "constructor" })).rejects.toThrow(/does not know ec2:constructor/);
});

test("calls are counted in order until they are cleared", async () => {
  const { sandbox, ecs } = await startSandbox();
  await ecs.send(new ListClustersCommand({}));
  expect(sandbox.calls()).toMatchObject([{ region: "eu-central-1", service: "ecs", operation: "ListClusters" }]);
  sandbox.clearCalls();
  expect(sandbox.calls()).toEqual([]);
});

describe("faults", () => {
  test("throttle: each service in its own words, only the first n", async () => {
    const { sandbox, ec2, lambda, autoscaling } = await startSandbox();
    sandbox.setFaults([
      { service: "ec2", operation: "*", fault: "throttle", first: 2 },
      { service: "*", operation: "*", fault: "throttle" },
    ]);
    const throttled = { name: "RequestLimitExceeded", $metadata: { httpStatusCode: 503 } };
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject(throttled);
    await expect(ec2.send(new DescribeVolumesCommand({}))).rejects.toMatchObject(throttled);
    const concurrency = { FunctionName: "thumbnail", ReservedConcurrentExecutions: 0 };
    await expect(lambda.send(new PutFunctionConcurrencyCommand(concurrency))).rejects.toMatchObject({
      name: "TooManyRequestsException",
      $metadata: { httpStatusCode: 429 },
    });
    await expect(
      autoscaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: "web-asg" })),
    ).rejects.toMatchObject({ name: "Throttling" });
    sandbox.setFaults([]);
    await ec2.send(new DescribeInstancesCommand({}));
  });

  test("error500: nothing is done; nth counts the calls that fit", async () => {
    const { sandbox, rds } = await startSandbox();
    sandbox.setFaults([{ service: "rds", operation: "DescribeDBInstances", fault: "error500", nth: 2 }]);
    await rds.send(new DescribeDBInstancesCommand({}));
    await expect(rds.send(new DescribeDBInstancesCommand({}))).rejects.toMatchObject({
      $fault: "server",
      $metadata: { httpStatusCode: 500 },
    });
    await rds.send(new DescribeDBInstancesCommand({}));
  });

  test("denied: the missing action is in the message, and only the calls that match are hit", async () => {
    const { sandbox, rds } = await startSandbox();
    sandbox.setFaults([{ service: "rds", operation: "StopDBInstance", match: "catalog-db", fault: "denied" }]);
    await expect(rds.send(new StopDBInstanceCommand(catalog))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("not authorized to perform: rds:StopDBInstance"),
    });
    const other = await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "reports-db" }));
    expect(other.DBInstance?.DBInstanceStatus).toBe("stopping");
  });

  test("lost: the world does it, the caller gets a network error", async () => {
    const { sandbox, rds } = await startSandbox();
    sandbox.setFaults([{ service: "rds", operation: "StopDBInstance", fault: "lost", region: "eu-central-1" }]);
    await expect(rds.send(new StopDBInstanceCommand(catalog))).rejects.toMatchObject({
      name: "TimeoutError",
      code: "ECONNRESET",
    });
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand(catalog));
    expect(DBInstances?.[0]?.DBInstanceStatus).toBe("stopping");
  });

  test("capacity: only starts are hit", async () => {
    const { sandbox, ec2, rds } = await startSandbox();
    sandbox.setFaults([{ service: "*", operation: "*", fault: "capacity" }]);
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const InstanceIds = [Reservations?.[0]?.Instances?.[0]?.InstanceId ?? ""];
    await expect(ec2.send(new StartInstancesCommand({ InstanceIds }))).rejects.toMatchObject({
      name: "InsufficientInstanceCapacity",
    });
    await expect(rds.send(new StartDBInstanceCommand(catalog))).rejects.toMatchObject({
      name: "InsufficientDBInstanceCapacityFault",
    });
  });
});
