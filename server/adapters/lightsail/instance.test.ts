import type { Instance } from "@aws-sdk/client-lightsail";
import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { lightsailInstance } from "./instance";

const web: Instance = {
  name: "web",
  arn: "arn:aws:lightsail:eu-central-1:111122223333:Instance/1",
  bundleId: "nano_3_0",
  state: { name: "stopped" },
  tags: [{ key: "Team", value: "shop" }, { key: "lonely" }],
};

function door(instance: Instance = web) {
  return recordingDoor({
    GetInstances: ({ pageToken }: { pageToken?: string }) =>
      pageToken ? { instances: [{ ...web, name: "other" }] } : { instances: [instance], nextPageToken: "more" },
  });
}

it("reads every page, with tags that are keys only", async () => {
  expect(await collect(lightsailInstance.discover(door()))).toMatchObject([
    { nativeId: "web", type: "nano_3_0", tags: { Team: "shop", lonely: "" } },
    { nativeId: "other" },
  ]);
});

it.each(["us-west-1", "af-south-1"])("asks nothing in %s, where there is no Lightsail", async (region) => {
  const aws = { ...door(), region };
  expect(await collect(lightsailInstance.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});

it("says of a stopped one that it bills, too, and counts it as unpriced", async () => {
  const [one] = await collect(lightsailInstance.discover(door(), ["web"]));
  if (!one) throw new Error("it is not listed");
  expect(lightsailInstance.classify(one)).toMatchObject({
    state: "unsupported",
    saw: "stopped",
    reason: expect.stringMatching(/a stop saves nothing/),
    remedy: expect.stringMatching(/address is lost/),
  });
  expect(lightsailInstance.price(one)).toMatchObject([
    { price: null, quantity: 1, note: expect.stringMatching(/nano_3_0/) },
  ]);
});

it("says of a static address that it stays", async () => {
  const [one] = await collect(lightsailInstance.discover(door({ ...web, isStaticIp: true })));
  if (!one) throw new Error("it is not listed");
  expect(lightsailInstance.classify(one)).toMatchObject({ remedy: expect.stringMatching(/static IP stays/) });
});
