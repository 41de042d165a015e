import { APIGatewayClient, GetRestApisCommand, GetStagesCommand } from "@aws-sdk/client-api-gateway";
import { BatchClient, DescribeComputeEnvironmentsCommand, DescribeJobQueuesCommand } from "@aws-sdk/client-batch";
import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetCrawlersCommand, GetTriggersCommand, GlueClient } from "@aws-sdk/client-glue";
import { DescribeChannelCommand, ListChannelsCommand, MediaLiveClient } from "@aws-sdk/client-medialive";
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { DescribeClustersCommand, RedshiftClient } from "@aws-sdk/client-redshift";
import {
  DescribeEndpointCommand,
  DescribeNotebookInstanceCommand,
  ListEndpointsCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { type Capture, stable } from "./capture";
import { awsConfig } from "./estate";

/** The full description of all that estate-kinds.ts builds, as AWS gives it. */

type Entries = readonly (readonly [string, unknown])[];

/**
 * What a recreation changes by its nature: a NAT gateway's id and network interface with the association of its address,
 * and when things were made. Everywhere else these fields belong to what never moves, or are not there.
 */
const renewed = new Set([
  "NatGatewayId",
  "NetworkInterfaceId",
  "AssociationId",
  "CreateTime",
  "CreationTime",
  "LastModificationDate",
]);

export async function captureKinds(endpoint: string, regions: readonly string[]): Promise<Capture> {
  const all: Record<string, unknown> = {};
  for (const region of regions) {
    for (const [key, value] of await captureRegion(endpoint, region)) {
      all[`${region} ${key}`] = stable(value, renewed);
    }
  }
  return all;
}

async function captureRegion(endpoint: string, region: string): Promise<Entries> {
  const config = awsConfig(endpoint, region);
  const parts = await Promise.all([
    captureApis(new APIGatewayClient(config)),
    captureRules(new EventBridgeClient(config)),
    captureSchedules(new SchedulerClient(config)),
    captureTriggers(new GlueClient(config)),
    captureCrawlers(new GlueClient(config)),
    captureClusters(new RDSClient(config)),
    captureInference(new SageMakerClient(config)),
    captureWarehouses(new RedshiftClient(config)),
    captureGateways(new EC2Client(config)),
    captureBatch(new BatchClient(config)),
    captureChannels(new MediaLiveClient(config)),
  ]);
  return parts.flat();
}

async function captureApis(gateway: APIGatewayClient): Promise<Entries> {
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  const found: [string, unknown][] = [];
  for (const { id, name } of items) {
    const { item = [] } = await gateway.send(new GetStagesCommand({ restApiId: id }));
    for (const stage of item) found.push([`stage ${name}/${stage.stageName}`, stage]);
  }
  return found;
}

async function captureChannels(medialive: MediaLiveClient): Promise<Entries> {
  const { Channels = [] } = await medialive.send(new ListChannelsCommand({}));
  return Promise.all(
    Channels.map(async ({ Id, Name }) => {
      return [`channel ${Name}`, await medialive.send(new DescribeChannelCommand({ ChannelId: Id }))] as const;
    }),
  );
}

async function captureRules(events: EventBridgeClient): Promise<Entries> {
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
  const found: [string, unknown][] = [];
  for (const { Name: EventBusName } of EventBuses) {
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName }));
    for (const rule of Rules) {
      const { Targets } = await events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: rule.Name }));
      const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: rule.Arn }));
      found.push([`rule ${rule.Name}`, { ...rule, Targets, Tags }]);
    }
  }
  return found;
}

async function captureSchedules(scheduler: SchedulerClient): Promise<Entries> {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  return Promise.all(
    Schedules.map(async ({ GroupName, Name }) => {
      const schedule = await scheduler.send(new GetScheduleCommand({ GroupName, Name }));
      return [`schedule ${Name}`, schedule] as const;
    }),
  );
}

async function captureTriggers(glue: GlueClient): Promise<Entries> {
  const { Triggers = [] } = await glue.send(new GetTriggersCommand({}));
  return Triggers.map((one) => [`trigger ${one.Name}`, one]);
}

async function captureCrawlers(glue: GlueClient): Promise<Entries> {
  const { Crawlers = [] } = await glue.send(new GetCrawlersCommand({}));
  return Crawlers.map((one) => [`crawler ${one.Name}`, one]);
}

async function captureClusters(rds: RDSClient): Promise<Entries> {
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  return [
    ...DBClusters.map((one) => [`cluster ${one.DBClusterIdentifier}`, one] as const),
    ...DBInstances.map((one) => [`member ${one.DBInstanceIdentifier}`, one] as const),
  ];
}

async function captureInference(sagemaker: SageMakerClient): Promise<Entries> {
  const { NotebookInstances = [] } = await sagemaker.send(new ListNotebookInstancesCommand({}));
  const { Endpoints = [] } = await sagemaker.send(new ListEndpointsCommand({}));
  const tagsOf = async (ResourceArn: string | undefined) =>
    (await sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags;
  const notebooks = NotebookInstances.map(async ({ NotebookInstanceName, NotebookInstanceArn }) => {
    const notebook = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
    return [`notebook ${NotebookInstanceName}`, { ...notebook, Tags: await tagsOf(NotebookInstanceArn) }] as const;
  });
  const endpoints = Endpoints.map(async ({ EndpointName, EndpointArn }) => {
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    return [`endpoint ${EndpointName}`, { ...endpoint, Tags: await tagsOf(EndpointArn) }] as const;
  });
  return Promise.all([...notebooks, ...endpoints]);
}

async function captureWarehouses(redshift: RedshiftClient): Promise<Entries> {
  const { Clusters = [] } = await redshift.send(new DescribeClustersCommand({}));
  return Clusters.map((one) => [`warehouse ${one.ClusterIdentifier}`, one]);
}

/** Gateways that are there, the addresses, and each route by where it leads: the id that it names is renewed. */
async function captureGateways(ec2: EC2Client): Promise<Entries> {
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  const there = NatGateways.filter(({ State }) => State !== "deleted");
  const leads = (id: string | undefined) => there.some(({ NatGatewayId }) => NatGatewayId === id);
  return [
    ...there.map((one) => [`gateway ${one.Tags?.find(({ Key }) => Key === "Name")?.Value}`, one] as const),
    ...Addresses.map((one, index) => [`address ${index + 1}`, one] as const),
    ...RouteTables.map(({ Routes = [], ...table }) => {
      const to = Routes.map((one) => ({ ...one, leads: leads(one.NatGatewayId) }));
      const destinations = Routes.map(({ DestinationCidrBlock }) => DestinationCidrBlock);
      return [`table ${destinations.at(-1)}`, { ...table, Routes: to }] as const;
    }),
  ];
}

async function captureBatch(batch: BatchClient): Promise<Entries> {
  const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
  const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}));
  return [
    ...computeEnvironments.map((one) => [`environment ${one.computeEnvironmentName}`, one] as const),
    ...jobQueues.map((one) => [`queue ${one.jobQueueName}`, one] as const),
  ];
}
