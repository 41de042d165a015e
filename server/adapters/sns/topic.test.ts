import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { snsTopic } from "./topic";

const arn = (name: string) => `arn:aws:sns:eu-central-1:111122223333:${name}`;

function door() {
  return recordingDoor({
    ListTopics: ({ NextToken }: { NextToken?: string }) =>
      NextToken
        ? { Topics: [{ TopicArn: arn("mail.fifo") }] }
        : { Topics: [{ TopicArn: arn("alerts") }], NextToken: "2" },
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: arn("alerts"), Tags: [{ Key: "Team", Value: "shop" }] }],
    }),
  });
}

it("reads every page and finds the tags by the ARN", async () => {
  expect(await collect(snsTopic.discover(door()))).toMatchObject([
    { nativeId: "alerts", type: "standard", tags: { Team: "shop" } },
    { nativeId: "mail.fifo", type: "FIFO", tags: {} },
  ]);
});

it("claims no cost while idle, and no price of zero either", async () => {
  const [one] = await collect(snsTopic.discover(door(), ["alerts"]));
  if (!one) throw new Error("it is not listed");
  expect(snsTopic.price(one)).toMatchObject([{ quantity: "metered", price: null }]);
  expect(snsTopic.classify(one)).toMatchObject({ state: "unsupported", remedy: expect.stringContaining("publishes") });
});
