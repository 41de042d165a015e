import { expect, test } from "vitest";
import { FaultError } from "../../core/fault";
import { configuration, saved, snapshot } from "../../testing/cache-group-example";
import { recordingDoor } from "../../testing/recording-door";
import { groupAhead } from "./replication-group-ahead";
import type { GroupConfiguration } from "./replication-group-detail";

const own: GroupConfiguration = {
  ...configuration,
  parameterGroup: "mine",
  userGroups: ["shop"],
  securityGroups: ["sg-1", "sg-2"],
};
const sessions = { nativeId: "sessions", saved: { ...saved, configuration: own } };

const refuse =
  (awsError: string, code: "gone" | "refused" | "denied" = "refused") =>
  (): never => {
    throw new FaultError({ code, reason: `AWS: ${awsError}`, remedy: "", awsError });
  };

const all = {
  DescribeSnapshots: () => ({ Snapshots: [{ SnapshotName: snapshot, SnapshotStatus: "available" }] }),
  DescribeCacheParameterGroups: () => ({ CacheParameterGroups: [{}] }),
  DescribeCacheSubnetGroups: () => ({ CacheSubnetGroups: [{}] }),
  DescribeUserGroups: () => ({ UserGroups: [{ Status: "active" }] }),
  DescribeSecurityGroups: () => ({ SecurityGroups: [{ GroupId: "sg-1" }, { GroupId: "sg-2" }] }),
};

async function look(answers: Partial<Record<keyof typeof all, () => object>> = {}, gone = [sessions]) {
  const door = recordingDoor({ ...all, ...answers });
  const found = await groupAhead.again?.(door, gone);
  return { finding: found?.get("sessions"), calls: door.calls.map(({ operation }) => operation).sort() };
}

test("what is all there says nothing, and each name is asked for once", async () => {
  const other = { nativeId: "carts", saved: { ...sessions.saved, snapshot: "standby-carts" } };
  const { finding, calls } = await look({}, [sessions, other]);
  expect(finding).toEqual({ refused: null, hazards: [] });
  expect(calls).toEqual([
    "DescribeCacheParameterGroups",
    "DescribeCacheSubnetGroups",
    "DescribeSecurityGroups",
    "DescribeSnapshots",
    "DescribeSnapshots",
    "DescribeUserGroups",
  ]);
});

test("AWS's own parameter groups cannot go, so nobody asks for them, nor for what a group has none of", async () => {
  const plain = { ...configuration, subnetGroup: null, securityGroups: [], userGroups: [] };
  const { calls } = await look({}, [{ nativeId: "sessions", saved: { ...saved, configuration: plain } }]);
  expect(calls).toEqual(["DescribeSnapshots"]);
});

test.each([
  ["deleted", refuse("SnapshotNotFoundFault", "gone")],
  ["being deleted", () => ({ Snapshots: [{ SnapshotName: snapshot, SnapshotStatus: "deleting" }] })],
])("a final backup that is %s refuses the resume before anything is sent", async (_how, DescribeSnapshots) => {
  const { finding } = await look({ DescribeSnapshots });
  expect(finding?.refused).toMatchObject({
    reason: `Its final backup ${snapshot}, which has its data, is not there any more`,
    remedy: expect.stringContaining("Copy another backup"),
  });
});

test("a backup that is still being copied is waited for", async () => {
  const copying = () => ({ Snapshots: [{ SnapshotName: snapshot, SnapshotStatus: "copying" }] });
  const { finding } = await look({ DescribeSnapshots: copying });
  expect(finding).toMatchObject({ refused: null, hazards: [{ code: "backup-not-ready", level: "note" }] });
});

test("everything else that is gone is named at once", async () => {
  const { finding } = await look({
    DescribeCacheParameterGroups: refuse("CacheParameterGroupNotFoundFault"),
    DescribeCacheSubnetGroups: refuse("CacheSubnetGroupNotFoundFault"),
    DescribeUserGroups: refuse("UserGroupNotFoundFault"),
  });
  expect(finding?.refused).toMatchObject({
    reason: expect.stringMatching(/: parameter group mine, subnet group cache, user group shop$/),
    remedy: expect.stringContaining("same name"),
  });
});

test("a security group's id never comes back, and that is said", async () => {
  const { finding } = await look({ DescribeSecurityGroups: () => ({ SecurityGroups: [{ GroupId: "sg-1" }] }) });
  expect(finding?.refused).toMatchObject({
    reason: expect.stringMatching(/: security group sg-2$/),
    remedy: expect.stringContaining("by hand"),
  });
});

test("what may not be asked for is said, and what is known counts all the same", async () => {
  const DescribeUserGroups = refuse("AccessDenied", "denied");
  const { finding } = await look({ DescribeUserGroups });
  expect(finding).toMatchObject({ refused: null, hazards: [{ code: "unread user group", level: "note" }] });
  const lost = await look({ DescribeUserGroups, DescribeSnapshots: refuse("SnapshotNotFoundFault", "gone") });
  expect(lost.finding?.refused).not.toBeNull();
});
