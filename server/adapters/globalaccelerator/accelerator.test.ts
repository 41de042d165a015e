import { expect, test } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { globalacceleratorAccelerator } from "./accelerator";

const arn = "arn:aws:globalaccelerator::111122223333:accelerator/7b4f02d9";

function door(properties: object, region = "us-east-1") {
  const aws = recordingDoor({
    ListResources: () => ({ ResourceDescriptions: [{ Identifier: arn }] }),
    GetResource: () => ({ ResourceDescription: { Identifier: arn, Properties: JSON.stringify(properties) } }),
  });
  return { ...aws, region };
}

async function seen(properties: object) {
  const [one] = await collect(globalacceleratorAccelerator.discover(door({ AcceleratorArn: arn, ...properties })));
  if (!one) throw new Error("it is not listed");
  return {
    one,
    classified: globalacceleratorAccelerator.classify(one),
    lines: globalacceleratorAccelerator.price(one),
  };
}

test("enabled or disabled, the fee is the same, and what it transfers only the bill knows", async () => {
  const on = await seen({ Name: "edge", Enabled: true, IpAddressType: "DUAL_STACK", Tags: [{ Key: "a", Value: "b" }] });
  const off = await seen({ Name: "edge", Enabled: false, IpAddressType: "IPV4" });
  expect(on.one).toMatchObject({ nativeId: arn, arn, name: "edge", type: "dual-stack", tags: { a: "b" } });
  expect([on.classified.saw, off.classified.saw, off.one.type]).toEqual(["enabled", "disabled", "IPv4"]);
  expect(off.lines).toEqual(on.lines);
  expect(off.lines).toMatchObject([
    { price: { table: "accelerator", key: "hour" }, quantity: 1 },
    { quantity: "metered" },
  ]);
});

test("what is not told is unknown", async () => {
  const { one, classified } = await seen({});
  expect(one).toMatchObject({ name: "7b4f02d9", detail: { isEnabled: null } });
  expect(classified.saw).toBe("there");
});

test("each region describes the same ones: they are read in one", async () => {
  const aws = door({}, "us-west-2");
  expect(await collect(globalacceleratorAccelerator.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});
