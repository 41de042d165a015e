import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

const cluster = "dev";
const checkout = {
  ServiceNamespace: "ecs",
  ResourceId: "service/dev/checkout",
  ScalableDimension: "ecs:service:DesiredCount",
} as const;

async function counts(ecs: ECSClient, service = "checkout") {
  const out = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [found] = out.services ?? [];
  return [found?.desiredCount, found?.runningCount, found?.pendingCount];
}

test("running tasks follow the desired count", async () => {
  const { ecs, clock } = await startSandbox();
  expect(await counts(ecs)).toEqual([4, 4, 0]);
  await ecs.send(new UpdateServiceCommand({ cluster, service: "checkout", desiredCount: 0 }));
  expect(await counts(ecs)).toEqual([0, 4, 0]);
  clock.pass(46);
  expect(await counts(ecs)).toEqual([0, 0, 0]);
  await ecs.send(new UpdateServiceCommand({ cluster, service: "checkout", desiredCount: 4 }));
  expect(await counts(ecs)).toEqual([4, 0, 4]);
  clock.pass(41);
  expect(await counts(ecs)).toEqual([4, 4, 0]);
});

test("every call of RegisterScalableTarget pushes the desired count into the range", async () => {
  const { ecs, scaling, clock } = await startSandbox();
  await ecs.send(new UpdateServiceCommand({ cluster, service: "checkout", desiredCount: 0 }));
  clock.pass(60);
  const SuspendedState = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true };
  await scaling.send(new RegisterScalableTargetCommand({ ...checkout, SuspendedState }));
  expect(await counts(ecs)).toEqual([2, 0, 2]);
  await scaling.send(new RegisterScalableTargetCommand({ ...checkout, MinCapacity: 0, MaxCapacity: 1 }));
  expect((await counts(ecs))[0]).toBe(1);
  const { ScalableTargets } = await scaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs", ResourceIds: [checkout.ResourceId] }),
  );
  expect(ScalableTargets).toMatchObject([
    { MinCapacity: 0, MaxCapacity: 1, SuspendedState: { ...SuspendedState, ScheduledScalingSuspended: false } },
  ]);
});

test("a minimum of 0 lets a service stay at 0", async () => {
  const { ecs, scaling, clock } = await startSandbox();
  await scaling.send(new RegisterScalableTargetCommand({ ...checkout, MinCapacity: 0 }));
  expect(await counts(ecs)).toEqual([4, 4, 0]);
  await ecs.send(new UpdateServiceCommand({ cluster, service: "checkout", desiredCount: 0 }));
  clock.pass(60);
  await scaling.send(new RegisterScalableTargetCommand({ ...checkout, MinCapacity: 0 }));
  expect(await counts(ecs)).toEqual([0, 0, 0]);
});

test("a target that is not registered needs both sizes and a service", async () => {
  const { scaling } = await startSandbox();
  const catalog = { ...checkout, ResourceId: "service/dev/catalog" };
  await expect(scaling.send(new RegisterScalableTargetCommand({ ...catalog, MinCapacity: 1 }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  const nobody = { ...checkout, ResourceId: "service/dev/nobody", MinCapacity: 1, MaxCapacity: 2 };
  await expect(scaling.send(new RegisterScalableTargetCommand(nobody))).rejects.toThrow(/doesn't exist/);
  await scaling.send(new RegisterScalableTargetCommand({ ...catalog, MinCapacity: 1, MaxCapacity: 2 }));
  const all = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" }));
  expect(all.ScalableTargets?.map((each) => each.ResourceId)).toContain("service/dev/catalog");
});

test("a daemon has no desired count", async () => {
  const { ecs } = await startSandbox();
  const update = ecs.send(new UpdateServiceCommand({ cluster, service: "log-router", desiredCount: 0 }));
  await expect(update).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("daemon scheduling strategy does not support a desired count"),
  });
});

test("lists page, missing services are failures and not errors, eleven are too many", async () => {
  const { ecs } = await startSandbox();
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
  expect(clusterArns).toHaveLength(3);
  const clusters = await ecs.send(new DescribeClustersCommand({ clusters: [...clusterArns, "nowhere"] }));
  expect([clusters.clusters?.length, clusters.failures?.length]).toEqual([3, 1]);
  const first = await ecs.send(new ListServicesCommand({ cluster, maxResults: 5 }));
  const second = await ecs.send(
    new ListServicesCommand({ cluster, maxResults: 5, ...(first.nextToken && { nextToken: first.nextToken }) }),
  );
  expect([first.serviceArns?.length, second.serviceArns?.length, second.nextToken]).toEqual([5, 3, undefined]);
  const described = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [...(first.serviceArns ?? []), "ghost"], include: ["TAGS"] }),
  );
  expect(described.services).toHaveLength(5);
  expect(described.services?.[0]?.tags).toContainEqual({ key: "Environment", value: "dev" });
  expect(described.failures).toEqual([{ arn: expect.stringContaining("service/dev/ghost"), reason: "MISSING" }]);
  const eleven = Array.from({ length: 11 }, (_, index) => `s${index}`);
  await expect(ecs.send(new DescribeServicesCommand({ cluster, services: eleven }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(ecs.send(new ListServicesCommand({ cluster: "nowhere" }))).rejects.toMatchObject({
    name: "ClusterNotFoundException",
  });
});

test("task definitions, policies and scheduled actions are there", async () => {
  const { ecs, scaling } = await startSandbox();
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ["checkout"] }));
  const taskDefinition = services?.[0]?.taskDefinition ?? "";
  const out = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  expect(out.taskDefinition).toMatchObject({ taskDefinitionArn: taskDefinition, cpu: "1024", memory: "2048" });
  const policies = await scaling.send(new DescribeScalingPoliciesCommand(checkout));
  expect(policies.ScalingPolicies).toHaveLength(1);
  const actions = await scaling.send(new DescribeScheduledActionsCommand({ ServiceNamespace: "ecs" }));
  expect(actions.ScheduledActions).toHaveLength(3);
});
