import type {
  ChannelState,
  ChannelSummary,
  DescribeChannelCommandInput,
  DescribeChannelCommandOutput,
  ListChannelsCommandInput,
  ListChannelsCommandOutput,
  OutputDestination,
  StartChannelCommandInput,
  StartChannelCommandOutput,
  StopChannelCommandInput,
  StopChannelCommandOutput,
} from "@aws-sdk/client-medialive";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** MediaLive channels: a stop takes 40 seconds, a start 70. The list leaves the encoder settings out. */

const stopSeconds = 40;
const startSeconds = 70;

interface Channel {
  id: string;
  name: string;
  state: "RUNNING" | "IDLE" | "STARTING" | "STOPPING" | "CREATE_FAILED";
  until: number | null;
  channelClass: "STANDARD" | "SINGLE_PIPELINE";
  resolution: "HD" | "UHD";
  inputs: string[];
  /** Where its packaged output goes; null for one in a multiplex. */
  url: string | null;
  multiplexId: string | null;
  subnets: string[];
  tags: TagMap;
}

interface State {
  channels: Channel[];
}

const corner: Corner<State> = {
  name: "medialive",
  empty: () => ({ channels: [] }),
  services: {
    medialive: {
      ListChannels: read(listChannels),
      DescribeChannel: read(describeChannel),
      StopChannel: change(stopChannel),
      StartChannel: change(startChannel),
    },
  },
  seed,
  dues: (state) => state.channels.map(({ until }) => until),
  finish(state, at) {
    for (const channel of state.channels) {
      if (channel.until === null || channel.until > at) continue;
      channel.until = null;
      channel.state = channel.state === "STARTING" ? "RUNNING" : "IDLE";
    }
  },
};
export const medialive = defineCorner(corner);

const channelsAt = (at: Moment): Channel[] => stateOf(corner, at.region).channels;

function listChannels(input: ListChannelsCommandInput, at: Moment): Answer<ListChannelsCommandOutput> {
  const invalidToken = () => awsError("BadRequestException", "Invalid next token");
  const { items, next } = page({
    items: channelsAt(at),
    size: input.MaxResults ?? 20,
    token: input.NextToken,
    invalidToken,
  });
  return { Channels: items.map((channel) => summary(channel, at)), ...(next !== undefined && { NextToken: next }) };
}

function describeChannel(input: DescribeChannelCommandInput, at: Moment): Answer<DescribeChannelCommandOutput> {
  return describe(find(input.ChannelId, at), at);
}

function stopChannel(input: StopChannelCommandInput, at: Moment): Answer<StopChannelCommandOutput> {
  const channel = inState("RUNNING", find(input.ChannelId, at));
  channel.state = "STOPPING";
  channel.until = at.ends(stopSeconds);
  return describe(channel, at);
}

function startChannel(input: StartChannelCommandInput, at: Moment): Answer<StartChannelCommandOutput> {
  const channel = inState("IDLE", find(input.ChannelId, at));
  channel.state = "STARTING";
  channel.until = at.ends(startSeconds);
  return describe(channel, at);
}

function find(id: string | undefined, at: Moment): Channel {
  const channel = channelsAt(at).find((each) => each.id === id);
  if (!channel) throw awsError("NotFoundException", `Channel ${id} not found`, { status: 404 });
  return channel;
}

function inState(wanted: ChannelState, channel: Channel): Channel {
  if (channel.state === wanted) return channel;
  throw awsError("ConflictException", `Channel ${channel.id} is in the state ${channel.state}`, { status: 409 });
}

function summary(channel: Channel, at: Moment): ChannelSummary {
  const { id, name, state, channelClass, resolution, subnets } = channel;
  const pipelines = channelClass === "STANDARD" ? 2 : 1;
  return {
    Arn: `arn:aws:medialive:${at.regionName}:${at.world.accountId}:channel:${id}`,
    Id: id,
    Name: name,
    State: state,
    ChannelClass: channelClass,
    PipelinesRunningCount: state === "RUNNING" ? pipelines : 0,
    RoleArn: `arn:aws:iam::${at.world.accountId}:role/MediaLiveAccessRole`,
    LogLevel: "WARNING",
    InputSpecification: { Codec: "AVC", MaximumBitrate: "MAX_20_MBPS", Resolution: resolution },
    InputAttachments: channel.inputs.map((input, index) => ({
      InputAttachmentName: input,
      InputId: `${id}${index}`,
      InputSettings: { SourceEndBehavior: "CONTINUE", InputFilter: "AUTO" },
    })),
    Destinations: [destinationOf(channel, pipelines)],
    EgressEndpoints: ["203.0.113.21", "203.0.113.22"].slice(0, pipelines).map((SourceIp) => ({ SourceIp })),
    Maintenance: { MaintenanceDay: "THURSDAY", MaintenanceStartTime: "04:00" },
    ...(subnets.length > 0 && {
      Vpc: { SubnetIds: subnets, SecurityGroupIds: ["sg-0b7d5e2f9a1c43d68"], AvailabilityZones: [] },
    }),
    Tags: { ...channel.tags },
  };
}

function destinationOf({ url, multiplexId, name }: Channel, pipelines: number): OutputDestination {
  if (multiplexId !== null) {
    return { Id: "mux", MultiplexSettings: { MultiplexId: multiplexId, ProgramName: name } };
  }
  const Settings = Array.from({ length: pipelines }, (_, index) => ({ Url: `${url}/${index}/index`, StreamName: "" }));
  return { Id: "out", Settings };
}

function describe(channel: Channel, at: Moment): Answer<DescribeChannelCommandOutput> {
  const heights = channel.resolution === "UHD" ? [2160, 1080, 720] : [1080, 720];
  const pipelines = channel.channelClass === "STANDARD" ? ["0", "1"] : ["0"];
  const video = heights.map((Height) => ({ Name: `video_${Height}`, Height, Width: (Height * 16) / 9 }));
  return {
    ...summary(channel, at),
    PipelineDetails:
      channel.state === "RUNNING"
        ? pipelines.map((PipelineId) => ({ PipelineId, ActiveInputAttachmentName: channel.inputs[0] }))
        : [],
    EncoderSettings: {
      AudioDescriptions: [{ Name: "audio_1", AudioSelectorName: "default" }],
      VideoDescriptions: video,
      TimecodeConfig: { Source: "EMBEDDED" },
      OutputGroups: [
        {
          Name: "viewers",
          OutputGroupSettings: {},
          Outputs: video.map(({ Name }) => ({
            OutputName: Name,
            VideoDescriptionName: Name,
            AudioDescriptionNames: ["audio_1"],
            OutputSettings: {},
          })),
        },
      ],
    },
  };
}

/** Two that run, one of them for a multiplex, one that was idle before, and one that never came up. */
function seed(story: Seed): void {
  const hall: Channel = {
    id: "4417203",
    name: "lecture-hall",
    state: "RUNNING",
    until: null,
    channelClass: "STANDARD",
    resolution: "HD",
    inputs: ["hall-camera", "waiting-slate"],
    url: "s3ssl://tidewater-live/lecture-hall",
    multiplexId: null,
    subnets: [subnet(0), subnet(1)],
    tags: tagsOf("lab", "platform"),
  };
  const plain: Channel = { ...hall, channelClass: "SINGLE_PIPELINE", inputs: ["desk-camera"], subnets: [] };
  stateOf(corner, regionOf(story, "eu")).channels.push(
    hall,
    { ...plain, id: "2208154", name: "town-meeting", state: "IDLE", url: "s3ssl://tidewater-live/town-meeting" },
    { ...plain, id: "9036617", name: "lobby-loop", state: "CREATE_FAILED", url: "s3ssl://tidewater-live/lobby-loop" },
  );
  stateOf(corner, regionOf(story, "us")).channels.push({
    ...hall,
    id: "7751390",
    name: "harbour-cam",
    resolution: "UHD",
    inputs: ["harbour-camera"],
    url: null,
    multiplexId: "3360418",
    subnets: [],
  });
}
