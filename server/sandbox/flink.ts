import type {
  ApplicationDetail,
  ApplicationStatus,
  DescribeApplicationCommandInput,
  DescribeApplicationCommandOutput,
  ListApplicationSnapshotsCommandInput,
  ListApplicationSnapshotsCommandOutput,
  ListApplicationsCommandInput,
  ListApplicationsCommandOutput,
  RuntimeEnvironment,
  StartApplicationCommandInput,
  StartApplicationCommandOutput,
  StopApplicationCommandInput,
  StopApplicationCommandOutput,
} from "@aws-sdk/client-kinesis-analytics-v2";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Managed Flink applications: a stop waits for its snapshot, a start for machines. */

const stopSeconds = 90;
const startSeconds = 150;

interface ApplicationState {
  name: string;
  runtime: RuntimeEnvironment;
  mode: "STREAMING" | "INTERACTIVE";
  status: "READY" | "RUNNING";
  /** Until then it is on the way to `status`. */
  until: number | null;
  version: number;
  parallelism: number;
  perKpu: number;
  scales: boolean;
  snapshots: boolean;
  allowsNonRestoredState: boolean;
  createdAt: number;
  /** When its newest snapshot was taken, by a stop. */
  stoppedAt: number | null;
  tags: TagMap;
}

interface FlinkState {
  applications: ApplicationState[];
}

const corner: Corner<FlinkState> = {
  name: "flink",
  empty: () => ({ applications: [] }),
  services: {
    kinesisanalytics: {
      ListApplications: read(listApplications),
      DescribeApplication: read(describeApplication),
      ListApplicationSnapshots: read(listSnapshots),
      StopApplication: change(stopApplication),
      StartApplication: change(startApplication),
    },
  },
  seed,
  ...settling(({ applications }) => applications),
  tagged: ({ applications }, at) =>
    applications.map((one) => ({ type: "kinesisanalytics:application", arn: arnOf(one, at), tags: one.tags })),
};
export const flink = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).applications;

const invalidToken = () => awsError("InvalidArgumentException", "Invalid NextToken");

function listApplications(
  { Limit: size = 50, NextToken: token }: ListApplicationsCommandInput,
  at: Moment,
): Answer<ListApplicationsCommandOutput> {
  if (size < 1 || size > 50) throw awsError("InvalidArgumentException", "Limit must be between 1 and 50");
  const { items, next } = page({ items: of(at.region), size, token, invalidToken });
  return {
    ApplicationSummaries: items.map((one) => ({
      ApplicationName: one.name,
      ApplicationARN: arnOf(one, at),
      ApplicationStatus: statusOf(one),
      ApplicationVersionId: one.version,
      RuntimeEnvironment: one.runtime,
      ApplicationMode: one.mode,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function describeApplication(
  { ApplicationName }: DescribeApplicationCommandInput,
  at: Moment,
): Answer<DescribeApplicationCommandOutput> {
  return { ApplicationDetail: describe(find(ApplicationName, at), at) };
}

function listSnapshots(
  { ApplicationName, Limit: size = 50, NextToken: token }: ListApplicationSnapshotsCommandInput,
  at: Moment,
): Answer<ListApplicationSnapshotsCommandOutput> {
  const { stoppedAt, version, runtime } = find(ApplicationName, at);
  const { items } = page({ items: stoppedAt === null ? [] : [stoppedAt], size, token, invalidToken });
  return {
    SnapshotSummaries: items.map((taken) => ({
      SnapshotName: `system-${version}-${taken}`,
      SnapshotStatus: "READY",
      ApplicationVersionId: version,
      SnapshotCreationTimestamp: new Date(taken),
      RuntimeEnvironment: runtime,
    })),
  };
}

function stopApplication(
  { ApplicationName }: StopApplicationCommandInput,
  at: Moment,
): Answer<StopApplicationCommandOutput> {
  const application = inState("RUNNING", find(ApplicationName, at));
  application.status = "READY";
  application.until = at.ends(stopSeconds);
  if (application.snapshots) application.stoppedAt = at.now;
  return { OperationId: operationId(application, at) };
}

function startApplication(
  { ApplicationName, RunConfiguration: run }: StartApplicationCommandInput,
  at: Moment,
): Answer<StartApplicationCommandOutput> {
  const application = inState("READY", find(ApplicationName, at));
  const restore = run?.ApplicationRestoreConfiguration;
  if (restore && application.mode === "INTERACTIVE") {
    throw awsError("InvalidArgumentException", "A Studio notebook cannot be restored from a snapshot.");
  }
  application.status = "RUNNING";
  application.until = at.ends(startSeconds);
  application.allowsNonRestoredState = run?.FlinkRunConfiguration?.AllowNonRestoredState ?? false;
  return { OperationId: operationId(application, at) };
}

function operationId({ name }: ApplicationState, { now }: Moment): string {
  return Buffer.from(`${name}:${now}`).toString("base64url");
}

function inState(wanted: ApplicationState["status"], application: ApplicationState): ApplicationState {
  const now = statusOf(application);
  if (now === wanted) return application;
  throw awsError("ResourceInUseException", `Application ${application.name} is in status ${now}, not in ${wanted}.`);
}

function find(name: string | undefined, at: Moment): ApplicationState {
  const application = of(at.region).find((one) => one.name === name);
  if (!application) throw awsError("ResourceNotFoundException", `Specified application can't be found: ${name}.`);
  return application;
}

function statusOf({ status, until }: ApplicationState): ApplicationStatus {
  if (until === null) return status;
  return status === "READY" ? "STOPPING" : "STARTING";
}

function arnOf({ name }: ApplicationState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:kinesisanalytics:${at.regionName}:${at.world.accountId}:application/${name}`;
}

function describe(one: ApplicationState, at: Moment): ApplicationDetail {
  const isStreaming = one.mode === "STREAMING";
  return {
    ApplicationARN: arnOf(one, at),
    ApplicationName: one.name,
    RuntimeEnvironment: one.runtime,
    ServiceExecutionRole: `arn:aws:iam::${at.world.accountId}:role/flink`,
    ApplicationStatus: statusOf(one),
    ApplicationVersionId: one.version,
    CreateTimestamp: new Date(one.createdAt),
    ApplicationMode: one.mode,
    ApplicationConfigurationDescription: {
      FlinkApplicationConfigurationDescription: {
        CheckpointConfigurationDescription: {
          ConfigurationType: "DEFAULT",
          CheckpointingEnabled: true,
          CheckpointInterval: 60_000,
          MinPauseBetweenCheckpoints: 5000,
        },
        MonitoringConfigurationDescription: {
          ConfigurationType: "CUSTOM",
          MetricsLevel: "APPLICATION",
          LogLevel: "INFO",
        },
        ParallelismConfigurationDescription: {
          ConfigurationType: "CUSTOM",
          Parallelism: one.parallelism,
          ParallelismPerKPU: one.perKpu,
          CurrentParallelism: one.parallelism,
          AutoScalingEnabled: one.scales,
        },
      },
      ...(isStreaming ? streaming(one, at) : notebook),
    },
    ApplicationMaintenanceConfigurationDescription: {
      ApplicationMaintenanceWindowStartTime: "06:00",
      ApplicationMaintenanceWindowEndTime: "14:00",
    },
  };
}

type Described = NonNullable<ApplicationDetail["ApplicationConfigurationDescription"]>;

function streaming(one: ApplicationState, at: Moment): Described {
  return {
    ApplicationCodeConfigurationDescription: {
      CodeContentType: "ZIPFILE",
      CodeContentDescription: {
        CodeMD5: "9b2cf535f27731c974343645a3985328",
        CodeSize: 24_117_248,
        S3ApplicationCodeLocationDescription: {
          BucketARN: `arn:aws:s3:::tidewater-lab-code-${at.regionName}`,
          FileKey: `flink/${one.name}.jar`,
        },
      },
    },
    RunConfigurationDescription: {
      ApplicationRestoreConfigurationDescription: {
        ApplicationRestoreType: one.snapshots ? "RESTORE_FROM_LATEST_SNAPSHOT" : "SKIP_RESTORE_FROM_SNAPSHOT",
      },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: one.allowsNonRestoredState },
    },
    ApplicationSnapshotConfigurationDescription: { SnapshotsEnabled: one.snapshots },
    ApplicationSystemRollbackConfigurationDescription: { RollbackEnabled: false },
    EnvironmentPropertyDescriptions: {
      PropertyGroupDescriptions: [{ PropertyGroupId: "sources", PropertyMap: { stream: one.name, start: "LATEST" } }],
    },
  };
}

const notebook: Described = {
  ZeppelinApplicationConfigurationDescription: { MonitoringConfigurationDescription: { LogLevel: "INFO" } },
};

/** One that goes on from its snapshot, one that takes none, a notebook that somebody left running, and one that is stopped. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const clicks: ApplicationState = {
    name: "lab-clicks",
    runtime: "FLINK-1_20",
    mode: "STREAMING",
    status: "RUNNING",
    until: null,
    version: 3,
    parallelism: 4,
    perKpu: 2,
    scales: true,
    snapshots: true,
    allowsNonRestoredState: false,
    createdAt: daysAgo(seed, 140),
    stoppedAt: daysAgo(seed, 12),
    tags: tagsOf("lab", "data"),
  };
  of(regionOf(seed, "eu")).push(
    clicks,
    {
      ...clicks,
      name: "lab-explore",
      runtime: "ZEPPELIN-FLINK-3_0",
      mode: "INTERACTIVE",
      version: 1,
      perKpu: 1,
      scales: false,
      snapshots: false,
      stoppedAt: null,
    },
    { ...clicks, name: "lab-replay", status: "READY", version: 7 },
  );
  of(regionOf(seed, "us")).push({
    ...clicks,
    name: "lab-dedupe",
    parallelism: 1,
    perKpu: 1,
    scales: false,
    snapshots: false,
    allowsNonRestoredState: true,
    stoppedAt: null,
  });
}
