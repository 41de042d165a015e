import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import type { ActDoor } from "../../aws/door";
import { assertNever } from "../../core/fault";
import { type ApplyItem, defineAdapter } from "../contract";
import { glanceEach, inBetween } from "../glance";
import { restoreCommand, suspendCommand } from "../scaling-hold";
import { check, verify } from "./table-check";
import { meanwhile } from "./table-compare";
import { placesIn, tableDetail, targetOf, type Units, unitOf } from "./table-detail";
import { discoverTables, glanceAtTable } from "./table-discover";
import { tableIdle } from "./table-idle";
import {
  classify,
  type Op,
  optionsSchema,
  planPause,
  planResume,
  provisionParams,
  savedSchema,
  scalingParams,
  unitParams,
} from "./table-plan";
import { tableLines } from "./table-price";

/**
 * DynamoDB tables with provisioned capacity: scaling is suspended, then the table goes on demand, where idle capacity costs
 * nothing. It goes on answering. Lowering the units instead would run into the decreases of the day (27 at most) and would
 * leave at least one unit of each.
 */
export const dynamodbTable = defineAdapter({
  kind: "dynamodb.table",
  title: "DynamoDB table",
  plural: "DynamoDB tables",
  billedAs: "Amazon DynamoDB",
  about: {
    pause:
      "Suspends the scaling of the table and its indexes, then switches it to on-demand billing. The table goes on answering.",
    resume:
      "Switches it back to provisioned with the saved capacity of the table and of every index, then restores its scaling.",
    saves:
      "Billing mode, capacity and scaling of the table and of each index, table class, stream, encryption, deletion protection and tags.",
    stillCosts: "Storage, backups, streams, and each request that is made meanwhile.",
    hazards: [
      "A table that is used all the time costs more on demand than provisioned.",
      "AWS switches a table to on demand once or up to four times in 24 hours, depending on the account.",
      "Reserved capacity is paid for and not used.",
      "Warm throughput may come back higher; it is not billed.",
      "Global tables are left alone: the switch drops the scaling of every region.",
      "Scheduled scaling that falls due meanwhile is not made up for.",
    ],
  },
  waveTitle: "Tables",
  restore: "exact",
  wave: 90,
  iam: {
    read: [
      "dynamodb:ListTables",
      "dynamodb:DescribeTable",
      "application-autoscaling:DescribeScalableTargets",
      "tag:GetResources",
    ],
    pause: ["application-autoscaling:RegisterScalableTarget", "dynamodb:UpdateTable"],
    resume: ["dynamodb:UpdateTable", "application-autoscaling:RegisterScalableTarget"],
  },
  terraform: {
    aws_dynamodb_table: {
      drift: ({ configuration: { capacity, scaling } }) => [
        ...["billing_mode", "read_capacity", "write_capacity"],
        ...(placesIn(capacity).some(({ index }) => index !== null) ? ["global_secondary_index"] : []),
        ...(Object.keys(scaling).length > 0 ? ["aws_appautoscaling_target.suspended_state"] : []),
      ],
    },
  },
  detail: tableDetail,
  saved: { version: 1, schema: savedSchema },
  options: optionsSchema,
  // "Several minutes" ("Switching capacity modes", DynamoDB Developer Guide); a large table takes longer.
  timing: { pollSeconds: 15, giveUpSeconds: 3600, expectSeconds: { pause: 240, resume: 240 } },
  batch: { suspendScaling: 1, toOnDemand: 1, provision: 1, restoreScaling: 1 },
  // Back to provisioned goes at any time.
  budgets: { toOnDemand: { calls: 4, hours: 24 } },
  classify,
  planPause,
  planResume: (saved, seen) => planResume(saved, seen),
  meanwhile,
  check,
  verify,
  relations: () => [],
  price: ({ detail }) => tableLines(detail),
  idle: tableIdle,
  discover: discoverTables,
  glance: (aws, items) =>
    glanceEach(inBetween(items), ["toOnDemand", "provision"], (name) => glanceAtTable(aws, name), check),

  async apply(aws, op, items) {
    for (const item of items) await send(aws, op, item);
    return items.map(({ nativeId }) => ({ nativeId, fault: null }));
  },
});

async function send(aws: ActDoor, op: Op, { nativeId, params }: ApplyItem): Promise<unknown> {
  switch (op) {
    case "suspendScaling": {
      const { unit } = unitParams.parse(params);
      return aws.act(ApplicationAutoScalingClient, suspendCommand(targetOf(nativeId, unit)));
    }
    case "toOnDemand":
      return aws.act(DynamoDBClient, new UpdateTableCommand({ TableName: nativeId, BillingMode: "PAY_PER_REQUEST" }));
    case "provision": {
      const { fromOnDemand, capacity } = provisionParams.parse(params);
      return aws.act(DynamoDBClient, provisionCommand(nativeId, fromOnDemand, capacity));
    }
    case "restoreScaling": {
      const { unit, capacity: _capacity, ...limits } = scalingParams.parse(params);
      return aws.act(ApplicationAutoScalingClient, restoreCommand(targetOf(nativeId, unit), limits));
    }
    default:
      return assertNever(op);
  }
}

/** Table and indexes in one call: AWS takes one change of a table at a time. */
function provisionCommand(name: string, fromOnDemand: boolean, capacity: Units): UpdateTableCommand {
  const places = placesIn(capacity).map((place) => ({
    index: place.index,
    ProvisionedThroughput: {
      ReadCapacityUnits: capacity[unitOf(place, "read")],
      WriteCapacityUnits: capacity[unitOf(place, "write")],
    },
  }));
  const table = places.find(({ index }) => index === null);
  const indexes = places.flatMap(({ index, ProvisionedThroughput }) =>
    index === null ? [] : [{ Update: { IndexName: index, ProvisionedThroughput } }],
  );
  return new UpdateTableCommand({
    TableName: name,
    ...(fromOnDemand && { BillingMode: "PROVISIONED" as const }),
    ...(table && { ProvisionedThroughput: table.ProvisionedThroughput }),
    ...(indexes.length > 0 && { GlobalSecondaryIndexUpdates: indexes }),
  });
}
