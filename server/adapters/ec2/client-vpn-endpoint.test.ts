import type { ClientVpnEndpoint, TargetNetwork } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2ClientVpnEndpoint } from "./client-vpn-endpoint";

const endpoint: ClientVpnEndpoint = {
  ClientVpnEndpointId: "cvpn-endpoint-1",
  Description: "people at home",
  Status: { Code: "available" },
  VpcId: "vpc-1",
};

type Code = NonNullable<TargetNetwork["Status"]>["Code"];
const subnet = (id: string, Code: Code = "associated"): TargetNetwork => ({ TargetNetworkId: id, Status: { Code } });

const look = (over: Partial<ClientVpnEndpoint> = {}, networks: readonly TargetNetwork[] = [subnet("subnet-a")]) =>
  collect(
    ec2ClientVpnEndpoint.discover(
      recordingDoor({
        DescribeClientVpnEndpoints: () => ({ ClientVpnEndpoints: [{ ...endpoint, ...over }] }),
        DescribeClientVpnTargetNetworks: ({ NextToken }: { NextToken?: string }) =>
          NextToken
            ? { ClientVpnTargetNetworks: networks.slice(1) }
            : { ClientVpnTargetNetworks: networks.slice(0, 1), NextToken: "more" },
        GetCallerIdentity: () => ({ Account: "111122223333" }),
      }),
    ),
  );

async function one(...seen: Parameters<typeof look>) {
  const [found] = await look(...seen);
  if (!found) throw new Error("it is not listed");
  return found;
}

describe("ec2.clientVpnEndpoint", () => {
  it("bills each associated subnet, of every page, and connections by use", async () => {
    const seen = await one({}, [subnet("subnet-b"), subnet("subnet-a"), subnet("subnet-c", "associating")]);
    expect(seen).toMatchObject({ name: "people at home", type: "3 subnets" });
    expect(ec2ClientVpnEndpoint.price(seen)).toMatchObject([
      { price: { table: "clientVpn", key: "association.hour" }, quantity: 3, note: "subnet-a, subnet-b, subnet-c" },
      { price: { table: "clientVpn", key: "connection.hour" }, quantity: "metered", unit: "hour" },
    ]);
  });

  it("bills nothing without a subnet, and says so", async () => {
    const ended = [subnet("subnet-a", "disassociated"), subnet("subnet-b", "association-failed")];
    const seen = await one({ Status: { Code: "pending-associate" } }, ended);
    expect(ec2ClientVpnEndpoint.price(seen)[0]).toMatchObject({ quantity: 0, note: "no subnet is associated" });
    expect(ec2ClientVpnEndpoint.classify(seen)).toMatchObject({ reason: expect.stringMatching(/bills nothing/) });
    expect(ec2ClientVpnEndpoint.idle?.signals?.[0]?.dimensions(seen)).toEqual([]);
  });

  it("claims no price at a transit gateway", async () => {
    const seen = await one({ TransitGatewayConfiguration: { TransitGatewayId: "tgw-1" } }, []);
    expect(ec2ClientVpnEndpoint.price(seen)[0]).toMatchObject({ price: null, quantity: 1 });
    expect(ec2ClientVpnEndpoint.classify(seen)).toMatchObject({ reason: expect.stringMatching(/by the hour/) });
  });

  it.each([
    ["2026-05-04T12:00:00", "2026-05-04T12:00:00.000Z"],
    ["2026-05-04T12:00:00Z", "2026-05-04T12:00:00.000Z"],
    ["2026-05-04T14:00:00+02:00", "2026-05-04T12:00:00.000Z"],
    ["lately", null],
    [undefined, null],
  ])("reads %s as an instant of UTC", async (CreationTime, createdAt) => {
    expect((await one({ CreationTime })).detail.createdAt).toBe(createdAt);
  });

  it("leaves out what is deleted", async () => {
    expect(await look({ Status: { Code: "deleted" } })).toEqual([]);
  });
});
