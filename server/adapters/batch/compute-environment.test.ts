import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/batch.computeEnvironment/v1-steady.json";
import { batchComputeEnvironment } from "./compute-environment";
import type { EnvironmentConfiguration, EnvironmentDetail, Queue } from "./compute-environment-detail";

const saved = batchComputeEnvironment.saved.schema.parse(fixture);
const queue: Queue = { name: "trial-urgent", state: "ENABLED", status: "VALID", isShared: false };

type Changes = Partial<Omit<EnvironmentDetail, "configuration">>;

function environment(over: Changes = {}, changed: Partial<EnvironmentConfiguration> = {}): Observed<EnvironmentDetail> {
  return {
    nativeId: "trial-steady",
    arn: "arn:aws:batch:eu-central-1:111122223333:compute-environment/trial-steady",
    name: "trial-steady",
    type: "EC2 up to 64 vCPU",
    tags: {},
    detail: {
      state: "ENABLED",
      status: "VALID",
      statusReason: null,
      isManaged: true,
      minVcpus: 8,
      desiredVcpus: 8,
      queues: [queue],
      ...over,
      configuration: { ...saved.configuration, ...changed },
    },
  };
}

const closed = { ...queue, state: "DISABLED" };
const off: Changes = { state: "DISABLED", minVcpus: 0, desiredVcpus: 0, queues: [closed] };

function planned(over: Changes = {}) {
  const plan = batchComputeEnvironment.planPause(environment(over), {});
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan;
}

function resumed(over: Changes, before = saved) {
  const plan = batchComputeEnvironment.planResume(before, environment(over));
  if (plan.result === "refused") throw new Error(plan.reason);
  return plan.steps.map(({ op, params }) => ({ op, params }));
}

describe("classify", () => {
  it.each<[string, Changes, string]>([
    ["on", {}, "running"],
    ["disabled, and still keeping instances", { state: "DISABLED" }, "running"],
    ["off", off, "paused"],
    ["off, with jobs that still run", { ...off, desiredVcpus: 16 }, "changing"],
    ["off, on Fargate", { state: "DISABLED", minVcpus: null, desiredVcpus: null }, "paused"],
    ["on, on Fargate", { minVcpus: null, desiredVcpus: null }, "running"],
    ["updating", { status: "UPDATING" }, "changing"],
    ["a word of next year", { status: "HEALING" }, "changing"],
    ["invalid", { status: "INVALID", statusReason: "no role" }, "unsupported"],
    ["unmanaged", { isManaged: false, minVcpus: null, desiredVcpus: null }, "unsupported"],
  ])("%s", (_name, over, state) => {
    expect(batchComputeEnvironment.classify(environment(over)).state).toBe(state);
  });
});

describe("pause", () => {
  it("closes the queue first, then the environment, and keeps nothing running", () => {
    const plan = planned();
    expect(plan.saved).toEqual(saved);
    expect(plan.steps.map(({ op, params }) => ({ op, params }))).toEqual([
      { op: "setQueue", params: { queue: "trial-urgent", state: "DISABLED" } },
      { op: "setEnvironment", params: { state: "DISABLED", minVcpus: 0 } },
    ]);
  });

  it("leaves queues alone that were closed, or that also send jobs elsewhere", () => {
    const shared = { ...queue, name: "trial-bulk", isShared: true };
    const plan = planned({ queues: [closed, shared] });
    expect(plan.saved.queues).toEqual([]);
    expect(plan.steps.map(({ op }) => op)).toEqual(["setEnvironment"]);
    expect(plan.hazards.map(({ code }) => code)).toEqual(["shared-queue-stays-on"]);
  });

  it("takes what it keeps from one that was disabled, and saves that it was", () => {
    const plan = planned({ state: "DISABLED" });
    expect(plan.saved).toMatchObject({ state: "DISABLED", minVcpus: 8, queues: [] });
    expect(plan.steps.map(({ params }) => params)).toEqual([{ state: "DISABLED", minVcpus: 0 }]);
    expect(resumed({ state: "DISABLED", minVcpus: 0 }, plan.saved)).toEqual([
      { op: "setEnvironment", params: { state: "DISABLED", minVcpus: 8 } },
    ]);
  });

  it.each<[string, Changes, string[]]>([
    ["nothing runs beyond what is kept", {}, ["submissions-refused"]],
    ["jobs run", { desiredVcpus: 32 }, ["running-jobs-finish", "submissions-refused"]],
    ["on Fargate nobody knows", { minVcpus: null, desiredVcpus: null, queues: [] }, ["running-jobs-finish"]],
  ])("warns where %s", (_name, over, codes) => {
    expect(planned(over).hazards.map(({ code }) => code)).toEqual(codes);
  });
});

describe("resume", () => {
  it("opens the environment first, then the queue, and leaves out what is there", () => {
    const first = { op: "setEnvironment", params: { state: "ENABLED", minVcpus: 8 } };
    const second = { op: "setQueue", params: { queue: "trial-urgent", state: "ENABLED" } };
    expect(resumed(off)).toEqual([first, second]);
    expect(resumed({ queues: [closed] })).toEqual([second]);
    expect(resumed({})).toEqual([]);
  });

  it("refuses what is gone, invalid, or another one of the same name", () => {
    const refusal = (seen: Observed<EnvironmentDetail> | null) => batchComputeEnvironment.planResume(saved, seen);
    expect(refusal(null)).toMatchObject({ result: "refused" });
    expect(refusal(environment({ status: "INVALID", statusReason: "no role" }))).toMatchObject({
      reason: expect.stringMatching(/no role/),
    });
    expect(refusal(environment(off, { uuid: "another" }))).toMatchObject({ reason: expect.stringMatching(/Another/) });
  });

  it.each<[string, Changes, Partial<EnvironmentConfiguration>, readonly string[], boolean | null]>([
    ["nothing", off, {}, [], null],
    ["its size", { ...off, minVcpus: 2 }, {}, ["minVcpus"], true],
    ["its networks", off, { subnets: ["subnet-9"] }, ["subnets.0"], false],
    ["its queue away", { ...off, queues: [] }, {}, ["queues.trial-urgent"], false],
  ])("tells when somebody changed %s", (_name, over, changed, paths, canSetBack) => {
    const found = batchComputeEnvironment.meanwhile?.(saved, environment(over, changed)) ?? null;
    expect(found?.differences.map(({ path }) => path) ?? []).toEqual(paths);
    expect(found?.canSetBack ?? null).toBe(canSetBack);
    if (!found) return;
    const plan = batchComputeEnvironment.planResume(found.theirs, environment(over, changed));
    expect(plan.result).toBe("planned");
    const there = environment(
      {
        ...over,
        state: "ENABLED",
        minVcpus: found.theirs.minVcpus,
        desiredVcpus: 8,
        queues: over.queues?.length ? [queue] : [],
      },
      changed,
    );
    expect(batchComputeEnvironment.verify("resume", found.theirs, there).verdict).toBe("reached");
  });
});

describe("check and verify", () => {
  const step = (op: string, params: unknown): Step => ({ op, params, before: "x", after: "y", settle: true });
  const close = step("setQueue", { queue: "trial-urgent", state: "DISABLED" });
  const open = step("setQueue", { queue: "trial-urgent", state: "ENABLED" });
  const shrink = step("setEnvironment", { state: "DISABLED", minVcpus: 0 });

  it.each<[string, Step, Changes, string]>([
    ["a queue to close", close, {}, "todo"],
    ["a closed queue", close, off, "done"],
    ["a queue under way", close, { queues: [{ ...queue, status: "UPDATING" }] }, "pending"],
    ["a queue to close that is gone", close, { queues: [] }, "done"],
    ["a queue to open that is gone", open, { queues: [] }, "blocked"],
    ["an environment to shrink", shrink, {}, "todo"],
    ["one that is disabled alone", shrink, { state: "DISABLED" }, "todo"],
    ["one that is shrunk, with jobs that still run", shrink, { ...off, desiredVcpus: 16 }, "done"],
    ["one under way", shrink, { ...off, status: "UPDATING" }, "pending"],
    ["an invalid one", shrink, { status: "INVALID" }, "blocked"],
  ])("%s", (_name, one, over, status) => {
    expect(batchComputeEnvironment.check(one, environment(over)).status).toBe(status);
    expect(batchComputeEnvironment.check(one, null).status).toBe("blocked");
  });

  it.each<["pause" | "resume", string, Changes, string]>([
    ["pause", "off", off, "reached"],
    ["pause", "jobs still run", { ...off, desiredVcpus: 16 }, "pending"],
    ["pause", "under way", { ...off, status: "UPDATING" }, "pending"],
    ["pause", "disabled alone", { ...off, minVcpus: 8 }, "wrong"],
    ["pause", "its queue is open", { ...off, queues: [queue] }, "wrong"],
    ["resume", "as it was", {}, "reached"],
    ["resume", "its instances are not back yet", { desiredVcpus: 0 }, "pending"],
    ["resume", "its queue is closed", { queues: [closed] }, "wrong"],
    ["resume", "its queue is gone", { queues: [] }, "wrong"],
    ["resume", "invalid", { status: "INVALID" }, "wrong"],
  ])("%s: %s", (action, _name, over, verdict) => {
    expect(batchComputeEnvironment.verify(action, saved, environment(over)).verdict).toBe(verdict);
    expect(batchComputeEnvironment.verify(action, saved, null).verdict).toBe("gone");
  });

  it("names every attribute that is not as it was", () => {
    const seen = environment({ minVcpus: 4 }, { maxVcpus: 32, instanceTypes: ["m6i"] });
    expect(batchComputeEnvironment.verify("resume", saved, seen)).toMatchObject({
      differences: [
        { path: "minVcpus", saved: "8", now: "4" },
        { path: "maxVcpus", saved: "64", now: "32" },
        { path: "instanceTypes.1", saved: "c6i", now: "none" },
      ],
    });
  });
});

it("claims no price for instances that a pause ended, and does not take them for nothing", () => {
  const gone = (before: Changes, now: Changes) =>
    batchComputeEnvironment
      .membersGone?.(environment(before), environment(now))
      .map(({ price, quantity }) => [price, quantity]);
  expect(gone({ minVcpus: 8 }, off)).toEqual([[null, 1]]);
  expect(gone({ minVcpus: 8 }, { ...off, desiredVcpus: 8 })).toEqual([]);
  expect(gone({ minVcpus: 0 }, off)).toEqual([]);
});

describe("and AWS", () => {
  const prefix = "arn:aws:batch:eu-central-1:111122223333:compute-environment";
  const answers = {
    DescribeComputeEnvironments: ({ computeEnvironments: names }: { computeEnvironments?: string[] }) => ({
      computeEnvironments: ["a", "b"]
        .filter((name) => names?.includes(name) ?? true)
        .map((name) => ({
          computeEnvironmentName: name,
          computeEnvironmentArn: `${prefix}/${name}`,
          type: "MANAGED",
          state: "ENABLED",
          status: "VALID",
          computeResources:
            name === "a"
              ? { type: "EC2", minvCpus: 2, maxvCpus: 4, desiredvCpus: 2 }
              : { type: "FARGATE", maxvCpus: 4, minvCpus: 0 },
        })),
    }),
    DescribeJobQueues: ({ nextToken }: { nextToken?: string }) => ({
      jobQueues: nextToken
        ? [
            {
              jobQueueName: "own",
              state: "ENABLED",
              status: "VALID",
              computeEnvironmentOrder: [{ order: 1, computeEnvironment: `${prefix}/a` }],
            },
          ]
        : [
            {
              jobQueueName: "z-both",
              state: "ENABLED",
              status: "VALID",
              computeEnvironmentOrder: [
                { order: 1, computeEnvironment: `${prefix}/a` },
                { order: 2, computeEnvironment: `${prefix}/b` },
              ],
            },
          ],
      ...(nextToken ? {} : { nextToken: "2" }),
    }),
  };

  it("gives each environment its queues, and Fargate no size to keep", async () => {
    const found = await collect(batchComputeEnvironment.discover(recordingDoor(answers)));
    expect(found.map(({ detail: { queues } }) => queues.map(({ name, isShared }) => [name, isShared]))).toEqual([
      [
        ["own", false],
        ["z-both", true],
      ],
      [["z-both", true]],
    ]);
    expect(found.map(({ detail: { minVcpus, desiredVcpus } }) => [minVcpus, desiredVcpus])).toEqual([
      [2, 2],
      [null, null],
    ]);
  });

  it("looks at a few by name", async () => {
    const found = await collect(batchComputeEnvironment.discover(recordingDoor(answers), ["b", "c"]));
    expect(found.map(({ nativeId }) => nativeId)).toEqual(["b"]);
  });

  it("sends each step as one exact call, and never a desired size", async () => {
    const door = recordingDoor({ UpdateJobQueue: () => ({}), UpdateComputeEnvironment: () => ({}) });
    const send = (op: "setQueue" | "setEnvironment", params: unknown) =>
      batchComputeEnvironment.apply(door, op, [{ nativeId: "a", params, token: "t" }]);
    await send("setQueue", { queue: "own", state: "DISABLED" });
    await send("setEnvironment", { state: "DISABLED", minVcpus: 0 });
    await send("setEnvironment", { state: "ENABLED", minVcpus: null });
    expect(door.calls.map(({ operation, input }) => ({ operation, input }))).toEqual([
      { operation: "UpdateJobQueue", input: { jobQueue: "own", state: "DISABLED" } },
      {
        operation: "UpdateComputeEnvironment",
        input: { computeEnvironment: "a", state: "DISABLED", computeResources: { minvCpus: 0 } },
      },
      { operation: "UpdateComputeEnvironment", input: { computeEnvironment: "a", state: "ENABLED" } },
    ]);
  });
});
