import { expect, it } from "vitest";
import { recordingDoor } from "../../testing/recording-door";
import { nodesOf, together } from "./nodegroup-nodes";

const type = "m6i.large";
const account = "111122223333";

function group(AutoScalingGroupName: string, ...ids: readonly string[]) {
  const Instances = ids.map((InstanceId) => ({
    InstanceId,
    InstanceType: type,
    LifecycleState: "InService",
    HealthStatus: "Healthy",
  }));
  return { AutoScalingGroupName, Instances };
}

function door(inReservation: Readonly<Record<string, string>>) {
  const Instances = ["i-1", "i-2", "i-3"].map((InstanceId) => ({
    InstanceId,
    State: { Name: "running" },
    ...(inReservation[InstanceId] && { CapacityReservationId: inReservation[InstanceId] }),
  }));
  return recordingDoor({
    DescribeAutoScalingGroups: () => ({ AutoScalingGroups: [group("a", "i-1", "i-2"), group("b", "i-3"), group("c")] }),
    DescribeInstances: () => ({ Reservations: [{ OwnerId: account, Instances }] }),
    DescribeCapacityReservations: () => ({
      CapacityReservations: [
        { CapacityReservationId: "cr-own", OwnerId: account },
        { CapacityReservationId: "cr-shared", OwnerId: "999988887777" },
      ],
    }),
  });
}

it("tells which nodes run in a capacity reservation, and who pays for it unused", async () => {
  const found = await nodesOf(door({ "i-1": "cr-own", "i-2": "cr-shared", "i-3": "cr-untold" }), ["a", "b"], true);
  expect(found.get("a")).toEqual({
    all: 2,
    inService: 2,
    types: { [type]: 2 },
    reserved: [
      { type, unusedPayer: "elsewhere", count: 1 },
      { type, unusedPayer: "here", count: 1 },
    ],
  });
  expect(found.get("b")?.reserved).toEqual([{ type, unusedPayer: null, count: 1 }]);
  expect(found.has("c")).toBe(false);
});

it("adds up the Auto Scaling groups of one node group", async () => {
  const found = await nodesOf(door({ "i-1": "cr-own", "i-3": "cr-own" }), ["a", "b"], true);
  expect(together([...found.values()])).toEqual({
    all: 3,
    inService: 3,
    types: { [type]: 3 },
    reserved: [{ type, unusedPayer: "here", count: 2 }],
  });
});

it("looks at the machines of the groups that it is asked for, and at no reservation where none runs in one", async () => {
  const look = door({});
  await nodesOf(look, ["b"], false);
  expect(look.calls.map(({ operation, input }) => [operation, input])).toEqual([
    ["DescribeAutoScalingGroups", expect.objectContaining({ AutoScalingGroupNames: ["b"] })],
    ["DescribeInstances", expect.objectContaining({ Filters: [{ Name: "instance-id", Values: ["i-3"] }] })],
  ]);
});

it("asks for no machine where a group has none", async () => {
  const look = door({});
  await nodesOf(look, ["c"], false);
  expect(look.calls.map(({ operation }) => operation)).toEqual(["DescribeAutoScalingGroups"]);
});
