import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sagemakerApp } from "./app";
import { type AppDetail, idOf, parseId, type SeenApp } from "./app-detail";

const name = { domain: "d-1", of: "space", owner: "lena", type: "JupyterLab", name: "default" } as const;
const machine = { InstanceType: "ml.g5.xlarge", SageMakerImageArn: "arn:image" };

function app(status: string, change: Partial<AppDetail> = {}, tags = { Team: "ml" }): SeenApp {
  const detail = { name, status, failure: null, spec: machine, lifecycle: null, isRecovery: false, ...change };
  return { nativeId: idOf(name), arn: "arn:app", name: "lena/default", type: "ml.g5.xlarge", tags, detail };
}

const { classify, planPause, planResume, check, verify, meanwhile, price, apply, discover } = sagemakerApp;
const saved = { arn: "arn:app", spec: machine, lifecycle: null, tags: { Team: "ml" } };
const noMachines = "InsufficientCapacityError: There is not enough capacity";

it("is known by its four names", () => {
  expect(idOf(name)).toBe("d-1/space/lena/JupyterLab/default");
  expect(parseId(idOf(name))).toEqual(name);
  expect(parseId("d-1/team/lena/JupyterLab/default")).toBeNull();
  expect(parseId("d-1/space/lena")).toBeNull();
});

describe("classify", () => {
  it.each([
    ["InService", "running"],
    ["Pending", "changing"],
    ["Deleting", "changing"],
    ["Failed", "unsupported"],
  ])("%s is %s", (status, state) => {
    expect(classify(app(status))).toMatchObject({ state, saw: status });
  });

  it.each(["Canvas", "RStudioServerPro", "RSessionGateway", "TensorBoard", "DetailedProfiler", "AnAppYetToCome"])(
    "never takes %s",
    (type) => {
      expect(classify(app("InService", { name: { ...name, type } }))).toMatchObject({ state: "unsupported" });
    },
  );

  it.each(["KernelGateway", "JupyterServer"])("leaves alone what Studio Classic would not make again: %s", (type) => {
    const kernel = app("InService", { name: { ...name, of: "user", type } });
    expect(classify(kernel)).toMatchObject({ state: "unsupported", reason: expect.stringContaining("Studio Classic") });
  });

  it("says that kernels share their machine", () => {
    const kernel = app("InService", { name: { ...name, of: "user", type: "KernelGateway" } });
    expect(price(kernel)).toMatchObject([{ note: expect.stringContaining("bills once"), quantity: 1 }]);
    expect(price(app("InService"))).toMatchObject([{ note: "ml.g5.xlarge" }]);
  });

  it("leaves alone what is free", () => {
    const free = app("InService", { name: { ...name, type: "JupyterServer" }, spec: { InstanceType: "system" } });
    expect(classify(free)).toMatchObject({ state: "unsupported", reason: expect.stringContaining("free") });
    expect(price(free)).toEqual([]);
  });
});

describe("planPause", () => {
  it("does nothing that nobody accepted", () => {
    expect(planPause(app("InService"), { recreate: false })).toMatchObject({
      result: "refused",
      remedy: expect.stringContaining("recreate"),
    });
  });

  it.each<[string, Partial<AppDetail>]>([
    ["recovery mode", { isRecovery: true }],
    ["training plan", { spec: { ...machine, TrainingPlanArn: "arn:plan" } }],
    ["does not say which machine", { spec: null }],
    ["does not say which machine", { spec: { SageMakerImageArn: "arn:image" } }],
  ])("refuses what would not come back: %s", (reason, change) => {
    const plan = planPause(app("InService", change), { recreate: true });
    expect(plan).toMatchObject({ result: "refused", reason: expect.stringContaining(reason) });
  });

  it("says what is lost", () => {
    const codes = (seen: SeenApp) => {
      const plan = planPause(seen, { recreate: true });
      return plan.result === "planned" ? plan.hazards.map(({ level, code }) => `${level} ${code}`) : [];
    };
    const always = ["dataLoss app-memory-lost", "warning capacity-not-promised", "note space-storage-stays"];
    expect(codes(app("InService"))).toEqual([...always, "note image-may-move"]);
    expect(codes(app("InService", { spec: { InstanceType: "ml.g5.xlarge" } }))).toContain("note image-may-move");
    const fixed = { ...machine, SageMakerImageVersionArn: "arn:image/1" };
    expect(codes(app("InService", { spec: fixed }))).toEqual(always);
    const stack = { Team: "ml", "aws:cloudformation:stack-name": "s" };
    expect(codes(app("InService", {}, stack))).toContain("warning aws-tags-lost");
    expect(planPause(app("InService", {}, stack), { recreate: true })).toMatchObject({ saved, restore: "lossy" });
  });
});

describe("planResume", () => {
  it.each<[string, SeenApp | null, string[]]>([
    ["gone", null, ["create"]],
    ["still being deleted", app("Deleting"), ["create"]],
    ["being made", app("Pending"), ["create"]],
    ["failed", app("Failed"), ["clear", "create"]],
    ["there", app("InService"), []],
  ])("%s", (_name, seen, ops) => {
    const plan = planResume(saved, seen);
    expect(plan.result === "planned" && plan.steps.map(({ op }) => op)).toEqual(ops);
  });
});

it("says of an old hold that Studio Classic takes no new apps, and tries", () => {
  const kernel = { ...saved, arn: "arn:aws:sagemaker:eu-central-1:1:app/d-1/lena/kernelgateway/pytorch" };
  expect(planResume(kernel, null)).toMatchObject({ steps: [{ op: "create" }], hazards: [{ level: "warning" }] });
  expect(planResume(saved, null)).toMatchObject({ hazards: [] });
});

describe("check", () => {
  const step = (op: string): Step => ({ op, params: {}, before: "", after: "", settle: true });
  it.each<[string, string, SeenApp | null]>([
    ["delete", "todo", app("InService")],
    ["delete", "pending", app("Pending")],
    ["delete", "pending", app("Deleting")],
    ["delete", "done", null],
    ["clear", "todo", app("Failed")],
    ["clear", "pending", app("Deleting")],
    ["clear", "done", app("Pending")],
    ["clear", "done", null],
    ["create", "todo", null],
    ["create", "pending", app("Deleting")],
    ["create", "pending", app("Pending")],
    ["create", "done", app("InService")],
    ["create", "todo", app("Failed", { failure: noMachines })],
    ["create", "blocked", app("Failed", { failure: "the image does not exist" })],
  ])("%s is %s", (op, status, seen) => {
    expect(check(step(op), seen).status).toBe(status);
  });
});

it("is paused when it is gone, and back when all is equal", () => {
  expect(verify("pause", saved, null).verdict).toBe("reached");
  expect(verify("pause", saved, app("Deleting")).verdict).toBe("pending");
  expect(verify("resume", saved, null).verdict).toBe("gone");
  expect(verify("resume", saved, app("Pending")).verdict).toBe("pending");
  expect(verify("resume", saved, app("InService")).verdict).toBe("reached");
  expect(verify("resume", saved, app("InService", {}, { Team: "x" }))).toMatchObject({
    verdict: "wrong",
    differences: [{ path: "tags.Team" }],
  });
  expect(verify("resume", saved, app("Failed"))).toMatchObject({ verdict: "wrong", differences: [{ path: "status" }] });
});

it("does not trample what its user opened meanwhile", () => {
  const other = app("InService", { spec: { ...machine, InstanceType: "ml.t3.medium" } });
  const found = meanwhile?.(saved, other);
  expect(found).toMatchObject({ canSetBack: false, differences: [{ path: "spec.InstanceType" }] });
  expect(found && verify("resume", found.theirs, other).verdict).toBe("reached");
  expect(meanwhile?.(saved, app("InService"))).toBeNull();
  expect(meanwhile?.(saved, app("Failed"))).toBeNull();
});

it("never calls a machine that it does not know free", () => {
  expect(price(app("InService"))).toMatchObject([{ price: { key: "ml.g5.xlarge" }, stopsWhenPaused: true }]);
  expect(price(app("InService", { spec: null }))).toMatchObject([{ price: null, quantity: 1 }]);
});

it("does not find what was deleted, though AWS lists it for another day", async () => {
  const listed = { DomainId: "d-1", SpaceName: "lena", AppType: "JupyterLab", AppName: "default" };
  const aws = recordingDoor({
    ListApps: () => ({ Apps: [{ ...listed, Status: "Deleted" }] }),
    DescribeApp: () => ({ Status: "Deleted" }),
  });
  expect(await collect(discover(aws))).toEqual([]);
  expect(await collect(discover(aws, [idOf(name), "not an app"]))).toEqual([]);
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["ListApps", "DescribeApp"]);
});

describe("create", () => {
  const item = { nativeId: idOf(name), params: { spec: machine, tags: {} }, token: "t" };
  const taken = () => {
    throw new FaultError({ code: "busy", reason: "App already exists", remedy: "" });
  };

  it("takes a failed app away and tells the engine to wait for machines", async () => {
    const aws = recordingDoor({
      CreateApp: taken,
      DescribeApp: () => ({ Status: "Failed", FailureReason: noMachines }),
      DeleteApp: () => ({}),
    });
    await expect(apply(aws, "create", [item])).rejects.toMatchObject({ fault: { code: "capacity" } });
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["CreateApp", "DescribeApp", "DeleteApp"]);
  });

  it("says what to do when its space or its image was deleted meanwhile", async () => {
    const gone = () => {
      throw new FaultError({ code: "gone", reason: "Space lena does not exist", remedy: "Scan the account again" });
    };
    const sent = apply(recordingDoor({ CreateApp: gone }), "create", [item]);
    await expect(sent).rejects.toMatchObject({ fault: { code: "gone", remedy: expect.stringContaining("space") } });
  });

  it("leaves one alone that is there", async () => {
    const aws = recordingDoor({ CreateApp: taken, DescribeApp: () => ({ Status: "Pending" }) });
    expect(await apply(aws, "create", [item])).toEqual([{ nativeId: item.nativeId, fault: null }]);
  });
});
