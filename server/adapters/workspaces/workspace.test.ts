import { describe, expect, it } from "vitest";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import { workspacesWorkspace } from "./workspace";
import type { WorkspaceConfiguration, WorkspaceDetail } from "./workspace-detail";

const configuration: WorkspaceConfiguration = {
  directory: "d-1",
  user: "h.tanaka",
  bundle: "wsb-1",
  subnet: "subnet-1",
  computerName: "WSAMZN-1",
  runningMode: "AUTO_STOP",
  autoStopMinutes: 60,
  compute: "STANDARD",
  operatingSystem: "WINDOWS_SERVER_2022",
  rootGb: 80,
  userGb: 50,
  protocols: ["WSP"],
  accelerator: null,
  encryption: { key: null, root: false, user: false },
};
const saved = { state: "AVAILABLE" as const, configuration };

function desktop(
  over: Partial<WorkspaceDetail> = {},
  own: Partial<WorkspaceConfiguration> = {},
): Observed<WorkspaceDetail> {
  const detail = { state: "AVAILABLE", connected: false, error: null, ...over };
  return {
    nativeId: "ws-1",
    arn: "arn:aws:workspaces:x",
    name: "h.tanaka",
    type: "STANDARD, AUTO_STOP",
    tags: {},
    detail: { ...detail, configuration: { ...configuration, ...own } },
  };
}

describe("what can be paused", () => {
  it.each<[string, Observed<WorkspaceDetail>, string]>([
    ["runs", desktop(), "running"],
    ["runs by hand", desktop({}, { runningMode: "MANUAL" }), "running"],
    ["is stopped", desktop({ state: "STOPPED" }), "paused"],
    ["starts", desktop({ state: "STARTING" }), "changing"],
    ["is in maintenance", desktop({ state: "MAINTENANCE" }), "changing"],
    ["is in a state of next year", desktop({ state: "DREAMING" }), "changing"],
    ["is always on", desktop({}, { runningMode: "ALWAYS_ON" }), "unsupported"],
    ["has no mode", desktop({}, { runningMode: null }), "unsupported"],
    ["is in error", desktop({ state: "ERROR" }), "unsupported"],
    ["is unhealthy", desktop({ state: "UNHEALTHY" }), "unsupported"],
  ])("one that %s", (_name, seen, state) => {
    expect(workspacesWorkspace.classify(seen).state).toBe(state);
  });

  it("says who would lose a session, and only then", () => {
    const codes = (connected: boolean | null) => {
      const plan = workspacesWorkspace.planPause(desktop({ connected }), {});
      return plan.result === "planned" ? plan.hazards.map(({ code }) => code) : [];
    };
    const always = ["starts-at-sign-in", "stops-by-itself", "monthly-fee-stays"];
    expect(codes(true)).toEqual(["user-connected", ...always]);
    expect(codes(false)).toEqual(always);
    expect(codes(null)).not.toContain("user-connected");
  });

  it("says that one on AutoStop stops by itself, and none that is not", () => {
    const said = (change: Partial<WorkspaceConfiguration>) => {
      const plan = workspacesWorkspace.planPause(desktop({}, change), {});
      return plan.result === "planned" && plan.hazards.find(({ code }) => code === "stops-by-itself")?.detail;
    };
    expect(said({ autoStopMinutes: 180 })).toMatch(/^180 minutes/);
    expect(said({ runningMode: "MANUAL", autoStopMinutes: null })).toBeUndefined();
  });
});

describe("resume", () => {
  const start = { op: "start", params: { state: "AVAILABLE" }, before: "", after: "", settle: true };

  it.each([
    ["AVAILABLE", "done"],
    ["STOPPED", "todo"],
    ["STARTING", "pending"],
    ["UNHEALTHY", "pending"],
    ["ERROR", "blocked"],
  ])("a start of one that is %s is %s", (state, status) => {
    expect(workspacesWorkspace.check(start, desktop({ state })).status).toBe(status);
  });

  it("refuses what is gone or broken", () => {
    expect(workspacesWorkspace.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(workspacesWorkspace.planResume(saved, desktop({ state: "ERROR" }))).toMatchObject({ result: "refused" });
  });

  it("names what somebody changed meanwhile, which a start cannot set back", () => {
    expect(workspacesWorkspace.meanwhile?.(saved, desktop({ state: "STOPPED" }))).toBeNull();
    expect(workspacesWorkspace.meanwhile?.(saved, desktop({ state: "STOPPED" }, { compute: "POWER" }))).toMatchObject({
      differences: [{ path: "compute", saved: "STANDARD", now: "POWER" }],
      theirs: { configuration: { compute: "POWER" } },
      canSetBack: false,
    });
    expect(workspacesWorkspace.verify("resume", saved, desktop({}, { userGb: 100 }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "userGb", saved: "50", now: "100" }],
    });
  });
});

it("bills the month while it is stopped, and claims no price", () => {
  const lines = (mode: string) => workspacesWorkspace.price(desktop({}, { runningMode: mode }));
  expect(lines("AUTO_STOP").map(({ unit, stopsWhenPaused, price }) => [unit, stopsWhenPaused, price])).toEqual([
    ["month", false, null],
    ["hour", true, null],
  ]);
  expect(lines("ALWAYS_ON").map(({ unit }) => unit)).toEqual(["month"]);
});

describe("AWS", () => {
  const item = (nativeId: string) => ({ nativeId, params: { state: "STOPPED" }, token: "t" });

  it.each([
    ["ResourceNotFound.Workspace", "gone"],
    ["InvalidResourceStateException", "busy"],
    ["ThrottlingException", "throttled"],
    ["InternalServerException", "transient"],
    ["OperationNotSupportedException", "refused"],
    ["InvalidParameterValuesException", "refused"],
    ["SomethingOfNextYear", "unknown"],
  ])("answers %s for one of two: that one is %s", async (ErrorCode, code) => {
    const FailedRequests = [{ WorkspaceId: "ws-2", ErrorCode, ErrorMessage: "It cannot." }];
    const door = recordingDoor({ StopWorkspaces: () => ({ FailedRequests }) });
    const outcomes = await workspacesWorkspace.apply(door, "stop", [item("ws-1"), item("ws-2")]);
    expect(outcomes).toMatchObject([
      { nativeId: "ws-1", fault: null },
      { nativeId: "ws-2", fault: { code, reason: "It cannot.", awsError: ErrorCode } },
    ]);
    expect(door.calls[0]?.input).toEqual({
      StopWorkspaceRequests: [{ WorkspaceId: "ws-1" }, { WorkspaceId: "ws-2" }],
    });
  });

  it("is asked for 25 a time, and a terminated one is left out", async () => {
    const row = (WorkspaceId: string, State = "STOPPED") => ({ WorkspaceId, State, UserName: "a" });
    const door = recordingDoor({
      DescribeWorkspaces: ({ WorkspaceIds = [] }: { WorkspaceIds?: string[] }) => ({
        Workspaces: WorkspaceIds.map((id) => row(id, id === "ws-0" ? "TERMINATED" : "STOPPED")),
      }),
      GetCallerIdentity: () => ({ Account: "111122223333" }),
      GetResources: () => ({ ResourceTagMappingList: [] }),
    });
    const ids = Array.from({ length: 30 }, (_, at) => `ws-${at}`);
    const found = await collect(workspacesWorkspace.discover(door, ids));
    expect(found).toHaveLength(29);
    expect(found[0]?.arn).toBe("arn:aws:workspaces:eu-central-1:111122223333:workspace/ws-1");
    const sizes = door.calls
      .filter(({ operation }) => operation === "DescribeWorkspaces")
      .map(({ input }) => (input as { WorkspaceIds: string[] }).WorkspaceIds.length);
    expect(sizes).toEqual([25, 5]);
  });
});
