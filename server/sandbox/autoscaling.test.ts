import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  DescribeWarmPoolCommand,
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstancesCommand,
  type EC2Client,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const AutoScalingGroupName = "web-asg";

async function groupOf(autoscaling: AutoScalingClient, name = AutoScalingGroupName) {
  const out = await autoscaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
  const [group] = out.AutoScalingGroups ?? [];
  if (!group) throw new Error(`no group ${name}`);
  return { ...group, ids: (group.Instances ?? []).map((each) => each.InstanceId ?? "") };
}

async function stateOf(ec2: EC2Client, id: string): Promise<string | undefined> {
  const out = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return out.Reservations?.[0]?.Instances?.[0]?.State?.Name;
}

test("a group that is not frozen terminates a stopped member and launches another", async () => {
  const { ec2, autoscaling, clock } = await startSandbox();
  const { ids } = await groupOf(autoscaling);
  const [victim = "", ...others] = ids;
  await ec2.send(new StopInstancesCommand({ InstanceIds: [victim] }));
  clock.pass(31);
  const during = await groupOf(autoscaling);
  expect(during.Instances?.find((each) => each.InstanceId === victim)).toMatchObject({
    HealthStatus: "Unhealthy",
    LifecycleState: "Terminating",
  });
  clock.pass(120);
  expect(await stateOf(ec2, victim)).toBe("terminated");
  const after = await groupOf(autoscaling);
  expect(after.ids).not.toContain(victim);
  expect(after.ids).toEqual(expect.arrayContaining(others));
  expect(after.Instances).toHaveLength(3);
  expect(after.Instances?.every((each) => each.LifecycleState === "InService")).toBe(true);
  clock.pass(3700);
  await expect(stateOf(ec2, victim)).rejects.toMatchObject({ name: "InvalidInstanceID.NotFound" });
});

test("a frozen group keeps its stopped members, and resumed after they run it has the same ones", async () => {
  const { ec2, autoscaling, clock } = await startSandbox();
  const before = await groupOf(autoscaling);
  await autoscaling.send(new SuspendProcessesCommand({ AutoScalingGroupName }));
  await ec2.send(new StopInstancesCommand({ InstanceIds: before.ids }));
  clock.pass(2 * 24 * 3600);
  const frozen = await groupOf(autoscaling);
  expect(frozen.Instances).toEqual(before.Instances);
  expect(frozen.SuspendedProcesses).toHaveLength(9);
  await ec2.send(new StartInstancesCommand({ InstanceIds: before.ids }));
  clock.pass(60);
  await autoscaling.send(new ResumeProcessesCommand({ AutoScalingGroupName }));
  clock.pass(600);
  const { ids, ...after } = await groupOf(autoscaling);
  expect({ ids, ...after }).toEqual(before);
});

test("processes resumed before the members run replace them", async () => {
  const { ec2, autoscaling, clock } = await startSandbox();
  const { ids } = await groupOf(autoscaling);
  await autoscaling.send(new SuspendProcessesCommand({ AutoScalingGroupName }));
  await ec2.send(new StopInstancesCommand({ InstanceIds: ids }));
  clock.pass(90);
  await autoscaling.send(new ResumeProcessesCommand({ AutoScalingGroupName }));
  clock.pass(200);
  const after = await groupOf(autoscaling);
  expect(after.ids.some((id) => ids.includes(id))).toBe(false);
  expect(after.ids).toHaveLength(3);
});

test("an unhealthy mark replaces a running member unless it is taken back in time", async () => {
  const { autoscaling, clock } = await startSandbox();
  const [first = "", second = ""] = (await groupOf(autoscaling)).ids;
  await autoscaling.send(new SetInstanceHealthCommand({ InstanceId: first, HealthStatus: "Unhealthy" }));
  await autoscaling.send(new SetInstanceHealthCommand({ InstanceId: second, HealthStatus: "Unhealthy" }));
  await autoscaling.send(new SetInstanceHealthCommand({ InstanceId: second, HealthStatus: "Healthy" }));
  clock.pass(200);
  const { ids } = await groupOf(autoscaling);
  expect(ids).not.toContain(first);
  expect(ids).toContain(second);
});

test("scaling to zero terminates the members and back launches new ones", async () => {
  const { autoscaling, clock } = await startSandbox();
  const before = await groupOf(autoscaling);
  const to = { AutoScalingGroupName, MinSize: 0, DesiredCapacity: 0 };
  await autoscaling.send(new UpdateAutoScalingGroupCommand(to));
  clock.pass(120);
  expect((await groupOf(autoscaling)).ids).toEqual([]);
  await autoscaling.send(new UpdateAutoScalingGroupCommand({ ...to, MinSize: 2, DesiredCapacity: 3 }));
  clock.pass(120);
  const after = await groupOf(autoscaling);
  expect(after.ids).toHaveLength(3);
  expect(after.ids.some((id) => before.ids.includes(id))).toBe(false);
});

test("sizes that contradict each other are refused", async () => {
  const { autoscaling } = await startSandbox();
  const below = new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 2, DesiredCapacity: 1 });
  await expect(autoscaling.send(below)).rejects.toMatchObject({ name: "ValidationError" });
  const above = new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: 7 });
  await expect(autoscaling.send(above)).rejects.toThrow(/below or equal to max size:6/);
  expect(await groupOf(autoscaling)).toMatchObject({ MinSize: 2, DesiredCapacity: 3, MaxSize: 6 });
});

test("only the named processes are suspended and resumed; the one that was suspended before stays", async () => {
  const { autoscaling } = await startSandbox();
  const name = { AutoScalingGroupName: "queue-asg" };
  const suspended = async () =>
    (await groupOf(autoscaling, "queue-asg")).SuspendedProcesses?.map((each) => each.ProcessName).sort();
  expect(await suspended()).toEqual(["AZRebalance"]);
  await autoscaling.send(new SuspendProcessesCommand({ ...name, ScalingProcesses: ["Launch", "AZRebalance"] }));
  expect(await suspended()).toEqual(["AZRebalance", "Launch"]);
  await autoscaling.send(new ResumeProcessesCommand({ ...name, ScalingProcesses: ["Launch"] }));
  expect(await suspended()).toEqual(["AZRebalance"]);
  await expect(
    autoscaling.send(new SuspendProcessesCommand({ ...name, ScalingProcesses: ["Lunch"] })),
  ).rejects.toMatchObject({ name: "ValidationError" });
});

test("the other reads answer", async () => {
  const { autoscaling } = await startSandbox();
  const name = { AutoScalingGroupName };
  const { ids } = await groupOf(autoscaling);
  const members = await autoscaling.send(
    new DescribeAutoScalingInstancesCommand({ InstanceIds: [ids[0] ?? "", "i-00000000000000000"] }),
  );
  expect(members.AutoScalingInstances).toMatchObject([{ InstanceId: ids[0], AutoScalingGroupName }]);
  expect((await autoscaling.send(new DescribePoliciesCommand(name))).ScalingPolicies).toHaveLength(1);
  expect((await autoscaling.send(new DescribeLifecycleHooksCommand(name))).LifecycleHooks).toHaveLength(1);
  expect((await autoscaling.send(new DescribeInstanceRefreshesCommand(name))).InstanceRefreshes).toEqual([]);
  expect((await autoscaling.send(new DescribeWarmPoolCommand(name))).Instances).toEqual([]);
  const all = await autoscaling.send(new DescribeScheduledActionsCommand({}));
  expect(all.ScheduledUpdateGroupActions).toHaveLength(2);
  const first = await autoscaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 4 }));
  const second = await autoscaling.send(
    new DescribeAutoScalingGroupsCommand({ MaxRecords: 4, ...(first.NextToken && { NextToken: first.NextToken }) }),
  );
  expect([first.AutoScalingGroups?.length, second.AutoScalingGroups?.length]).toEqual([4, 4]);
});
