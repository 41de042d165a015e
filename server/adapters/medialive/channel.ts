import { MediaLiveClient, StartChannelCommand, StopChannelCommand } from "@aws-sdk/client-medialive";
import { z } from "zod";
import type { CostLine } from "../../core/money";
import type { Hazard } from "../../core/plan";
import { defineAdapter } from "../contract";
import { oneByOne } from "../one-by-one";
import { type Advice, switchOf } from "../switch";
import {
  type ChannelConfiguration,
  type ChannelDetail,
  channelConfiguration,
  channelDetail,
  discoverChannels,
} from "./channel-detail";

const saved = z.strictObject({ state: z.literal("RUNNING"), configuration: channelConfiguration });

type Op = "stop" | "start";

/**
 * RUNNING and IDLE are where a channel rests. In RECOVERING pipelines failed and MediaLive restarts them by itself
 * (MediaLive User Guide, "States for channels"), so both ways wait for it.
 */
const turning = switchOf<ChannelDetail, ChannelConfiguration, "RUNNING", Op>({
  thing: "channel",
  on: ["RUNNING"],
  off: ["IDLE"],
  broken,
  turnOff: "stop",
  turnOn: () => ({ op: "start" }),
  setsBack: false,
  hazards,
});

/**
 * MediaLive channels: stopped and started. The schedule, inputs and outputs stay; both take a minute or so, in which the
 * channel is STOPPING or STARTING. One that is in a multiplex is stopped and started by itself, in any order with the
 * multiplex (MediaLive User Guide, "Summary of these actions").
 */
export const medialiveChannel = defineAdapter<ChannelDetail, z.infer<typeof saved>, Op, object>({
  kind: "medialive.channel",
  title: "MediaLive channel",
  plural: "MediaLive channels",
  billedAs: "AWS Elemental MediaLive",
  about: {
    pause: "Stops the channel. Its inputs, outputs and schedule stay.",
    resume: "Starts it and waits until it runs.",
    saves:
      "The configuration: class, role, inputs, destinations, encoder settings, network, maintenance window, engine version and links. It is compared after the start.",
    stillCosts: "An idle charge for the channel and for each of its push inputs, and the multiplex that it is in.",
    hazards: [
      "Its live output ends: whoever watches or records it has a gap until it runs again.",
      "What its schedule says for that time is not made up, but for the input that should then be live.",
      "A file input begins at its start again. Sources that push have to send before it starts.",
      "The multiplex that it is in goes on running and billing.",
      "On MediaLive Anywhere another channel may take its node meanwhile.",
    ],
  },
  waveTitle: "Channels",
  restore: "exact",
  wave: 60,
  iam: {
    read: ["medialive:ListChannels", "medialive:DescribeChannel"],
    pause: ["medialive:StopChannel"],
    resume: ["medialive:StartChannel"],
  },
  // The provider never reads back whether a channel runs. An apply that changes one with `start_channel` starts it.
  terraform: { aws_medialive_channel: { drift: () => [] } },
  detail: channelDetail,
  saved: { version: 1, schema: saved },
  options: z.strictObject({}),
  // AWS's own waiters look every 5 seconds, for 5 minutes until it is IDLE and for 10 until it is RUNNING.
  timing: { pollSeconds: 10, giveUpSeconds: 1800, expectSeconds: { pause: 60, resume: 90 } },
  batch: { stop: 1, start: 1 },

  ...turning,
  relations: () => [],
  price: ({ detail }) => linesOf(detail.configuration),
  idle: { untold: "MediaLive's metrics tell whether a channel encodes, not whether anybody watches" },
  discover: discoverChannels,

  apply: (aws, op, items) =>
    oneByOne(items, ({ nativeId }) =>
      op === "stop"
        ? aws.act(MediaLiveClient, new StopChannelCommand({ ChannelId: nativeId }))
        : aws.act(MediaLiveClient, new StartChannelCommand({ ChannelId: nativeId })),
    ),
});

function broken(state: string): Advice | null {
  if (state === "CREATE_FAILED") {
    return { reason: "MediaLive could not create it", remedy: "Delete it in MediaLive and create it again" };
  }
  if (state === "UPDATE_FAILED") {
    return {
      reason: "MediaLive could not change it as it was told to",
      remedy: "Change it again in MediaLive, or delete it",
    };
  }
  return null;
}

function hazards({ configuration, engineExpires }: ChannelDetail): (Hazard | false)[] {
  const { inputs, multiplexId, anywhere, linked, engineVersion } = configuration;
  return [
    {
      level: "warning",
      code: "output-ends",
      title: "Its live output ends",
      detail:
        "Whoever watches or records it has a gap until it runs again. What is live in that time is not encoded later.",
    },
    {
      level: "note",
      code: "schedule-not-made-up",
      title: "Its schedule goes on without it",
      detail:
        "Actions that fall due meanwhile are not made up. Once it starts it takes the input that its schedule names for that moment.",
    },
    // MediaLive User Guide, "Starting and restarting a channel that has multiple inputs".
    inputs.length > 1 && {
      level: "note",
      code: "input-by-schedule",
      title: "It may come back with another input",
      detail: `Of its ${inputs.length} inputs it takes the one that its schedule names, and the first where that names none. A file begins at its start. Sources that push have to send before it starts.`,
    },
    multiplexId !== null && {
      level: "note",
      code: "multiplex-stays",
      title: "Its multiplex goes on",
      detail: "The multiplex that it is in runs and bills without its program until somebody stops it, too.",
    },
    linked.type !== null && {
      level: "note",
      code: "linked-channel",
      title: "Its pipeline is locked to that of a linked channel",
      detail: "Channels that are linked stay in step only while they run.",
    },
    anywhere.clusterId !== null && {
      level: "warning",
      code: "node-may-be-taken",
      title: "Another channel may take its node",
      detail: "It runs on a node of a MediaLive Anywhere cluster. It starts only while its node is free.",
    },
    engineExpires !== null && {
      level: "note",
      code: "engine-version-ends",
      title: "AWS ends its engine version",
      detail: `${engineVersion ?? "The version that it asks for"} ends on ${engineExpires.slice(0, 10)}. Started after that it runs another.`,
    },
  ];
}

/**
 * A channel that runs bills its inputs and outputs; one that does not bills an idle charge, and so does each push input
 * (MediaLive User Guide, "Pricing in MediaLive"). Each output's rate hangs on codec, resolution, bitrate and frame rate.
 */
function linesOf({ inputs, outputs, inputSpecification, channelClass }: ChannelConfiguration): readonly CostLine[] {
  const { codec, resolution, bitrate } = inputSpecification;
  const what = [codec, resolution, bitrate].filter((word) => word !== null).join(", ");
  const running = { price: null, unit: "hour", stopsWhenPaused: true } as const;
  const noPrice = "their price is not in the catalogue";
  return [
    {
      ...running,
      label: "Inputs while it runs",
      note: `${[`${inputs.length}`, what].filter(Boolean).join(", ")}: ${noPrice}`,
      quantity: inputs.length,
    },
    {
      ...running,
      label: "Outputs while it runs",
      note: `${outputs.length}, ${channelClass === "SINGLE_PIPELINE" ? "one pipeline" : "two pipelines"}: ${noPrice}`,
      quantity: outputs.length,
    },
    {
      label: "Idle channel",
      note: "while it does not run, with its push inputs: its price is not in the catalogue",
      price: null,
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: false,
    },
  ];
}
