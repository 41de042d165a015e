import {
  type Application,
  type Configuration,
  EMRServerlessClient,
  GetApplicationCommand,
  type InitialCapacityConfig,
  ListApplicationsCommand,
  type MonitoringConfiguration,
} from "@aws-sdk/client-emr-serverless";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { readEach } from "../read-each";

/** What an application of EMR Serverless is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const boolean = z.boolean().nullable();

/** All that a stop and a start leave as it was. Of settings only the names: their values may be secrets. */
export const applicationConfiguration = z.strictObject({
  engine: z.string(),
  release: z.string(),
  architecture: text,
  /** Workers that are kept ready from a start to a stop; empty: none are. */
  ready: z.array(
    z.strictObject({ role: z.string(), workers: number, cpu: text, memory: text, disk: text, diskType: text }),
  ),
  most: z.strictObject({ cpu: text, memory: text, disk: text }).nullable(),
  /** Whether a job that is submitted starts it. */
  startsItself: z.boolean(),
  /** Idle minutes after which it stops by itself; null: it never does. */
  stopsAfterMinutes: number,
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
  imageUri: text,
  /** `Spark_Driver=111122223333.dkr.ecr…` */
  workerImages: z.array(z.string()),
  /** `spark-defaults:spark.executor.cores` */
  settings: z.array(z.string()),
  /** Where its logs go, and with which keys. */
  logs: z.array(z.string()),
  diskKey: text,
  interactive: z.strictObject({ studio: z.boolean(), livy: z.boolean(), sessions: z.boolean() }),
  queue: z.strictObject({ minutes: number, runs: number }).nullable(),
  identityCenterArn: text,
  costByJob: boolean,
});
export type ApplicationConfiguration = z.infer<typeof applicationConfiguration>;

export const applicationDetail = z.strictObject({ state: z.string(), configuration: applicationConfiguration });
export type EmrDetail = z.infer<typeof applicationDetail>;
export type SeenApplication = Observed<EmrDetail>;

/** Applications that are read side by side. AWS allows ten a second, and fifty at once. */
const readAtOnce = 10;

/** The list tells names and states alone, so each is read. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenApplication> {
  yield* readEach(only ?? idsOf(aws), readAtOnce, (id) => readApplication(aws, id));
}

async function* idsOf(aws: ReadDoor): AsyncGenerator<string> {
  const list = pages(
    (nextToken) =>
      aws.read(EMRServerlessClient, new ListApplicationsCommand({ maxResults: 50, ...(nextToken && { nextToken }) })),
    (out) => out.nextToken,
  );
  for await (const { applications = [] } of list) yield* applications.flatMap(({ id }) => id ?? []);
}

/** One that is deleted can be read for some time yet, and is in no list. */
async function readApplication(aws: ReadDoor, applicationId: string): Promise<SeenApplication | null> {
  const { application } = await aws.read(EMRServerlessClient, new GetApplicationCommand({ applicationId }));
  return application === undefined || application.state === "TERMINATED" ? null : observe(application);
}

function observe(application: Application): SeenApplication {
  const configuration = configurationOf(application);
  const id = application.applicationId ?? "";
  return {
    nativeId: id,
    arn: application.arn ?? "",
    name: application.name || id,
    type: [configuration.engine, configuration.release].filter(Boolean).join(" "),
    tags: application.tags ?? {},
    detail: { state: application.state ?? "unknown", configuration },
  };
}

function configurationOf(application: Application): ApplicationConfiguration {
  const { maximumCapacity: most, networkConfiguration: network, schedulerConfiguration: queue } = application;
  const { interactiveConfiguration: interactive, workerTypeSpecifications: workers = {} } = application;
  return {
    engine: application.type ?? "unknown engine",
    release: application.releaseLabel ?? "",
    architecture: application.architecture ?? null,
    ready: Object.entries(application.initialCapacity ?? {})
      .map(readyOf)
      .sort(byRole),
    most: most ? { cpu: most.cpu ?? null, memory: most.memory ?? null, disk: most.disk ?? null } : null,
    startsItself: application.autoStartConfiguration?.enabled ?? true,
    stopsAfterMinutes: stopsAfter(application),
    subnets: [...(network?.subnetIds ?? [])].sort(),
    securityGroups: [...(network?.securityGroupIds ?? [])].sort(),
    imageUri: application.imageConfiguration?.imageUri ?? null,
    workerImages: Object.entries(workers)
      .flatMap(([role, { imageConfiguration: image }]) => (image?.imageUri ? [`${role}=${image.imageUri}`] : []))
      .sort(),
    settings: settingsOf(application.runtimeConfiguration),
    logs: logsOf(application.monitoringConfiguration ?? {}),
    diskKey: application.diskEncryptionConfiguration?.encryptionKeyArn ?? null,
    interactive: {
      studio: interactive?.studioEnabled ?? false,
      livy: interactive?.livyEndpointEnabled ?? false,
      sessions: interactive?.sessionEnabled ?? false,
    },
    queue: queue ? { minutes: queue.queueTimeoutMinutes ?? null, runs: queue.maxConcurrentRuns ?? null } : null,
    identityCenterArn: application.identityCenterConfiguration?.identityCenterInstanceArn ?? null,
    costByJob: application.jobLevelCostAllocationConfiguration?.enabled ?? null,
  };
}

export type Ready = ApplicationConfiguration["ready"][number];

function readyOf([role, { workerCount, workerConfiguration: worker }]: [string, InitialCapacityConfig]): Ready {
  return {
    role,
    workers: workerCount ?? null,
    cpu: worker?.cpu ?? null,
    memory: worker?.memory ?? null,
    disk: worker?.disk ?? null,
    diskType: worker?.diskType ?? null,
  };
}

function byRole(one: Ready, other: Ready): number {
  return one.role < other.role ? -1 : 1;
}

/** On, after 15 minutes, unless somebody set it otherwise (API reference, AutoStopConfig). */
function stopsAfter({ autoStopConfiguration: set }: Application): number | null {
  return (set?.enabled ?? true) ? (set?.idleTimeoutMinutes ?? 15) : null;
}

function settingsOf(list: readonly Configuration[] = [], under = ""): string[] {
  return list
    .flatMap(({ classification, properties = {}, configurations }) => {
      const name = `${under}${classification}`;
      return [...Object.keys(properties).map((key) => `${name}:${key}`), ...settingsOf(configurations, `${name}/`)];
    })
    .sort();
}

function logsOf({
  s3MonitoringConfiguration: s3,
  managedPersistenceMonitoringConfiguration: managed,
  cloudWatchLoggingConfiguration: cloudWatch,
  prometheusMonitoringConfiguration: prometheus,
}: MonitoringConfiguration): string[] {
  const withKey = (where: string, key: string | undefined) => (key ? `${where} with ${key}` : where);
  return [
    s3?.logUri ? [withKey(s3.logUri, s3.encryptionKeyArn)] : [],
    managed ? [withKey(`managed: ${managed.enabled ?? true}`, managed.encryptionKeyArn)] : [],
    cloudWatch?.enabled ? [withKey(`CloudWatch: ${cloudWatch.logGroupName ?? ""}`, cloudWatch.encryptionKeyArn)] : [],
    prometheus?.remoteWriteUrl ? [prometheus.remoteWriteUrl] : [],
  ].flat();
}
