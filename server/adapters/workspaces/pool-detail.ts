import {
  DescribeTagsCommand,
  DescribeWorkspacesPoolsCommand,
  WorkSpacesClient,
  type WorkspacesPool,
} from "@aws-sdk/client-workspaces";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import { scalableTargets } from "../../aws/reads/scalable-targets";
import type { Observed, Tags } from "../../core/resource";
import { isWanted, toTags } from "../listing";
import { type Scaling, scalingSchema, toScaling } from "../scaling-hold";

/** What a WorkSpaces pool is, in a form that survives JSON, and how it is read. */

const text = z.string().nullable();
const number = z.number().nullable();
const count = z.int().min(0).nullable();

/** Everything that a stop and a start must leave as it was. How many sessions it has room for is beside it. */
export const poolConfiguration = z.strictObject({
  description: text,
  bundle: text,
  directory: text,
  runningMode: text,
  /** What people keep of their applications from one session to the next. */
  applicationSettings: z.strictObject({ status: text, group: text, bucket: text }),
  seconds: z.strictObject({ session: number, disconnected: number, idle: number }),
});
export type PoolConfiguration = z.infer<typeof poolConfiguration>;

export const poolDetail = z.strictObject({
  state: z.string(),
  /** Sessions that it is to have room for, has room for now, and that people have open now. */
  desired: count,
  actual: count,
  sessions: count,
  /** "BUNDLE_NOT_FOUND: The bundle …" */
  errors: z.array(z.string()),
  configuration: poolConfiguration,
  scaling: scalingSchema.nullable(),
});
export type PoolDetail = z.infer<typeof poolDetail>;
export type SeenPool = Observed<PoolDetail>;

/**
 * All pools by one list, also for a few: a region has ten by AWS's own quota, and an id that does not exist fails the list
 * of all that are named (ResourceNotFoundException).
 */
export async function* discoverPools(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<SeenPool> {
  const list = pages(
    (token) =>
      aws.read(WorkSpacesClient, new DescribeWorkspacesPoolsCommand({ Limit: 25, ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  const found: WorkspacesPool[] = [];
  for await (const { WorkspacesPools = [] } of list) {
    found.push(...WorkspacesPools.filter(({ PoolId }) => isWanted(PoolId, only)));
  }
  if (found.length === 0) return;
  const [scaling, tags] = await Promise.all([
    scalingOf(aws, only),
    Promise.all(found.map(({ PoolId = "" }) => tagsOfPool(aws, PoolId))),
  ]);
  for (const [at, pool] of found.entries()) yield observe(pool, tags[at] ?? {}, scaling);
}

async function scalingOf(aws: ReadDoor, only: readonly string[] | undefined): Promise<ReadonlyMap<string, Scaling>> {
  const targets = await scalableTargets(aws, "workspaces", only?.map(targetOf));
  return new Map(targets.map((target) => [target.ResourceId ?? "", toScaling(target)]));
}

/** How Application Auto Scaling calls a pool. */
export function targetOf(id: string): string {
  return `workspacespool/${id}`;
}

async function tagsOfPool(aws: ReadDoor, id: string): Promise<Tags> {
  const { TagList } = await aws.read(WorkSpacesClient, new DescribeTagsCommand({ ResourceId: id }));
  return toTags(TagList);
}

function observe(pool: WorkspacesPool, tags: Tags, targets: ReadonlyMap<string, Scaling>): SeenPool {
  const id = pool.PoolId ?? "";
  const configuration = configurationOf(pool);
  const capacity = pool.CapacityStatus;
  return {
    nativeId: id,
    arn: pool.PoolArn ?? "",
    name: pool.PoolName || id,
    type: [configuration.bundle, configuration.runningMode].filter((word) => word !== null).join(", ") || "pool",
    tags,
    detail: {
      state: pool.State ?? "unknown",
      desired: capacity?.DesiredUserSessions ?? null,
      actual: capacity?.ActualUserSessions ?? null,
      sessions: capacity?.ActiveUserSessions ?? null,
      errors: (pool.Errors ?? [])
        .map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage].filter(Boolean).join(": "))
        .filter(Boolean),
      configuration,
      scaling: targets.get(targetOf(id)) ?? null,
    },
  };
}

function configurationOf(pool: WorkspacesPool): PoolConfiguration {
  const { ApplicationSettings: settings, TimeoutSettings: timeouts } = pool;
  return {
    description: pool.Description ?? null,
    bundle: pool.BundleId ?? null,
    directory: pool.DirectoryId ?? null,
    runningMode: pool.RunningMode ?? null,
    applicationSettings: {
      status: settings?.Status ?? null,
      group: settings?.SettingsGroup ?? null,
      bucket: settings?.S3BucketName ?? null,
    },
    seconds: {
      session: timeouts?.MaxUserDurationInSeconds ?? null,
      disconnected: timeouts?.DisconnectTimeoutInSeconds ?? null,
      idle: timeouts?.IdleDisconnectTimeoutInSeconds ?? null,
    },
  };
}
