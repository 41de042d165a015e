import type { Volume } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2Volume } from "./volume";

async function seen(volume: Volume) {
  const [one] = await found([{ VolumeId: "vol-1", Size: 100, VolumeType: "gp3", State: "available", ...volume }]);
  if (!one) throw new Error("it is not listed");
  return one;
}

function found(volumes: readonly Volume[], only?: readonly string[]) {
  const aws = recordingDoor({
    DescribeVolumes: () => ({ Volumes: volumes }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
  });
  return collect(ec2Volume.discover(aws, only));
}

describe("ec2.volume", () => {
  it.each<[string, Volume]>([
    ["of an instance, which bills it", { State: "in-use", Attachments: [{ InstanceId: "i-1" }] }],
    ["of several instances", { State: "in-use", Attachments: [{ InstanceId: "i-1" }, { InstanceId: "i-2" }] }],
    ["on its way out", { State: "deleting" }],
  ])("leaves out a volume %s", async (_why, volume) => {
    expect(await found([{ VolumeId: "vol-1", ...volume }])).toEqual([]);
  });

  it("names it by its tag and its full ARN", async () => {
    expect(await seen({ Tags: [{ Key: "Name", Value: "old" }] })).toMatchObject({
      name: "old",
      arn: "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1",
      type: "100 GB gp3",
    });
  });

  it("bills size, and what is provisioned above what the type includes", async () => {
    const lines = ec2Volume.price(await seen({ Iops: 5000, Throughput: 200 }));
    expect(lines.map(({ price, quantity, stopsWhenPaused }) => [price?.key, quantity, stopsWhenPaused])).toEqual([
      ["gp3", 100, false],
      ["gp3.iops", 2000, false],
      ["gp3.throughputMiBps", 75, false],
    ]);
  });

  it.each<[string, Volume, RegExp]>([
    ["nobody uses", {}, /snapshot/],
    ["failed", { State: "error" }, /Delete it/],
    ["an ECS task has", { State: "in-use", Attachments: [{ AssociatedResource: "arn:aws:ecs:task/1" }] }, /ecs:task/],
  ])("says what to do about one that %s", async (_what, volume, remedy) => {
    expect(ec2Volume.classify(await seen(volume))).toMatchObject({
      state: "unsupported",
      saw: volume.State ?? "available",
      remedy: expect.stringMatching(remedy),
    });
  });
});
