import { describe, expect, it } from "vitest";
import type { Step } from "../../core/plan";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/appstream.imageBuilder/v1-disk.json";
import { appstreamImageBuilder } from "./image-builder";
import type { BuilderConfiguration, BuilderDetail, SeenBuilder } from "./image-builder-detail";

const saved = appstreamImageBuilder.saved.schema.parse(fixture);

function builder(over: Partial<BuilderDetail> = {}, own: Partial<BuilderConfiguration> = {}): SeenBuilder {
  return {
    nativeId: "lab-tools",
    arn: "arn:aws:appstream:eu-central-1:111122223333:image-builder/lab-tools",
    name: "lab-tools",
    type: "stream.standard.large",
    tags: {},
    detail: { state: "RUNNING", reason: null, ...over, configuration: { ...saved.configuration, ...own } },
  };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["STOPPED", "paused", "done", "todo"],
    ["FAILED", "unsupported", "blocked", "blocked"],
    ["PENDING", "changing", "pending", "pending"],
    ["SNAPSHOTTING", "changing", "pending", "pending"],
    ["UPDATING_AGENT", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    const seen = builder({ state });
    expect(appstreamImageBuilder.classify(seen).state).toBe(classified);
    expect(appstreamImageBuilder.check(step("stop", "STOPPED"), seen).status).toBe(ofStop);
    expect(appstreamImageBuilder.check(step("start", "RUNNING"), seen).status).toBe(ofStart);
  });

  it("says what AWS says of one that failed", () => {
    const seen = builder({ state: "FAILED", reason: "No capacity" });
    expect(appstreamImageBuilder.classify(seen)).toMatchObject({ reason: expect.stringMatching(/No capacity/) });
    expect(appstreamImageBuilder.planResume(saved, seen)).toMatchObject({ result: "refused" });
    expect(appstreamImageBuilder.planResume(saved, null)).toMatchObject({ result: "refused" });
  });
});

it("warns of a session that nobody can see, and of a domain where there is one", () => {
  const codes = (seen: SeenBuilder) => {
    const plan = appstreamImageBuilder.planPause(seen, {});
    return plan.result === "planned" ? plan.hazards.map(({ code }) => code) : [];
  };
  expect(codes(builder())).toEqual(["builder-session-ends", "agent-may-change"]);
  expect(codes(builder({}, { domain: { directory: "lab.example", unit: null } }))).toContain("joins-domain");
});

it("compares what came back, and cannot set back what somebody changed", () => {
  expect(appstreamImageBuilder.verify("resume", saved, builder()).verdict).toBe("reached");
  expect(appstreamImageBuilder.verify("resume", saved, builder({ state: "PENDING" })).verdict).toBe("pending");
  expect(appstreamImageBuilder.verify("resume", saved, builder({}, { rootVolumeGb: 400 }))).toMatchObject({
    differences: [{ path: "rootVolumeGb", saved: "300", now: "400" }],
  });
  expect(appstreamImageBuilder.meanwhile?.(saved, builder({ state: "STOPPED" }))).toBeNull();
  const theirs = builder({ state: "STOPPED" }, { roleArn: "arn:aws:iam::111122223333:role/other" });
  expect(appstreamImageBuilder.meanwhile?.(saved, theirs)).toMatchObject({ canSetBack: false });
});

it("bills its hours while it runs, and what its disk has beyond what they cover", () => {
  const lines = (rootVolumeGb: number | null) =>
    appstreamImageBuilder
      .price(builder({}, { rootVolumeGb }))
      .map(({ price, quantity, stopsWhenPaused }) => [price, quantity, stopsWhenPaused]);
  const hours = [null, 1, true];
  expect(lines(300)).toEqual([hours, [null, 100, false]]);
  expect(lines(200)).toEqual([hours]);
  expect(lines(null)).toEqual([hours]);
});

describe("and AWS", () => {
  const described = (Name: string, over: object = {}) => ({ Name, Arn: `arn:${Name}`, State: "RUNNING", ...over });
  const reads = {
    DescribeImageBuilders: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? {
            ImageBuilders: [
              described("b", { State: "FAILED", ImageBuilderErrors: [{ ErrorCode: "SUBNET_NOT_FOUND" }] }),
            ],
          }
        : { ImageBuilders: [described("a")], NextToken: "more" },
    GetResources: () => ({ ResourceTagMappingList: [] }),
  };

  it("is asked for all pages, and not where there is no AppStream", async () => {
    expect(await collect(appstreamImageBuilder.discover(recordingDoor(reads)))).toMatchObject([
      { nativeId: "a", detail: { reason: null } },
      { nativeId: "b", detail: { reason: "SUBNET_NOT_FOUND" } },
    ]);
    expect(await collect(appstreamImageBuilder.discover(recordingDoor(reads), ["b", "c"]))).toHaveLength(1);
    expect(await collect(appstreamImageBuilder.discover({ ...recordingDoor({}), region: "eu-north-1" }))).toEqual([]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopImageBuilder: () => ({}), StartImageBuilder: () => ({}) });
    const items = [{ nativeId: "a", params: {}, token: "t" }];
    await appstreamImageBuilder.apply(door, "stop", items);
    await appstreamImageBuilder.apply(door, "start", items);
    expect(door.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ["StopImageBuilder", { Name: "a" }],
      ["StartImageBuilder", { Name: "a" }],
    ]);
  });
});
