import type { ListTopicsCommandInput, ListTopicsCommandOutput } from "@aws-sdk/client-sns";
import type { ListQueuesCommandInput, ListQueuesCommandOutput } from "@aws-sdk/client-sqs";
import { defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { type RegionKey, regionOf, type Seed, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** SQS queues and SNS topics: both are a name and tags. */

interface Named {
  name: string;
  tags: TagMap;
}

interface State {
  queues: Named[];
  topics: Named[];
}

const own = { name: "messages", empty: (): State => ({ queues: [], topics: [] }) };

export const messages = defineCorner<State>({
  ...own,
  services: { sqs: { ListQueues: read(listQueues) }, sns: { ListTopics: read(listTopics) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ queues, topics }, at) => [
    ...queues.map(({ name, tags }) => ({ type: "sqs", arn: arnOf("sqs", name, at), tags })),
    ...topics.map(({ name, tags }) => ({ type: "sns", arn: arnOf("sns", name, at), tags })),
  ],
});

function arnOf(service: "sqs" | "sns", name: string, at: Moment): string {
  return `arn:aws:${service}:${at.regionName}:${at.world.accountId}:${name}`;
}

/** Without MaxResults AWS tells the first 1,000 and gives no token. */
function listQueues(input: ListQueuesCommandInput, at: Moment): Answer<ListQueuesCommandOutput> {
  const { MaxResults: size = 1000, NextToken: token, QueueNamePrefix: prefix = "" } = input;
  const found = stateOf(own, at.region).queues.filter(({ name }) => name.startsWith(prefix));
  const invalidToken = () => awsError("InvalidParameterValue", "Invalid or expired next token.");
  const { items, next } = page({ items: found, size, token, invalidToken });
  return {
    QueueUrls: items.map(({ name }) => `https://sqs.${at.regionName}.amazonaws.com/${at.world.accountId}/${name}`),
    ...(input.MaxResults !== undefined && next !== undefined && { NextToken: next }),
  };
}

/** Pages of 100, always. */
function listTopics({ NextToken: token }: ListTopicsCommandInput, at: Moment): Answer<ListTopicsCommandOutput> {
  const { topics } = stateOf(own, at.region);
  const invalidToken = () => awsError("InvalidParameterException", "Invalid parameter: NextToken");
  const { items, next } = page({ items: topics, size: 100, token, invalidToken });
  return {
    Topics: items.map(({ name }) => ({ TopicArn: arnOf("sns", name, at) })),
    ...(next !== undefined && { NextToken: next }),
  };
}

const queues = [
  ["eu", "training-jobs"],
  ["eu", "label-requests.fifo"],
  ["us", "ingest-dead-letters"],
] as const;

const topics = [
  ["eu", "training-done"],
  ["us", "ingest-alerts"],
] as const;

function seed(seed: Seed): void {
  const of = (key: RegionKey) => stateOf(own, regionOf(seed, key));
  for (const [key, name] of queues) of(key).queues.push({ name, tags: tagsOf("lab", "data") });
  for (const [key, name] of topics) of(key).topics.push({ name, tags: tagsOf("lab", "data") });
}
