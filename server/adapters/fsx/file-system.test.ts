import type { FileSystem } from "@aws-sdk/client-fsx";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { fsxFileSystem } from "./file-system";

function found(system: FileSystem) {
  const arn = "arn:aws:fsx:eu-central-1:111122223333:file-system/fs-1";
  const one = { FileSystemId: "fs-1", ResourceARN: arn, Lifecycle: "AVAILABLE", StorageType: "SSD", ...system };
  return collect(fsxFileSystem.discover(recordingDoor({ DescribeFileSystems: () => ({ FileSystems: [one] }) })));
}

async function seen(system: FileSystem) {
  const [one] = await found(system);
  if (!one) throw new Error("it is not listed");
  return one;
}

const scratch: FileSystem = {
  FileSystemType: "LUSTRE",
  StorageCapacity: 1200,
  LustreConfiguration: { DeploymentType: "SCRATCH_2" },
};

describe("fsx.fileSystem", () => {
  it("leaves out one on its way out", async () => {
    expect(await found({ ...scratch, Lifecycle: "DELETING" })).toEqual([]);
  });

  it.each<[string, FileSystem, readonly number[]]>([
    ["Lustre by its storage", scratch, [1200]],
    [
      "Windows by storage and throughput",
      { FileSystemType: "WINDOWS", StorageCapacity: 300, WindowsConfiguration: { ThroughputCapacity: 32 } },
      [300, 32],
    ],
    [
      "ONTAP by all of its pairs",
      {
        FileSystemType: "ONTAP",
        StorageCapacity: 2048,
        OntapConfiguration: { ThroughputCapacityPerHAPair: 3072, HAPairs: 2 },
      },
      [2048, 6144],
    ],
    [
      "what grows with its files as unknown, not as nothing",
      {
        FileSystemType: "OPENZFS",
        StorageType: "INTELLIGENT_TIERING",
        OpenZFSConfiguration: { ThroughputCapacity: 160 },
      },
      [1, 160],
    ],
  ])("counts %s, unpriced", async (_what, system, quantities) => {
    const lines = fsxFileSystem.price(await seen(system));
    expect(lines.map(({ quantity }) => quantity)).toEqual(quantities);
    expect(lines.map(({ price }) => price)).toEqual(quantities.map(() => null));
  });

  it("does not tell to back up what has no backups", async () => {
    expect(fsxFileSystem.classify(await seen(scratch))).toMatchObject({ remedy: expect.stringMatching(/^Export/) });
    const lasting = { ...scratch, LustreConfiguration: { DeploymentType: "PERSISTENT_2" as const } };
    expect(fsxFileSystem.classify(await seen(lasting))).toMatchObject({ remedy: expect.stringMatching(/^Back it up/) });
  });
});
