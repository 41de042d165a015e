import type { Task } from "@aws-sdk/client-ecs";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ecsTask } from "./task";

const at = "arn:aws:ecs:eu-central-1:111122223333";
const arn = `${at}:task/lab/0f1e2d3c4b5a69788796a5b4c3d2e1f0`;
const task: Task = {
  taskArn: arn,
  clusterArn: `${at}:cluster/lab`,
  taskDefinitionArn: `${at}:task-definition/nightly-report:7`,
  group: "family:nightly-report",
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  launchType: "FARGATE",
  cpu: "1024",
  memory: "4096",
  platformFamily: "Linux",
  attributes: [{ name: "ecs.cpu-architecture", value: "x86_64" }],
  ephemeralStorage: { sizeInGiB: 20 },
  pullStartedAt: new Date("2026-11-20T03:00:00Z"),
  tags: [{ key: "Team", value: "data" }],
};

function looked(over: Partial<Task> = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    ListClusters: () => ({ clusterArns: [`${at}:cluster/lab`] }),
    ListTasks: () => ({ taskArns: [arn] }),
    DescribeTasks: () => ({ tasks: [{ ...task, ...over }], failures: [] }),
  });
  return { aws, found: collect(ecsTask.discover(aws, only)) };
}

async function seen(over: Partial<Task> = {}) {
  const [one] = await looked(over).found;
  if (!one) throw new Error("it is not listed");
  return one;
}
const lines = async (over: Partial<Task> = {}) =>
  ecsTask.price(await seen(over)).map(({ price, quantity }) => [price?.key ?? null, quantity]);

describe("what is listed", () => {
  it("is what runs on Fargate, with its tags", async () => {
    const { aws, found } = looked();
    expect(await found).toMatchObject([
      { nativeId: arn, arn, name: "nightly-report", type: "Fargate 1 vCPU 4 GB", tags: { Team: "data" } },
    ]);
    expect(aws.calls.map(({ input }) => input)).toMatchObject([
      { maxResults: 100 },
      { cluster: `${at}:cluster/lab`, desiredStatus: "RUNNING", launchType: "FARGATE" },
      { cluster: `${at}:cluster/lab`, tasks: [arn], include: ["TAGS"] },
    ]);
  });

  it.each<[string, Partial<Task>]>([
    ["a service started", { startedBy: "ecs-svc/0123456789012345678" }],
    ["a task set started", { group: "service:api" }],
    ["is about to end", { desiredStatus: "STOPPED", lastStatus: "RUNNING" }],
    ["ended within the hour", { desiredStatus: "STOPPED", lastStatus: "STOPPED" }],
  ])("is not what %s", async (_what, over) => {
    expect(await looked(over).found).toEqual([]);
    expect(await looked(over, [arn]).found).toEqual([]);
  });

  it("is asked for a hundred at once, each in its cluster", async () => {
    const many = Array.from({ length: 101 }, (_, index) => `${at}:task/web/${index}`);
    const aws = recordingDoor({ DescribeTasks: () => ({ tasks: [] }) });
    expect(await collect(ecsTask.discover(aws, [arn, ...many]))).toEqual([]);
    const asked = aws.calls.map(({ input }) => input as { cluster: string; tasks: readonly string[] });
    expect(asked.map(({ cluster, tasks }) => [cluster, tasks.length])).toEqual([
      ["lab", 1],
      ["web", 100],
      ["web", 1],
    ]);
  });

  it("is nothing of a cluster that is gone, and a failure is no empty answer", async () => {
    const gone = () => {
      throw new FaultError({ code: "gone", reason: "Cluster not found.", remedy: "-" });
    };
    const missing = { tasks: [], failures: [{ arn, reason: "MISSING" }] };
    expect(await collect(ecsTask.discover(recordingDoor({ DescribeTasks: gone }), [arn]))).toEqual([]);
    expect(await collect(ecsTask.discover(recordingDoor({ DescribeTasks: () => missing }), [arn]))).toEqual([]);
    const failed = recordingDoor({ DescribeTasks: () => ({ failures: [{ arn, reason: "ACCESS_DENIED" }] }) });
    await expect(collect(ecsTask.discover(failed, [arn]))).rejects.toThrow("ACCESS_DENIED");
  });
});

describe("what it bills", () => {
  it("is what it reserves, used or not", async () => {
    expect(await lines()).toEqual([
      ["x86.vcpu", 1],
      ["x86.gb", 4],
    ]);
    const attributes = [{ name: "ecs.cpu-architecture", value: "arm64" }];
    expect(await lines({ attributes, ephemeralStorage: { sizeInGiB: 50 } })).toEqual([
      ["arm.vcpu", 1],
      ["arm.gb", 4],
      ["ephemeralGb", 30],
    ]);
  });

  it("is nothing before its image is fetched", async () => {
    expect(await lines({ lastStatus: "PROVISIONING", pullStartedAt: undefined })).toEqual([]);
    expect(await lines({ lastStatus: "PENDING" })).toHaveLength(2);
  });

  it.each<[string, Partial<Task>]>([
    ["on Spot", { capacityProviderName: "FARGATE_SPOT" }],
    ["on Windows", { platformFamily: "Windows_Server_2022_Core" }],
    ["where AWS does not tell the processors", { attributes: [] }],
    ["where AWS does not tell the size", { cpu: undefined }],
  ])("is not guessed %s", async (_what, over) => {
    expect(await lines(over)).toEqual([[null, 1]]);
  });
});

describe("what is advised", () => {
  const remedyOf = async (over: Partial<Task>) => (ecsTask.classify(await seen(over)) as { remedy: string }).remedy;

  it("is to look at what started it", async () => {
    expect(await remedyOf({})).toMatch(/^Stop it: aws ecs stop-task/);
    expect(await remedyOf({ startedBy: "events-rule/nightly" })).toMatch(/^Look first at .*\(events-rule\/nightly\)/);
  });

  it.each([
    "AWSBatch-nightly-640012bd-4e90-3f19-9dd2-c09a23dc923d",
    "nightly_Batch_640012bd-4e90-3f19-9dd2-c09a23dc923d",
  ])("is the job in Batch for a task in %s", async (cluster) => {
    expect(await remedyOf({ clusterArn: `${at}:cluster/${cluster}` })).toMatch(/^Terminate the job in Batch/);
  });
});
