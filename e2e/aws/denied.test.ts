import { expect, test } from "vitest";
import { adapters } from "../../server/adapters/registry";
import { stillOn } from "./capture";
import { pausedInEach } from "./estate";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/** Guarantee: a missing permission stops exactly what needs it, is named, and leaves a way back. */

const suite = wireSuite({ regions: ["eu-central-1"] });

const denials = [
  ["ec2", "StopInstances", "ec2:StopInstances", ["api-1", "api-2", "web-asg", "worker-1"]],
  ["rds", "StopDBInstance", "rds:StopDBInstance", ["orders"]],
  ["ecs", "UpdateService", "ecs:UpdateService", ["catalog", "checkout"]],
  ["lambda", "PutFunctionConcurrency", "lambda:PutFunctionConcurrency", ["plain", "price-quote", "reserved"]],
  ["monitoring", "DisableAlarmActions", "cloudwatch:DisableAlarmActions", ["api-5xx", "db-cpu", "shop-down"]],
  ["autoscaling", "SuspendProcesses", "autoscaling:SuspendProcesses", ["web-asg"]],
] as const;

const seldom = [
  ["kinesis", "UpdateShardCount", "clicks"],
  ["dynamodb", "UpdateTable", "carts"],
] as const;

const oftenKinds = [
  "autoscaling.group",
  "cloudwatch.alarm",
  "ec2.instance",
  "ecs.service",
  "lambda.function",
  "rds.instance",
] as const;

test("each changing action denied in turn: only what needs it fails, its name is told, a resume brings all back", async () => {
  const { standby, wire, before } = suite;
  // The others may be switched so often in a day only, and have a test of their own.
  const scope = { kinds: [...oftenKinds], tags: ["Environment=dev"] };
  const total = pausedInEach - seldom.length;
  for (const [service, operation, action, needing] of denials) {
    await wire.faults([{ service, operation, fault: "denied" }]);
    const pause = await standby.run("pause", { scope });
    await wire.faults([]);

    const failed = pause.resources.filter(({ state }) => state === "failed");
    expect(failed.map(({ name }) => name).sort(), action).toEqual([...needing]);
    expect(
      pause.resources.filter(({ state }) => state !== "failed" && state !== "done"),
      action,
    ).toEqual([]);
    expect(pause).toMatchObject({ state: "partial", counts: { total, failed: needing.length } });
    for (const { fault } of failed) {
      expect(fault).toMatchObject({ code: "denied", action });
      expect(fault?.remedy).toBe(`Add ${action} to the role that Standby uses in this account`);
    }
    const on = stillOn(await suite.now());
    const keptOn = new Set(on.map((key) => key.split(" ").slice(2).join(" ")));
    const names = needing.filter((name) => name !== "web-asg");
    expect([...keptOn], action).toEqual(expect.arrayContaining(names));

    await standby.run("resume");
    expect(await suite.now(), `after ${action} was denied`).toEqual(before);
    expect(await standby.holds(), `after ${action} was denied`).toEqual([]);
  }
});

test.each(seldom)("%s:%s denied: %s fails, its permission is told, a resume brings it back", async (...row) => {
  const [service, operation, name] = row;
  const { standby, wire, before } = suite;
  await wire.faults([{ service, operation, fault: "denied" }]);
  const pause = await standby.run("pause");
  await wire.faults([]);
  const failed = pause.resources.filter(({ state }) => state === "failed");
  expect(failed.map((one) => [one.name, one.fault?.action])).toEqual([[name, `${service}:${operation}`]]);
  expect(pause).toMatchObject({ state: "partial", counts: { total: pausedInEach, failed: 1 } });
  await standby.run("resume");
  expect(await suite.now()).toEqual(before);
  expect(await standby.holds()).toEqual([]);
});

test("a kind that may not be read is not read, named, and unknown to a plan; all else goes on", async () => {
  const { standby, wire } = suite;
  await wire.faults([{ service: "rds", operation: "DescribeDBInstances", fault: "denied" }]);
  const coverage = await standby.scan();
  expect(coverage).toMatchObject({ read: adapters.length - 1, notRead: 1 });
  const row = coverage.rows.find(({ status }) => status === "notRead");
  expect(row).toMatchObject({
    kind: "rds.instance",
    found: 0,
    fault: {
      code: "denied",
      action: "rds:DescribeDBInstances",
      remedy: "Add rds:DescribeDBInstances to the role that Standby uses in this account",
    },
  });
  const databases = await standby.resources({ kind: "rds.instance" });
  expect(databases.map(({ name }) => name).sort()).toEqual(["off-before", "orders", "replica", "source"]);

  const plan = await standby.plan("pause");
  expect(plan.steps).toHaveLength(pausedInEach - 1);
  const left = plan.skipped.filter(({ kind }) => kind === "rds.instance");
  expect(left.map(({ name, code }) => `${name} ${code}`).sort()).toEqual(
    ["off-before", "orders", "replica", "source"].map((name) => `${name} unknown`),
  );
  expect(await standby.apply(plan)).toMatchObject({ state: "succeeded", counts: { done: pausedInEach - 1 } });
});

test("a plan names each missing permission ahead, and says what could not be brought back", async () => {
  const { standby, wire } = suite;
  await wire.faults([
    { service: "rds", operation: "StopDBInstance", fault: "denied" },
    { service: "ec2", operation: "StartInstances", fault: "denied" },
  ]);
  const { steps } = await standby.plan("pause");
  await wire.faults([]);
  const warned = (code: string) => steps.filter(({ hazards }) => hazards.some((hazard) => hazard.code === code));
  expect(warned("denied rds:StopDBInstance").map(({ name }) => name)).toEqual(["orders"]);
  const stuck = warned("denied ec2:StartInstances");
  expect(new Set(stuck.map(({ kind }) => kind))).toEqual(new Set(["autoscaling.group", "ec2.instance"]));
  for (const { hazards } of stuck) {
    expect(hazards).toContainEqual(expect.objectContaining({ detail: expect.stringContaining("not brought back") }));
  }
  expect(changing(await wire.calls())).toEqual([]);
});
