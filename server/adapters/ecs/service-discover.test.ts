import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { live, serviceExample as seen, serviceArn, taskArn } from "../../testing/ecs-service-example";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ecsService } from "./service";

describe("ecs.service and AWS", () => {
  const service = (name: string) => ({
    serviceArn: `arn:aws:ecs:eu-central-1:111122223333:service/web/${name}`,
    serviceName: name,
    clusterArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/web",
    status: "ACTIVE",
    desiredCount: 4,
    runningCount: 4,
    pendingCount: 0,
    launchType: "FARGATE",
    schedulingStrategy: "REPLICA",
    taskDefinition: taskArn,
    deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
    tags: [{ key: "Project", value: "shop" }],
    events: [{ message: "has reached a steady state" }],
  });
  const answers = {
    DescribeScalableTargets: () => ({
      ScalableTargets: [
        {
          ResourceId: "service/web/api",
          ScalableDimension: "ecs:service:DesiredCount",
          MinCapacity: 2,
          MaxCapacity: 8,
          RoleARN: live.roleArn,
          SuspendedState: { DynamicScalingOutSuspended: true },
        },
      ],
    }),
    ListClusters: () => ({ clusterArns: ["arn:aws:ecs:eu-central-1:111122223333:cluster/web"] }),
    ListServices: ({ nextToken }: { nextToken?: string }) =>
      nextToken
        ? { serviceArns: Array.from({ length: 6 }, (_, index) => `w${index + 6}`) }
        : { serviceArns: ["api", ...Array.from({ length: 5 }, (_, index) => `w${index + 1}`)], nextToken: "2" },
    DescribeServices: ({ services }: { services: string[] }) => ({ services: services.map(service) }),
    DescribeTaskDefinition: () => ({
      taskDefinition: {
        cpu: "512",
        memory: "1024",
        runtimePlatform: { cpuArchitecture: "X86_64" },
        containerDefinitions: [{ image: "api@sha256:0123" }],
      },
    }),
  };

  it("lists ten services a call, with tags, and reads each task definition once", async () => {
    const door = recordingDoor(answers);
    const found = await collect(ecsService.discover(door));
    expect(found).toHaveLength(12);
    expect(found[0]).toEqual({ ...seen(), tags: { Project: "shop" } });
    expect(found[1]?.detail.scaling).toBeNull();
    const described = door.calls.filter(({ operation }) => operation === "DescribeServices");
    expect(described.map(({ input }) => (input as { services: string[] }).services.length)).toEqual([10, 2]);
    expect(described[0]?.input).toMatchObject({ include: ["TAGS"], cluster: expect.stringContaining("cluster/web") });
    await collect(ecsService.discover(door));
    expect(door.calls.filter(({ operation }) => operation === "DescribeTaskDefinition")).toHaveLength(1);
    expect(door.calls.every(({ via }) => via === "read")).toBe(true);
  });

  it("looks at a few by their cluster, and leaves out what does not exist", async () => {
    const door = recordingDoor({
      ...answers,
      DescribeServices: () => ({ services: [service("api")], failures: [{ arn: "x", reason: "MISSING" }] }),
    });
    const found = await collect(ecsService.discover(door, [serviceArn, serviceArn.replace("api", "old")]));
    expect(found.map(({ nativeId }) => nativeId)).toEqual([serviceArn]);
    expect(door.calls.map(({ operation }) => operation)).toEqual([
      "DescribeScalableTargets",
      "DescribeServices",
      "DescribeTaskDefinition",
    ]);
  });

  it("takes a cluster that is gone for no services, and any other failure for a failure", async () => {
    const gone = recordingDoor({
      ...answers,
      DescribeServices: () => {
        throw new FaultError({ code: "gone", reason: "Cluster not found.", remedy: "" });
      },
    });
    expect(await collect(ecsService.discover(gone, [serviceArn]))).toEqual([]);
    const broken = recordingDoor({
      ...answers,
      DescribeServices: () => ({ services: [], failures: [{ arn: serviceArn, reason: "ACCESS_DENIED" }] }),
    });
    await expect(collect(ecsService.discover(broken, [serviceArn]))).rejects.toThrow(FaultError);
  });

  it("tells two services apart whose old ARNs lack the cluster", async () => {
    const old = "arn:aws:ecs:eu-central-1:111122223333:service/api";
    const door = recordingDoor({
      ...answers,
      DescribeServices: () => ({ services: [{ ...service("api"), serviceArn: old }] }),
    });
    expect(await collect(ecsService.discover(door, [serviceArn]))).toMatchObject([{ nativeId: serviceArn, arn: old }]);
  });

  it("tells why ECS cannot place the missing tasks", async () => {
    const message = "unable to place a task: no capacity";
    const door = recordingDoor({
      ...answers,
      DescribeServices: () => ({ services: [{ ...service("api"), runningCount: 1, events: [{ message }] }] }),
    });
    const [found] = await collect(ecsService.discover(door, [serviceArn]));
    if (!found) throw new Error("found nothing");
    expect(
      ecsService.check({ op: "setDesired", params: { desired: 4 }, before: "", after: "", settle: true }, found),
    ).toEqual({
      status: "pending",
      saw: `1 of 4 tasks: ${message}`,
    });
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ RegisterScalableTarget: () => ({}), UpdateService: () => ({}) });
    const item = (params: unknown) => [{ nativeId: serviceArn, params, token: "t" }];
    const sent = await ecsService.apply(door, "holdScaling", item({}));
    await ecsService.apply(door, "setDesired", item({ desired: 0 }));
    await ecsService.apply(door, "restoreScaling", item({ min: 2, max: 8, suspended: live.suspended }));
    expect(sent).toEqual([{ nativeId: serviceArn, fault: null }]);
    const target = {
      ServiceNamespace: "ecs",
      ResourceId: "service/web/api",
      ScalableDimension: "ecs:service:DesiredCount",
    };
    expect(door.calls.map(({ input }) => input)).toEqual([
      {
        ...target,
        MinCapacity: 0,
        SuspendedState: {
          DynamicScalingInSuspended: true,
          DynamicScalingOutSuspended: true,
          ScheduledScalingSuspended: true,
        },
      },
      { cluster: "web", service: "api", desiredCount: 0 },
      {
        ...target,
        MinCapacity: 2,
        MaxCapacity: 8,
        SuspendedState: {
          DynamicScalingInSuspended: false,
          DynamicScalingOutSuspended: true,
          ScheduledScalingSuspended: false,
        },
      },
    ]);
  });

  it("hands on what AWS refuses", async () => {
    const door = recordingDoor({
      UpdateService: () => {
        throw new FaultError({ code: "throttled", reason: "Slow down.", remedy: "" });
      },
    });
    const items = [{ nativeId: serviceArn, params: { desired: 0 }, token: "t" }];
    await expect(ecsService.apply(door, "setDesired", items)).rejects.toThrow("Slow down.");
  });
});
