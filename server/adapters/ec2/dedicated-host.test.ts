import type { Host } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2DedicatedHost } from "./dedicated-host";

const host: Host = {
  HostId: "h-1",
  OwnerId: "111122223333",
  State: "available",
  HostProperties: { InstanceFamily: "m5", Cores: 48 },
  Instances: [{ InstanceId: "i-1", InstanceType: "m5.large" }],
};

const look = (over: Partial<Host> = {}, only?: readonly string[]) =>
  collect(
    ec2DedicatedHost.discover(
      recordingDoor({
        DescribeHosts: () => ({ Hosts: [{ ...host, ...over }] }),
        GetCallerIdentity: () => ({ Account: "111122223333" }),
      }),
      only,
    ),
  );

async function one(over: Partial<Host> = {}) {
  const [found] = await look(over);
  if (!found) throw new Error("it is not listed");
  return found;
}

describe("ec2.dedicatedHost", () => {
  it("bills by its family, full or empty", async () => {
    const line = { price: { table: "dedicatedHost", key: "m5" }, quantity: 1, unit: "hour", stopsWhenPaused: false };
    expect(ec2DedicatedHost.price(await one())).toEqual([
      { label: "Host hours", note: "m5, 1 instance on it", ...line },
    ]);
    expect(ec2DedicatedHost.price(await one({ Instances: [] }))[0]).toMatchObject(line);
  });

  it("knows the family of a host for one size only", async () => {
    expect((await one({ HostProperties: { InstanceType: "mac2.metal" } })).detail.family).toBe("mac2");
  });

  it.each<[string, Partial<Host>, RegExp]>([
    ["one of a reservation", { HostReservationId: "hr-1" }, /hr-1/],
    ["one that failed", { State: "permanent-failure" }, /whether it bills on/],
    ["one of no family", { HostProperties: {} }, /does not tell/],
    ["one on an Outpost", { OutpostArn: "arn:aws:outposts:::outpost/op-1" }, /Outpost/],
  ])("has no price for %s", async (_what, over, note) => {
    const line = { price: null, quantity: 1, note: expect.stringMatching(note) };
    expect(ec2DedicatedHost.price(await one(over))).toMatchObject([line]);
  });

  it.each<[string, Partial<Host>]>([
    ["one that is released", { State: "released" }],
    ["one that failed and is released", { State: "released-permanent-failure" }],
    ["one that another account shares", { OwnerId: "999988887777" }],
  ])("leaves out %s", async (_what, over) => {
    expect(await look(over)).toEqual([]);
  });

  it("is left behind where nothing runs on it, and not where a reservation bills on without it", async () => {
    const left = async (over: Partial<Host>) => ec2DedicatedHost.idle?.left?.(await one(over)) ?? null;
    expect(await left({})).toBeNull();
    expect(await left({ Instances: [] })).toMatchObject({ advice: "unused", ends: "all" });
    expect(await left({ Instances: [], HostReservationId: "hr-1" })).toBeNull();
    expect(await left({ Instances: [], State: "under-assessment" })).toBeNull();
  });
});
