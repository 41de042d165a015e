import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/sagemaker.mlflowTrackingServer/v1-small.json";
import { sagemakerMlflowTrackingServer } from "./mlflow-tracking-server";
import type { SeenTrackingServer, TrackingServerConfiguration } from "./mlflow-tracking-server-detail";

const { classify, planPause, planResume, check, verify, meanwhile, price } = sagemakerMlflowTrackingServer;
const saved = sagemakerMlflowTrackingServer.saved.schema.parse(fixture);
const arn = "arn:aws:sagemaker:eu-central-1:111122223333:mlflow-tracking-server/churn";

function server(
  state: string,
  changed: Partial<TrackingServerConfiguration> = {},
  status: string = state,
): SeenTrackingServer {
  const configuration = { ...saved.configuration, ...changed };
  return {
    nativeId: "churn",
    arn,
    name: "churn",
    type: "Small",
    tags: {},
    detail: { state, status, configuration },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "Stopped");
const start = step("start", "Started");

describe("states", () => {
  it.each([
    ["Started", "running", "todo", "done"],
    ["Stopped", "paused", "done", "todo"],
    ["StartFailed", "paused", "done", "todo"],
    ["Creating", "changing", "pending", "pending"],
    ["Starting", "changing", "pending", "pending"],
    ["Stopping", "changing", "pending", "pending"],
    ["Updating", "changing", "pending", "pending"],
    ["Deleting", "changing", "pending", "pending"],
    ["MaintenanceInProgress", "changing", "pending", "pending"],
    ["AWordOfNextYear", "changing", "pending", "pending"],
    ["CreateFailed", "unsupported", "blocked", "blocked"],
    ["DeleteFailed", "unsupported", "blocked", "blocked"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(classify(server(state)).state).toBe(classified);
    expect(check(stop, server(state)).status).toBe(ofStop);
    expect(check(start, server(state)).status).toBe(ofStart);
  });

  it("waits for AWS, and compares what came back", () => {
    expect(verify("pause", saved, server("Stopping")).verdict).toBe("pending");
    expect(verify("pause", saved, server("Stopped")).verdict).toBe("reached");
    expect(verify("resume", saved, server("Starting")).verdict).toBe("pending");
    expect(verify("resume", saved, server("Started")).verdict).toBe("reached");
    expect(verify("resume", saved, server("StartFailed")).verdict).toBe("wrong");
    expect(verify("resume", saved, server("Started", { version: "3.0.0" }))).toMatchObject({
      verdict: "wrong",
      differences: [{ path: "version", saved: "2.16.2", now: "3.0.0" }],
    });
    expect(verify("resume", saved, null).verdict).toBe("gone");
  });
});

describe("plans", () => {
  it.each([
    ["Started", ["warning runs-not-logged"]],
    ["Created", ["warning runs-not-logged"]],
    ["UpdateFailed", ["warning runs-not-logged", "note last-change-failed"]],
  ])("of one that is %s warns of %o", (status, codes) => {
    const plan = planPause(server("Started", {}, status), {});
    expect(plan.result === "planned" && plan.hazards.map(({ level, code }) => `${level} ${code}`)).toEqual(codes);
    expect(plan).toMatchObject({ saved, restore: "exact", steps: [{ op: "stop" }] });
  });

  it("starts what is off, again where a start failed, and refuses what is gone or broken", () => {
    expect(planResume(saved, server("Stopped"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(planResume(saved, server("StartFailed"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(planResume(saved, server("Started"))).toMatchObject({ steps: [] });
    expect(planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(planResume(saved, server("DeleteFailed"))).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed", () => {
    const found = meanwhile?.(saved, server("Stopped", { size: "Large" }));
    expect(found).toMatchObject({ differences: [{ path: "size", now: "Large" }], canSetBack: false });
    expect(meanwhile?.(saved, server("Stopped"))).toBeNull();
  });
});

it("never takes an unknown price for nothing, and bills its metadata while it is stopped", () => {
  expect(price(server("Stopped")).map(({ price: known, stopsWhenPaused }) => [known, stopsWhenPaused])).toEqual([
    [null, true],
    [null, false],
  ]);
});

describe("and AWS", () => {
  const seen = async (described: object) => {
    const door = recordingDoor({
      DescribeMlflowTrackingServer: () => ({ TrackingServerArn: arn, TrackingServerSize: "Small", ...described }),
      ListTags: () => ({ Tags: [{ Key: "Team", Value: "data" }] }),
    });
    return (await collect(sagemakerMlflowTrackingServer.discover(door, ["churn"])))[0];
  };

  it.each([
    ["Created", "Active", "Started"],
    ["Created", undefined, "Started"],
    // Its activity may come a moment late.
    ["Started", "Inactive", "Started"],
    ["Stopped", "Active", "Stopped"],
    ["Updated", "Active", "Started"],
    ["Updated", "Inactive", "Stopped"],
    ["UpdateFailed", "Active", "Started"],
    ["MaintenanceComplete", "Active", "Started"],
    ["MaintenanceFailed", "Inactive", "Stopped"],
    ["StopFailed", "Active", "Started"],
    ["StartFailed", "Inactive", "StartFailed"],
    ["Starting", "Inactive", "Starting"],
  ])("%s and %s is %s", async (status, IsActive, state) => {
    const one = await seen({ TrackingServerStatus: status, IsActive });
    expect(one?.detail).toMatchObject({ state, status });
    expect(one?.tags).toEqual({ Team: "data" });
  });

  it("leaves one alone whose maintenance is under way", async () => {
    const now = { TrackingServerStatus: "Started", TrackingServerMaintenanceStatus: "MaintenanceInProgress" };
    expect((await seen(now))?.detail.state).toBe("MaintenanceInProgress");
    const done = { TrackingServerStatus: "Started", TrackingServerMaintenanceStatus: "MaintenanceComplete" };
    expect((await seen(done))?.detail.state).toBe("Started");
  });

  it("takes one that was deleted meanwhile for none", async () => {
    const door = recordingDoor({
      ListMlflowTrackingServers: () => ({ TrackingServerSummaries: [{ TrackingServerName: "churn" }] }),
      DescribeMlflowTrackingServer: () => {
        throw new FaultError({ code: "gone", reason: "deleted", remedy: "none" });
      },
    });
    expect(await collect(sagemakerMlflowTrackingServer.discover(door))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const answers = { StopMlflowTrackingServer: () => ({}), StartMlflowTrackingServer: () => ({}) };
    const door = recordingDoor(answers);
    const items = [{ nativeId: "churn", params: {}, token: "t" }];
    await sagemakerMlflowTrackingServer.apply(door, "stop", items);
    await sagemakerMlflowTrackingServer.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopMlflowTrackingServer", input: { TrackingServerName: "churn" } },
      { via: "act", operation: "StartMlflowTrackingServer", input: { TrackingServerName: "churn" } },
    ]);
  });
});
