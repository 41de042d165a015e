import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2VpcEndpoint } from "./vpc-endpoint";

const ecr: VpcEndpoint = {
  VpcEndpointId: "vpce-1",
  VpcEndpointType: "Interface",
  ServiceName: "com.amazonaws.eu-central-1.ecr.api",
  State: "Available",
  OwnerId: "111122223333",
  NetworkInterfaceIds: ["eni-1", "eni-2", "eni-3"],
};

function found(over: Partial<VpcEndpoint>, only?: readonly string[]) {
  const answers = { DescribeVpcEndpoints: () => ({ VpcEndpoints: [{ ...ecr, ...over }] }) };
  return collect(ec2VpcEndpoint.discover(recordingDoor(answers), only));
}

async function seen(over: Partial<VpcEndpoint> = {}) {
  const [one] = await found(over);
  if (!one) throw new Error("it is not listed");
  return one;
}

describe("ec2.vpcEndpoint", () => {
  it.each<[string, Partial<VpcEndpoint>]>([
    ["a free one", { VpcEndpointType: "Gateway" }],
    ["one on its way out", { State: "Deleting" }],
    ["one that was rejected", { State: "rejected" as "Rejected" }],
  ])("leaves out %s", async (_what, over) => {
    expect(await found(over)).toEqual([]);
  });

  it("leaves out what a look does not name", async () => {
    expect(await found({}, ["vpce-2"])).toEqual([]);
    expect(await found({}, ["vpce-1"])).toHaveLength(1);
  });

  it("is called by its service where it has no name", async () => {
    expect((await seen()).name).toBe("ecr.api");
    expect((await seen({ Tags: [{ Key: "Name", Value: "registry" }] })).name).toBe("registry");
  });

  it.each<[string, Partial<VpcEndpoint>, unknown, number]>([
    ["by its zones", {}, "interface.hour", 3],
    ["in another form without a price", { VpcEndpointType: "GatewayLoadBalancer" }, undefined, 3],
    ["without an interface at nothing", { NetworkInterfaceIds: [] }, "interface.hour", 0],
  ])("bills %s", async (_what, over, key, quantity) => {
    const [hours] = ec2VpcEndpoint.price(await seen(over));
    expect([hours?.price?.key, hours?.quantity]).toEqual([key, quantity]);
  });

  it.each<[string, Partial<VpcEndpoint>, RegExp]>([
    ["it works", {}, /out of zones/],
    ["a service made it", { RequesterManaged: true }, /the service that made it, for ecr.api/],
    ["nobody accepted it", { State: "PendingAcceptance" }, /accept it, or delete it/],
  ])("says what to do where %s", async (_what, over, remedy) => {
    expect(ec2VpcEndpoint.classify(await seen(over))).toMatchObject({ remedy: expect.stringMatching(remedy) });
  });
});
