import {
  CancelJobRunCommand,
  CreateApplicationCommand as CreateEmr,
  EMRServerlessClient,
  GetApplicationCommand,
  ListApplicationsCommand as ListEmr,
  ListJobRunsCommand,
  StartApplicationCommand as StartEmr,
  StartJobRunCommand,
} from "@aws-sdk/client-emr-serverless";
import {
  CreateApplicationCommand as CreateFlink,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  ListApplicationsCommand as ListFlink,
  StartApplicationCommand as StartFlink,
} from "@aws-sdk/client-kinesis-analytics-v2";
import { expect, test } from "vitest";
import type { Capture } from "./capture";
import { awsConfig } from "./estate";
import { wireSuite } from "./suite";
import { changing } from "./wire";

/**
 * Guarantee: applications of Managed Flink and of EMR Serverless are really off after a pause and come back exactly, Flink
 * from the snapshot of its stop; one at work is left alone.
 */

const region = "eu-central-1";
const suite = wireSuite({ regions: [region], settleSeconds: 1, estate: { build, capture } });

const role = "arn:aws:iam::123456789012:role/estate";
const tags = { Environment: "dev" };
const Tags = [{ Key: "Environment", Value: "dev" }];
const loseState = { "kinesisanalytics.application": { loseState: true } };

async function build(endpoint: string): Promise<void> {
  const config = awsConfig(endpoint, region);
  await buildFlink(new KinesisAnalyticsV2Client(config));
  await buildEmr(new EMRServerlessClient(config));
}

async function buildFlink(flink: KinesisAnalyticsV2Client): Promise<void> {
  const FlinkApplicationConfiguration = {
    CheckpointConfiguration: { ConfigurationType: "DEFAULT" },
    MonitoringConfiguration: { ConfigurationType: "DEFAULT" },
    ParallelismConfiguration: { ConfigurationType: "CUSTOM", Parallelism: 4, ParallelismPerKPU: 2 },
  } as const;
  const create = (ApplicationName: string, SnapshotsEnabled: boolean) =>
    flink.send(
      new CreateFlink({
        ApplicationName,
        RuntimeEnvironment: "FLINK-1_20",
        ServiceExecutionRole: role,
        ApplicationMode: "STREAMING",
        Tags,
        ApplicationConfiguration: {
          FlinkApplicationConfiguration,
          ApplicationSnapshotConfiguration: { SnapshotsEnabled },
          EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: "db", PropertyMap: { url: "not-a-secret" } }] },
        },
      }),
    );
  await create("clicks", true);
  await create("dedupe", false);
  await create("off-before", true);
  await flink.send(
    new CreateFlink({
      ApplicationName: "notes",
      RuntimeEnvironment: "ZEPPELIN-FLINK-3_0",
      ServiceExecutionRole: role,
      ApplicationMode: "INTERACTIVE",
      Tags,
      ApplicationConfiguration: { FlinkApplicationConfiguration },
    }),
  );
  const skip = { ApplicationRestoreType: "SKIP_RESTORE_FROM_SNAPSHOT" } as const;
  const RunConfiguration = {
    ApplicationRestoreConfiguration: skip,
    FlinkRunConfiguration: { AllowNonRestoredState: true },
  };
  for (const ApplicationName of ["clicks", "dedupe"]) {
    await flink.send(new StartFlink({ ApplicationName, RunConfiguration }));
  }
  await flink.send(new StartFlink({ ApplicationName: "notes" }));
}

async function buildEmr(emr: EMRServerlessClient): Promise<void> {
  const worker = { workerCount: 2, workerConfiguration: { cpu: "4 vCPU", memory: "16 GB", disk: "20 GB" } };
  const create = async (name: string) => {
    const { applicationId } = await emr.send(
      new CreateEmr({
        name,
        releaseLabel: "emr-7.9.0",
        type: "SPARK",
        tags,
        initialCapacity: { Executor: worker },
        autoStopConfiguration: { enabled: false },
      }),
    );
    return applicationId;
  };
  await create("draft");
  await emr.send(new StartEmr({ applicationId: await create("etl") }));
  const applicationId = await create("busy");
  await emr.send(new StartEmr({ applicationId }));
  await emr.send(new StartJobRunCommand({ applicationId, executionRoleArn: role }));
}

async function capture(endpoint: string): Promise<Capture> {
  const config = awsConfig(endpoint, region);
  const flink = new KinesisAnalyticsV2Client(config);
  const emr = new EMRServerlessClient(config);
  const { ApplicationSummaries = [] } = await flink.send(new ListFlink({}));
  const { applications = [] } = await emr.send(new ListEmr({}));
  const told = await Promise.all([
    ...ApplicationSummaries.map(async ({ ApplicationName }) => {
      const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName }));
      return [`${region} flink ${ApplicationName}`, withoutRestore(ApplicationDetail)] as const;
    }),
    ...applications.map(async ({ id, name }) => {
      const { application } = await emr.send(new GetApplicationCommand({ applicationId: id }));
      return [`${region} emr ${name}`, application] as const;
    }),
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(told)));
}

/** From what it was started last is what a resume changes. */
function withoutRestore(detail: object | undefined): unknown {
  return JSON.parse(JSON.stringify(detail), (key, value) =>
    key === "ApplicationRestoreConfigurationDescription" ? undefined : value,
  );
}

const kinds = ["emrserverless.application", ...Array.from({ length: 3 }, () => "kinesisanalytics.application")];
const off = {
  [`${region} emr etl`]: { state: "STOPPED" },
  [`${region} flink clicks`]: { ApplicationStatus: "READY" },
  [`${region} flink dedupe`]: { ApplicationStatus: "READY" },
  [`${region} flink notes`]: { ApplicationStatus: "READY" },
};

test("they are really off after a pause and come back exactly", async () => {
  const { standby, wire, before } = suite;
  const plan = await standby.plan("pause", { options: loseState });
  expect(plan.steps.map(({ kind }) => kind).sort()).toEqual(kinds);
  expect(plan.skipped.map(({ name, code, reason }) => `${name} ${code}: ${reason}`).sort()).toEqual([
    expect.stringMatching(/^busy refused: 1 job runs or waits on it/),
    expect.stringMatching(/^draft alreadyPaused/),
    expect.stringMatching(/^off-before alreadyPaused/),
  ]);

  const counts = { total: kinds.length, done: kinds.length };
  expect(await standby.run("pause", { options: loseState })).toMatchObject({ state: "succeeded", counts });
  expect(await suite.changed()).toEqual(Object.keys(off).sort());
  expect(await suite.now()).toMatchObject(off);

  await wire.clearCalls();
  expect(await standby.run("resume")).toMatchObject({ state: "succeeded", counts });
  expect(await suite.now()).toEqual(before);
  const sent = changing(await wire.calls()).map(({ params }) => params.RunConfiguration ?? null);
  const run = (ApplicationRestoreType: string) => ({
    ApplicationRestoreConfiguration: { ApplicationRestoreType },
    FlinkRunConfiguration: { AllowNonRestoredState: true },
  });
  expect(sent.filter((one) => one !== null)).toEqual(
    expect.arrayContaining([run("RESTORE_FROM_LATEST_SNAPSHOT"), run("SKIP_RESTORE_FROM_SNAPSHOT")]),
  );
  expect(sent).toHaveLength(kinds.length);
  expect(await standby.holds()).toEqual([]);
  expect(await wire.refusals()).toEqual([]);
});

test("state is lost only where a plan accepts it, and the snapshot that a start goes on from is named", async () => {
  const { standby, wire } = suite;
  const plan = await standby.plan("pause");
  expect(plan.skipped.filter(({ name }) => name === "dedupe")).toMatchObject([
    { code: "refused", accepts: "loseState" },
  ]);
  await standby.run("pause");
  const flink = new KinesisAnalyticsV2Client(awsConfig(wire.direct, region));
  const { SnapshotSummaries } = await flink.send(new ListApplicationSnapshotsCommand({ ApplicationName: "clicks" }));
  expect(SnapshotSummaries).toHaveLength(1);
  const resume = await standby.plan("resume");
  const hazards = resume.steps.flatMap((step) => step.hazards.map(({ code, detail }) => `${code}: ${detail}`));
  expect(hazards).toEqual([expect.stringMatching(/^goes-on-from-snapshot: system-0 of /)]);
});

test("one at work is paused once its job is over", async () => {
  const { standby, wire } = suite;
  const emr = new EMRServerlessClient(awsConfig(wire.direct, region));
  const [busy] = (await standby.resources({ kind: "emrserverless.application" })).filter(({ name }) => name === "busy");
  const backend = { applicationId: busy?.nativeId ?? "" };
  const { jobRuns: [job] = [] } = await emr.send(new ListJobRunsCommand(backend));
  await emr.send(new CancelJobRunCommand({ ...backend, jobRunId: job?.id }));
  const plan = await standby.plan("pause");
  expect(plan.steps.map(({ name }) => name).sort()).toEqual(["busy", "clicks", "etl", "notes"]);
});
