import {
  DescribeMlflowTrackingServerCommand,
  type DescribeMlflowTrackingServerResponse,
  ListMlflowTrackingServersCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import type { Observed } from "../../core/resource";
import { nullWhenGone } from "../read-each";
import { tagsOf } from "./reads";

/** What an MLflow tracking server is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();

/** All that a stop and a start leave as it was. Runs and their metrics are kept by AWS, artifacts in the bucket. */
export const trackingServerConfiguration = z.strictObject({
  size: text,
  version: text,
  artifactStore: text,
  roleArn: text,
  maintenanceWindow: text,
  registersModels: z.boolean().nullable(),
  bucketOwner: text,
  verifiesBucketOwner: z.boolean().nullable(),
});
export type TrackingServerConfiguration = z.infer<typeof trackingServerConfiguration>;

export const trackingServerDetail = z.strictObject({
  /** On, off, under way or broken; `status` is AWS's own word. */
  state: z.string(),
  status: z.string(),
  configuration: trackingServerConfiguration,
});
export type TrackingServerDetail = z.infer<typeof trackingServerDetail>;
export type SeenTrackingServer = Observed<TrackingServerDetail>;

/** Servers that are read side by side, two calls each. SageMaker publishes no limit for them. */
const readAtOnce = 10;

/** The list names them and their status; the size and all else is told one by one. */
export async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenTrackingServer> {
  for (const some of chunks(only ?? (await names(aws)), readAtOnce)) {
    const found = await Promise.all(some.map((name) => readServer(aws, name)));
    yield* found.filter((one) => one !== null);
  }
}

async function names(aws: ReadDoor): Promise<readonly string[]> {
  const all: string[] = [];
  const list = pages(
    (token) =>
      aws.read(
        SageMakerClient,
        new ListMlflowTrackingServersCommand({ MaxResults: 100, ...(token && { NextToken: token }) }),
      ),
    (out) => out.NextToken,
  );
  for await (const { TrackingServerSummaries = [] } of list) {
    all.push(...TrackingServerSummaries.flatMap(({ TrackingServerName }) => TrackingServerName ?? []));
  }
  return all;
}

async function readServer(aws: ReadDoor, TrackingServerName: string): Promise<SeenTrackingServer | null> {
  const command = new DescribeMlflowTrackingServerCommand({ TrackingServerName });
  const server = await nullWhenGone(aws.read(SageMakerClient, command));
  if (!server) return null;
  const arn = server.TrackingServerArn ?? "";
  return {
    nativeId: TrackingServerName,
    arn,
    name: TrackingServerName,
    type: server.TrackingServerSize ?? "unknown",
    tags: await tagsOf(aws, arn),
    detail: {
      state: stateOf(server),
      status: server.TrackingServerStatus ?? "unknown",
      configuration: configurationOf(server),
    },
  };
}

/** After what may be done to one that runs and to one that is stopped, only its activity tells which it is. */
const either: ReadonlySet<string> = new Set([
  "Updated",
  "UpdateFailed",
  "MaintenanceComplete",
  "MaintenanceFailed",
  "StopFailed",
]);

/**
 * AWS has many words for a server that runs: Created until its first stop, Started after a start, Updated after a change,
 * MaintenanceComplete after the weekly window. A resume compares none of them, only that it runs.
 */
function stateOf(server: DescribeMlflowTrackingServerResponse): string {
  const { TrackingServerStatus: status = "unknown", TrackingServerMaintenanceStatus: maintenance } = server;
  if (maintenance === "MaintenanceInProgress") return maintenance;
  if (status === "Created") return "Started";
  if (!either.has(status)) return status;
  return server.IsActive === "Inactive" ? "Stopped" : "Started";
}

function configurationOf(server: DescribeMlflowTrackingServerResponse): TrackingServerConfiguration {
  return {
    size: server.TrackingServerSize ?? null,
    version: server.MlflowVersion ?? null,
    artifactStore: server.ArtifactStoreUri ?? null,
    roleArn: server.RoleArn ?? null,
    maintenanceWindow: server.WeeklyMaintenanceWindowStart ?? null,
    registersModels: server.AutomaticModelRegistration ?? null,
    bucketOwner: server.S3BucketOwnerAccountId ?? null,
    verifiesBucketOwner: server.S3BucketOwnerVerification ?? null,
  };
}
