import { expect, it } from "vitest";
import { collect, recordingDoor } from "../../testing/recording-door";
import { sqsQueue } from "./queue";

const base = "https://sqs.eu-central-1.amazonaws.com/111122223333";

function door() {
  return recordingDoor({
    ListQueues: ({ NextToken }: { NextToken?: string }) =>
      NextToken ? { QueueUrls: [`${base}/mail.fifo`] } : { QueueUrls: [`${base}/orders`], NextToken: "more" },
    GetResources: () => ({
      ResourceTagMappingList: [
        { ResourceARN: "arn:aws:sqs:eu-central-1:111122223333:orders", Tags: [{ Key: "Team", Value: "shop" }] },
      ],
    }),
  });
}

it("reads every page, and makes the ARN of the URL to find the tags", async () => {
  expect(await collect(sqsQueue.discover(door()))).toMatchObject([
    { nativeId: "orders", type: "standard", tags: { Team: "shop" } },
    { nativeId: "mail.fifo", type: "FIFO", tags: {}, arn: "arn:aws:sqs:eu-central-1:111122223333:mail.fifo" },
  ]);
});

it("asks for no tags where nothing was found", async () => {
  const aws = recordingDoor({ ListQueues: () => ({}) });
  expect(await collect(sqsQueue.discover(aws))).toEqual([]);
  expect(aws.calls).toHaveLength(1);
});

it("claims no cost while idle, and no price of zero either", async () => {
  const [one] = await collect(sqsQueue.discover(door(), ["orders"]));
  if (!one) throw new Error("it is not listed");
  expect(sqsQueue.price(one)).toMatchObject([{ quantity: "metered", price: null }]);
  expect(sqsQueue.classify(one)).toMatchObject({ state: "unsupported", remedy: expect.stringContaining("polls") });
});
