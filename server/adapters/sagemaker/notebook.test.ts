import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import { sagemakerNotebook } from "./notebook";
import type { NotebookConfiguration, NotebookDetail, SeenNotebook } from "./notebook-detail";

const configuration: NotebookConfiguration = {
  type: "ml.t3.medium",
  volumeGb: 20,
  kmsKeyId: null,
  roleArn: "arn:role",
  subnet: "subnet-1",
  securityGroups: ["sg-1"],
  internet: "Enabled",
  ipAddressType: null,
  lifecycle: "setup",
  platform: "notebook-al2-v3",
  rootAccess: "Enabled",
  metadataVersion: "2",
  accelerators: [],
  repository: null,
  repositories: [],
};
const noMachines = "Insufficient notebook instance capacity. Retry later or with a different instance type.";
const script = "Lifecycle Configuration setup took longer than 5 minutes";

function notebook(state: string, change: Partial<NotebookDetail> = {}): SeenNotebook {
  const detail = { state, failure: null, configuration, ...change };
  return { nativeId: "study", arn: "arn", name: "study", type: "ml.t3.medium", tags: {}, detail };
}

const { classify, planPause, planResume, check, verify, meanwhile, price } = sagemakerNotebook;
const saved = { state: "InService" as const, configuration };

describe("classify", () => {
  it.each([
    ["InService", "running"],
    ["Stopped", "paused"],
    ["Pending", "changing"],
    ["Stopping", "changing"],
    ["Updating", "changing"],
    ["Deleting", "changing"],
    ["InMaintenance", "changing"],
    ["AWordYetToCome", "changing"],
    ["Failed", "unsupported"],
  ])("%s is %s", (state, expected) => {
    expect(classify(notebook(state))).toMatchObject({ state: expected });
  });

  it("takes one that found no machine for off, and one that broke for broken", () => {
    expect(classify(notebook("Failed", { failure: noMachines }))).toMatchObject({ state: "paused" });
    expect(classify(notebook("Failed", { failure: script }))).toMatchObject({
      state: "unsupported",
      reason: expect.stringContaining(script),
    });
  });
});

it("says that the environment is not exact, and that it is lossy", () => {
  const plan = planPause(notebook("InService"), {});
  if (plan.result === "refused") throw new Error(plan.reason);
  expect(plan.restore).toBe("lossy");
  expect(plan.saved).toEqual(saved);
  expect(plan.hazards.map(({ level, code }) => `${level} ${code}`)).toEqual([
    "dataLoss environment-not-exact",
    "note lifecycle-runs-again",
  ]);
});

describe("resume", () => {
  const start: Step = { op: "start", params: { state: "InService" }, before: "", after: "", settle: true };

  it.each([
    ["Stopped", ["start"]],
    ["Failed", ["start"]],
    ["InService", []],
  ])("from %s sends %j", (state, ops) => {
    const plan = planResume(saved, notebook(state));
    expect(plan.result === "planned" && plan.steps.map(({ op }) => op)).toEqual(ops);
  });

  it("is refused when somebody deleted it", () => {
    expect(planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(check(start, null)).toMatchObject({ status: "blocked", fault: { code: "gone" } });
  });

  it("waits for machines, and says what broke", () => {
    const status = (seen: SeenNotebook) => check(start, seen);
    expect(status(notebook("Stopped")).status).toBe("todo");
    expect(status(notebook("Pending")).status).toBe("pending");
    expect(status(notebook("InService")).status).toBe("done");
    expect(status(notebook("Failed", { failure: noMachines }))).toMatchObject({
      status: "blocked",
      fault: { code: "capacity", reason: noMachines },
    });
    expect(status(notebook("Failed", { failure: script }))).toMatchObject({
      status: "blocked",
      fault: { code: "refused", reason: expect.stringContaining(script) },
    });
  });

  it("compares every attribute", () => {
    expect(verify("resume", saved, notebook("InService")).verdict).toBe("reached");
    const other = notebook("InService", { configuration: { ...configuration, volumeGb: 40 } });
    expect(verify("resume", saved, other)).toMatchObject({ verdict: "wrong", differences: [{ path: "volumeGb" }] });
    expect(verify("pause", saved, notebook("Stopped")).verdict).toBe("reached");
  });

  it("does not trample what somebody changed while it was off", () => {
    const bigger = { ...configuration, type: "ml.m5.xlarge" };
    const found = meanwhile?.(saved, notebook("Stopped", { configuration: bigger }));
    expect(found).toMatchObject({
      canSetBack: false,
      theirs: { configuration: bigger },
      differences: [{ path: "type" }],
    });
    expect(meanwhile?.(saved, notebook("Stopped"))).toBeNull();
  });
});

it("bills its volume while it is stopped", () => {
  const ends = price(notebook("Stopped")).map(({ label, stopsWhenPaused }) => [label, stopsWhenPaused]);
  expect(ends).toEqual([
    ["Notebook hours", true],
    ["Notebook storage", false],
  ]);
  const unknown = price(notebook("InService", { configuration: { ...configuration, volumeGb: null } }));
  expect(unknown[1]).toMatchObject({ price: null, quantity: 1 });
});
