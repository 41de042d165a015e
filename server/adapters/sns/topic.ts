import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const detail = z.strictObject({ fifo: z.boolean() });
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A topic bills by message and delivery and costs nothing while nobody publishes; there is nothing to stop",
  remedy: "Pause what publishes to it",
};

/** SNS topics bill by message and delivery: an idle one costs nothing. One list per region, no question per topic. */
export const snsTopic = defineReport<Detail>({
  kind: "sns.topic",
  title: "SNS topic",
  plural: "SNS topics",
  billedAs: "Amazon Simple Notification Service",
  terraform: ["aws_sns_topic"],
  about,
  read: ["sns:ListTopics", "tag:GetResources"],
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
      label: "Messages",
      note: `${fifo ? "FIFO" : "standard"}, by message and delivery: nothing while nobody publishes`,
      price: null,
      quantity: "metered",
      unit: "month",
      stopsWhenPaused: false,
    },
  ];
}

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (NextToken) => aws.read(SNSClient, new ListTopicsCommand(NextToken ? { NextToken } : {})),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { Topics = [] } of list) {
    for (const { TopicArn = "" } of Topics) {
      const one = observed(TopicArn);
      if (isWanted(one.nativeId, only)) found.push(one);
    }
  }
  yield* await withTags(aws, "sns", found, only);
}

function observed(arn: string): Omit<Observed<Detail>, "tags"> {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const fifo = name.endsWith(".fifo");
  return { nativeId: name, arn, name, type: fifo ? "FIFO" : "standard", detail: { fifo } };
}
