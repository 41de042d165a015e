import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { lightsailDatabase } from "./database";

function door() {
  const shop = {
    name: "shop",
    arn: "arn:aws:lightsail:eu-central-1:111122223333:RelationalDatabase/1",
    relationalDatabaseBundleId: "micro_2_0",
    engine: "mysql",
    engineVersion: "8.0.40",
    state: "available",
    secondaryAvailabilityZone: "eu-central-1b",
  };
  return recordingDoor({
    GetRelationalDatabases: ({ pageToken }: { pageToken?: string }) =>
      pageToken
        ? { relationalDatabases: [{ ...shop, name: "other" }] }
        : { relationalDatabases: [shop], nextPageToken: "more" },
  });
}

it("reads every page", async () => {
  expect(await collect(lightsailDatabase.discover(door()))).toMatchObject([
    { nativeId: "shop", type: "micro_2_0", detail: { engine: "mysql 8.0.40", highlyAvailable: true } },
    { nativeId: "other" },
  ]);
});

it("asks nothing where there is no Lightsail", async () => {
  const aws = { ...door(), region: "me-south-1" };
  expect(await collect(lightsailDatabase.discover(aws))).toEqual([]);
  expect(aws.calls).toEqual([]);
});

it("says that a stop saves nothing, and counts its plan as unpriced", async () => {
  const [one] = await collect(lightsailDatabase.discover(door(), ["shop"]));
  if (!one) throw new Error("it is not listed");
  expect(lightsailDatabase.classify(one)).toMatchObject({
    saw: "available",
    remedy: expect.stringMatching(/endpoint/),
  });
  expect(lightsailDatabase.price(one)).toMatchObject([{ price: null, quantity: 1 }]);
});
