import type { Instance } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { discoverInstances } from "./instance-discover";

async function look(over: Partial<Instance>) {
  const instance: Instance = { InstanceId: "i-1", InstanceType: "m6i.large", State: { Name: "stopped" }, ...over };
  const [found] = await collect(
    discoverInstances(
      recordingDoor({
        DescribeInstances: () => ({ Reservations: [{ OwnerId: "111122223333", Instances: [instance] }] }),
        DescribeVolumes: () => ({ Volumes: [] }),
        DescribeInstanceTypes: () => ({ InstanceTypes: [] }),
      }),
    ),
  );
  if (!found) throw new Error("it is not listed");
  return found.detail;
}

test("the reservation that it runs in is known, where it named none itself, and is nothing of its configuration", async () => {
  const open = { CapacityReservationSpecification: { CapacityReservationPreference: "open" as const } };
  const inside = await look({ ...open, CapacityReservationId: "cr-1" });
  const outside = await look(open);
  expect([inside.capacityReservationId, outside.capacityReservationId]).toEqual(["cr-1", null]);
  expect(inside.configuration).toEqual(outside.configuration);
});
