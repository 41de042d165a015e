import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import { recordingDoor } from "../../testing/recording-door";
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
  platform: "notebook-al2023-v1",
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

describe("a platform that AWS starts no more", () => {
  const on = (state: string, platform: string | null) =>
    notebook(state, { configuration: { ...configuration, platform } });

  it.each([
    ["notebook-al1-v1", /Amazon Linux 1 .*does not start it again/, /new notebook/],
    ["notebook-al2-v1", /Amazon Linux 2 .*does not start it again/, /notebook-al2023-v1/],
    ["notebook-al2-v2", /notebook-al2-v2/, /its volume stays/],
    ["notebook-al2-v3", /notebook-al2-v3/, /its volume stays/],
  ])("is not stopped: %s", (platform, reason, remedy) => {
    const plan = planPause(on("InService", platform), {});
    expect(plan).toMatchObject({ reason: expect.stringMatching(reason), remedy: expect.stringMatching(remedy) });
    expect(classify(on("InService", platform)).state).toBe("running");
  });

  it.each(["notebook-al2023-v1", "notebook-al2027-v1", null])("is not %s", (platform) => {
    expect(planPause(on("InService", platform), {}).result).toBe("planned");
  });

  it("is said before a hold of it is resumed, which is tried all the same", () => {
    const old = { ...saved, configuration: { ...configuration, platform: "notebook-al2-v3" } };
    for (const state of ["Stopped", "Failed"]) {
      expect(planResume(old, on(state, "notebook-al2-v3"))).toMatchObject({
        steps: [{ op: "start" }],
        hazards: [{ level: "warning", detail: expect.stringContaining("notebook-al2023-v1") }],
      });
    }
    expect(planResume(old, on("InService", "notebook-al2-v3"))).toMatchObject({ steps: [], hazards: [] });
    expect(planResume(saved, on("Stopped", "notebook-al2023-v1"))).toMatchObject({ hazards: [] });
  });

  it("is named where AWS refuses the start, and not where it is busy", async () => {
    const remedyOf = async (code: "refused" | "busy") => {
      const refuse = () => {
        throw new FaultError({ code, reason: "no", remedy: "wait" });
      };
      const aws = recordingDoor({ StartNotebookInstance: refuse });
      const items = [{ nativeId: "study", params: { state: "InService" }, token: "t" }];
      const sent = sagemakerNotebook.apply(aws, "start", items);
      return sent.then(
        () => "",
        (error: unknown) => (error instanceof FaultError ? error.fault.remedy : ""),
      );
    };
    expect(await remedyOf("refused")).toContain("notebook-al2023-v1");
    expect(await remedyOf("busy")).toBe("wait");
  });

  it("may be changed meanwhile, which is kept", () => {
    const old = { ...saved, configuration: { ...configuration, platform: "notebook-al2-v3" } };
    const found = meanwhile?.(old, on("Stopped", "notebook-al2023-v1"));
    expect(found).toMatchObject({ canSetBack: false, differences: [{ path: "platform" }] });
    expect(found && verify("resume", found.theirs, on("InService", "notebook-al2023-v1")).verdict).toBe("reached");
  });
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
