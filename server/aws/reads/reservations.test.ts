import type { CapacityReservation } from "@aws-sdk/client-ec2";
import { expect, it } from "vitest";
import { recordingDoor } from "../../testing/recording-door";
import type { SeenInstance } from "./ec2";
import { readUnusedPayers } from "./reservations";

const here = "111122223333";
const elsewhere = "999988887777";

function machine(id: string, CapacityReservationId?: string, Name: "running" | "stopped" = "running"): SeenInstance {
  return {
    id,
    ownerId: here,
    instance: { InstanceId: id, State: { Name }, ...(CapacityReservationId && { CapacityReservationId }) },
  };
}

const told = (...rows: readonly CapacityReservation[]) =>
  recordingDoor({
    DescribeCapacityReservations: ({ NextToken }: { NextToken?: string }) =>
      NextToken ? { CapacityReservations: rows } : { CapacityReservations: [], NextToken: "more" },
  });

it.each<[string, CapacityReservation, string]>([
  ["its owner, this account", { OwnerId: here }, "here"],
  ["its owner, another account", { OwnerId: elsewhere }, "elsewhere"],
  [
    "another account that its owner handed the bill to",
    { OwnerId: here, UnusedReservationBillingOwnerId: elsewhere },
    "elsewhere",
  ],
  [
    "this account, which took the bill of another one",
    { OwnerId: elsewhere, UnusedReservationBillingOwnerId: here },
    "here",
  ],
  ["whoever bought the block", { OwnerId: here, ReservationType: "capacity-block" }, "inAdvance"],
])("tells that %s pays for what is unused", async (_who, row, payer) => {
  const found = await readUnusedPayers(told({ CapacityReservationId: "cr-1", ...row }), [machine("i-1", "cr-1")]);
  expect([...found]).toEqual([["cr-1", payer]]);
});

it("leaves out what AWS does not tell", async () => {
  const door = told({ CapacityReservationId: "cr-2", OwnerId: here }, { CapacityReservationId: "cr-1" });
  expect((await readUnusedPayers(door, [machine("i-1", "cr-1")])).size).toBe(0);
});

it("asks nothing where nothing runs in a reservation", async () => {
  const door = told();
  expect((await readUnusedPayers(door, [machine("i-1"), machine("i-2", "cr-1", "stopped")])).size).toBe(0);
  expect(door.calls).toEqual([]);
});
