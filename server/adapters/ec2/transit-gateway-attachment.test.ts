import type { TransitGatewayAttachment } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { ec2TransitGatewayAttachment } from "./transit-gateway-attachment";

const vpc: TransitGatewayAttachment = {
  TransitGatewayAttachmentId: "tgw-attach-1",
  TransitGatewayId: "tgw-1",
  ResourceType: "vpc",
  ResourceId: "vpc-1",
  ResourceOwnerId: "111122223333",
  State: "available",
  Association: { TransitGatewayRouteTableId: "tgw-rtb-1", State: "associated" },
};

function looked(over: Partial<TransitGatewayAttachment> = {}, only?: readonly string[]) {
  const aws = recordingDoor({
    DescribeTransitGatewayAttachments: () => ({ TransitGatewayAttachments: [{ ...vpc, ...over }] }),
    GetCallerIdentity: () => ({ Account: "111122223333" }),
  });
  return { aws, found: collect(ec2TransitGatewayAttachment.discover(aws, only)) };
}

describe("ec2.transitGatewayAttachment", () => {
  it("lists what the account itself attached, by the names that a look gives", async () => {
    const { aws, found } = looked({}, ["tgw-attach-1"]);
    const arn = expect.stringMatching(/:111122223333:transit-gateway-attachment/);
    expect(await found).toMatchObject([{ nativeId: "tgw-attach-1", name: "vpc-1", arn }]);
    expect(aws.calls[0]?.input).toMatchObject({ Filters: [{ Values: ["tgw-attach-1"] }] });
  });

  it.each<[string, Partial<TransitGatewayAttachment>]>([
    ["one that rides on another", { ResourceType: "connect" }],
    ["one that is gone", { State: "deleted" }],
    ["one that another account pays for", { ResourceOwnerId: "999988887777" }],
  ])("leaves out %s", async (_what, over) => {
    expect(await looked(over).found).toEqual([]);
  });

  it("bills by the hour, and says where nothing is routed to it", async () => {
    const [routed] = await looked().found;
    const [lost] = await looked({ Association: { State: "disassociated" } }).found;
    if (!routed || !lost) throw new Error("they are not listed");
    expect(ec2TransitGatewayAttachment.price(routed)[0]).toMatchObject({
      price: { key: "attachment.hour" },
      quantity: 1,
    });
    expect(ec2TransitGatewayAttachment.classify(routed)).toMatchObject({ remedy: expect.stringMatching(/new id/) });
    expect(ec2TransitGatewayAttachment.classify(lost)).toMatchObject({
      remedy: expect.stringMatching(/no route table/),
    });
  });
});
