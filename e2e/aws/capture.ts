import { ApplicationAutoScalingClient, DescribeScalableTargetsCommand } from "@aws-sdk/client-application-auto-scaling";
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeInstancesCommand, EC2Client, type Instance } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, ECSClient, ListServicesCommand } from "@aws-sdk/client-ecs";
import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
} from "@aws-sdk/client-kinesis";
import {
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { awsConfig } from "./estate";

/**
 * The full description of every resource, as AWS gives it, without what AWS changes by itself on every start
 * (addresses, times, versions of nothing): two captures of an estate that came back exactly are equal.
 */
export type Capture = Readonly<Record<string, unknown>>;

/** Fields that a stop and start moves although nothing was configured: each is listed in docs/kinds or is a timestamp. */
const volatile = new Set([
  "$metadata",
  "LaunchTime",
  "UsageOperationUpdateTime",
  "StateTransitionReason",
  "StateReason",
  "PublicIpAddress",
  "PublicDnsName",
  "Association",
  "AttachTime",
  "events",
  "deployments",
  "LastModified",
  "LastModifiedTime",
  "AlarmConfigurationUpdatedTimestamp",
  "StateUpdatedTimestamp",
  "StateTransitionedTimestamp",
  "LatestRestorableTime",
  "AutomaticRestartTime",
  "ETag",
  "Location",
  // Of a table: AWS counts decreases by itself, and keeps what a table could do on demand.
  "NumberOfDecreasesToday",
  "WarmThroughput",
  // moto shows a new service as 0 running and all pending for ever, and the other way round after its first update.
  "runningCount",
  "pendingCount",
]);

export async function captureEstate(endpoint: string, regions: readonly string[]): Promise<Capture> {
  const all: Record<string, unknown> = {};
  for (const region of regions) {
    for (const [key, value] of await captureRegion(endpoint, region)) all[`${region} ${key}`] = stable(value);
  }
  return all;
}

async function captureRegion(endpoint: string, region: string): Promise<readonly (readonly [string, unknown])[]> {
  const config = awsConfig(endpoint, region);
  const ec2 = await new EC2Client(config).send(new DescribeInstancesCommand({}));
  const instances = (ec2.Reservations ?? [])
    .flatMap((one) => one.Instances ?? [])
    .filter((one) => one.State?.Name !== "terminated");
  const groups = await new AutoScalingClient(config).send(new DescribeAutoScalingGroupsCommand({}));
  const databases = await new RDSClient(config).send(new DescribeDBInstancesCommand({}));
  const ecs = new ECSClient(config);
  const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster: "dev" }));
  const services = serviceArns.length
    ? await ecs.send(new DescribeServicesCommand({ cluster: "dev", services: serviceArns, include: ["TAGS"] }))
    : { services: [] };
  const scaling = new ApplicationAutoScalingClient(config);
  const targets = await Promise.all(
    (["ecs", "dynamodb"] as const).map((namespace) =>
      scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: namespace })),
    ),
  );
  const lambda = new LambdaClient(config);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const functions = await Promise.all(Functions.map((one) => captureFunction(lambda, one.FunctionName ?? "")));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({}));
  const alarms = await new CloudWatchClient(config).send(
    new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
  );
  return [
    ...instances.map((one) => [`instance ${nameOf(one)}`, one] as const),
    ...(groups.AutoScalingGroups ?? []).map(
      (one) =>
        [
          `group ${one.AutoScalingGroupName}`,
          { ...one, SuspendedProcesses: one.SuspendedProcesses?.map((process) => process.ProcessName).sort() },
        ] as const,
    ),
    ...(databases.DBInstances ?? []).map((one) => [`database ${one.DBInstanceIdentifier}`, one] as const),
    ...(services.services ?? []).map((one) => [`service ${one.serviceName}`, one] as const),
    ...targets
      .flatMap(({ ScalableTargets = [] }) => ScalableTargets)
      .map((one) => [`target ${one.ResourceId}`, one] as const),
    ...functions,
    ...(mappings.EventSourceMappings ?? []).map((one) => [`mapping ${one.UUID}`, one] as const),
    ...[...(alarms.MetricAlarms ?? []), ...(alarms.CompositeAlarms ?? [])].map(
      (one) => [`alarm ${one.AlarmName}`, one] as const,
    ),
    ...(await captureStreams(new KinesisClient(config))),
    ...(await captureTables(new DynamoDBClient(config))),
  ];
}

/** Its Name tag; a member of a group has none and goes by its id. */
function nameOf({ InstanceId, Tags = [] }: Instance): string {
  return Tags.find(({ Key }) => Key === "Name")?.Value ?? InstanceId ?? "";
}

async function captureStreams(kinesis: KinesisClient): Promise<readonly (readonly [string, unknown])[]> {
  const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand({}));
  return Promise.all(
    StreamNames.map(async (StreamName) => {
      const { StreamDescriptionSummary: summary } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName }),
      );
      const { Consumers } = await kinesis.send(new ListStreamConsumersCommand({ StreamARN: summary?.StreamARN }));
      const { Tags } = await kinesis.send(new ListTagsForStreamCommand({ StreamName }));
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
      // Ids are new after every resize; where a shard begins is not. moto rounds as a float does, to 52 bits of 128.
      const starts = Shards.filter(({ SequenceNumberRange: range }) => !range?.EndingSequenceNumber)
        .map(({ HashKeyRange: range }) => (BigInt(range?.StartingHashKey ?? 0) + (1n << 99n)) >> 100n)
        .sort((one, other) => Number(one - other));
      return [`stream ${StreamName}`, { ...summary, Consumers, Tags, starts: starts.map(String) }] as const;
    }),
  );
}

async function captureTables(dynamodb: DynamoDBClient): Promise<readonly (readonly [string, unknown])[]> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  return Promise.all(
    TableNames.map(async (TableName) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return [`table ${TableName}`, Table] as const;
    }),
  );
}

async function captureFunction(lambda: LambdaClient, FunctionName: string): Promise<readonly [string, unknown]> {
  const [detail, { ReservedConcurrentExecutions: reserved }, provisioned] = await Promise.all([
    lambda.send(new GetFunctionCommand({ FunctionName })),
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
  ]);
  return [`function ${FunctionName}`, { ...detail, reserved, provisioned: provisioned.ProvisionedConcurrencyConfigs }];
}

/** The keys of what is not the same, or not there, in both. */
export function changedBetween(before: Capture, after: Capture): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).sort();
}

/** The keys of everything that still works, calls out or bills: what a pause of the whole would have to stop. */
export function stillOn(capture: Capture): readonly string[] {
  return Object.entries(capture)
    .filter(([key, value]) => isOn(key.split(" ")[1] ?? "", value as Described))
    .map(([key]) => key)
    .sort();
}

interface Described {
  readonly State?: unknown;
  readonly SuspendedProcesses?: readonly string[];
  readonly DesiredCapacity?: number;
  readonly DBInstanceStatus?: string;
  readonly desiredCount?: number;
  readonly MinCapacity?: number;
  readonly reserved?: number;
  readonly provisioned?: readonly unknown[];
  readonly ActionsEnabled?: boolean;
  readonly OpenShardCount?: number;
  readonly BillingModeSummary?: { readonly BillingMode?: string };
  readonly SuspendedState?: Readonly<Record<string, boolean>>;
}

function isOn(kind: string, one: Described): boolean {
  switch (kind) {
    case "instance":
      return (one.State as { Name?: string }).Name !== "stopped";
    case "group":
      return one.DesiredCapacity !== 0 && !one.SuspendedProcesses?.includes("Launch");
    case "database":
      return one.DBInstanceStatus !== "stopped";
    case "service":
      return one.desiredCount !== 0;
    case "target":
      return one.MinCapacity !== 0 && !Object.values(one.SuspendedState ?? { none: false }).every(Boolean);
    case "function":
      return one.reserved !== 0 || one.provisioned?.length !== 0;
    case "mapping":
      return one.State !== "Disabled";
    case "alarm":
      return one.ActionsEnabled !== false;
    case "stream":
      return one.OpenShardCount !== 1;
    case "table":
      return one.BillingModeSummary?.BillingMode !== "PAY_PER_REQUEST";
    default:
      throw new Error(`Nothing is captured as ${kind}`);
  }
}

/** Without the volatile fields, and others where named, in a form that compares by value. */
export function stable(value: unknown, others: ReadonlySet<string> = new Set()): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) => (volatile.has(key) || others.has(key) ? undefined : member)) ??
      "null",
  );
}
