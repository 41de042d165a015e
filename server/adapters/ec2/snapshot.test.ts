import type { Snapshot } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2Snapshot } from "./snapshot";

const gb = 1024 ** 3;

function snapshot(id: string, day: string, more: Snapshot = {}): Snapshot {
  const StartTime = new Date(`${day}T00:00:00Z`);
  const size = { VolumeId: "vol-1", VolumeSize: 100, FullSnapshotSizeInBytes: 40 * gb };
  return { SnapshotId: id, OwnerId: "111122223333", State: "completed", StartTime, ...size, ...more };
}

/** It is 2026-11-20 at the recording door. */
function found(snapshots: readonly Snapshot[], only?: readonly string[]) {
  return collect(ec2Snapshot.discover(recordingDoor({ DescribeSnapshots: () => ({ Snapshots: snapshots }) }), only));
}

/** GB by snapshot; null where nobody knows, which is not zero. */
async function priced(snapshots: readonly Snapshot[]) {
  const list = await found(snapshots);
  const amount = (one: (typeof list)[number]) => ec2Snapshot.price(one).map(({ price, quantity }) => price && quantity);
  return Object.fromEntries(list.map((one) => [one.nativeId, amount(one)]));
}

describe("ec2.snapshot", () => {
  it("lists what is older than 90 days", async () => {
    const list = await found([snapshot("snap-a", "2026-08-21"), snapshot("snap-b", "2026-08-23")]);
    expect(list.map(({ nativeId }) => nativeId)).toEqual(["snap-a"]);
  });

  it("prices the oldest of a volume whole, and what comes after it not at all", async () => {
    const chain = [
      snapshot("snap-b", "2026-02-01"),
      snapshot("snap-a", "2026-01-01"),
      snapshot("snap-c", "2026-03-01"),
    ];
    expect(await priced(chain)).toEqual({ "snap-a": [40], "snap-b": [null], "snap-c": [null] });
  });

  it("knows which is the oldest also when it looks at another one only", async () => {
    const [one] = await found([snapshot("snap-a", "2026-01-01"), snapshot("snap-b", "2026-02-01")], ["snap-b"]);
    expect(one?.detail.isFirst).toBe(false);
  });

  it("claims no price for what AWS does not tell", async () => {
    const { FullSnapshotSizeInBytes: _size, ...untold } = snapshot("snap-a", "2026-01-01");
    const copy = snapshot("snap-b", "2026-01-01", { VolumeId: "vol-ffffffff" });
    expect(await priced([untold, copy])).toEqual({ "snap-a": [null], "snap-b": [null] });
  });

  it("prices an archived one whole: it builds on no other, and no other on it", async () => {
    const list = [snapshot("snap-a", "2026-01-01", { StorageTier: "archive" }), snapshot("snap-b", "2026-02-01")];
    expect(await priced(list)).toEqual({ "snap-a": [40], "snap-b": [40] });
  });

  it.each<[string, Snapshot, RegExp]>([
    ["anybody made", {}, /archive it/],
    ["an image needs", { Description: "Created by CreateImage(i-1) for ami-0123abcd" }, /Deregister.*ami-0123abcd/],
    ["AWS Backup keeps", { Tags: [{ Key: "aws:backup:source-resource", Value: "x" }] }, /AWS Backup/],
    ["a lifecycle policy keeps", { Tags: [{ Key: "aws:dlm:lifecycle-policy-id", Value: "x" }] }, /Lifecycle/],
  ])("says what to do about one that %s", async (_what, more, remedy) => {
    const [one] = await found([snapshot("snap-a", "2026-01-01", more)]);
    if (!one) throw new Error("it is not listed");
    expect(ec2Snapshot.classify(one)).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
