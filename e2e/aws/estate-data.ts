import {
  type ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateStreamCommand, type KinesisClient, RegisterStreamConsumerCommand } from "@aws-sdk/client-kinesis";
import type { Tags } from "../../server/core/resource";

/** What of the estate keeps data in motion: streams and tables. */

/** One of four shards with a consumer, one that has a single shard anyway. */
export async function buildStreams(kinesis: KinesisClient, region: string, tags: Tags): Promise<void> {
  for (const [StreamName, ShardCount] of [
    ["clicks", 4],
    ["off-before", 1],
  ] as const) {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount, Tags: { ...tags } }));
  }
  const StreamARN = `arn:aws:kinesis:${region}:123456789012:stream/clicks`;
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "sessions" }));
}

/** One with an index, both scaled, the index' target half suspended before; one on demand before. */
export async function buildTables(
  dynamodb: DynamoDBClient,
  scaling: ApplicationAutoScalingClient,
  tags: { Key: string; Value: string }[],
): Promise<void> {
  const key = [{ AttributeName: "id", KeyType: "HASH" }] as const;
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" }) as const;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "carts",
      KeySchema: [...key],
      AttributeDefinitions: [attribute("id"), attribute("day")],
      ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 5 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-day",
          KeySchema: [{ AttributeName: "day", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: { ReadCapacityUnits: 4, WriteCapacityUnits: 3 },
        },
      ],
      Tags: tags,
    }),
  );
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "off-before",
      KeySchema: [...key],
      AttributeDefinitions: [attribute("id")],
      BillingMode: "PAY_PER_REQUEST",
      Tags: tags,
    }),
  );
  for (const [ResourceId, ScalableDimension, DynamicScalingInSuspended] of [
    ["table/carts", "dynamodb:table:ReadCapacityUnits", false],
    ["table/carts/index/by-day", "dynamodb:index:WriteCapacityUnits", true],
  ] as const) {
    await scaling.send(
      new RegisterScalableTargetCommand({
        ServiceNamespace: "dynamodb",
        ResourceId,
        ScalableDimension,
        MinCapacity: 2,
        MaxCapacity: 40,
        SuspendedState: {
          DynamicScalingInSuspended,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
        },
      }),
    );
  }
}
