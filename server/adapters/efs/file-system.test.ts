import type { FileSystemDescription } from "@aws-sdk/client-efs";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { efsFileSystem } from "./file-system";

const gb = 1024 ** 3;

function found(system: Partial<FileSystemDescription>) {
  const one = {
    FileSystemId: "fs-1",
    FileSystemArn: "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1",
    LifeCycleState: "available",
    NumberOfMountTargets: 2,
    SizeInBytes: { Value: 100 * gb },
    ...system,
  };
  return collect(efsFileSystem.discover(recordingDoor({ DescribeFileSystems: () => ({ FileSystems: [one] }) })));
}

async function seen(system: Partial<FileSystemDescription>) {
  const [one] = await found(system);
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("efs.fileSystem", () => {
  it("leaves out one on its way out", async () => {
    expect(await found({ LifeCycleState: "deleting" })).toEqual([]);
  });

  it.each<[string, Partial<FileSystemDescription>, readonly unknown[]]>([
    ["what it stores", {}, [["standard", 100]]],
    [
      "classes that the catalogue has no price of as unpriced",
      { SizeInBytes: { Value: 60 * gb, ValueInStandard: 10 * gb, ValueInIA: 20 * gb, ValueInArchive: 30 * gb } },
      [
        ["standard", 10],
        [undefined, 20],
        [undefined, 30],
      ],
    ],
    ["one zone by another price", { AvailabilityZoneName: "eu-central-1a" }, [[undefined, 100]]],
    [
      "throughput that is provisioned",
      { ThroughputMode: "provisioned", ProvisionedThroughputInMibps: 64 },
      [
        ["standard", 100],
        [undefined, 64],
      ],
    ],
    [
      "elastic throughput by use",
      { ThroughputMode: "elastic" },
      [
        ["standard", 100],
        [undefined, "metered"],
      ],
    ],
  ])("bills %s", async (_what, system, lines) => {
    const priced = efsFileSystem.price(await seen(system));
    expect(priced.map(({ price, quantity }) => [price?.key, quantity])).toEqual(lines);
  });

  it.each<[string, Partial<FileSystemDescription>, RegExp]>([
    ["pays for throughput", { ProvisionedThroughputInMibps: 64 }, /elastic/],
    ["nothing can mount", { NumberOfMountTargets: 0 }, /AWS Backup/],
    ["is in use", {}, /lifecycle/],
  ])("says what to do about one that %s", async (_what, system, remedy) => {
    expect(efsFileSystem.classify(await seen(system))).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
