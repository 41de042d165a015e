import type { DescribeChannelCommandOutput } from "@aws-sdk/client-medialive";
import { describe, expect, it } from "vitest";
import { FaultError } from "../../core/fault";
import type { Step } from "../../core/plan";
import type { Observed } from "../../core/resource";
import { collect, recordingDoor } from "../../testing/recording-door";
import fixture from "../fixtures/medialive.channel/v1-standard.json";
import { medialiveChannel } from "./channel";
import type { ChannelConfiguration, ChannelDetail } from "./channel-detail";

const saved = medialiveChannel.saved.schema.parse(fixture);
const id = "4417203";
const arn = `arn:aws:medialive:eu-central-1:111122223333:channel:${id}`;

function channel(
  state = "RUNNING",
  own: Partial<ChannelConfiguration> = {},
  engineExpires: string | null = null,
): Observed<ChannelDetail> {
  const detail = { state, engineExpires, configuration: { ...saved.configuration, ...own } };
  return { nativeId: id, arn, name: "lecture-hall", type: "STANDARD AVC HD", tags: {}, detail };
}

const step = (op: string, state: string): Step => ({ op, params: { state }, before: "x", after: "y", settle: true });
const stop = step("stop", "IDLE");
const start = step("start", "RUNNING");

describe("states", () => {
  it.each([
    ["RUNNING", "running", "todo", "done"],
    ["IDLE", "paused", "done", "todo"],
    ["STARTING", "changing", "pending", "pending"],
    ["STOPPING", "changing", "pending", "pending"],
    ["RECOVERING", "changing", "pending", "pending"],
    ["CREATING", "changing", "pending", "pending"],
    ["UPDATING", "changing", "pending", "pending"],
    ["DELETING", "changing", "pending", "pending"],
    ["CREATE_FAILED", "unsupported", "blocked", "blocked"],
    ["UPDATE_FAILED", "unsupported", "blocked", "blocked"],
    ["A_WORD_OF_NEXT_YEAR", "changing", "pending", "pending"],
  ])("%s is %s: a stop is %s, a start is %s", (state, classified, ofStop, ofStart) => {
    expect(medialiveChannel.classify(channel(state)).state).toBe(classified);
    expect(medialiveChannel.check(stop, channel(state)).status).toBe(ofStop);
    expect(medialiveChannel.check(start, channel(state)).status).toBe(ofStart);
  });

  it("waits for pipelines that recover, and compares what came back", () => {
    const verdict = (state: string, own = {}) => medialiveChannel.verify("resume", saved, channel(state, own));
    expect(verdict("RECOVERING").verdict).toBe("pending");
    expect(verdict("RUNNING").verdict).toBe("reached");
    expect(verdict("IDLE").verdict).toBe("wrong");
    expect(verdict("UPDATE_FAILED").verdict).toBe("wrong");
    const encoder = { ...saved.configuration.encoder, OutputGroups: "0000000000000000" };
    expect(verdict("RUNNING", { encoder })).toMatchObject({ differences: [{ path: "encoder.OutputGroups" }] });
    expect(medialiveChannel.verify("pause", saved, channel("STOPPING")).verdict).toBe("pending");
    expect(medialiveChannel.verify("pause", saved, channel("IDLE")).verdict).toBe("reached");
    expect(medialiveChannel.verify("resume", saved, null).verdict).toBe("gone");
  });
});

describe("plans", () => {
  const always = ["output-ends", "schedule-not-made-up"];
  const one = { inputs: saved.configuration.inputs.slice(0, 1) };

  it.each<[Partial<ChannelConfiguration>, string | null, string[]]>([
    [one, null, always],
    [{}, null, [...always, "input-by-schedule"]],
    [{ ...one, multiplexId: "3360418" }, null, [...always, "multiplex-stays"]],
    [
      { ...one, linked: { type: "FOLLOWING_CHANNEL", primaryArn: arn, followerArns: [] } },
      null,
      [...always, "linked-channel"],
    ],
    [{ ...one, anywhere: { clusterId: "c-1", placementGroupId: null } }, null, [...always, "node-may-be-taken"]],
    [{ ...one, engineVersion: "4.1" }, "2027-01-31T00:00:00.000Z", [...always, "engine-version-ends"]],
  ])("warns of %o", (own, expires, codes) => {
    const plan = medialiveChannel.planPause(channel("RUNNING", own, expires), {});
    expect(plan.result === "planned" && plan.hazards.map(({ code }) => code)).toEqual(codes);
  });

  it("calls the gap in the output a warning, and names the day on which an engine version ends", () => {
    const plan = medialiveChannel.planPause(
      channel("RUNNING", { engineVersion: "4.1" }, "2027-01-31T00:00:00.000Z"),
      {},
    );
    const hazards = plan.result === "planned" ? plan.hazards : [];
    expect(hazards.find(({ code }) => code === "output-ends")?.level).toBe("warning");
    expect(hazards.at(-1)?.detail).toMatch(/^4\.1 ends on 2027-01-31\./);
  });

  it("starts what is idle, and refuses what is gone or failed", () => {
    expect(medialiveChannel.planResume(saved, channel("IDLE"))).toMatchObject({ steps: [{ op: "start" }] });
    expect(medialiveChannel.planResume(saved, channel("RUNNING"))).toMatchObject({ steps: [] });
    expect(medialiveChannel.planResume(saved, null)).toMatchObject({ result: "refused" });
    expect(medialiveChannel.planResume(saved, channel("UPDATE_FAILED"))).toMatchObject({ result: "refused" });
  });

  it("cannot set back what somebody changed while it was idle", () => {
    const theirs = channel("IDLE", { channelClass: "SINGLE_PIPELINE" });
    expect(medialiveChannel.meanwhile?.(saved, channel("IDLE"))).toBeNull();
    expect(medialiveChannel.meanwhile?.(saved, theirs)).toMatchObject({
      differences: [{ path: "channelClass", saved: "STANDARD", now: "SINGLE_PIPELINE" }],
      theirs: { configuration: { channelClass: "SINGLE_PIPELINE" } },
      canSetBack: false,
    });
  });
});

it("bills inputs and outputs while it runs, an idle charge while it does not, and claims no price", () => {
  const lines = medialiveChannel.price(channel());
  expect(lines.map(({ quantity, stopsWhenPaused, price }) => [quantity, stopsWhenPaused, price])).toEqual([
    [2, true, null],
    [2, true, null],
    [1, false, null],
  ]);
});

describe("AWS", () => {
  const described: Omit<DescribeChannelCommandOutput, "$metadata"> = {
    Id: id,
    Arn: arn,
    Name: "lecture-hall",
    State: "RUNNING",
    ChannelClass: "STANDARD",
    PipelinesRunningCount: 2,
    PipelineDetails: [{ PipelineId: "0" }],
    Destinations: [{ Id: "rtmp", Settings: [{ Url: "rtmp://live.example.com/app", StreamName: "geheim" }] }],
    EncoderSettings: {
      AudioDescriptions: [],
      VideoDescriptions: [{ Name: "hd", Height: 1080 }],
      TimecodeConfig: { Source: "EMBEDDED" },
      OutputGroups: [
        {
          OutputGroupSettings: {
            HlsGroupSettings: { Destination: { DestinationRefId: "rtmp" }, ConstantIv: "geheim" },
          },
          Outputs: [{ OutputSettings: {} }],
        },
      ],
    },
    ChannelEngineVersion: { Version: "4.1", ExpirationDate: new Date("2027-01-31T00:00:00Z") },
    Tags: { Project: "platform" },
  };

  const seen = async (over: object = {}) => {
    const door = recordingDoor({ DescribeChannel: () => ({ ...described, ...over }) });
    return (await collect(medialiveChannel.discover(door, [id])))[0];
  };

  it("copies no stream key and no encryption key", async () => {
    const found = await seen();
    expect(found).toMatchObject({ nativeId: id, arn, tags: { Project: "platform" } });
    expect(found?.detail).toMatchObject({
      engineExpires: "2027-01-31T00:00:00.000Z",
      configuration: { outputs: ["0/0"], engineVersion: "4.1" },
    });
    expect(JSON.stringify(found)).not.toContain("geheim");
  });

  it("compares all but the pipelines that run", async () => {
    const before = (await seen())?.detail.configuration;
    const compared = async (over: object) => (await seen(over))?.detail.configuration;
    expect(await compared({ State: "IDLE", PipelinesRunningCount: 0, PipelineDetails: [] })).toEqual(before);
    const Settings = [{ Url: "rtmp://live.example.com/app", StreamName: "another" }];
    expect(await compared({ Destinations: [{ Id: "rtmp", Settings }] })).not.toEqual(before);
    const { EncoderSettings } = described;
    const VideoDescriptions = [{ Name: "hd", Height: 720 }];
    expect(await compared({ EncoderSettings: { ...EncoderSettings, VideoDescriptions } })).not.toEqual(before);
    expect(await compared({ InferenceSettings: { FeedArn: "arn:feed" } })).not.toEqual(before);
  });

  it("knows the multiplex of a channel", async () => {
    const MultiplexSettings = { MultiplexId: "3360418", ProgramName: "harbour" };
    const found = await seen({ Destinations: [{ Id: "mux", MultiplexSettings }] });
    expect(found?.detail.configuration.multiplexId).toBe("3360418");
  });

  it("leaves out what was deleted or never was, and regions without MediaLive", async () => {
    expect(await seen({ State: "DELETED" })).toBeUndefined();
    const door = recordingDoor({
      DescribeChannel: () => {
        throw new FaultError({ code: "gone", reason: "Channel not found", remedy: "Scan again" });
      },
    });
    expect(await collect(medialiveChannel.discover(door, ["x"]))).toEqual([]);
    expect(await collect(medialiveChannel.discover({ ...recordingDoor({}), region: "eu-south-1" }))).toEqual([]);
  });

  it("reads each channel of each page", async () => {
    const door = recordingDoor({
      ListChannels: ({ NextToken }: { NextToken?: string }) =>
        NextToken ? { Channels: [{ Id: "3" }] } : { Channels: [{ Id: "1" }, { Id: "2" }], NextToken: "more" },
      DescribeChannel: ({ ChannelId }: { ChannelId: string }) => ({ ...described, Id: ChannelId }),
    });
    expect((await collect(medialiveChannel.discover(door))).map(({ nativeId }) => nativeId)).toEqual(["1", "2", "3"]);
  });

  it("sends each step as one exact call", async () => {
    const door = recordingDoor({ StopChannel: () => ({}), StartChannel: () => ({}) });
    const items = [{ nativeId: id, params: {}, token: "t" }];
    await medialiveChannel.apply(door, "stop", items);
    await medialiveChannel.apply(door, "start", items);
    expect(door.calls).toEqual([
      { via: "act", operation: "StopChannel", input: { ChannelId: id } },
      { via: "act", operation: "StartChannel", input: { ChannelId: id } },
    ]);
  });
});
