import {
  DescribeChannelCommand,
  type DescribeChannelCommandOutput,
  type DescribeLinkedChannelSettings,
  ListChannelsCommand,
  MediaLiveClient,
} from "@aws-sdk/client-medialive";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { fingerprint } from "../fingerprint";
import { readEach } from "../read-each";

/** What a MediaLive channel is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const texts = z.array(z.string());

/**
 * All that DescribeChannel tells, but for what AWS moves by itself: the pipelines that run, the next maintenance, network
 * interfaces and the addresses that outputs leave from. Settings are kept as fingerprints: those of one encoder are some
 * 10 KB, and those of destinations and inputs hold stream keys and addresses with passwords.
 */
export const channelConfiguration = z.strictObject({
  channelClass: text,
  roleArn: text,
  logLevel: text,
  inputSpecification: z.strictObject({ codec: text, bitrate: text, resolution: text }),
  cdiResolution: text,
  /** In AWS's order: without a schedule a start takes the first. */
  inputs: z.array(z.strictObject({ name: text, id: text, settings: z.string() })),
  destinations: z.array(z.strictObject({ id: text, settings: z.string() })),
  /** `group/output` */
  outputs: texts,
  /** By section: `VideoDescriptions`. */
  encoder: z.record(z.string(), z.string()),
  multiplexId: text,
  vpc: z.strictObject({ subnets: texts, securityGroups: texts, zones: texts }),
  maintenance: z.strictObject({ day: text, startTime: text }),
  engineVersion: text,
  anywhere: z.strictObject({ clusterId: text, placementGroupId: text }),
  linked: z.strictObject({ type: text, primaryArn: text, followerArns: texts }),
  securityGroups: texts,
  inference: text,
});
export type ChannelConfiguration = z.infer<typeof channelConfiguration>;

export const channelDetail = z.strictObject({
  state: z.string(),
  /** When AWS ends the engine version that it asks for. */
  engineExpires: text,
  configuration: channelConfiguration,
});
export type ChannelDetail = z.infer<typeof channelDetail>;

/**
 * Where there is MediaLive (AWS General Reference, "AWS Elemental MediaLive endpoints and quotas"). Elsewhere it has no
 * endpoint, and a question would end as a network failure.
 */
const regions: ReadonlySet<string> = new Set([
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-4",
  "ap-southeast-5",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "me-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-2",
]);

/** AWS publishes no rate for its reads; a few at a time leave room for others. */
const readAtOnce = 5;

/** The list leaves out the encoder settings, so each channel is read by itself. */
export async function* discoverChannels(
  aws: ReadDoor,
  only?: readonly string[],
): AsyncGenerator<Observed<ChannelDetail>> {
  if (!regions.has(aws.region)) return;
  yield* readEach(only ?? idsOf(aws), readAtOnce, (id) => readChannel(aws, id));
}

async function* idsOf(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (token) => aws.read(MediaLiveClient, new ListChannelsCommand({ ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  for await (const { Channels = [] } of list) yield* Channels.flatMap(({ Id }) => Id ?? []);
}

/** A deleted channel can be described for some time yet. */
async function readChannel(aws: ReadDoor, id: string): Promise<Observed<ChannelDetail> | null> {
  const channel = await aws.read(MediaLiveClient, new DescribeChannelCommand({ ChannelId: id }));
  return channel.State === "DELETED" ? null : observe(channel);
}

function observe(channel: DescribeChannelCommandOutput): Observed<ChannelDetail> {
  const id = channel.Id ?? "";
  const configuration = configurationOf(channel);
  const { codec, resolution } = configuration.inputSpecification;
  return {
    nativeId: id,
    arn: channel.Arn ?? "",
    name: channel.Name || id,
    type: [configuration.channelClass, codec, resolution].filter((word) => word !== null).join(" ") || "channel",
    tags: channel.Tags ?? {},
    detail: {
      state: channel.State ?? "unknown",
      engineExpires: channel.ChannelEngineVersion?.ExpirationDate?.toISOString() ?? null,
      configuration,
    },
  };
}

function configurationOf(channel: DescribeChannelCommandOutput): ChannelConfiguration {
  const { InputSpecification: input, Vpc: vpc, Maintenance: maintenance, AnywhereSettings: anywhere } = channel;
  const { Destinations = [], EncoderSettings: encoder, InferenceSettings: inference } = channel;
  const sections = Object.entries(encoder ?? {}).filter(([, settings]) => settings !== undefined);
  return {
    channelClass: channel.ChannelClass ?? null,
    roleArn: channel.RoleArn ?? null,
    logLevel: channel.LogLevel ?? null,
    inputSpecification: {
      codec: input?.Codec ?? null,
      bitrate: input?.MaximumBitrate ?? null,
      resolution: input?.Resolution ?? null,
    },
    cdiResolution: channel.CdiInputSpecification?.Resolution ?? null,
    inputs: (channel.InputAttachments ?? []).map(({ InputAttachmentName, InputId, ...settings }) => ({
      name: InputAttachmentName ?? null,
      id: InputId ?? null,
      settings: fingerprint(settings),
    })),
    destinations: Destinations.map(({ Id, ...settings }) => ({ id: Id ?? null, settings: fingerprint(settings) })).sort(
      (a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1),
    ),
    outputs: (encoder?.OutputGroups ?? []).flatMap(({ Name, Outputs = [] }, at) =>
      Outputs.map(({ OutputName }, index) => `${Name || at}/${OutputName || index}`),
    ),
    encoder: Object.fromEntries(sections.map(([section, settings]) => [section, fingerprint(settings)])),
    multiplexId: Destinations.flatMap(({ MultiplexSettings }) => MultiplexSettings?.MultiplexId ?? [])[0] ?? null,
    vpc: {
      subnets: [...(vpc?.SubnetIds ?? [])],
      securityGroups: [...(vpc?.SecurityGroupIds ?? [])].sort(),
      zones: [...(vpc?.AvailabilityZones ?? [])],
    },
    maintenance: { day: maintenance?.MaintenanceDay ?? null, startTime: maintenance?.MaintenanceStartTime ?? null },
    engineVersion: channel.ChannelEngineVersion?.Version ?? null,
    anywhere: {
      clusterId: anywhere?.ClusterId ?? null,
      placementGroupId: anywhere?.ChannelPlacementGroupId ?? null,
    },
    linked: linkedOf(channel.LinkedChannelSettings),
    securityGroups: [...(channel.ChannelSecurityGroups ?? [])].sort(),
    inference: inference ? fingerprint(inference) : null,
  };
}

function linkedOf(settings: DescribeLinkedChannelSettings | undefined): ChannelConfiguration["linked"] {
  const { FollowerChannelSettings: follower, PrimaryChannelSettings: primary } = settings ?? {};
  return {
    type: follower?.LinkedChannelType ?? primary?.LinkedChannelType ?? null,
    primaryArn: follower?.PrimaryChannelArn ?? null,
    followerArns: [...(primary?.FollowingChannelArns ?? [])].sort(),
  };
}
