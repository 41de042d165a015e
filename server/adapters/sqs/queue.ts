import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, partitionOf, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({ url: z.string(), fifo: z.boolean() });
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A queue bills by request and costs nothing while nobody asks; there is nothing to stop",
  remedy: "Pause what sends to it and what polls it: an empty poll is a request, too",
};

/** SQS queues bill by request: an idle one costs what those who poll it ask. One list per region, no question per queue. */
export const sqsQueue = defineReport<Detail>({
  kind: "sqs.queue",
  title: "SQS queue",
  plural: "SQS queues",
  billedAs: "Amazon Simple Queue Service",
  terraform: ["aws_sqs_queue"],
  about,
  read: ["sqs:ListQueues", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise(): Advice {
  return {
    saw: "exists",
    ...about,
  };
}

function price({ detail: { fifo } }: Observed<Detail>): readonly CostLine[] {
  return [
    {
      label: "Requests",
      note: `${fifo ? "FIFO" : "standard"}, by request: nothing while nobody asks`,
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    // Without a page size AWS answers the first 1,000 and says nothing of the others (SQS API reference, ListQueues).
    (NextToken) => aws.read(SQSClient, new ListQueuesCommand({ MaxResults: 1000, ...(NextToken && { NextToken }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { QueueUrls = [] } of list) {
    for (const url of QueueUrls) {
      const one = observed(url, aws.region);
      if (isWanted(one.nativeId, only)) found.push(one);
    }
  }
  yield* await withTags(aws, "sqs", found, only);
}

/** `https://sqs.eu-central-1.amazonaws.com/111122223333/orders`: the account and the name are its end. */
function observed(url: string, region: string): Omit<Observed<Detail>, "tags"> {
  const [account = "", name = ""] = url.split("/").slice(-2);
  const fifo = name.endsWith(".fifo");
  return {
    nativeId: name,
    arn: `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`,
    name,
    type: fifo ? "FIFO" : "standard",
    detail: { url, fifo },
  };
}
