import {
  APIGatewayClient,
  CreateRestApiCommand,
  CreateStageCommand,
  type PatchOperation,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { BatchClient, CreateComputeEnvironmentCommand, CreateJobQueueCommand } from "@aws-sdk/client-batch";
import {
  AllocateAddressCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Tag,
} from "@aws-sdk/client-ec2";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateCrawlerCommand,
  CreateTriggerCommand,
  GlueClient,
  StopCrawlerScheduleCommand,
} from "@aws-sdk/client-glue";
import { MediaLiveClient } from "@aws-sdk/client-medialive";
import { CreateDBClusterCommand, CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { CreateClusterCommand, CreateClusterSubnetGroupCommand, RedshiftClient } from "@aws-sdk/client-redshift";
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateNotebookInstanceCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from "@aws-sdk/client-sagemaker";
import { CreateScheduleCommand, CreateScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { awsConfig, estateTags } from "./estate";
import { createRole } from "./estate-functions";
import { buildChannels } from "./estate-media";

/** The estate of the kinds that the main one leaves out: one or two of each, with what is easily lost on the way. */

const pairs: Tag[] = Object.entries(estateTags).map(([Key, Value]) => ({ Key, Value }));
const required = Object.entries(estateTags).map(([Key, Value]) => ({ Key, Value }));
const plain = { ...estateTags };
const role = "arn:aws:iam::123456789012:role/estate";

export async function buildKinds(endpoint: string, regions: readonly string[]): Promise<void> {
  await createRole(endpoint);
  for (const region of regions) await buildRegion(endpoint, region);
}

async function buildRegion(endpoint: string, region: string): Promise<void> {
  const config = awsConfig(endpoint, region);
  const ec2 = new EC2Client(config);
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SubnetId = "", VpcId = "" } = subnet ?? {};
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  await buildApis(new APIGatewayClient(config));
  await buildRules(new EventBridgeClient(config), region);
  await buildSchedules(new SchedulerClient(config), region);
  await buildTriggers(new GlueClient(config));
  await buildCrawlers(new GlueClient(config));
  await buildCluster(new RDSClient(config));
  await buildInference(new SageMakerClient(config));
  await buildWarehouse(new RedshiftClient(config), SubnetId);
  await buildGateway(ec2, SubnetId, VpcId);
  await buildChannels(new MediaLiveClient(config));
  await buildBatch(new BatchClient(config), SubnetId, group?.GroupId ?? "");
}

/** One stage with a cache, one whose cache somebody turned off, one that never had any. */
async function buildApis(gateway: APIGatewayClient): Promise<void> {
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name: "prices" }));
  const common = { restApiId, deploymentId: "first", tags: plain };
  const cache = { cacheClusterEnabled: true, cacheClusterSize: "1.6" } as const;
  await gateway.send(new CreateStageCommand({ ...common, ...cache, stageName: "live" }));
  await gateway.send(new CreateStageCommand({ ...common, ...cache, stageName: "off-before" }));
  await gateway.send(new CreateStageCommand({ ...common, stageName: "bare" }));
  const set = (stageName: string, ...pairs: readonly (readonly [path: string, value: string])[]) => {
    const patchOperations = pairs.map(([path, value]): PatchOperation => ({ op: "replace", path, value }));
    return gateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
  };
  await set("live", ["/*/*/caching/enabled", "true"], ["/~1list/GET/caching/ttlInSeconds", "30"]);
  await set("off-before", ["/*/*/caching/enabled", "true"], ["/cacheClusterEnabled", "false"]);
}

/** One by the clock with a target, one by a pattern on a bus of its own, one that was off before. */
async function buildRules(events: EventBridgeClient, region: string): Promise<void> {
  const rule = { Tags: required, ScheduleExpression: "rate(5 minutes)" };
  await events.send(new PutRuleCommand({ ...rule, Name: "every-5", Description: "cleans up", RoleArn: role }));
  const Targets = [{ Id: "work", Arn: `arn:aws:sqs:${region}:123456789012:work`, Input: '{"full":true}' }];
  await events.send(new PutTargetsCommand({ Rule: "every-5", Targets }));
  await events.send(new PutRuleCommand({ ...rule, Name: "off-before", State: "DISABLED" }));
  await events.send(new CreateEventBusCommand({ Name: "orders" }));
  const EventPattern = JSON.stringify({ source: ["shop"], detail: { total: [{ numeric: [">", 100] }] } });
  await events.send(new PutRuleCommand({ Name: "big", EventBusName: "orders", EventPattern, Tags: required }));
}

/** One with all that an update can lose, and one that fires once. */
async function buildSchedules(scheduler: SchedulerClient, region: string): Promise<void> {
  await scheduler.send(new CreateScheduleGroupCommand({ Name: "shop", Tags: required }));
  const Target = {
    Arn: `arn:aws:sqs:${region}:123456789012:work`,
    RoleArn: role,
    Input: '{"full":true}',
    RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600 },
    DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:123456789012:dead` },
  };
  const common = { GroupName: "shop", Target };
  await scheduler.send(
    new CreateScheduleCommand({
      ...common,
      Name: "nightly",
      Description: "counts the stock",
      ScheduleExpression: "cron(0 3 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      EndDate: new Date("2040-01-01T00:00:00Z"),
      ActionAfterCompletion: "NONE",
    }),
  );
  await scheduler.send(
    new CreateScheduleCommand({
      ...common,
      Name: "once",
      ScheduleExpression: "at(2039-12-31T23:00:00)",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
    }),
  );
}

/** One by the clock, one after another job, one that nobody has started. */
async function buildTriggers(glue: GlueClient): Promise<void> {
  const common = { Actions: [{ JobName: "load", Arguments: { "--full": "true" } }], Tags: plain };
  const byClock = { ...common, Type: "SCHEDULED", Schedule: "cron(0 4 * * ? *)" } as const;
  await glue.send(new CreateTriggerCommand({ ...byClock, Name: "load-nightly", StartOnCreation: true }));
  await glue.send(new CreateTriggerCommand({ ...byClock, Name: "off-before" }));
  await glue.send(
    new CreateTriggerCommand({
      ...common,
      Name: "after-load",
      Type: "CONDITIONAL",
      Predicate: { Logical: "ANY", Conditions: [{ LogicalOperator: "EQUALS", JobName: "load", State: "SUCCEEDED" }] },
      StartOnCreation: true,
    }),
  );
}

/** One by the clock, one whose schedule somebody stopped, one that only a person starts. */
async function buildCrawlers(glue: GlueClient): Promise<void> {
  const common = {
    Role: role,
    DatabaseName: "lake",
    Targets: { S3Targets: [{ Path: "s3://lake/raw/" }] },
    Tags: plain,
  };
  const byClock = { ...common, Schedule: "cron(15 * * * ? *)", TablePrefix: "raw_" };
  await glue.send(new CreateCrawlerCommand({ ...byClock, Name: "crawl-hourly" }));
  await glue.send(new CreateCrawlerCommand({ ...byClock, Name: "crawl-off-before" }));
  await glue.send(new StopCrawlerScheduleCommand({ CrawlerName: "crawl-off-before" }));
  await glue.send(new CreateCrawlerCommand({ ...common, Name: "crawl-by-hand" }));
}

/** A writer and a reader. */
async function buildCluster(rds: RDSClient): Promise<void> {
  const of = { DBClusterIdentifier: "aurora", Engine: "aurora-postgresql" };
  const login = { MasterUsername: "admin1", MasterUserPassword: "not-a-secret-1" };
  await rds.send(new CreateDBClusterCommand({ ...of, ...login, Tags: pairs }));
  for (const DBInstanceIdentifier of ["aurora-1", "aurora-2"]) {
    await rds.send(
      new CreateDBInstanceCommand({ ...of, DBInstanceIdentifier, DBInstanceClass: "db.r6g.large", Tags: pairs }),
    );
  }
}

/** A notebook, and an endpoint whose weights and counts are not those of its configuration any more. */
async function buildInference(sagemaker: SageMakerClient): Promise<void> {
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: "research",
      InstanceType: "ml.t3.medium",
      RoleArn: role,
      VolumeSizeInGB: 20,
      Tags: required,
    }),
  );
  const Image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/model:1";
  await sagemaker.send(
    new CreateModelCommand({ ModelName: "prices", ExecutionRoleArn: role, PrimaryContainer: { Image } }),
  );
  const variant = { ModelName: "prices", InstanceType: "ml.m5.large", InitialInstanceCount: 1 } as const;
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: "prices-3",
      ProductionVariants: [
        { ...variant, VariantName: "old", InitialVariantWeight: 1 },
        { ...variant, VariantName: "new", InitialVariantWeight: 1 },
      ],
    }),
  );
  const EndpointName = "prices";
  await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: "prices-3", Tags: required }));
  await sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName,
      DesiredWeightsAndCapacities: [
        { VariantName: "old", DesiredWeight: 0.25 },
        { VariantName: "new", DesiredWeight: 3, DesiredInstanceCount: 4 },
      ],
    }),
  );
}

async function buildWarehouse(redshift: RedshiftClient, subnet: string): Promise<void> {
  const ClusterSubnetGroupName = "private";
  await redshift.send(
    new CreateClusterSubnetGroupCommand({ ClusterSubnetGroupName, Description: "private", SubnetIds: [subnet] }),
  );
  await redshift.send(
    new CreateClusterCommand({
      ClusterSubnetGroupName,
      ClusterIdentifier: "numbers",
      NodeType: "ra3.xlplus",
      NumberOfNodes: 2,
      ClusterType: "multi-node",
      MasterUsername: "admin1",
      MasterUserPassword: "Not-a-secret-1",
      Tags: pairs,
    }),
  );
}

/** A public gateway with two routes in two tables. */
async function buildGateway(ec2: EC2Client, SubnetId: string, VpcId: string): Promise<void> {
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const Tags = [...pairs, { Key: "Name", Value: "egress" }];
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({
      SubnetId,
      AllocationId,
      TagSpecifications: [{ ResourceType: "natgateway", Tags }],
    }),
  );
  for (const DestinationCidrBlock of ["0.0.0.0/0", "10.99.0.0/16"]) {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const route = { RouteTableId: RouteTable?.RouteTableId, NatGatewayId: NatGateway?.NatGatewayId };
    await ec2.send(new CreateRouteCommand({ ...route, DestinationCidrBlock }));
  }
}

/** An environment with a queue that is on and one that was off before. */
async function buildBatch(batch: BatchClient, subnet: string, group: string): Promise<void> {
  const { computeEnvironmentArn } = await batch.send(
    new CreateComputeEnvironmentCommand({
      computeEnvironmentName: "crunch",
      type: "MANAGED",
      state: "ENABLED",
      serviceRole: role,
      computeResources: { type: "FARGATE", maxvCpus: 16, subnets: [subnet], securityGroupIds: [group] },
      tags: plain,
    }),
  );
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: computeEnvironmentArn }];
  for (const [jobQueueName, state] of [
    ["jobs", "ENABLED"],
    ["off-before", "DISABLED"],
  ] as const) {
    await batch.send(new CreateJobQueueCommand({ jobQueueName, state, priority: 1, computeEnvironmentOrder }));
  }
}
