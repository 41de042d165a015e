import {
  type ApplicationConfigurationDescription,
  type ApplicationDetail,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationsCommand,
} from "@aws-sdk/client-kinesis-analytics-v2";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { withTags } from "../listing";
import { readEach } from "../read-each";

/** What a Managed Flink application is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const boolean = z.boolean().nullable();

/**
 * All that a stop and a start leave as it was. AWS counts the version up with every update (API reference,
 * ApplicationVersionId), so a change of what is not kept here shows, too: values of properties may be secrets, and code
 * may be long.
 */
export const applicationConfiguration = z.strictObject({
  version: number,
  /** FLINK-1_20, ZEPPELIN-FLINK-3_0. */
  runtime: z.string(),
  /** STREAMING, INTERACTIVE; null: an older one, whose runtime tells. */
  mode: text,
  roleArn: text,
  code: z.strictObject({ bucketArn: text, key: text, objectVersion: text, md5: text, size: number }),
  parallelism: z.strictObject({ type: text, initial: number, perKpu: number, scales: boolean }),
  checkpoints: z.strictObject({ type: text, enabled: boolean, interval: number, pause: number }),
  monitoring: z.strictObject({ type: text, metrics: text, logs: text }),
  snapshots: boolean,
  rollsBack: boolean,
  /** `group:key` */
  properties: z.array(z.string()),
  /** `vpc-…: subnet-…, sg-…` */
  network: z.array(z.string()),
  logStreams: z.array(z.string()),
  maintenanceAt: text,
  /** Null: a key of AWS's own. */
  kmsKey: text,
  notebook: z
    .strictObject({ logs: text, catalogArn: text, deploysTo: text, artifacts: z.array(z.string()) })
    .nullable(),
});
export type ApplicationConfiguration = z.infer<typeof applicationConfiguration>;

export const applicationDetail = z.strictObject({
  state: z.string(),
  configuration: applicationConfiguration,
  /** As AWS scaled it: a start may bring back the initial one. */
  currentParallelism: number,
  /** Sent again with a start; one that leaves it out sets it to false. */
  allowsNonRestoredState: z.boolean(),
});
export type FlinkDetail = z.infer<typeof applicationDetail>;
export type SeenApplication = Observed<FlinkDetail>;

export function isNotebook({ mode, runtime }: Pick<ApplicationConfiguration, "mode" | "runtime">): boolean {
  return mode === "INTERACTIVE" || runtime.startsWith("ZEPPELIN");
}

/** Applications that are described side by side. AWS publishes no limit for it. */
const readAtOnce = 10;

/** The list tells names and states alone, so each is described. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenApplication> {
  const found: Omit<SeenApplication, "tags">[] = [];
  const described = readEach(only ?? namesOf(aws), readAtOnce, (name) => describe(aws, name));
  for await (const application of described) found.push(observe(application));
  yield* await withTags(aws, null, found, only);
}

async function* namesOf(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (token) =>
      aws.read(
        KinesisAnalyticsV2Client,
        new ListApplicationsCommand({ Limit: 50, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { ApplicationSummaries = [] } of list) {
    yield* ApplicationSummaries.flatMap(({ ApplicationName }) => ApplicationName ?? []);
  }
}

async function describe(aws: ReadDoor, ApplicationName: string): Promise<ApplicationDetail | null> {
  const command = new DescribeApplicationCommand({ ApplicationName });
  return (await aws.read(KinesisAnalyticsV2Client, command)).ApplicationDetail ?? null;
}

function observe(application: ApplicationDetail): Omit<SeenApplication, "tags"> {
  const name = application.ApplicationName ?? "";
  const told = application.ApplicationConfigurationDescription ?? {};
  const configuration = configurationOf(application, told);
  return {
    nativeId: name,
    arn: application.ApplicationARN ?? "",
    name,
    type: configuration.runtime,
    detail: {
      state: application.ApplicationStatus ?? "unknown",
      configuration,
      currentParallelism:
        told.FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription?.CurrentParallelism ?? null,
      allowsNonRestoredState:
        told.RunConfigurationDescription?.FlinkRunConfigurationDescription?.AllowNonRestoredState ?? false,
    },
  };
}

function configurationOf(
  application: ApplicationDetail,
  told: ApplicationConfigurationDescription,
): ApplicationConfiguration {
  const content = told.ApplicationCodeConfigurationDescription?.CodeContentDescription;
  const flink = told.FlinkApplicationConfigurationDescription;
  const { ParallelismConfigurationDescription: parallelism, CheckpointConfigurationDescription: checkpoints } =
    flink ?? {};
  const monitoring = flink?.MonitoringConfigurationDescription;
  return {
    version: application.ApplicationVersionId ?? null,
    runtime: application.RuntimeEnvironment ?? "unknown runtime",
    mode: application.ApplicationMode ?? null,
    roleArn: application.ServiceExecutionRole ?? null,
    code: {
      bucketArn: content?.S3ApplicationCodeLocationDescription?.BucketARN ?? null,
      key: content?.S3ApplicationCodeLocationDescription?.FileKey ?? null,
      objectVersion: content?.S3ApplicationCodeLocationDescription?.ObjectVersion ?? null,
      md5: content?.CodeMD5 ?? null,
      size: content?.CodeSize ?? null,
    },
    parallelism: {
      type: parallelism?.ConfigurationType ?? null,
      initial: parallelism?.Parallelism ?? null,
      perKpu: parallelism?.ParallelismPerKPU ?? null,
      scales: parallelism?.AutoScalingEnabled ?? null,
    },
    checkpoints: {
      type: checkpoints?.ConfigurationType ?? null,
      enabled: checkpoints?.CheckpointingEnabled ?? null,
      interval: checkpoints?.CheckpointInterval ?? null,
      pause: checkpoints?.MinPauseBetweenCheckpoints ?? null,
    },
    monitoring: {
      type: monitoring?.ConfigurationType ?? null,
      metrics: monitoring?.MetricsLevel ?? null,
      logs: monitoring?.LogLevel ?? null,
    },
    snapshots: told.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled ?? null,
    rollsBack: told.ApplicationSystemRollbackConfigurationDescription?.RollbackEnabled ?? null,
    properties: propertiesOf(told),
    network: (told.VpcConfigurationDescriptions ?? [])
      .map(({ VpcId, SubnetIds = [], SecurityGroupIds = [] }) =>
        [`${VpcId}:`, [...SubnetIds, ...SecurityGroupIds].sort().join(", ")].join(" "),
      )
      .sort(),
    logStreams: (application.CloudWatchLoggingOptionDescriptions ?? [])
      .flatMap(({ LogStreamARN }) => LogStreamARN ?? [])
      .sort(),
    maintenanceAt:
      application.ApplicationMaintenanceConfigurationDescription?.ApplicationMaintenanceWindowStartTime ?? null,
    kmsKey: kmsKeyOf(told),
    notebook: notebookOf(told),
  };
}

function propertiesOf({ EnvironmentPropertyDescriptions: told }: ApplicationConfigurationDescription): string[] {
  const groups = told?.PropertyGroupDescriptions ?? [];
  return groups
    .flatMap(({ PropertyGroupId, PropertyMap = {} }) =>
      Object.keys(PropertyMap).map((key) => `${PropertyGroupId}:${key}`),
    )
    .sort();
}

function kmsKeyOf({ ApplicationEncryptionConfigurationDescription: told }: ApplicationConfigurationDescription) {
  return told?.KeyType === "CUSTOMER_MANAGED_KEY" ? (told.KeyId ?? null) : null;
}

function notebookOf({ ZeppelinApplicationConfigurationDescription: told }: ApplicationConfigurationDescription) {
  if (!told) return null;
  const deploysTo = told.DeployAsApplicationConfigurationDescription?.S3ContentLocationDescription;
  return {
    logs: told.MonitoringConfigurationDescription?.LogLevel ?? null,
    catalogArn: told.CatalogConfigurationDescription?.GlueDataCatalogConfigurationDescription?.DatabaseARN ?? null,
    deploysTo: deploysTo ? `${deploysTo.BucketARN}/${deploysTo.BasePath ?? ""}` : null,
    artifacts: (told.CustomArtifactsConfigurationDescription ?? []).map(artifactName).sort(),
  };
}

type Artifact = NonNullable<
  NonNullable<
    ApplicationConfigurationDescription["ZeppelinApplicationConfigurationDescription"]
  >["CustomArtifactsConfigurationDescription"]
>[number];

function artifactName({ S3ContentLocationDescription: s3, MavenReferenceDescription: maven }: Artifact): string {
  if (maven) return `${maven.GroupId}:${maven.ArtifactId}:${maven.Version}`;
  return [s3?.BucketARN, s3?.FileKey, s3?.ObjectVersion].filter(Boolean).join("/");
}
