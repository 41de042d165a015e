import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand as CreateEcsClusterCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import {
  CreateDevEndpointCommand,
  CreateJobCommand,
  GetJobRunsCommand,
  GlueClient,
  type JobRun,
  StartJobRunCommand,
  TagResourceCommand,
} from "@aws-sdk/client-glue";
import {
  CreateClusterCommand,
  CreateProcessingJobCommand,
  CreateTransformJobCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { awsConfig } from "./estate";
import { type Standby, startStandby } from "./standby";
import { startWire, type Wire } from "./wire";

/** Guarantee: of work that runs now, what bills is found on the wire; what is over, or a service's, is not; nothing is changed. */

const region = "eu-central-1";
const role = "arn:aws:iam::123456789012:role/work";
let wire: Wire;
let standby: Standby | null = null;

beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.stop());
beforeEach(async () => {
  await wire.reset();
  const config = awsConfig(wire.direct, region);
  await buildTasks(new ECSClient(config), new EC2Client(config));
  await buildGlue(new GlueClient(config));
  await buildSageMaker(new SageMakerClient(config));
});
afterEach(async () => {
  await standby?.stop();
  standby = null;
});

/** Two that somebody started, of which one is over, and one of a service. */
async function buildTasks(ecs: ECSClient, ec2: EC2Client): Promise<void> {
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  await ecs.send(new CreateEcsClusterCommand({ clusterName: "web" }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "backfill",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "512",
      memory: "1024",
      containerDefinitions: [{ name: "main", image: "backfill:latest", essential: true, cpu: 512, memory: 1024 }],
    }),
  );
  const awsvpcConfiguration = { subnets: [subnet?.SubnetId ?? ""], securityGroups: [] };
  const task = { cluster: "web", taskDefinition: "backfill", launchType: "FARGATE", count: 1 } as const;
  const run = async (startedBy: string) => {
    const tags = [{ key: "Team", value: "data" }];
    const command = new RunTaskCommand({ ...task, startedBy, tags, networkConfiguration: { awsvpcConfiguration } });
    const { tasks: [started] = [] } = await ecs.send(command);
    return started?.taskArn ?? "";
  };
  await stays("ecs::task");
  await run("lena");
  await run("ecs-svc/0123456789012345678");
  await ecs.send(new StopTaskCommand({ cluster: "web", task: await run("omar") }));
}

/** A streaming job whose run goes on beside one that does so only because it is large, and an endpoint from long ago. */
async function buildGlue(glue: GlueClient): Promise<void> {
  await stays("glue::job_run", 1);
  for (const [Name, kind] of [
    ["clicks", "gluestreaming"],
    ["nightly", "glueetl"],
  ] as const) {
    const Command = { Name: kind, ScriptLocation: `s3://scripts/${Name}.py` };
    const size = { WorkerType: "G.025X", NumberOfWorkers: 2 } as const;
    await glue.send(
      new CreateJobCommand({ Name, Command, Role: role, GlueVersion: "4.0", ...size, Tags: { Team: Name } }),
    );
    await glue.send(new StartJobRunCommand({ JobName: Name, ...size }));
    const { JobRuns: [run] = [] } = await glue.send(new GetJobRunsCommand({ JobName: Name }));
    expect(run).toMatchObject({ JobRunState: "RUNNING" } satisfies JobRun);
  }
  await stays("glue::job_run");
  await glue.send(new CreateDevEndpointCommand({ EndpointName: "old-spark", RoleArn: role, NumberOfNodes: 5 }));
  const ResourceArn = `arn:aws:glue:${region}:123456789012:devEndpoint/old-spark`;
  await glue.send(new TagResourceCommand({ ResourceArn, TagsToAdd: { Team: "data" } }));
}

/** So many looks until a thing of the wire is in its next state by itself. */
async function stays(model: string, times = 1000): Promise<void> {
  const body = JSON.stringify({ model_name: model, transition: { progression: "manual", times } });
  await fetch(`${wire.direct}/moto-api/state-manager/set-transition`, { method: "POST", body });
}

/** The wire's jobs are over as soon as they begin. */
async function buildSageMaker(sagemaker: SageMakerClient): Promise<void> {
  const Tags = [{ Key: "Team", Value: "data" }];
  const s3 = (name: string) => ({ S3DataSource: { S3DataType: "S3Prefix", S3Uri: `s3://data/${name}` } }) as const;
  await sagemaker.send(
    new CreateProcessingJobCommand({
      ProcessingJobName: "features",
      RoleArn: role,
      AppSpecification: { ImageUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/features:1" },
      ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 30 } },
      Tags,
    }),
  );
  await sagemaker.send(
    new CreateTransformJobCommand({
      TransformJobName: "scores",
      ModelName: "churn",
      TransformInput: { DataSource: s3("in") },
      TransformOutput: { S3OutputPath: "s3://data/out" },
      TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 1 },
      Tags,
    }),
  );
  await sagemaker.send(
    new CreateClusterCommand({
      ClusterName: "pretrain",
      InstanceGroups: [
        {
          InstanceGroupName: "workers",
          InstanceType: "ml.g5.8xlarge",
          InstanceCount: 2,
          LifeCycleConfig: { SourceS3Uri: "s3://sagemaker-scripts/on", OnCreate: "on.sh" },
          ExecutionRole: role,
          ThreadsPerCore: 1,
        },
      ],
      Tags,
    }),
  );
}

test("what works now is listed with its tags, and no plan ends it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  expect((await standby.scan()).rows.filter(({ status }) => status === "notRead")).toEqual([]);
  const found = (await standby.resources()).map((one) => [one.kind, one.name, one.type, one.state, one.tags]);
  expect(found.sort()).toEqual([
    ["ecs.task", "backfill", "Fargate", "alwaysOn", { Team: "data" }],
    ["glue.devEndpoint", "old-spark", "1 × Standard", "alwaysOn", { Team: "data" }],
    ["glue.jobRun", "clicks", "0.5 DPU (2 × G.025X)", "alwaysOn", { Team: "clicks" }],
    ["sagemaker.cluster", "pretrain", "2 × ml.g5.8xlarge", "alwaysOn", { Team: "data" }],
  ]);
  const plan = await standby.plan("pause", { scope: { names: ["*"] } });
  expect(plan.steps).toEqual([]);
  expect(plan.skipped.map(({ code, reason }) => [code, reason === ""])).toEqual(Array(4).fill(["alwaysOn", false]));
  const sent = (await wire.calls()).filter(({ service }) => ["ecs", "glue", "sagemaker"].includes(service));
  expect(sent.map(({ operation }) => operation)).toEqual(expect.arrayContaining(["DescribeTasks", "GetJobRuns"]));
  expect(sent.filter(({ operation }) => !/^(Describe|Get|List)/.test(operation))).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("a task says who started it, and a run what stops it", async () => {
  standby = await startStandby({ endpoint: wire.url, regions: [region], pace: 0.02 });
  await standby.scan();
  const remedies = new Map((await standby.resources()).map(({ kind, remedy }) => [kind, remedy]));
  expect(remedies.get("ecs.task")).toMatch(/^Look first at what started it \(lena\).*aws ecs stop-task/);
  expect(remedies.get("glue.jobRun")).toMatch(/aws glue batch-stop-job-run/);
  expect(remedies.get("sagemaker.cluster")).toMatch(/aws sagemaker update-cluster.*controller of Slurm/);
});
