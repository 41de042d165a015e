import { ApplicationAutoScalingClient, RegisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, PutCompositeAlarmCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  RDSClient,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { buildStreams, buildTables } from "./estate-data";
import { buildFunctions, createRole } from "./estate-functions";

/** Builds a known estate of every kind on the wire, each with its traps, some of it already off. */

/** How much of it a pause takes in each region. */
export const pausedInEach = 15;

export const estateTags = { Environment: "dev", Project: "shop" } as const;

const pairs = Object.entries(estateTags).map(([Key, Value]) => ({ Key, Value }));
const lowerPairs = Object.entries(estateTags).map(([key, value]) => ({ key, value }));

export function awsConfig(endpoint: string, region: string) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    maxAttempts: 1,
    // Kinesis would speak HTTP/2 by itself, which moto does not.
    requestHandler: new NodeHttpHandler(),
  };
}

export async function buildEstate(endpoint: string, regions: readonly string[]): Promise<void> {
  await createRole(endpoint);
  for (const region of regions) await buildRegion(endpoint, region);
}

async function buildRegion(endpoint: string, region: string): Promise<void> {
  const config = awsConfig(endpoint, region);
  const ec2 = new EC2Client(config);
  const image = (await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }))).Images?.[0]?.ImageId ?? "";
  const subnet = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId ?? "";
  await buildInstances(ec2, image, subnet);
  await buildGroup(new AutoScalingClient(config), image, subnet);
  await buildDatabases(new RDSClient(config));
  await buildServices(new ECSClient(config), new ApplicationAutoScalingClient(config), subnet);
  await buildFunctions(new LambdaClient(config), { endpoint, region, tags: estateTags });
  await buildAlarms(new CloudWatchClient(config), region);
  await buildStreams(new KinesisClient(config), region, estateTags);
  await buildTables(new DynamoDBClient(config), new ApplicationAutoScalingClient(config), pairs);
}

/** Three that run, one that was stopped before, one that belongs to somebody else's environment. */
async function buildInstances(ec2: EC2Client, image: string, subnet: string): Promise<void> {
  const run = async (name: string, tags: readonly { Key: string; Value: string }[]) => {
    const out = await ec2.send(
      new RunInstancesCommand({
        ImageId: image,
        MinCount: 1,
        MaxCount: 1,
        InstanceType: "t3.medium",
        SubnetId: subnet,
        TagSpecifications: [{ ResourceType: "instance", Tags: [...tags, { Key: "Name", Value: name }] }],
      }),
    );
    return out.Instances?.[0]?.InstanceId ?? "";
  };
  for (const name of ["api-1", "api-2", "worker-1"]) await run(name, pairs);
  const off = await run("off-before", pairs);
  await run("other", [{ Key: "Environment", Value: "prod" }]);
  await ec2.send(new StopInstancesCommand({ InstanceIds: [off] }));
}

/** Two members; one process was suspended by a person before. */
async function buildGroup(asg: AutoScalingClient, image: string, subnet: string): Promise<void> {
  await asg.send(
    new CreateLaunchConfigurationCommand({ LaunchConfigurationName: "lc", ImageId: image, InstanceType: "t3.micro" }),
  );
  await asg.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "web-asg",
      LaunchConfigurationName: "lc",
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 2,
      VPCZoneIdentifier: subnet,
      Tags: pairs.map((tag) => ({
        ...tag,
        PropagateAtLaunch: true,
        ResourceId: "web-asg",
        ResourceType: "auto-scaling-group",
      })),
    }),
  );
  await asg.send(new SuspendProcessesCommand({ AutoScalingGroupName: "web-asg", ScalingProcesses: ["AZRebalance"] }));
}

/** One plain, one stopped before, and a source with its replica: AWS stops neither of those two. */
async function buildDatabases(rds: RDSClient): Promise<void> {
  for (const name of ["orders", "off-before", "source"]) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: name,
        Engine: "postgres",
        DBInstanceClass: "db.t3.micro",
        AllocatedStorage: 20,
        StorageType: "gp2",
        MasterUsername: "admin1",
        MasterUserPassword: "not-a-secret-1",
        BackupRetentionPeriod: 1,
        Tags: pairs,
      }),
    );
  }
  await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "off-before" }));
  await rds.send(
    new CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: "replica",
      SourceDBInstanceIdentifier: "source",
      Tags: pairs,
    }),
  );
}

/** One with a scalable target, one without, one at zero before. */
async function buildServices(ecs: ECSClient, scaling: ApplicationAutoScalingClient, subnet: string): Promise<void> {
  await ecs.send(new CreateClusterCommand({ clusterName: "dev", tags: lowerPairs }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "app",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      containerDefinitions: [{ name: "app", image: "example/app:1.2.3", memory: 64, essential: true }],
    }),
  );
  for (const [serviceName, desiredCount] of [
    ["checkout", 4],
    ["catalog", 2],
    ["off-before", 0],
  ] as const) {
    await ecs.send(
      new CreateServiceCommand({
        cluster: "dev",
        serviceName,
        taskDefinition: "app",
        launchType: "FARGATE",
        desiredCount,
        tags: lowerPairs,
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [] } },
      }),
    );
  }
  await scaling.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: "ecs",
      ResourceId: "service/dev/checkout",
      ScalableDimension: "ecs:service:DesiredCount",
      MinCapacity: 2,
      MaxCapacity: 8,
      SuspendedState: {
        DynamicScalingInSuspended: true,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    }),
  );
}

/** Metric alarms on, one off before, and a composite one. */
async function buildAlarms(cloudwatch: CloudWatchClient, region: string): Promise<void> {
  for (const [AlarmName, ActionsEnabled] of [
    ["api-5xx", true],
    ["db-cpu", true],
    ["off-before", false],
  ] as const) {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        MetricName: "CPUUtilization",
        Namespace: "AWS/EC2",
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 80,
        ComparisonOperator: "GreaterThanThreshold",
        ActionsEnabled,
        AlarmActions: [`arn:aws:sns:${region}:123456789012:pager`],
        Tags: pairs,
      }),
    );
  }
  await cloudwatch.send(
    new PutCompositeAlarmCommand({
      AlarmName: "shop-down",
      AlarmRule: 'ALARM("api-5xx") AND ALARM("db-cpu")',
      ActionsEnabled: true,
      AlarmActions: [`arn:aws:sns:${region}:123456789012:pager`],
      Tags: pairs,
    }),
  );
}
