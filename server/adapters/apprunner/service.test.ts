import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/apprunner.service/v1-image.json";
import { apprunnerService } from "./service";
import { type ServiceConfiguration, type ServiceDetail, sizeOf } from "./service-detail";

const saved = apprunnerService.saved.schema.parse(fixture);
const arn = "arn:aws:apprunner:eu-central-1:111122223333:service/trial-viewer/4f0c";

function service(state = "RUNNING", changed: Partial<ServiceConfiguration> = {}): Observed<ServiceDetail> {
  return {
    nativeId: arn,
    arn,
    name: "trial-viewer",
    type: "1 vCPU 2 GB",
    tags: {},
    detail: { state, configuration: { ...saved.configuration, ...changed } },
  };
}

const source = (changed: Partial<ServiceConfiguration["source"]>) => ({
  source: { ...saved.configuration.source, ...changed },
});
const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const pause = step("pause", "PAUSED");
const resume = step("resume", "RUNNING");

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["PAUSED", "paused", "done", "todo"],
    ["OPERATION_IN_PROGRESS", "changing", "pending", "pending"],
    ["CREATE_FAILED", "unsupported", "blocked", "blocked"],
    ["DELETE_FAILED", "unsupported", "blocked", "blocked"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a pause is %s, a resume is %s", (state, classified, ofPause, ofResume) => {
    expect(apprunnerService.classify(service(state)).state).toBe(classified);
    expect(apprunnerService.check(pause, service(state)).status).toBe(ofPause);
    expect(apprunnerService.check(resume, service(state)).status).toBe(ofResume);
  });

  it("waits for what App Runner is at, and compares what came back", () => {
    const verdict = (action: "pause" | "resume", state: string, changed = {}) =>
      apprunnerService.verify(action, saved, service(state, changed)).verdict;
    expect(verdict("pause", "OPERATION_IN_PROGRESS")).toBe("pending");
    expect(verdict("pause", "PAUSED")).toBe("reached");
    expect(verdict("resume", "RUNNING")).toBe("reached");
    expect(verdict("resume", "PAUSED")).toBe("wrong");
    expect(apprunnerService.verify("resume", saved, service("RUNNING", source({ port: "80" })))).toMatchObject({
      differences: [{ path: "source.port", saved: "8080", now: "80" }],
    });
  });
});

describe("plans", () => {
  it.each<[Partial<ServiceConfiguration>, string[]]>([
    [{}, ["instances-lost", "frozen-while-paused"]],
    [source({ autoDeployments: true }), ["instances-lost", "frozen-while-paused", "deployments-missed"]],
    [{ kmsKeyArn: "arn:aws:kms:x" }, ["instances-lost", "frozen-while-paused", "account-kms-key"]],
  ])("warns of %o", (changed, codes) => {
    const plan = apprunnerService.planPause(service("RUNNING", changed), {});
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("resumes what is paused, and refuses what is gone or broken", () => {
    expect(apprunnerService.planResume(saved, service("PAUSED"))).toMatchObject({ steps: [{ op: "resume" }] });
    expect(apprunnerService.planResume(saved, service("RUNNING"))).toMatchObject({ steps: [] });
    expect(apprunnerService.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(apprunnerService.planResume(saved, service("DELETE_FAILED"))).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed", () => {
    const theirs = service("PAUSED", { scalingArn: "other" });
    const meanwhile = apprunnerService.meanwhile?.(saved, theirs);
    expect(meanwhile).toMatchObject({ differences: [{ path: "scalingArn", now: "other" }], canSetBack: false });
    if (!meanwhile) throw new Error("nothing changed");
    expect(apprunnerService.planResume(meanwhile.theirs, theirs)).toMatchObject({ steps: [{ op: "resume" }] });
    expect(
      apprunnerService.verify("resume", meanwhile.theirs, service("RUNNING", { scalingArn: "other" })).verdict,
    ).toBe("reached");
    expect(apprunnerService.meanwhile?.(saved, service("PAUSED"))).toBeNull();
  });
});

describe("price", () => {
  it.each([
    [{ cpu: "1024", memory: "2048" }, 1, 2],
    [{ cpu: "0.25 vCPU", memory: "0.5 GB" }, 0.25, 0.5],
    [{ cpu: "256", memory: "512" }, 0.25, 0.5],
    [{ cpu: null, memory: null }, null, null],
  ])("knows the size of %o", (written, vcpu, memoryGb) => {
    expect(sizeOf({ ...written, roleArn: null })).toEqual({ vcpu, memoryGb });
  });

  it("never takes an unknown price for nothing", () => {
    const lines = apprunnerService.price(service("RUNNING", source({ autoDeployments: true })));
    expect(lines.map(({ price }) => price)).toEqual([null, null, null]);
    expect(lines.map(({ stopsWhenPaused }) => stopsWhenPaused)).toEqual([true, true, false]);
  });
});

describe("and AWS", () => {
  const described = (over: object = {}) => ({
    Service: {
      ServiceArn: arn,
      ServiceName: "trial-viewer",
      Status: "PAUSED",
      SourceConfiguration: {
        CodeRepository: {
          RepositoryUrl: "https://github.com/tidewater/viewer",
          SourceCodeVersion: { Type: "BRANCH", Value: "main" },
          CodeConfiguration: {
            CodeConfigurationValues: { Runtime: "NODEJS_18", RuntimeEnvironmentVariables: { TOKEN: "geheim" } },
          },
        },
      },
      ...over,
    },
  });

  it("copies no value of an environment variable", async () => {
    const door = recordingDoor({ DescribeService: () => described(), GetResources: () => ({}) });
    const found = await collect(apprunnerService.discover(door, [arn]));
    expect(found[0]?.detail.configuration.source).toMatchObject({ branch: "main", variables: ["TOKEN"] });
    expect(JSON.stringify(found)).not.toContain("geheim");
  });

  it("leaves out what was deleted, and regions without App Runner", async () => {
    const door = recordingDoor({ DescribeService: () => described({ Status: "DELETED" }) });
    expect(await collect(apprunnerService.discover(door, [arn]))).toEqual([]);
    const elsewhere = { ...recordingDoor({}), region: "eu-north-1" };
    expect(await collect(apprunnerService.discover(elsewhere))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ PauseService: () => ({}), ResumeService: () => ({}) });
    const items = [{ nativeId: arn, params: {}, token: "t" }];
    await apprunnerService.apply(door, "pause", items);
    await apprunnerService.apply(door, "resume", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "PauseService", input: { ServiceArn: arn } },
      { via: "act", operation: "ResumeService", input: { ServiceArn: arn } },
    ]);
  });
});
