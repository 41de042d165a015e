import {
  CreateChannelCommand,
  type CreateChannelCommandInput,
  DescribeChannelCommand,
  type MediaLiveClient,
  StartChannelCommand,
} from "@aws-sdk/client-medialive";
import { estateTags } from "./estate";

/** One that runs, and one that nobody has started. */
export async function buildChannels(medialive: MediaLiveClient): Promise<void> {
  const common: CreateChannelCommandInput = {
    ChannelClass: "STANDARD",
    RoleArn: "arn:aws:iam::123456789012:role/estate",
    LogLevel: "WARNING",
    InputSpecification: { Codec: "AVC", MaximumBitrate: "MAX_20_MBPS", Resolution: "HD" },
    InputAttachments: [{ InputId: "1", InputAttachmentName: "camera", InputSettings: { InputFilter: "AUTO" } }],
    Destinations: [{ Id: "out", Settings: [{ Url: "rtmp://live.example.com/app", StreamName: "not-a-secret-1" }] }],
    EncoderSettings: {
      AudioDescriptions: [{ Name: "sound", AudioSelectorName: "default" }],
      VideoDescriptions: [{ Name: "hd", Height: 1080, Width: 1920 }],
      TimecodeConfig: { Source: "EMBEDDED" },
      OutputGroups: [
        {
          Name: "viewers",
          OutputGroupSettings: { RtmpGroupSettings: { RestartDelay: 15 } },
          Outputs: [
            {
              OutputName: "hd",
              VideoDescriptionName: "hd",
              OutputSettings: { RtmpOutputSettings: { Destination: { DestinationRefId: "out" } } },
            },
          ],
        },
      ],
    },
    Tags: { ...estateTags },
  };
  for (const Name of ["hall", "off-before"]) {
    const { Channel } = await medialive.send(new CreateChannelCommand({ ...common, Name }));
    await medialive.send(new DescribeChannelCommand({ ChannelId: Channel?.Id }));
    if (Name === "hall") await medialive.send(new StartChannelCommand({ ChannelId: Channel?.Id }));
  }
}
