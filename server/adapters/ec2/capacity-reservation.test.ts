import type { CapacityReservation } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2CapacityReservation } from "./capacity-reservation";

const here = "111122223333";
const elsewhere = "999988887777";
const linux: CapacityReservation = {
  CapacityReservationId: "cr-1",
  OwnerId: here,
  InstanceType: "m6i.large",
  InstancePlatform: "Linux/UNIX",
  Tenancy: "default",
  TotalInstanceCount: 4,
  AvailableInstanceCount: 3,
  InstanceMatchCriteria: "open",
  State: "active",
};

const look = (over: Partial<CapacityReservation> = {}, only?: readonly string[]) =>
  collect(
    ec2CapacityReservation.discover(
      recordingDoor({
        DescribeCapacityReservations: ({ NextToken }: { NextToken?: string }) =>
          NextToken
            ? { CapacityReservations: [{ ...linux, ...over }] }
            : { CapacityReservations: [{ ...linux, CapacityReservationId: "cr-0" }], NextToken: "more" },
        GetCallerIdentity: () => ({ Account: here }),
      }),
      only,
    ),
  );

async function one(over: Partial<CapacityReservation> = {}) {
  const [found] = await look(over, ["cr-1"]);
  if (!found) throw new Error("it is not listed");
  return found;
}

const lineOf = async (over: Partial<CapacityReservation>) => ec2CapacityReservation.price(await one(over))[0];

describe("ec2.capacityReservation", () => {
  it("reads every page", async () => {
    expect((await look()).map(({ nativeId }) => nativeId)).toEqual(["cr-0", "cr-1"]);
  });

  it("bills what nobody uses of it, and that alone", async () => {
    const line = { price: { table: "ec2.linux", key: "m6i.large" }, quantity: 3, stopsWhenPaused: false };
    expect(await lineOf({})).toMatchObject({ ...line, note: expect.stringMatching(/^3 of 4 × m6i.large/) });
    expect(await lineOf({ AvailableInstanceCount: 0 })).toMatchObject({ quantity: 0 });
  });

  it.each<[string, Partial<CapacityReservation>, string]>([
    ["Windows", { InstancePlatform: "Windows" }, "RunInstances:0002/m6i.large/default"],
    ["a machine of one's own", { Tenancy: "dedicated" }, "RunInstances/m6i.large/dedicated"],
  ])("bills %s as its instances", async (_what, over, key) => {
    expect(await lineOf(over)).toMatchObject({ price: { table: "ec2.usageOperation", key }, quantity: 3 });
  });

  it.each<[string, Partial<CapacityReservation>, RegExp]>([
    ["how many are unused", { AvailableInstanceCount: undefined }, /does not tell/],
    ["which SQL Server it is for", { InstancePlatform: "Windows with SQL Server" }, /no price list/],
    ["what winds down", { State: "cancelling", AvailableInstanceCount: 0 }, /cancelling/],
    ["an Outpost", { OutpostArn: "arn:aws:outposts:::outpost/op-1" }, /Outpost/],
  ])("counts %s as unpriced, never as nothing", async (_what, over, note) => {
    expect(await lineOf(over)).toMatchObject({ price: null, quantity: 1, note: expect.stringMatching(note) });
  });

  it.each<[string, Partial<CapacityReservation>, RegExp]>([
    ["is only to come", { State: "scheduled" }, /before it is active/],
    ["was paid in advance", { ReservationType: "capacity-block" }, /in advance/],
    ["another account pays for", { UnusedReservationBillingOwnerId: elsewhere }, /999988887777/],
  ])("bills nothing for what %s, and says so", async (_what, over, note) => {
    expect(await lineOf(over)).toMatchObject({ quantity: 0, note: expect.stringMatching(note) });
  });

  it.each(["expired", "cancelled", "failed", "payment-failed", "unsupported"] as const)(
    "leaves out one that is %s",
    async (State) => {
      expect(await look({ State }, ["cr-1"])).toEqual([]);
    },
  );

  it("leaves out what others share with this account, unless it pays for what is unused", async () => {
    expect(await look({ OwnerId: elsewhere }, ["cr-1"])).toEqual([]);
    const paid = { OwnerId: elsewhere, UnusedReservationBillingOwnerId: here };
    expect(await lineOf(paid)).toMatchObject({ quantity: 3, price: { key: "m6i.large" } });
  });

  it("names the day before which AWS cancels no commitment", async () => {
    const CommitmentInfo = { CommitmentEndDate: new Date("2027-01-01T00:00:00Z") };
    expect(ec2CapacityReservation.classify(await one({ CommitmentInfo }))).toMatchObject({
      remedy: expect.stringMatching(/2027-01-01/),
    });
  });

  it("asks no metric of what is not there yet", async () => {
    const [signal] = ec2CapacityReservation.idle?.signals ?? [];
    expect(signal?.dimensions(await one())).toEqual([{ CapacityReservationId: "cr-1" }]);
    expect(signal?.dimensions(await one({ State: "scheduled" }))).toEqual([]);
  });
});
