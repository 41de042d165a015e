import {
  DescribeCapacityReservationsCommand,
  DescribeInstancesCommand,
  type EC2Client,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { startSandbox } from "./sandbox-fixtures";

async function shared(ec2: EC2Client) {
  const { CapacityReservations = [] } = await ec2.send(new DescribeCapacityReservationsCommand({}));
  return CapacityReservations.filter(({ InstanceMatchCriteria }) => InstanceMatchCriteria === "open");
}

async function inside(ec2: EC2Client, reservation: string | undefined) {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
  const machines = Reservations.flatMap(({ Instances = [] }) => Instances);
  return machines.filter(({ CapacityReservationId: id }) => id !== undefined && id === reservation);
}

test("what matches an open reservation of another account runs in it, until it is stopped", async () => {
  const { ec2, sandbox, clock } = await startSandbox();
  const [one] = await shared(ec2);
  const id = one?.CapacityReservationId;
  const account = (await sandbox.snapshot()) as { accountId: string };
  expect(one).toMatchObject({ OwnerId: expect.not.stringMatching(account.accountId), State: "active" });
  expect(one?.CapacityReservationArn).toContain(`:${one?.OwnerId}:capacity-reservation/${id}`);

  const before = await inside(ec2, id);
  const place = [one?.InstanceType, one?.AvailabilityZone];
  for (const { InstanceType, Placement } of before) expect([InstanceType, Placement?.AvailabilityZone]).toEqual(place);
  // Machines of Auto Scaling groups, and nodes of EKS.
  const words = before.map(({ Tags = [] }) => Tags.some(({ Key = "" }) => Key.startsWith("eks:")));
  expect(new Set(words)).toEqual(new Set([true, false]));
  expect(one?.AvailableInstanceCount).toBe((one?.TotalInstanceCount ?? 0) - before.length);

  await ec2.send(new StopInstancesCommand({ InstanceIds: [before[0]?.InstanceId ?? ""] }));
  clock.pass(120);
  expect(await inside(ec2, id)).toHaveLength(before.length - 1);
  expect((await shared(ec2))[0]?.AvailableInstanceCount).toBe((one?.AvailableInstanceCount ?? 0) + 1);
});
