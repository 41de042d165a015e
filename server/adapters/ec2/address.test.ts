import type { Address } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2Address } from "./address";

function found(addresses: readonly Address[]) {
  const aws = recordingDoor({
    DescribeAddresses: () => ({ Addresses: addresses }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
  });
  return collect(ec2Address.discover(aws));
}

const idle: Address = { AllocationId: "eipalloc-1", PublicIp: "198.51.100.7", PublicIpv4Pool: "amazon" };
const used: Address = { ...idle, AssociationId: "eipassoc-1", NetworkInterfaceId: "eni-1" };

describe("ec2.address", () => {
  it.each<[string, Address]>([
    ["of an instance, which bills it", { ...used, InstanceId: "i-1" }],
    ["that a load balancer manages", { ...used, ServiceManaged: "alb" }],
  ])("leaves out an address %s", async (_why, address) => {
    expect(await found([address])).toEqual([]);
  });

  it.each<[string, Address, number, RegExp]>([
    ["idle", idle, 1, /Release it/],
    ["in use", used, 1, /eni-1/],
    ["brought along", { ...idle, PublicIpv4Pool: "ipv4pool-ec2-1" }, 0, /Release it/],
  ])("bills one that is %s", async (_what, address, quantity, remedy) => {
    const [one] = await found([address]);
    if (!one) throw new Error("it is not listed");
    expect(ec2Address.price(one)).toMatchObject([
      { price: { table: "publicIpv4", key: "hour" }, quantity, unit: "hour" },
    ]);
    expect(ec2Address.classify(one)).toMatchObject({ state: "unsupported", remedy: expect.stringMatching(remedy) });
  });
});
