import type { VpnConnection } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2VpnConnection } from "./vpn-connection";

const office: VpnConnection = {
  VpnConnectionId: "vpn-1",
  State: "available",
  Type: "ipsec.1",
  VpnGatewayId: "vgw-1",
  TransitGatewayId: "",
  CustomerGatewayId: "cgw-1",
  CustomerGatewayConfiguration: "<pre_shared_key>secret</pre_shared_key>",
  Options: { EnableAcceleration: false },
  VgwTelemetry: [{ Status: "UP" }, { Status: "DOWN" }],
};

function looked(over: Partial<VpnConnection> = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    DescribeVpnConnections: () => ({ VpnConnections: [{ ...office, ...over }] }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
  });
  return { aws, found: collect(ec2VpnConnection.discover(aws, only)) };
}

async function one(over: Partial<VpnConnection> = {}) {
  const [found] = await looked(over).found;
  if (!found) throw new Error("it is not listed");
  return found;
}

describe("ec2.vpnConnection", () => {
  it("bills by the hour, up or down", async () => {
    const hours = { price: { table: "vpnConnection", key: "hour" }, quantity: 1, unit: "hour" };
    expect(ec2VpnConnection.price(await one())).toMatchObject([hours, { label: "Data", quantity: "metered" }]);
    const down = await one({ VgwTelemetry: [{ Status: "DOWN" }, { Status: "DOWN" }] });
    expect(ec2VpnConnection.price(down)[0]).toMatchObject(hours);
    expect(ec2VpnConnection.classify(down)).toMatchObject({ saw: "no tunnel is up" });
  });

  it("bills nothing before it is available", async () => {
    expect(ec2VpnConnection.price(await one({ State: "pending" }))).toMatchObject([{ quantity: 0 }]);
  });

  it.each<[string, Partial<VpnConnection>, RegExp]>([
    ["large tunnels", { Options: { TunnelBandwidth: "large" } }, /large/],
    ["a site of a concentrator", { VpnConcentratorId: "vcn-1" }, /vcn-1/],
  ])("claims no price for %s", async (_what, over, note) => {
    const [hours] = ec2VpnConnection.price(await one(over));
    expect(hours).toMatchObject({ price: null, quantity: 1, note: expect.stringMatching(note) });
  });

  it("counts the accelerators of an accelerated one as unpriced", async () => {
    const lines = ec2VpnConnection.price(await one({ Options: { EnableAcceleration: true } }));
    expect(lines).toContainEqual(expect.objectContaining({ label: "Acceleration", price: null, quantity: 1 }));
  });

  it("keeps no key of a tunnel", async () => {
    expect(JSON.stringify(await one())).not.toContain("secret");
  });

  it("leaves out what is deleted, which AWS lists for an hour", async () => {
    expect(await looked({ State: "deleted" }).found).toEqual([]);
  });

  it("asks for the names that a look gives", async () => {
    const { aws, found } = looked({}, ["vpn-1"]);
    expect(await found).toMatchObject([{ arn: expect.stringMatching(/:111122223333:vpn-connection.vpn-1$/) }]);
    expect(aws.calls[0]?.input).toMatchObject({ Filters: [{ Name: "vpn-connection-id", Values: ["vpn-1"] }] });
  });
});
